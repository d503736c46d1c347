"""Insults, threats and harassment by the stated policy; anger about a thing goes its usual way."""

import json
from pathlib import Path

import jsonschema
import pytest

from actions.logic.insults import sounds_insulting
from actions.logic.threats import sounds_threatening
from tests.actions.driver import Conversation, make_article, text_of

SIGNALS = json.loads((Path(__file__).parents[2] / "schemas" / "turn_answer.json").read_text())["$defs"]["signals"]


def conversation(**more: object) -> Conversation:
    return Conversation({"wifi": make_article("wifi"), "vpn": make_article("vpn")}, **more)  # type: ignore[arg-type]


def test_first_insult_gets_a_boundary_an_offer_to_go_on_and_a_person():
    decision = conversation().say("gij zijt een eikel", "abuse")

    assert decision.handoff is None
    assert "Zo'n bericht kan hier niet" in text_of(decision)
    assert [b.payload for b in decision.messages[0].buttons] == ["/ask_human"]
    assert decision.signals["abuse"] == {"threat": False, "count": 1, "answer": "boundary"}


def test_second_insult_gets_a_warning_and_the_third_a_hand_off_that_is_flagged():
    talk = conversation()
    talk.say("gij zijt een eikel", "abuse")
    talk.say("hallo", "greet")

    warned = talk.say("houd uw bakkes", "abuse")
    handed = talk.say("stuk onbenul", "abuse")

    assert warned.handoff is None
    assert warned.signals["abuse"]["answer"] == "warning"
    assert handed.handoff is not None
    assert handed.handoff.reason == "abuse"
    assert handed.handoff.signals["abuse"] == {"threat": False, "count": 3, "answer": "handoff"}
    assert handed.handoff.fields["subject"].value == "Beledigende of dreigende berichten"
    jsonschema.validate(handed.handoff.signals, SIGNALS)


def test_a_ticket_after_abuse_is_still_about_the_problem():
    talk = conversation()
    talk.say("mijn laptop vindt de wifi niet meer", "problem_wifi")
    for _ in range(2):
        talk.say("gij zijt een eikel", "abuse")

    handed = talk.say("gij zijt een eikel", "abuse")

    assert handed.handoff is not None
    assert handed.handoff.fields["subject"].value == "mijn laptop vindt de wifi niet meer"


@pytest.mark.parametrize("intent", ["abuse", "complain", "problem_wifi"])
def test_a_threat_goes_to_a_person_at_once_whatever_the_classifier_thinks(intent: str):
    decision = conversation().say("ik weet waar ge woont en ik sla uw tanden uit", intent)

    assert decision.handoff is not None
    assert decision.handoff.reason == "abuse"
    assert decision.handoff.signals["abuse"]["threat"]


def test_an_insult_with_a_problem_in_it_is_helped_after_the_boundary():
    talk = conversation()
    rasa = (("abuse", 0.7), ("problem_wifi", 0.2))

    decision = talk.say("maak mijn wifi in orde, luie zak", "abuse", 0.7, ranking=rasa)

    assert decision.family == "wifi"
    assert text_of(decision).startswith("Zo'n bericht kan hier niet")


def test_an_insult_in_mid_step_shows_the_step_again():
    talk = conversation()
    talk.say("mijn laptop vindt de wifi niet meer", "problem_wifi")
    talk.press("start_steps")

    decision = talk.say("gij zijt een eikel", "abuse")

    assert decision.messages[0].step is not None
    assert text_of(decision).startswith("Zo'n bericht kan hier niet")


def test_what_may_be_anger_only_is_not_rebuked():
    talk = conversation()
    rasa = (("abuse", 0.45), ("problem_wifi", 0.4))

    decision = talk.say("die klotewifi ligt er weer af", "abuse", 0.45, ranking=rasa)

    assert decision.family == "wifi"
    assert "abuse" not in decision.signals


@pytest.mark.parametrize(
    "text",
    [
        "ik ga jullie iets aandoen",
        "ik sla u op uw gezicht",
        "Je vais te casser la gueule",
        "je vous bute",
        "I'll kill you",
        "i know where you live",
        "there is a bomb under your building",
    ],
)
def test_threats_against_people_are_heard(text: str):
    assert sounds_threatening(text)


@pytest.mark.parametrize(
    "text",
    [
        "ik ga die printer kapot slaan",
        "ik sla je document op en dan is het weg",
        "ik ga het jullie nog eens uitleggen",
        "je vais tuer cette imprimante",
        "je vais vous envoyer une capture",
        "cette lenteur va me tuer",
        "how do I kill a process that hangs",
        "I want to beat you to it and order a new one",
        "I will hurt my back on this chair",
        "ik steek de kabel in en er gebeurt niets",
    ],
)
def test_anger_at_a_thing_and_plain_words_are_no_threats(text: str):
    assert not sounds_threatening(text)


@pytest.mark.parametrize(
    "text",
    [
        "ge zijt een idioot",
        "Klootzakken!",
        "va te faire voir",
        "espèce de crétin",
        "You are a complete moron",
        "fuck you all",
    ],
)
def test_insults_to_somebody_are_heard_whatever_the_classifier_thinks(text: str):
    assert sounds_insulting(text)
    assert conversation().say(text, "chitchat").signals["abuse"]["answer"] == "boundary"


@pytest.mark.parametrize(
    "text",
    [
        "die idiote printer doet het weer niet",
        "cette conne de souris double-clique",
        "this bitch of a mouse",
        "imprimante de merde",
        "een collega noemde mij een idioot",
        "on m'a traité d'imbécile au guichet",
        "my manager called me a moron, who can I talk to",
        "fuck, weer vastgelopen",
        "stomme bot",
        "useless bot",
    ],
)
def test_cursing_a_thing_and_telling_of_an_insult_are_none(text: str):
    assert not sounds_insulting(text)
