"""The knowledge desk's inbox as a knowledge manager sees it."""

from __future__ import annotations

from typing import Self

from playwright.sync_api import Locator, expect

from tests.e2e.pages.room import Room


class Inbox(Room):
    """The inbox in one browser page of the knowledge desk."""

    def sign_in(self, email: str = "manager@example.org") -> Self:
        """Sign in and wait for the list."""
        super().sign_in(email)
        return self.part()

    def part(self, name: str = "") -> Self:
        """Go to a part of the inbox: what waits, `decided` or `subjects`."""
        self.page.goto(f"{self.url}/desk#/inbox" + (f"/{name}" if name else ""))
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
