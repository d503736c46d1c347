"""The knowledge desk's pages that close the loop: open questions, proposals, incidents, effect."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from tests.webchat.realtime.server import PASSWORD


class Loop:
    """One browser page of the knowledge desk.

    Args:
        page: A browser page in a context of its own.
        url: Where the product listens.
    """

    def __init__(self, page: Page, url: str) -> None:
        self.page, self.url = page, url

    def sign_in(self, email: str = "manager@example.org") -> Loop:
        """Sign in to the desk and wait for its menu."""
        self.page.goto(f"{self.url}/desk")
        self.page.locator("input[name=email]").fill(email)
        self.page.locator("input[name=password]").fill(PASSWORD)
        self.page.locator("button[type=submit]").click()
        expect(self.page.locator(".nav")).to_be_visible()
        return self

    def go(self, name: str) -> None:
        """Go to a page by its address."""
        self.page.goto(f"{self.url}/desk#/{name}")
        expect(self.page.locator("#page h2").first).to_be_visible()

    def card(self, words: str) -> Locator:
        """The card of a list that holds these words."""
        return self.page.locator(".loop-card", has_text=words).first

    def press(self, name: str) -> None:
        """Press a button or follow a link of the page or its dialog."""
        box = self.page.get_by_role("dialog") if self.page.get_by_role("dialog").count() else self.page.locator("#page")
        box.get_by_role("button", name=name).or_(box.get_by_role("link", name=name)).first.click()
