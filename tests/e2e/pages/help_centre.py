"""The help centre as its reader sees it."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

from webchat.texts import load

# Counts what moves by itself: a shift within half a second of a press is the press's own doing.
SHIFTS = """() => { window.shifted = 0; new PerformanceObserver((list) => { for (const entry of list.getEntries())
    if (!entry.hadRecentInput) window.shifted += entry.value; }).observe({type: "layout-shift", buffered: true}); }"""


@dataclass
class HelpCentre:
    """Pages at `/help/{language}`.

    Attributes:
        page: A browser page, with a script or without.
        url: Where the product listens.
        language: Of the pages.
    """

    page: Page
    url: str
    language: str

    def word(self, key: str, **values: object) -> str:
        """Return a text of the pages."""
        return load(self.language)[key].format(**values)

    def visit(self, path: str = "") -> HelpCentre:
        """Go to a page below the language."""
        self.page.goto(f"{self.url}/help/{self.language}{path}")
        return self

    def article(self, family: str) -> HelpCentre:
        """Go to an article in the language."""
        return self.visit(f"/{family}.{self.language}")

    @property
    def title(self) -> Locator:
        """The page's heading."""
        return self.page.get_by_role("heading", level=1)

    @property
    def field(self) -> Locator:
        """Where one types what to look for: a field without a script, a combobox with one."""
        return self.page.get_by_label(self.word("help_search"), exact=True)

    @property
    def options(self) -> Locator:
        """Titles while one types."""
        return self.page.get_by_role("option")

    @property
    def vote(self) -> Locator:
        """Did this help?"""
        return self.page.get_by_role("region", name=self.word("help_vote"))

    def search(self, text: str) -> None:
        """Search without looking at what is suggested."""
        self.field.fill(text)
        self.page.get_by_role("button", name=self.word("help_search_button")).click()
        expect(self.title).to_contain_text(text)

    def say_no(self, reason: str, text: str) -> None:
        """Say that it did not help, and why."""
        self.vote.locator("summary").click()
        self.vote.get_by_label(self.word(f"help_reason_{reason}")).check()
        self.vote.get_by_label(self.word("help_vote_text")).fill(text)
        self.vote.get_by_role("button", name=self.word("help_vote_send")).click()

    def shifted(self) -> float:
        """How far what was drawn has moved by itself since the page began (CLS)."""
        self.page.evaluate(SHIFTS)
        self.page.wait_for_function("document.readyState === 'complete'")
        self.page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        return float(self.page.evaluate("() => window.shifted"))
