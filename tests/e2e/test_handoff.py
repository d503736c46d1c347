"""Rows C3, C5, A1, A2, N2, N7: when the bot is not sure, a person takes over in the same window."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import MakePage
from tests.e2e.pages.console import Console
from tests.e2e.pages.widget import Widget
from tests.support.product import Product

PERSON = {"nl": "Ik wil een mens spreken", "fr": "Je veux parler à quelqu'un", "en": "I want a person"}
CLICKED = {
    "nl": "ik heb op een link in een mail geklikt en mijn wachtwoord ingevuld",
    "fr": "j'ai cliqué sur un lien bizarre et donné mon mot de passe",
    "en": "I clicked a link in a mail and typed my password",
}


@pytest.fixture
def sofie(make_page: MakePage, product: Product) -> Console:
    """An agent who is signed in before anything happens, and never reloads."""
    return Console(make_page("wide", "nl"), product.url, "nl").sign_in("agent@example.org")


def test_unsure_bot_clarifies_then_a_person_solves_it_in_the_same_window(
    make_page: MakePage, product: Product, sofie: Console, unique: str
) -> None:
    """C3, C5, A1, A2, N7: nothing is asked twice, the note stays private, the agent's correction stays."""
    widget = Widget(make_page("wide", "nl"), product.url, "nl").visit().open()

    # Unsure: it asks which is meant or what is missing, never for what was said; then a person.
    said = iter((f"er verschijnt een wit vlak boven de lijst {unique}", "het blijft wit, ook na herstarten"))
    asked = [widget.ask("sinds gisteren doet Outlook raar op mijn laptop")]
    while not any("FL-" in entry.text for entry in widget.entries()):
        assert len(asked) <= 5, f"nobody is called: {asked}"
        none_fits = widget.words.none_of_these in widget.replies()
        asked.append(widget.press(widget.words.none_of_these) if none_fits else widget.ask(next(said)))
    assert not any("sinds wanneer" in question.lower() for question in asked), "the user said since when"
    assert not any("welk toestel" in question.lower() for question in asked), "the user named the device"
    widget.expect_badge(re.compile(f"{widget.words.badge_queue}|Sofie"))
    number = widget.ticket_number()

    # The agent has it on the screen, with the ticket filled in and the source of each field.
    sofie.open(number)
    sofie.take()
    sofie.expect_said(re.compile(unique))
    assert "outlook" in sofie.value("Toepassing").lower()
    assert "laptop" in sofie.value("Toestel").lower()
    assert "gisteren" in sofie.value("Sinds").lower()
    assert unique in sofie.value("Beschrijving")
    assert "gebruiker" in sofie.source("Toepassing")
    sofie.edit("Toepassing", "Outlook klassiek")
    assert "medewerker" in sofie.source("Toepassing")

    # Both talk in the same window; the bot is silent and the note stays inside.
    widget.expect_badge(re.compile("Sofie"))
    sofie.note(f"geheim {unique}")
    sofie.say("Dag, ik kijk even mee. Staat je leesvenster rechts?")
    widget.expect_text(re.compile("leesvenster rechts"))
    widget.send("ja, rechts")
    sofie.expect_said("ja, rechts")
    sofie.say("Zet het leesvenster even uit via Beeld.")
    widget.expect_text(re.compile("via Beeld"))
    widget.send("het is weg, bedankt!")
    sofie.expect_said(re.compile("het is weg"))
    sofie.resolve("Leesvenster uitgezet")

    widget.expect_badge(widget.words.badge_closed)
    widget.rate(4, "Vlot geholpen")
    said = widget.entries()
    assert not any("geheim" in entry.text for entry in said)
    at_handoff = next(i for i, entry in enumerate(said) if unique in entry.text)
    joined = next(i for i, entry in enumerate(said) if "Sofie" in entry.text or "Sofie" in entry.who)
    assert [e.text for e in said[joined:] if e.who == widget.words.bot] == [], "the bot is silent after the hand-off"
    assert at_handoff < joined
    expect(sofie.ticket.get_by_text(re.compile("4 van 5"))).to_be_visible()
    assert sofie.value("Toepassing") == "Outlook klassiek"


@pytest.mark.parametrize("language", ["nl", "fr", "en"])
def test_asking_for_a_person_gets_one(language: str, make_page: MakePage, product: Product, sofie: Console) -> None:
    """C3, A1: said in words; the user sees the place in line and a ticket number at once."""
    widget = Widget(make_page("phone", language), product.url, language).visit().open()

    widget.ask(PERSON[language])

    widget.expect_badge(widget.words.badge_queue)
    sofie.find(widget.ticket_number())


def test_button_that_is_always_there_gets_a_person(make_page: MakePage, product: Product, sofie: Console) -> None:
    """A1: one press, before a word was said, and the agent greets first."""
    widget = Widget(make_page("wide", "fr"), product.url, "fr").visit().open()

    widget.ask_person()

    widget.expect_badge(widget.words.badge_queue)
    number = widget.ticket_number()
    sofie.open(number)
    sofie.take()
    sofie.say("Bonjour, comment puis-je vous aider ?")
    widget.expect_text(re.compile("comment puis-je vous aider"))
    widget.send("mon écran est noir")
    sofie.expect_said("mon écran est noir")


@pytest.mark.parametrize("language", ["nl", "fr", "en"])
def test_security_incident_gets_first_measures_then_a_person_with_priority(
    language: str, make_page: MakePage, product: Product, sofie: Console
) -> None:
    """C3, S10: what to do now comes first; the ticket is of kind security, and its priority is high."""
    widget = Widget(make_page("wide", language), product.url, language).visit().open()

    answer = widget.ask(CLICKED[language])

    assert {"nl": "Verander je wachtwoord", "fr": "Changez votre mot de passe", "en": "Change your password"}[
        language
    ] in answer
    widget.expect_badge(widget.words.badge_queue)
    sofie.open(widget.ticket_number())
    expect(sofie.ticket.get_by_text("Veiligheid", exact=True).first).to_be_visible()
    expect(sofie.ticket.get_by_text(re.compile("^(Hoog|Dringend)$")).first).to_be_visible()
    # The ticket says why the person is needed, and that the words are the user's.
    assert CLICKED[language][:20] in sofie.value("Beschrijving")
    assert "gebruiker" in sofie.source("Beschrijving")


def test_two_agents_take_the_same_conversation_and_one_wins(
    make_page: MakePage, product: Product, sofie: Console
) -> None:
    """A2, N2: one has it, the other is told who."""
    karim = Console(make_page("wide", "fr"), product.url, "fr")
    late = karim.hold_events()
    karim.sign_in("agent2@example.org")
    widget = Widget(make_page("wide", "nl"), product.url, "nl").visit().open()
    widget.ask(PERSON["nl"])
    number = widget.ticket_number()
    sofie.open(number)
    karim.open(number)

    # Karim presses before his page has heard of it.
    with late:
        sofie.take()
        karim.press_take()

    karim.expect_toast(re.compile(f"Sofie.*{karim.words.too_late}"))
    widget.expect_badge(re.compile("Sofie"))
    assert sum("Sofie" in entry.text for entry in widget.entries()) == 1, "one notice, not two"
