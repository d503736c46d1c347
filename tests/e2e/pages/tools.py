"""What agents work with in the console: the lists over the composer, the menu "More", "My day", kept replies."""

from __future__ import annotations

import re
from dataclasses import dataclass

from playwright.sync_api import Locator, expect

from tests.e2e.pages.console import Console


@dataclass(frozen=True)
class ToolWords:
    """Words of the tools."""

    more: str
    suggestions: str
    use: str
    day: str
    replies: str
    reminder: str
    plan: str
    call_back: str
    phone: str
    takeover: str
    propose: str
    stop: str
    macros: str
    new_macro: str
    name: str
    save: str
    done: str
    send_anyway: str


TOOL_WORDS = {
    "nl": ToolWords("Meer", "Suggesties", "In antwoord", "Mijn dag", "Antwoorden", "Opvolgen of terugbellen",
        "Plannen", "Terugbellen", "Telefoonnummer", "Hulp op afstand", "Voorstellen aan de gebruiker", "Stoppen",
        "Macro’s", "Nieuwe macro", "Naam", "Bewaren", "Gedaan", "Toch versturen"),
    "fr": ToolWords("Plus", "Suggestions", "Dans la réponse", "Ma journée", "Réponses", "Suivre ou rappeler",
        "Planifier", "Rappeler", "Numéro de téléphone", "Aide à distance", "Proposer à l’utilisateur", "Arrêter",
        "Macros", "Nouvelle macro", "Nom", "Enregistrer", "Fait", "Envoyer quand même"),
    "en": ToolWords("More", "Suggestions", "Put in reply", "My day", "Replies", "Follow up or call back",
        "Plan", "Call back", "Phone number", "Remote help", "Propose to the customer", "Stop",
        "Macros", "New macro", "Name", "Save", "Done", "Send anyway"),
}  # fmt: skip


class Tools:
    """The tools of one console."""

    def __init__(self, console: Console) -> None:
        self.console, self.page = console, console.page
        self.words = TOOL_WORDS[console.language]

    # --- the composer ----------------------------------------------------------------------------------

    def write(self, text: str, *, note: bool = False) -> Locator:
        """Type into the reply or the note, key by key, and return the field."""
        mode = self.console.words.note if note else self.console.words.reply
        self.console.middle.get_by_role("button", name=mode, exact=True).click()
        field = self.console.middle.get_by_role("textbox", name=mode, exact=True)
        field.click()
        field.press_sequentially(text, delay=5)
        return field

    @property
    def options(self) -> Locator:
        """The entries of the list over the composer."""
        return self.console.middle.locator("#completion").get_by_role("option")

    def choose(self, trigger: str, shown: str | re.Pattern[str], *, note: bool = False) -> Locator:
        """Type what asks for a list, wait for an entry, take the first with Enter."""
        field = self.write(trigger, note=note)
        expect(self.options.first).to_contain_text(shown)
        field.press("Enter")
        expect(self.options).to_have_count(0)
        return field

    def send(self) -> None:
        """Send what stands in the field, by key."""
        self.page.keyboard.press("Control+Enter")

    # --- the menu --------------------------------------------------------------------------------------

    def more(self, entry: str) -> None:
        """Choose something from the menu "More"."""
        self.console.middle.get_by_role("button", name=self.words.more, exact=True).click()
        self.page.get_by_role("region", name=self.words.more).get_by_role("button", name=entry, exact=True).click()

    def plan_call_back(self, phone: str, minutes: int) -> None:
        """Plan a call-back; the dialog's own time is in an hour."""
        self.more(self.words.reminder)
        dialog = self.console.dialog(self.words.reminder)
        dialog.get_by_role("radio", name=self.words.call_back).check()
        dialog.get_by_role("textbox", name=self.words.phone).fill(phone)
        at = self.page.evaluate(
            "m => { const d = new Date(Date.now() + m * 60000);"
            " return new Date(d - d.getTimezoneOffset() * 60000).toISOString().slice(0, 16); }",
            minutes,
        )
        dialog.locator("input[type=datetime-local]").fill(at)
        dialog.get_by_role("button", name=self.words.plan, exact=True).click()
        expect(dialog).to_be_hidden()

    def propose_takeover(self) -> None:
        """Propose remote help."""
        self.more(self.words.takeover)
        self.console.dialog(self.words.takeover).get_by_role("button", name=self.words.propose).click()

    # --- pages -----------------------------------------------------------------------------------------

    def go(self, page: str) -> Locator:
        """Open a page by its place in the menu and return it."""
        self.page.get_by_role("navigation").get_by_role("link", name=re.compile(f"^{re.escape(page)}")).first.click()
        body = self.page.locator("main.page")
        expect(body.get_by_role("heading", name=page, exact=True)).to_be_visible()
        return body

    def make_macro(self, name: str, reply: str) -> None:
        """Keep a macro that replies, in all three languages."""
        body = self.go(self.words.replies)
        body.get_by_role("link", name=self.words.macros, exact=True).click()
        body.get_by_role("button", name=self.words.new_macro).click()
        dialog = self.page.get_by_role("dialog", name=self.words.new_macro)
        dialog.get_by_role("textbox", name=self.words.name, exact=True).fill(name)
        for language in ("nl", "fr", "en"):
            dialog.locator(f"textarea[lang={language}]").fill(reply)
        dialog.get_by_role("button", name=self.words.save, exact=True).click()
        expect(body.get_by_role("cell", name=name, exact=True)).to_be_visible()
