"""The agent console as an agent sees it: the list, one conversation, its ticket."""

from __future__ import annotations

import re
from collections.abc import Iterator

from playwright.sync_api import FilePayload, Locator, Page, expect

from tests.e2e.pages.line import Held
from tests.e2e.pages.words import CONSOLE_WORDS
from tests.support.product import PASSWORD

SHOWN_MS = 10_000


class Console:
    """The console in one browser page.

    Args:
        page: A browser page in a context of its own: the session cookie lives there.
        url: Where the product listens.
        language: The browser's language, and so the console's.
    """

    def __init__(self, page: Page, url: str, language: str) -> None:
        self.page, self.url, self.language = page, url, language
        self.words = CONSOLE_WORDS[language]

    # --- coming and going ------------------------------------------------------------------------------

    def visit(self) -> Console:
        """Go to the console and wait for the sign-in form."""
        self.page.goto(f"{self.url}/console")
        expect(self.page.get_by_role("textbox", name=self.words.email)).to_be_visible()
        return self

    def fill_in(self, email: str, password: str) -> None:
        """Try to sign in."""
        self.page.get_by_role("textbox", name=self.words.email).fill(email)
        self.page.get_by_label(self.words.password).fill(password)
        self.page.get_by_role("button", name=self.words.sign_in).click()

    def sign_in(self, email: str = "agent@example.org") -> Console:
        """Sign in and wait for the list."""
        self.visit()
        self.fill_in(email, PASSWORD)
        expect(self.list).to_be_visible()
        return self

    def hold_events(self) -> Held:
        """Return a switch that delays what the server sends to this page; ask for it before signing in."""
        return Held(self.page)

    # --- the list --------------------------------------------------------------------------------------

    @property
    def list(self) -> Locator:
        """The column with the conversations."""
        return self.page.get_by_role("region", name=self.words.conversations, exact=True)

    def tab(self, name: str) -> None:
        """Show one of the three tabs."""
        self.list.get_by_role("tab", name=re.compile(f"^{re.escape(name)}")).click()

    def row(self, number: str) -> Locator:
        """The conversation with this ticket."""
        return self.list.get_by_role("button", name=re.compile(rf"\b{number}\b")).first

    def find(self, number: str) -> None:
        """Wait until the list has the conversation with this ticket; it comes by itself."""
        self.tab(self.words.all)
        self.list.get_by_role("searchbox", name=self.words.search).fill(number)
        expect(self.row(number)).to_be_visible(timeout=SHOWN_MS)

    def open(self, number: str) -> None:
        """Find a conversation by its ticket and show it."""
        self.find(number)
        self.row(number).click()
        expect(self.middle.get_by_role("heading", name=re.compile(number))).to_be_visible()

    # --- the conversation ------------------------------------------------------------------------------

    @property
    def middle(self) -> Locator:
        """The conversation that is open."""
        return self.page.get_by_role("region", name=self.words.transcript, exact=True)

    @property
    def transcript(self) -> Locator:
        """What was said in it."""
        return self.middle.get_by_role("log")

    def take(self) -> None:
        """Take the conversation that is open."""
        self.press_take()
        expect(self.middle.get_by_text(self.words.mine_badge, exact=True)).to_be_visible()

    def press_take(self) -> None:
        """Press Take, whatever comes of it."""
        self.middle.get_by_role("button", name=self.words.take, exact=True).first.click()

    def say(self, text: str) -> None:
        """Reply to the user and wait until it stands in the transcript."""
        self._write(self.words.reply, text, self.words.send)

    def note(self, text: str) -> None:
        """Leave a private note and wait until it stands in the transcript."""
        self._write(self.words.note, text, self.words.add_note)

    def write_note(self, text: str, *files: FilePayload) -> None:
        """Leave a private note with files."""
        self.middle.get_by_role("button", name=self.words.note, exact=True).click()
        self.attach(*files)
        expect(self.middle.get_by_role("progressbar")).to_have_count(0)
        self._write(self.words.note, text, self.words.add_note)

    def send_written(self) -> None:
        """Send what stands in the composer."""
        self.middle.get_by_role("button", name=self.words.send, exact=True).click()

    def _write(self, mode: str, text: str, send: str) -> None:
        self.middle.get_by_role("button", name=mode, exact=True).click()
        self.middle.get_by_role("textbox", name=mode, exact=True).fill(text)
        self.middle.get_by_role("button", name=send, exact=True).click()
        self.expect_said(text)

    def attach(self, *files: FilePayload) -> None:
        """Choose files with the button, in the mode that is on."""
        with self.page.expect_file_chooser() as chosen:
            self.middle.get_by_role("button", name=self.words.attach, exact=True).click()
        chosen.value.set_files(files)

    @property
    def tray(self) -> Locator:
        """The files that wait for their message."""
        return self.middle.get_by_role("list", name=self.words.files).get_by_role("listitem")

    def expect_picture(self, name: str) -> None:
        """Wait until the transcript shows a picture, loaded."""
        picture = self.transcript.get_by_role("img", name=re.compile(re.escape(name)))
        expect(picture).to_have_js_property("complete", True)
        expect(picture).not_to_have_js_property("naturalWidth", 0)

    def expect_said(self, text: str | re.Pattern[str]) -> None:
        """Wait until the transcript shows `text`."""
        expect(self.transcript.get_by_text(text).last).to_be_visible(timeout=SHOWN_MS)

    def expect_toast(self, text: str | re.Pattern[str]) -> None:
        """Wait for a short notice."""
        expect(self.page.locator(".toasts").get_by_text(text)).to_be_visible(timeout=SHOWN_MS)

    def resolve(self, solution: str) -> None:
        """Close the conversation as solved."""
        self.middle.get_by_role("button", name=self.words.resolve, exact=True).click()
        dialog = self.dialog(self.words.resolve_title)
        dialog.get_by_role("textbox", name=self.words.solution).fill(solution)
        dialog.get_by_role("button", name=self.words.resolve, exact=True).click()
        expect(dialog).to_be_hidden()

    def dialog(self, title: str) -> Locator:
        """A dialog by its title."""
        return self.page.get_by_role("dialog", name=title)

    def dialogs(self) -> Iterator[tuple[str, Locator]]:
        """Open each dialog in turn; close it before asking for the next."""
        for name, title in (
            (self.words.resolve, self.words.resolve_title),
            (self.words.snooze, self.words.snooze_title),
            (self.words.transfer, self.words.transfer_title),
        ):
            self.middle.get_by_role("button", name=name, exact=True).click()
            yield title, self.dialog(title)
        for key, title in (("Control+k", self.words.commands), ("?", self.words.shortcuts)):
            self.middle.get_by_role("heading").first.click()
            self.page.keyboard.press(key)
            yield title, self.dialog(title)

    def show_status(self) -> None:
        """Open the menu with status, colleagues and settings."""
        self.page.locator("[aria-controls=presence-menu]").click()
        expect(self.page.get_by_role("region", name=self.words.status)).to_be_visible()

    # --- the ticket ------------------------------------------------------------------------------------

    @property
    def ticket(self) -> Locator:
        """The ticket beside the conversation."""
        return self.page.get_by_role("region", name=self.words.ticket, exact=True)

    def show_ticket(self) -> None:
        """On a narrow screen, bring the ticket to the front."""
        self.middle.get_by_role("button", name=self.words.ticket, exact=True).click()
        expect(self.ticket.get_by_role("heading").first).to_be_visible()

    def show_conversation(self) -> None:
        """On a narrow screen, go back from the ticket."""
        self.ticket.get_by_role("button", name=self.words.back).click()

    def edit_without_saving(self, n: int) -> None:
        """Open the nth field for editing."""
        self.ticket.get_by_role("button", name=re.compile(self.words.edit)).nth(n).click()

    def field(self, label: str) -> Locator:
        """A field's value, a button that makes it editable."""
        return self.ticket.get_by_role("button", name=re.compile(f"^{label}: "))

    def value(self, label: str) -> str:
        """A field's value in words."""
        name = self.field(label).text_content() or ""
        return name.removeprefix(f"{label}: ").removesuffix(f". {self.words.edit}").strip()

    def edit(self, label: str, value: str) -> None:
        """Write another value in a field."""
        self.field(label).click()
        field = self.ticket.get_by_label(label, exact=True)
        field.fill(value)
        field.press("Enter")
        expect(self.field(label)).to_contain_text(value)

    def source(self, label: str) -> str:
        """Where a field's value came from, in words."""
        row = self.ticket.locator(".field").filter(has=self.page.get_by_text(label, exact=True))
        return row.locator(".source-button").get_attribute("aria-label") or ""
