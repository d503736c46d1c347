"""The desk's pages for reports and for the dial."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, expect

from tests.e2e.pages.room import Room


class Knowledge(Room):
    """One browser page of the knowledge desk, or of the console."""

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
