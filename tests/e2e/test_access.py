"""Row A13: axe finds nothing on any screen, in three languages, light and dark, wide and phone.

Each test walks one path and audits every state on the way, because starting is what costs time.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import MakePage
from tests.e2e.pages.console import Console
from tests.e2e.pages.line import Line
from tests.e2e.pages.widget import Widget
from tests.support.product import Product

Audit = Callable[..., None]
LOOKS = [("nl", "wide", False), ("fr", "phone", True), ("en", "wide", True), ("nl", "phone", False), ("fr", "wide", False),
         ("en", "phone", False)]  # fmt: skip
WIFI = {
    "nl": "ik heb geen verbinding met de wifi",
    "fr": "je n'ai pas de connexion wifi",
    "en": "I can't connect to the wifi",
}
MORE = {"nl": "en de lamp brandt ook niet", "fr": "et le voyant est éteint aussi", "en": "and the light is off too"}
VAGUE = {
    "nl": "sinds gisteren doet Outlook raar op mijn laptop",
    "fr": "le partage ne fonctionne plus",
    "en": "since yesterday Outlook acts up on my laptop",
}


@pytest.mark.parametrize(("language", "size", "dark"), LOOKS)
def test_widget_with_the_bot(
    language: str, size: str, dark: bool, make_page: MakePage, product: Product, audit: Audit
) -> None:
    """Closed, greeting, answer with article, step, clarifying, masked, no connection, refused, solved, rated."""
    page = make_page(size, language, dark)
    line = Line(page)
    widget = Widget(page, product.url, language).visit()
    words = widget.words
    audit(page, "demo page, closed")
    widget.open()
    audit(page, "greeting")
    widget.write("x" * 4100)
    audit(page, "too long")
    widget.ask(WIFI[language])
    audit(page, "answer with article and feedback")
    widget.press(words.start)
    widget.expect_step(1)
    audit(page, "step")
    line.cut()
    widget.expect_offline()
    widget.send(MORE[language])
    audit(page, "no connection, unsent")
    line.mend()
    widget.expect_online()
    widget.open_menu()
    audit(page, "menu", but="[role=log]")
    widget.start_anew()
    widget.ask(VAGUE[language])
    audit(page, "clarifying or asking")
    widget.end()
    widget.expect_badge(words.badge_closed)
    audit(page, "closed, to be rated")
    widget.choose_score(2)
    audit(page, "score chosen")
    widget.send_score()
    audit(page, "rated")


@pytest.mark.parametrize(("language", "size", "dark"), [LOOKS[0], LOOKS[1], LOOKS[5]])
def test_widget_and_console_with_a_person(
    language: str, size: str, dark: bool, make_page: MakePage, product: Product, audit: Audit
) -> None:
    """Queue and agent on the user's side; list, conversation, ticket and dialogs on the agent's."""
    user_page, agent_page = make_page(size, language, dark), make_page(size, language, dark)
    widget = Widget(user_page, product.url, language).visit().open()
    console = Console(agent_page, product.url, language).visit()
    audit(agent_page, "sign-in")
    console.fill_in("nobody@example.org", "not the password")
    expect(agent_page.get_by_role("alert")).not_to_be_empty()
    audit(agent_page, "sign-in refused")
    console.sign_in()
    audit(agent_page, "list, nothing open")

    widget.ask(WIFI[language])
    widget.press(widget.words.start)
    widget.press(widget.words.failed) if widget.words.failed in widget.replies() else widget.choose(0)
    widget.ask_person()
    number = widget.ticket_number()
    audit(user_page, "queue")
    console.open(number)
    audit(agent_page, "conversation that waits")
    console.take()
    console.note("intern")
    console.say("Dag! / Bonjour ! / Hello!")
    widget.expect_text(re.compile("Bonjour"))
    audit(user_page, "agent")
    audit(agent_page, "my conversation")
    if size != "wide":
        console.show_ticket()
        audit(agent_page, "ticket")
        console.show_conversation()
    else:
        console.edit_without_saving(0)
        audit(agent_page, "field in edit")
    for title, opened in console.dialogs():
        expect(opened).to_be_visible()
        audit(agent_page, title)
        agent_page.keyboard.press("Escape")
        expect(opened).to_be_hidden()
    console.show_status()
    audit(agent_page, "status and settings")
    agent_page.keyboard.press("Escape")
    console.resolve("ok")
    audit(agent_page, "resolved")
    widget.expect_badge(widget.words.badge_closed)
    audit(user_page, "resolved by the agent")


@pytest.mark.parametrize(("language", "size", "dark"), [LOOKS[3], LOOKS[4], LOOKS[2]])
def test_help_page(language: str, size: str, dark: bool, make_page: MakePage, product: Product, audit: Audit) -> None:
    """An article as the card in the chat opens it, and one that does not exist."""
    page = make_page(size, language, dark)
    page.goto(f"{product.url}/help/{language}/wifi-no-connection.{language}")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    audit(page, "article")
    other = "nl" if language != "nl" else "fr"
    page.goto(f"{product.url}/help/{language}/wifi-no-connection.{other}")
    audit(page, "article in another language")
    page.goto(f"{product.url}/help/{language}/does-not-exist.{language}")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    audit(page, "no such article")
