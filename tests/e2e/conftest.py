"""One running product and one Chromium for the whole suite; every test gets fresh people."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, sync_playwright

from ops.layout import FRONTEND, ROOT
from tests.support.crowd import Crowd
from tests.support.product import Product
from tests.webchat.realtime.server import Server
from tests.webchat.smtp import MailServer

CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]  # fmt: skip
SIZES: dict[str, ViewportSize] = {
    "wide": {"width": 1360, "height": 860},
    "phone": {"width": 390, "height": 844},
    "small": {"width": 320, "height": 640},
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder needs all processes and Chromium."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.e2e)


@pytest.fixture(scope="session")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """The real product, Rasa included."""
    settings = {
        "WEBCHAT_OFFER_TIMEOUT_S": "20",
        "WEBCHAT_SIGN_IN_ATTEMPTS": "1000",
        "WEBCHAT_MAX_CHATS": "20",  # the tests share one agent
        "WEBCHAT_TAKEOVER_LINK": "https://help.example.org/join/{code}",
    }
    with Product(tmp_path_factory.mktemp("product"), settings) as running:
        yield running


@pytest.fixture
def chat_alone(tmp_path: Path) -> Iterator[Server]:
    """The chat service alone: the `product` of tests in which nobody chats."""
    server = Server(tmp_path, "http://127.0.0.1:9")
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def mail_server() -> Iterator[MailServer]:
    """A real mail server that keeps what it takes."""
    server = MailServer()
    yield server
    server.stop()


@pytest.fixture
def crowd(product: Product) -> Iterator[Crowd]:
    """Users and agents who have no screen."""
    made = Crowd(product.url)
    yield made
    made.leave()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


MakePage = Callable[..., Page]


@pytest.fixture
def make_page(browser: Browser, product: Product, request: pytest.FixtureRequest) -> Iterator[MakePage]:
    """Factory of pages in contexts of their own; fails the test when a page asks another host for anything."""
    contexts: list[BrowserContext] = []
    pages: list[Page] = []
    foreign: list[str] = []

    def make(size: str = "wide", language: str = "nl", dark: bool = False) -> Page:
        context = browser.new_context(
            viewport=SIZES[size],
            locale={"nl": "nl-BE", "fr": "fr-BE", "en": "en-GB"}[language],
            color_scheme="dark" if dark else "light",
            has_touch=size != "wide",
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        page.on(
            "request",
            lambda r: None if r.url.startswith((product.url, "data:", "blob:", "ws:")) else foreign.append(r.url),
        )
        pages.append(page)
        return page

    yield make
    failed = getattr(request.node, "failed", False)
    if failed:
        folder = ROOT / "test-results" / request.node.name.replace("/", "-")
        folder.mkdir(parents=True, exist_ok=True)
        for number, page in enumerate(pages):
            page.screenshot(path=folder / f"page-{number}.png")
        (folder / "product.log").write_text(product.log_tail(200))
    for context in contexts:
        context.close()
    assert foreign == [], f"requests to other hosts: {foreign}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    """Tell fixtures whether the test failed."""
    report = yield
    if call.when == "call":
        item.failed = report.failed  # type: ignore[attr-defined]  # read by make_page
    return report


# A button that fades from disabled to ready has no contrast of its own meanwhile; what blinks for ever never ends.
STILL = """() => Promise.allSettled(document.getAnimations()
    .filter((a) => a.effect.getComputedTiming().endTime !== Infinity).map((a) => a.finished))"""


@pytest.fixture
def audit() -> Callable[..., None]:
    """Run axe in every frame of our origin; WCAG 2.2 AA and best practices, no violation allowed.

    `but` leaves out what something else half covers now: axe reads such text against the wrong ground.
    """
    axe = (FRONTEND / "node_modules" / "axe-core" / "axe.min.js").read_text()
    options = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}

    def run(page: Page, screen: str, but: str | None = None) -> None:
        context = f"{{exclude: [[{json.dumps(but)}]]}}" if but else "document"
        for frame in page.frames:
            if frame.url.startswith("about:"):
                continue
            frame.evaluate(axe)
            frame.evaluate(STILL)
            found = frame.evaluate(f"axe.run({context}, {json.dumps({**options, 'iframes': False})})")["violations"]
            said = [f"{v['id']}: {v['help']} at {[n['target'] for n in v['nodes']][:3]}" for v in found]
            assert said == [], f"{screen} ({frame.url}):\n" + "\n".join(said)

    return run


@pytest.fixture
def unique() -> str:
    """A word that occurs nowhere else."""
    return f"w{uuid.uuid4().hex[:10]}"
