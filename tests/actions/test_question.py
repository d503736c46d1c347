"""Which question tells the likely articles apart."""

from __future__ import annotations

import pytest

from actions.logic.question import DEVICES, MAX_CHOICES, Meaning, choose_question
from actions.logic.texts import LANGUAGES
from kb_index.check import DEVICES as CHECKED_DEVICES
from kb_index.library import N_ASKED
from tests.actions.driver import TEXTS, Conversation, make_article, text_of


def meaning(family: str, sign: str | None = None, device: str | None = None, *products: str) -> Meaning:
    return Meaning(family, f"About {family}", sign, None, device, products)


PRINTER, PHONE, KEYBOARD = (meaning(d, f"I see {d}", d) for d in ("printer", "smartphone", "keyboard"))


def test_different_devices_are_asked_for() -> None:
    question = choose_question([PRINTER, PHONE, KEYBOARD])

    assert (question.kind, question.choices) == ("device", ("printer", "smartphone", "keyboard"))


@pytest.mark.parametrize(
    ("meanings", "device"),
    [
        pytest.param([PRINTER, PHONE], "printer", id="the device was said"),
        pytest.param([PRINTER, meaning("ink", "I see ink", "printer")], None, id="the same device"),
        pytest.param([PRINTER, meaning("wifi", "I see wifi")], None, id="one could be any device"),
        pytest.param([PRINTER, meaning("bread", "I see bread", "toaster")], None, id="a device without a name"),
        pytest.param([PRINTER], None, id="only one"),
    ],
)
def test_signs_are_asked_for_where_the_device_says_no_more(meanings: list[Meaning], device: str | None) -> None:
    question = choose_question(meanings, device=device)

    assert question.kind == "sign"
    assert set(question.choices) == {each.sign for each in meanings}


def test_title_stands_in_for_a_missing_sign() -> None:
    assert choose_question([meaning("a"), meaning("b", "I see b")]).choices == ("About a", "I see b")


def test_equal_signs_are_told_apart_by_system() -> None:
    android, iphone = meaning("a", "No mail", None, "Android"), meaning("b", "no mail", None, "iPhone", "iPad")

    question = choose_question([android, iphone])

    assert (question.kind, question.choices) == ("system", ("Android", "iPhone / iPad"))


def test_equal_signs_for_the_same_system_show_their_titles_too() -> None:
    question = choose_question([meaning("a", "No mail", None, "Android"), meaning("b", "No mail", None, "Android")])

    assert question.choices == ("No mail (About a)", "No mail (About b)")


def test_meanings_of_another_device_come_last_and_at_most_three_are_shown() -> None:
    wifi, vpn = meaning("wifi", "I see wifi"), meaning("vpn", "I see vpn")

    question = choose_question([PRINTER, wifi, vpn, meaning("slow", "It is slow", "computer")], device="laptop")

    assert [each.family for each in question.meanings] == ["wifi", "vpn", "slow"]
    assert len(question.meanings) == MAX_CHOICES


def test_articles_may_name_the_devices_that_a_question_can_name() -> None:
    assert CHECKED_DEVICES == DEVICES


def test_the_chance_that_a_question_can_win_is_of_as_many_articles_as_it_shows() -> None:
    assert N_ASKED == MAX_CHOICES


def test_every_device_has_a_name_in_each_language() -> None:
    for name in DEVICES:
        assert all(TEXTS.say(f"device_{name.replace(' ', '_')}", language) for language in LANGUAGES)


def test_question_repeats_the_problem_and_shows_signs_that_can_be_pressed_or_typed() -> None:
    articles = {
        "ink": make_article("ink", sign="Mijn blad heeft strepen"),
        "jam": make_article("jam", sign="Er zit papier klem"),
    }
    talk = Conversation(articles, p_helps=0.5, p_any=0.8)

    asked = talk.say("goeiemorgen. het afdrukken lukt hier niet meer", "problem_ink", 0.4)

    assert asked.action == "ask"
    assert "“het afdrukken lukt hier niet meer”" in text_of(asked)
    buttons = [button.title for button in asked.messages[-1].buttons]
    assert buttons == ["Mijn blad heeft strepen", "Er zit papier klem", "Geen van deze"]
    assert asked.signals["question"] == "sign"
    assert talk.say("er zit iets klem", "report_vague_problem", 0.5).family == "jam"


def test_question_for_the_device_is_answered_by_its_name() -> None:
    articles = {
        "ink": make_article("ink", sign="Strepen", device="printer"),
        "keys": make_article("keys", sign="Letters", device="keyboard"),
    }
    talk = Conversation(articles, p_helps=0.5, p_any=0.8)

    asked = talk.say("er komen rare tekens uit dat ding", "problem_ink", 0.4)

    assert [button.title for button in asked.messages[-1].buttons][:2] == ["De printer", "Het toetsenbord"]
    assert talk.say("het toetsenbord", "report_vague_problem", 0.5).family == "keys"


def test_question_in_another_language_shows_that_languages_signs() -> None:
    articles = {
        "ink": make_article("ink", sign="Strepen", device="printer"),
        "keys": make_article("keys", sign="Letters", device="keyboard"),
    }
    talk = Conversation(articles, p_helps=0.5, p_any=0.8)
    talk.say("er komen rare tekens uit dat ding", "problem_ink", 0.4)

    again = talk.say("in English please", "chitchat", 0.5)

    assert [button.title for button in again.messages[-1].buttons][:2] == ["The printer", "The keyboard"]
