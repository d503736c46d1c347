"""The widget as its user sees it: a launcher on somebody's page and a panel with a conversation."""

from __future__ import annotations

import re
from dataclasses import dataclass

from playwright.sync_api import FilePayload, FrameLocator, Locator, Page, expect

from tests.e2e.pages.files import hand_over
from tests.e2e.pages.words import WORDS

ANSWER_MS = 20_000  # longest wait for the bot on a busy machine


@dataclass(frozen=True)
class Entry:
    """A message as it is drawn. `who` is the name above it, `text` everything inside the bubble."""

    who: str
    text: str


class Widget:
    """The widget on the demo page.

    Args:
        page: A browser page.
        url: Where the product listens.
        language: Language of the page, and so of the widget at its start.
    """

    def __init__(self, page: Page, url: str, language: str) -> None:
        self.page, self.url, self.language = page, url, language
        self.words = WORDS[language]
        self.is_alone = False

    # --- opening and closing ---------------------------------------------------------------------------

    def visit(self) -> Widget:
        """Go to the demo page."""
        self.page.goto(f"{self.url}/demo?lang={self.language}")
        return self

    def open(self) -> Widget:
        """Press the launcher and wait until one can write."""
        self.launcher.click()
        expect(self.composer).to_be_visible()
        return self

    def reload(self) -> Widget:
        """Reload the page; on a wide screen the panel opens by itself as it was."""
        self.page.reload()
        return self.open_if_closed()

    def open_if_closed(self) -> Widget:
        """Open the panel unless this page of the site found it open; wait until the conversation is there."""
        expect(self.launcher).to_be_visible()
        if self.launcher.get_attribute("aria-expanded") == "false":
            self.launcher.click()
        expect(self.composer).to_be_visible()
        expect(self.articles.first).to_be_visible()
        return self

    def close(self) -> None:
        """Close the panel with its own button."""
        self.panel.get_by_role("button", name=self.words.close_chat).click()

    @property
    def launcher(self) -> Locator:
        """The button on the page; its name changes while the panel is open."""
        return self.page.get_by_role("button", name=re.compile(f"^({self.words.open_chat}|{self.words.close_chat})"))

    @property
    def dialog(self) -> Locator:
        """The panel's place on the page."""
        return self.page.get_by_role("dialog", name=self.words.open_chat)

    @property
    def panel(self) -> FrameLocator | Page:
        """What is inside the panel, which is a page of its own behind the link of a mail."""
        if self.is_alone:
            return self.page
        return self.page.frame_locator(f'iframe[title="{self.words.open_chat}"]')

    # --- writing ---------------------------------------------------------------------------------------

    @property
    def composer(self) -> Locator:
        """Where the user writes."""
        return self.panel.get_by_role("textbox", name=self.words.write)

    def write(self, text: str) -> None:
        """Type without sending."""
        self.composer.fill(text)

    def send(self, text: str) -> None:
        """Write and send; does not wait for anything."""
        self.write(text)
        self.send_written()

    def send_written(self) -> None:
        """Send what stands in the composer."""
        self.send_button.click()

    @property
    def send_button(self) -> Locator:
        """The button that sends what stands in the composer."""
        return self.panel.get_by_role("button", name=self.words.send, exact=True)

    def ask(self, text: str) -> str:
        """Say something and return what the bot answers."""
        n = len(self.entries())
        self.send(text)
        return self.answer_after(n + 1)

    def press(self, title: str) -> str:
        """Press a quick reply and return what the bot answers."""
        n = len(self.entries())
        self.reply(title).click()
        return self.answer_after(n + 1)

    def reply(self, title: str | re.Pattern[str]) -> Locator:
        """A quick reply under the bot's last message."""
        return self.log.get_by_role("button", name=title, exact=True)

    def choose(self, n: int) -> str:
        """Press the nth quick reply, counted from 0, and return what the bot answers."""
        return self.press(self.replies()[n])

    def replies(self) -> list[str]:
        """Titles of the quick replies under the bot's last message."""
        expect(self.log.locator(".replies button").first).to_be_visible(timeout=ANSWER_MS)
        return self.log.locator(".replies button").all_inner_texts()

    @property
    def person_button(self) -> Locator:
        """The button beside the badge; the bot may offer one of the same name."""
        return self.panel.get_by_role("button", name=self.words.talk_to_person).first

    def ask_person(self) -> None:
        """Press the button that is always in reach."""
        self.person_button.click()

    # --- files -----------------------------------------------------------------------------------------

    def attach(self, *files: FilePayload) -> None:
        """Choose files with the button."""
        with self.page.expect_file_chooser() as chosen:
            self.panel.get_by_role("button", name=self.words.attach).click()
        chosen.value.set_files(files)

    def bring(self, how: str, file: FilePayload) -> None:
        """Paste a file into the field (`paste`), or drop it on the panel (`drop`)."""
        target = self.composer if how == "paste" else self.panel.get_by_role("main")
        hand_over(target, how, file)

    @property
    def tray(self) -> Locator:
        """The files that wait for their message."""
        return self.panel.get_by_role("list", name=self.words.files).get_by_role("listitem")

    def expect_picture(self, name: str) -> None:
        """Wait until the conversation shows a picture, loaded."""
        picture = self.log.get_by_role("img", name=re.compile(re.escape(name)))
        expect(picture).to_have_js_property("complete", True)
        expect(picture).not_to_have_js_property("naturalWidth", 0)

    # --- reading ---------------------------------------------------------------------------------------

    @property
    def log(self) -> Locator:
        """The conversation."""
        return self.panel.get_by_role("log", name=self.words.conversation)

    @property
    def articles(self) -> Locator:
        """Every message."""
        return self.log.get_by_role("article")

    def entries(self) -> list[Entry]:
        """All messages, in order."""
        drawn = self.articles.evaluate_all(
            "all => all.map(a => [a.querySelector('.who, .sr')?.innerText ?? '', a.querySelector('.bubble').innerText])"
        )
        return [Entry(who, text) for who, text in drawn]

    def mine(self) -> list[str]:
        """What the user said, in order, as it is drawn."""
        return [entry.text for entry in self.entries() if entry.who == self.words.me]

    def answer_after(self, n: int) -> str:
        """Wait for more than `n` messages, the bot's answer among them, and return its words.

        Raises:
            AssertionError: If nobody but the user said something in time.
        """
        expect(self.articles.nth(n)).to_be_visible(timeout=ANSWER_MS)
        return "\n".join(entry.text for entry in self.entries()[n:])

    def article_card(self) -> Locator:
        """The newest link to an article of the knowledge base."""
        return self.log.get_by_role("link").last

    def expect_text(self, text: str | re.Pattern[str], within_ms: float = ANSWER_MS) -> None:
        """Wait until the conversation shows `text`."""
        expect(self.log.get_by_text(text).last).to_be_visible(timeout=within_ms)

    def expect_step(self, number: int) -> None:
        """Wait until the newest step on the screen is `number`."""
        said = self.words.step.format(number=number)
        expect(self.log.get_by_text(re.compile(rf"^{said} \d+$")).last).to_be_visible(timeout=ANSWER_MS)

    def expect_badge(self, words: str | re.Pattern[str], within_ms: float = ANSWER_MS) -> None:
        """Wait until the badge says who has the conversation."""
        expect(self.panel.get_by_role("region", name=words)).to_be_visible(timeout=within_ms)

    def ticket_number(self) -> str:
        """The number in the badge, once there is one."""
        shown = self.panel.get_by_text(re.compile(r"FL-\d+")).first
        expect(shown).to_be_visible(timeout=ANSWER_MS)
        found = re.search(r"FL-\d+", shown.inner_text())
        assert found
        return found.group()

    def expect_offline(self) -> None:
        """Wait until the panel says in words that there is no connection."""
        expect(self._link(self.words.no_connection)).to_be_visible()

    def expect_online(self) -> None:
        """Wait until that is no longer said."""
        expect(self._link(self.words.no_connection)).to_be_hidden(timeout=ANSWER_MS)

    def _link(self, words: str) -> Locator:
        return self.panel.get_by_role("status").get_by_text(words)

    def focused(self) -> str:
        """Name or text of what has the focus inside the panel."""
        frame = self.page.frame(url=re.compile("/panel"))
        assert frame is not None
        return str(
            frame.evaluate(
                "() => { const e = document.activeElement;"
                " return e.ariaLabel || e.labels?.[0]?.innerText || (e === document.body ? '' : e.innerText) }"
            )
        ).strip()

    def has_focus(self) -> bool:
        """True if the focus is on the launcher."""
        return bool(self.launcher.evaluate("b => b.getRootNode().activeElement === b && document.hasFocus()"))

    # --- news by mail, and what one keeps ----------------------------------------------------------------

    @classmethod
    def by_link(cls, page: Page, link: str, url: str, language: str) -> Widget:
        """The conversation behind the link of a mail: the panel is the page."""
        page.goto(link)
        widget = cls(page, url, language)
        widget.is_alone = True
        expect(widget.composer).to_be_visible()
        return widget

    def leave_email(self, email: str) -> None:
        """Write an address into the form and save it; does not wait."""
        self.panel.get_by_role("textbox", name=self.words.email).fill(email)
        self.panel.get_by_role("button", name=self.words.save_email).click()

    def save_transcript(self) -> str:
        """Save the conversation and return it."""
        self.open_menu()
        with self.page.expect_download() as saved:
            self.panel.get_by_role("button", name=self.words.save_transcript).click()
        return saved.value.path().read_text("utf-8")

    def mail_transcript(self) -> None:
        """Have the conversation mailed."""
        self.open_menu()
        self.panel.get_by_role("button", name=self.words.mail_transcript).click()

    def reopen(self) -> None:
        """Go on with the conversation that was closed."""
        self.panel.get_by_role("button", name=self.words.reopen).click()

    # --- the end ---------------------------------------------------------------------------------------

    def rate(self, score: int, comment: str = "") -> None:
        """Give a score, with or without words."""
        self.choose_score(score)
        if comment:
            self.panel.get_by_role("textbox", name=self.words.comment).fill(comment)
        self.send_score()

    def choose_score(self, score: int) -> None:
        """Pick a number of stars."""
        self.panel.get_by_role("radio", name=self.words.score.format(n=score)).check(force=True)

    def send_score(self) -> None:
        """Send the score and wait for the thanks."""
        self.panel.get_by_role("button", name=self.words.send_score).click()
        expect(self.panel.get_by_text(self.words.thanks_for_score)).to_be_visible()

    def open_menu(self) -> None:
        """Open the menu in the header."""
        self.panel.get_by_role("button", name=self.words.more, exact=True).click()

    def start_anew(self) -> None:
        """Begin a new conversation, from the open menu."""
        self.panel.get_by_role("button", name=self.words.new_conversation).click()
        expect(self.articles).to_have_count(0)

    def end(self) -> None:
        """End this conversation from the menu."""
        self.open_menu()
        self.panel.get_by_role("button", name=self.words.end_conversation).click()
