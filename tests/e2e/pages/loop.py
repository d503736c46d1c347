"""The knowledge desk's pages that close the loop: open questions, proposals, incidents, effect."""

from __future__ import annotations

from playwright.sync_api import Locator

from tests.e2e.pages.room import Room


class Loop(Room):
    """One browser page of the knowledge desk."""

    def card(self, words: str) -> Locator:
        """The card of a list that holds these words."""
        return self.page.locator(".loop-card", has_text=words).first

    def press(self, name: str) -> None:
        """Press a button or follow a link of the page or its dialog."""
        box = self.page.get_by_role("dialog") if self.page.get_by_role("dialog").count() else self.page.locator("#page")
        box.get_by_role("button", name=name).or_(box.get_by_role("link", name=name)).first.click()
