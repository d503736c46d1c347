"""`python -m tests.e2e.screenshots`: the pictures of README and docs, taken from the running product."""

from __future__ import annotations

import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from ops.layout import ROOT
from tests.e2e.conftest import CHROMIUM, FLAGS
from tests.e2e.pages.console import Console
from tests.e2e.pages.widget import Widget
from tests.support.product import Product

IMAGES = ROOT / "docs" / "images"
_SETTLE_MS = 900  # animations and fonts


def main() -> None:
    """Take all pictures."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory(prefix="firstline-pictures-") as folder,
        Product(Path(folder)) as product,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        console = Console(_page(browser, 1360, 860, "en-GB"), product.url, "en").sign_in()
        user = Widget(_page(browser, 1360, 860, "nl-BE"), product.url, "nl").visit().open()
        user.ask("sinds vanmorgen heeft mijn laptop geen wifi meer")
        user.choose(0)
        _take(user.page, "widget")
        user.send("ik wil toch liever een medewerker spreken")
        number = user.ticket_number()
        console.open(number)
        console.take()
        console.say("Dag! Ik zie dat je aan de eerste stap zat. Zie je het netwerk van kantoor in de lijst?")
        _take(console.page, "console")
        _take(user.page, "widget-person")
        phone = Widget(_page(browser, 390, 844, "fr-BE", dark=True), product.url, "fr").visit().open()
        phone.ask("je n'arrive plus à imprimer depuis hier, l'imprimante ne fait rien")
        _take(phone.page, "widget-phone-dark")
        browser.close()


def _page(browser: Browser, width: int, height: int, locale: str, *, dark: bool = False) -> Page:
    context = browser.new_context(
        viewport={"width": width, "height": height}, locale=locale, color_scheme="dark" if dark else "light"
    )
    context.set_default_timeout(20_000)
    return context.new_page()


def _take(page: Page, name: str) -> None:
    page.wait_for_timeout(_SETTLE_MS)
    page.screenshot(path=IMAGES / f"{name}.png")


if __name__ == "__main__":
    main()
