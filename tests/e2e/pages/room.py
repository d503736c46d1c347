"""A room of the product for people who sign in: the console or the knowledge desk, with its menu of pages."""

from __future__ import annotations

from typing import Self

from playwright.sync_api import Page, expect

from tests.support.product import PASSWORD

_NAMES = {"nl": "Nederlands", "fr": "Français", "en": "English"}


class Room:
    """One browser page of a room.

    Args:
        page: A browser page in a context of its own.
        url: Where the product listens.
        room: `desk` or `console`.
    """

    def __init__(self, page: Page, url: str, room: str = "desk") -> None:
        self.page, self.url, self.room = page, url, room

    def sign_in(self, email: str = "manager@example.org") -> Self:
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

    def speak(self, language: str) -> None:
        """Choose the language of the screen, where one finds it."""
        settings = self.page.locator("[aria-controls=presence-menu]")
        settings.click()
        self.page.locator("#presence-menu").get_by_role("button", name=_NAMES[language]).click()
        expect(self.page.locator("html")).to_have_attribute("lang", language)
        settings.click()
        expect(self.page.locator("#presence-menu")).to_have_count(0)
