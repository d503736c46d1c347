"""What breaks the usual order: a known incident, hours away, "I don't know", facts of a new problem."""

import pytest

from actions.logic.dialogue import Phase
from actions.logic.replies import has_no_idea
from actions.logic.turn import Entity
from tests.actions.driver import Conversation, make_article, text_of

HOURS = 3600


def talk_about(*articles, **more):
    return Conversation({a.family: a for a in articles}, **more)


def away(talk: Conversation, hours: float) -> None:
    talk.metadata = {**talk.metadata, "away_s": hours * HOURS}


def test_a_known_incident_is_announced_and_waiting_is_answered():
    talk = talk_about(make_article("mail", steps=(), incident=True, body="De mailserver ligt plat sinds 9 uur."))

    announced = talk.say("mijn mail doet het niet op mijn laptop", "problem_mail")
    waited = talk.say("ok", "affirm")

    assert "gekende storing" in text_of(announced)
    assert "sinds 9 uur" in text_of(announced)
    assert announced.handoff is None
    assert waited.action == "chat"
    assert "Fijn dat het werkt" not in text_of(waited)


def test_a_known_incident_with_a_way_round_offers_its_steps():
    talk = talk_about(make_article("mail", incident=True))

    announced = talk.say("mijn mail doet het niet op mijn laptop", "problem_mail")

    assert "gekende storing" in text_of(announced)
    assert talk.state.phase is Phase.OFFERED


def test_who_greets_after_a_night_is_asked_whether_it_is_solved_and_gets_the_steps_again():
    talk = talk_about(make_article())
    talk.say("de wifi is weg op mijn laptop", "problem_wifi")
    talk.press("start_steps")
    away(talk, 14)

    greeted = talk.say("goeiemorgen", "greet")
    away(talk, 0)
    again = talk.say("nee", "deny")

    assert "Probleem met wifi" in text_of(greeted)
    assert greeted.action == "ask"
    assert talk.state.phase is Phase.OFFERED
    assert again.family == "wifi"


def test_another_problem_after_a_night_is_another_problem():
    talk = talk_about(make_article())
    talk.say("de wifi is weg op mijn laptop", "problem_wifi")
    talk.press("start_steps")
    away(talk, 14)

    talk.say("mijn scherm blijft zwart sinds ik het aansloot", "unsure_text", 0.2)

    assert [said.text for said in talk.state.problem] == ["mijn scherm blijft zwart sinds ik het aansloot"]


def test_a_step_that_worked_overnight_goes_on_where_it_was():
    talk = talk_about(make_article())
    talk.say("de wifi is weg op mijn laptop", "problem_wifi")
    talk.press("start_steps")
    away(talk, 14)

    decision = talk.say("gelukt", "report_step_done")

    assert "Doe stap 2" in text_of(decision)


def test_not_knowing_which_is_meant_brings_a_person_and_no_second_question():
    talk = talk_about(make_article("wifi"), make_article("vpn"), p_helps=0.5)
    asked = talk.say("ik geraak er niet op van thuis uit", "unsure_text", 0.2)

    decision = talk.say("geen idee", "deny")

    assert asked.action == "ask"
    assert decision.handoff is not None
    assert decision.handoff.reason == "low_confidence"


def test_not_understanding_a_check_question_gets_help_with_it():
    check = {
        "question": "Wat zie je?",
        "answers": [{"label": "Zwart", "goto": "human"}, {"label": "Blauw", "goto": "human"}],
    }
    talk = talk_about(make_article(steps=({"id": "s1", "text": "Kijk.", "help": "Het scherm links.", "check": check},)))
    talk.say("de wifi is weg op mijn laptop", "problem_wifi")
    talk.press("start_steps")

    decision = talk.say("weet ik niet", "chitchat", 0.3)

    assert "Het scherm links." in text_of(decision)


@pytest.mark.parametrize("text", ["weet ik niet", "Geen idee…", "j'sais pas", "aucune idée", "i dont know", "dunno"])
def test_no_idea(text: str):
    assert has_no_idea(text)


@pytest.mark.parametrize("text", ["ik weet niet waar de knop staat", "don't print", "je ne sais pas imprimer"])
def test_more_than_no_idea(text: str):
    assert not has_no_idea(text)


def test_since_when_told_with_the_next_problem_stays():
    talk = talk_about(make_article("wifi"), p_helps=0.9)
    talk.say("de wifi is weg op mijn laptop", "problem_wifi")
    talk.press("start_steps")
    talk.extra_entities = (Entity("since", "sinds maandag", "sinds maandag"),)

    talk.say("sinds maandag is mijn mailbox ook vol en kan ik niets sturen", "problem_mailbox")

    assert talk.state.facts["since"].said == "sinds maandag"


def test_an_unlikely_meaning_is_not_offered():
    near, far = make_article("wifi"), make_article("vpn")
    talk = talk_about(near, far, p_helps=0.5)
    talk.scores = {"vpn": 0.05}

    decision = talk.say("het gaat van thuis uit niet op mijn toestel", "unsure_text", 0.2)

    titles = [button.title for message in decision.messages for button in message.buttons]
    assert near.title in titles
    assert far.title not in titles
