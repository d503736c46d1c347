"""The console's page of tickets: the list with its filters, and one ticket."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

from tests.webchat.realtime.server import PASSWORD


@dataclass(frozen=True)
class Words:
    """What the page says in one language."""

    search: str
    due: str
    agent: str
    priority: str
    priorities: dict[str, str]
    queue: str
    apply: str
    save_view: str
    save: str
    name: str
    ask: str
    refuse: str
    note: str
    missing: str
    saved: str
    link: str
    save_link: str
    to_conversation: str


WORDS = {
    "nl": Words(
        "Zoek in tickets en berichten, of een nummer", "Beloofd", "Medewerker", "Prioriteit",
        {"urgent": "Dringend", "low": "Laag"}, "Van niemand", "Toepassen", "Weergave bewaren", "Weergave bewaren",
        "Naam", "Goedkeuring vragen", "Is geweigerd", "Wat zei de goedkeurder?", "Vul eerst alle velden", "Bewaard.",
        "Koppelen", "Bewaren", "Naar het gesprek",
    ),
    "fr": Words(
        "Chercher dans les tickets et messages, ou un numéro", "Promis", "Collaborateur", "Priorité",
        {"urgent": "Urgente", "low": "Basse"}, "Sans personne", "Appliquer", "Enregistrer la vue", "Enregistrer la vue",
        "Nom", "Demander l’approbation", "Est refusée", "Qu’a dit l’approbateur ?", "Complétez d’abord", "Enregistré.",
        "Lier", "Enregistrer", "Vers la conversation",
    ),
    "en": Words(
        "Search tickets and messages, or a number", "Due", "Agent", "Priority",
        {"urgent": "Urgent", "low": "Low"}, "Nobody’s", "Apply", "Save view", "Save view",
        "Name", "Ask for approval", "Is refused", "What did the approver say?", "First fill in all fields", "Saved.",
        "Link", "Save", "To the conversation",
    ),
}  # fmt: skip


class Tickets:
    """The page in one browser page, signed in by the form."""

    def __init__(self, page: Page, url: str, language: str) -> None:
        self.page, self.url, self.words = page, url, WORDS[language]

    def sign_in(self, email: str = "agent@example.org") -> Tickets:
        """Sign in, straight to the list."""
        self.page.goto(f"{self.url}/console#/tickets")
        self.page.locator("input[name=email]").fill(email)
        self.page.locator("input[name=password]").fill(PASSWORD)
        self.page.locator("form button[type=submit]").click()
        expect(self.rows.first).to_be_visible()
        return self

    @property
    def rows(self) -> Locator:
        """The tickets that are shown."""
        return self.page.locator(".tickets tbody tr")

    def row(self, number: str) -> Locator:
        """One of them."""
        return self.rows.filter(has_text=number)

    def search(self, text: str) -> None:
        """Search by words or number."""
        self.page.get_by_role("searchbox", name=self.words.search).fill(text)

    def open(self, number: str) -> Locator:
        """Go to a ticket; returns its sheet."""
        self.row(number).get_by_role("link").first.click()
        return self.sheet(number)

    def sheet(self, number: str) -> Locator:
        """The ticket that is open."""
        sheet = self.page.get_by_role("article", name=number)
        expect(sheet).to_be_visible()
        return sheet

    @property
    def handling(self) -> Locator:
        """Where it stands, beside it."""
        return self.page.locator("aside.ticket-sheet")

    def fill(self, label: str, value: str) -> None:
        """Write a value into a field of the sheet."""
        sheet = self.page.locator("article.ticket-sheet")
        sheet.get_by_role("button", name=f"{label}: ").click()
        edit = sheet.get_by_label(label, exact=True)
        edit.fill(value)
        edit.press("Enter")
        expect(sheet.get_by_role("button", name=f"{label}: ")).to_contain_text(value)
