"""The knowledge desk's inbox as a knowledge manager sees it."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from tests.support.product import PASSWORD


class Inbox:
    """The inbox in one browser page.

    Args:
        page: A browser page in a context of its own.
        url: Where the product listens.
    """

    def __init__(self, page: Page, url: str) -> None:
        self.page, self.url = page, url

    def sign_in(self, email: str = "manager@example.org") -> Inbox:
        """Sign in and wait for the list."""
        self.page.goto(f"{self.url}/desk")
        self.page.locator("input[name=email]").fill(email)
        self.page.locator("input[name=password]").fill(PASSWORD)
        self.page.locator("button[type=submit]").click()
        expect(self.page.locator(".nav")).to_be_visible()
        return self.go()

    def go(self, part: str = "") -> Inbox:
        """Go to a part of the inbox: what waits, `decided` or `subjects`."""
        self.page.goto(f"{self.url}/desk#/inbox" + (f"/{part}" if part else ""))
        expect(self.page.locator(".inbox h2")).to_be_visible()
        return self

    @property
    def rows(self) -> Locator:
        """The messages of the list."""
        return self.page.locator(".inbox-row")

    @property
    def here(self) -> Locator:
        """The message that is looked at, in the list."""
        return self.page.locator(".inbox-row[aria-current]")

    @property
    def detail(self) -> Locator:
        """The message that is looked at, with all about it."""
        return self.page.locator(".inbox-detail")

    @property
    def last(self) -> Locator:
        """The last decision."""
        return self.page.locator(".inbox-last")

    @property
    def badge(self) -> Locator:
        """The number in the menu."""
        return self.page.locator(".nav-item[aria-current] .nav-count")

    def show(self, text: str) -> None:
        """Look at a message."""
        self.rows.filter(has_text=text).first.click()
        expect(self.here).to_contain_text(text)

    def press(self, *keys: str) -> None:
        """Press keys while nothing has the focus."""
        self.page.evaluate("document.activeElement?.blur?.()")
        for key in keys:
            self.page.keyboard.press(key)

    def kept(self) -> None:
        """Wait until the server has the last decision."""
        expect(self.last.get_by_text("wordt bewaard")).to_have_count(0)
