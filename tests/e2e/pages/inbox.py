"""The knowledge desk's inbox as a knowledge manager sees it."""

from __future__ import annotations

from collections.abc import Collection
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

    # --- a subject, from its first message on -----------------------------------------------------------

    @property
    def alike(self) -> list[str]:
        """The messages of the group of the one that is looked at."""
        group = self.page.locator(".inbox-group").filter(has=self.here)
        return group.locator(".inbox-row-text").all_inner_texts()

    def label_as_new(self, texts: Collection[str], name: str) -> int:
        """Label these messages by keys with a subject that is made at the first; whole groups where all are of them.

        Returns:
            How many decisions that took.
        """
        left, n_decisions = set(texts), 0
        self.press()  # nothing has the focus
        while left:
            text = self.here.locator(".inbox-row-text").inner_text()
            if text not in left:
                self.page.keyboard.press("ArrowDown")
                expect(self.here.locator(".inbox-row-text")).not_to_have_text(text)
                continue
            alike = set(self.alike)
            labelled = alike if alike <= left else {text}
            if len(labelled) > 1:
                self.page.keyboard.press("g")
            self._name(name, is_new=n_decisions == 0)
            left -= labelled
            n_decisions += 1
            for one in labelled:
                expect(self.page.get_by_text(one, exact=True).and_(self.page.locator(".inbox-row-text"))).to_have_count(
                    0
                )
            self.press()
        self.kept()
        return n_decisions

    def _name(self, name: str, *, is_new: bool) -> None:
        self.page.keyboard.press("c" if is_new else "i")
        field = self.page.get_by_role("textbox", name="Naam van het onderwerp")
        if is_new:
            field.focus()
        self.page.keyboard.type(name)
        self.page.keyboard.press("Enter")
        expect(self.page.get_by_role("dialog")).to_have_count(0)

    def write_article_for(self, subject: str) -> None:
        """From the list of subjects, begin the article that one still lacks."""
        self.page.get_by_role("button", name=f"Artikel schrijven over: {subject}").click()
        self.page.get_by_role("dialog").get_by_role("button", name="Beginnen").click()
