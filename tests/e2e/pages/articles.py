"""The articles of the knowledge desk: the list, one article being written, what stands beside it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Self

from playwright.sync_api import Locator, expect

from tests.e2e.pages.room import Room

SLOW_MS = 20_000


class Articles(Room):
    """The articles in one browser page of the knowledge desk, in Dutch unless a name is given."""

    def sign_in(self, email: str = "manager@example.org") -> Self:
        """Sign in at the desk and go to the articles."""
        super().sign_in(email)
        self.page.goto(f"{self.url}/desk#/articles")
        expect(self.page.locator(".articles-page, .article-page")).to_be_visible()
        return self

    def open(self, article_id: str, tab: str = "text") -> Articles:
        """Go to an article's tab by its address."""
        self.page.goto(f"{self.url}/desk#/articles/{article_id}/{tab}")
        expect(self.page.locator(".article-name h2")).to_be_visible()
        return self

    def tab(self, name: str) -> None:
        """Go to a tab by its link."""
        self.page.get_by_role("navigation", name="Delen van het artikel").get_by_role("link", name=name).click()

    @property
    def article_id(self) -> str:
        """The article that is open, as the address names it."""
        expect(self.page).to_have_url(re.compile(r"#/articles/[^~]"))
        return self.page.url.split("#/articles/")[1].split("/")[0]

    @property
    def dialog(self) -> Locator:
        """The dialog that is open."""
        return self.page.get_by_role("dialog")

    @property
    def side(self) -> Locator:
        """What stands beside the text."""
        return self.page.get_by_role("complementary", name="Voorbeeld en hulp")

    @property
    def bar(self) -> Locator:
        """Buttons for saving and publishing."""
        return self.page.locator(".article-bar")

    # --- writing ---------------------------------------------------------------------------------------

    def begin(self, title: str) -> str:
        """Begin an article in Dutch; returns its id."""
        self.page.get_by_role("button", name="Nieuw artikel").click()
        self.dialog.get_by_role("textbox", name=re.compile("^Titel")).fill(title)
        self.dialog.get_by_role("button", name="Beginnen").click()
        expect(self.editor).to_be_visible()
        return self.article_id

    @property
    def editor(self) -> Locator:
        """Where the body is written."""
        return self.page.get_by_role("textbox", name="Tekst van het artikel")

    def write(self, text: str) -> None:
        """Replace the body, as keys do."""
        self.editor.click()
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(text)

    def field(self, name: str) -> Locator:
        """A field of the tab that is open."""
        return self.page.locator(".article-main").get_by_label(re.compile(f"^{name}"))

    def save(self) -> None:
        """Save by key and wait until it is done."""
        self.page.keyboard.press("Control+s")
        expect(self.bar.locator(".save-state")).to_contain_text("Bewaard om")

    def publish(self) -> None:
        """Publish, reading the words of the dialog."""
        self.bar.get_by_role("button", name=re.compile("ubliceren …")).click()
        expect(self.dialog).to_contain_text("Binnen de seconde is hij te vinden.")
        self.dialog.get_by_role("button", name="Publiceren", exact=True).click()
        expect(self.dialog).to_have_count(0)

    # --- steps -----------------------------------------------------------------------------------------

    def step(self, n: int) -> Locator:
        """The card of a step, from 1."""
        return self.page.locator(".step-card").nth(n - 1)

    def add_step(self, text: str) -> Locator:
        """Write one more step at the end; it stays open."""
        add = self.page.get_by_role("button", name=re.compile("Eerste stap schrijven|Stap hierna toevoegen"))
        add.click()
        card = self.page.locator(".step-card.open")
        card.get_by_label("Wat moet de gebruiker doen?").fill(text)
        return card

    def write_steps(self, texts: Sequence[str]) -> None:
        """Make the steps these; where a translation brought some along, their words."""
        self.tab("Stappen")
        expect(self.step(1).or_(self.page.get_by_role("button", name="Eerste stap schrijven"))).to_be_visible()
        for n, text in enumerate(texts, start=1):
            if self.step(n).count() == 0:
                self.add_step(text)
                continue
            if self.step(n).locator(".step-toggle").get_attribute("aria-expanded") == "false":
                self.step(n).locator(".step-toggle").click()
            self.step(n).get_by_label("Wat moet de gebruiker doen?").fill(text)

    def translate(self, language: str) -> None:
        """Begin the article in another language."""
        name = {"fr": "Frans", "en": "Engels"}[language]
        self.page.get_by_role("button", name=f"Vertalen naar het {name}").click()
        expect(self.page.locator(".language-tab[aria-current]")).to_have_text(name)

    # --- beside ----------------------------------------------------------------------------------------

    def beside(self, name: str) -> Locator:
        """Choose what stands beside the text."""
        self.side.get_by_role("button", name=name, exact=True).click()
        return self.side
