"""The desk's pages for reports and for the dial."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from tests.webchat.realtime.server import PASSWORD


class Knowledge:
    """One browser page of the knowledge desk, or of the console.

    Args:
        page: A browser page in a context of its own.
        url: Where the product listens.
        room: `desk` or `console`.
    """

    def __init__(self, page: Page, url: str, room: str = "desk") -> None:
        self.page, self.url, self.room = page, url, room

    def sign_in(self, email: str = "manager@example.org") -> Knowledge:
        """Sign in and wait for the menu of pages."""
        self.page.goto(f"{self.url}/{self.room}")
        self.page.locator("input[name=email]").fill(email)
        self.page.locator("input[name=password]").fill(PASSWORD)
        self.page.locator("button[type=submit]").click()
        expect(self.page.locator(".nav")).to_be_visible()
        return self

    def go(self, name: str) -> None:
        """Go to a page by its address."""
        self.page.goto(f"{self.url}/{self.room}#/{name}")
        expect(self.page.locator("#page h2").first).to_be_visible()

    # --- reports ---------------------------------------------------------------------------------------

    def figure(self, key: str) -> Locator:
        """A figure's card."""
        return self.page.locator(f'[data-figure="{key}"]')

    def value(self, key: str) -> str:
        """What a figure says, without of how many."""
        card = self.figure(key).locator(".reports-value")
        return re.split(r"\s*(?:op|sur|of) ", card.inner_text())[0].strip()

    def counted(self) -> None:
        """Wait until the newest figures stand there."""
        expect(self.page.locator('.reports-body[aria-busy="false"]')).to_be_visible()

    # --- the dial --------------------------------------------------------------------------------------

    @property
    def slider(self) -> Locator:
        """The dial."""
        return self.page.get_by_role("slider")

    def outcome(self, name: str) -> str:
        """The share of last month's questions with this outcome, as it stands in large."""
        row = self.page.locator(".dial-summary > div").filter(has=self.page.get_by_text(name, exact=True))
        return row.locator("strong").inner_text()
