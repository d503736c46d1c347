"""What goes into the inbox, from facts alone."""

from __future__ import annotations

from typing import Any

import pytest

from webchat.domain.inbox import Correction, Episode, Facts, Turn, items
from webchat.domain.label_hints import hints, is_unbalanced, voted

GUESS = ({"name": "problem_wifi", "confidence": 0.4}, {"name": "problem_vpn", "confidence": 0.3})


def turn(seq: int, text: str, action: str = "answer", intent: str | None = "problem_wifi", **more: Any) -> Turn:
    return Turn(seq, text, "nl", action, intent, **{"ranking": GUESS, "answers": (seq + 1,), **more})


def refused(sure: float) -> Turn:
    ranking = ({"name": "out_of_scope", "confidence": sure},)
    return turn(1, "mijn badge opent de deur niet", "chat", "out_of_scope", act="out_of_scope", ranking=ranking)


def episode(seq: int, reason: str, **more: Any) -> Episode:
    return Episode(seq, reason, "t1", "FL-1001", **more)


def told(facts: Facts) -> list[tuple[int, list[str]]]:
    return [(item.seq, item.reasons) for item in items(facts)]


def test_a_conversation_that_went_well_is_not_looked_at() -> None:
    facts = Facts([turn(1, "geen wifi"), turn(3, "opgelost, bedankt", "solved", "report_solved")], is_over=True)

    assert items(facts) == []


def test_a_clarifying_question_is_looked_at_with_what_the_bot_thought() -> None:
    (item,) = items(Facts([turn(1, "het tolt hier rond", "ask")]))

    assert (item.reasons, item.guess, item.outcome) == (["asked"], GUESS, {"kind": "open"})
    assert not item.avoidable


@pytest.mark.parametrize("act", ["request_access", "complain", "greet"])
def test_a_question_that_belongs_to_the_dialogue_is_no_doubt(act: str) -> None:
    assert items(Facts([turn(1, "ik wil een klacht indienen", "ask", act, act=act)])) == []


def test_a_hand_off_by_doubt_could_have_been_avoided() -> None:
    solved = episode(3, "low_confidence", outcome="solved", solution="Kabel vervangen", was_answered=True)
    (item,) = items(Facts([turn(1, "het tolt hier rond", "handoff")], [solved]))

    assert item.reasons == ["agent_answered", "handed_off"]
    assert item.avoidable
    assert item.outcome == {
        "kind": "solved_by_agent",
        "reason": "low_confidence",
        "ticket": {"id": "t1", "number": "FL-1001"},
        "solution": "Kabel vervangen",
    }


def test_a_refusal_that_the_bot_doubted_is_looked_at() -> None:
    assert told(Facts([refused(0.6)])) == [(1, ["refused"])]
    assert told(Facts([refused(0.95)])) == []


def test_a_refusal_that_somebody_disagreed_with_is_looked_at_however_sure_the_bot_was() -> None:
    person = turn(3, "/ask_human", "handoff", "ask_human")
    (item,) = items(Facts([refused(0.95), person], [episode(5, "user_request", was_answered=True)]))

    assert (item.seq, item.reasons, item.avoidable) == (1, ["agent_answered"], True)
    assert told(Facts([refused(0.95)], disliked=frozenset({2}))) == [(1, ["not_helpful"])]


@pytest.mark.parametrize("reason", ["user_request", "complaint", "security_incident", "article_policy"])
def test_a_hand_off_that_was_asked_for_or_meant_is_not_looked_at(reason: str) -> None:
    facts = Facts([turn(1, "ik wil een mens spreken", "handoff", "ask_human")], [episode(3, reason)])

    assert items(facts) == []


def test_not_meant_counts_against_the_message_that_told_the_problem() -> None:
    said = [turn(1, "geen wifi"), turn(3, "/correct_problem", "chat", "correct_problem")]
    typed = [turn(1, "geen wifi"), turn(3, "dat bedoel ik niet", "chat", "correct_problem")]

    assert told(Facts(said)) == told(Facts(typed)) == [(1, ["not_meant"])]


def test_an_answer_that_did_not_help_counts_against_its_question_also_after_steps() -> None:
    walk = [turn(1, "geen wifi"), turn(3, '/report_step_done{"step": "a"}', "guide", "report_step_done")]

    assert told(Facts(walk, disliked=frozenset({4}))) == [(1, ["not_helpful"])]
    handed = [*walk, turn(5, "nog altijd niets", "handoff", "report_not_solved")]
    assert told(Facts(handed, [episode(7, "not_helped")])) == [(1, ["not_helpful"])]


def test_a_person_asked_for_after_the_bot_tried_and_an_agent_who_answered() -> None:
    turns = [turn(1, "geen wifi"), turn(3, "geef mij een mens", "handoff", "ask_human")]

    assert told(Facts(turns, [episode(5, "user_request", was_answered=True)])) == [(1, ["agent_answered"])]
    assert told(Facts(turns, [episode(5, "user_request")])) == []


def test_what_agents_correct_is_looked_at_and_the_topic_they_chose_is_kept() -> None:
    facts = Facts(
        [turn(1, "geen wifi", "handoff")],
        [episode(3, "article_policy")],
        corrections=[Correction("topic", "vpn-no-connection", 1), Correction("urgency", "high", 1)],
    )

    (item,) = items(facts)

    assert (item.reasons, item.corrected_family) == (["corrected"], "vpn-no-connection")
    assert not item.avoidable


def test_what_was_taken_up_again_is_looked_at() -> None:
    turns = [turn(1, "geen wifi"), turn(3, "opgelost", "solved", "report_solved"), turn(6, "toch niet", "chat", "deny")]

    assert told(Facts(turns, reopened=[5])) == [(1, ["reopened"])]


@pytest.mark.parametrize("text", ["", "??", "[masked:password]", "/choose_article{}", "12 34"])
def test_what_says_nothing_is_not_looked_at(text: str) -> None:
    assert items(Facts([turn(1, text, "ask")])) == []


def test_neighbours_that_agree_name_an_intent() -> None:
    near = [{"intent": "a", "similarity": s, "text": "x"} for s in (0.8, 0.7)]

    assert voted(near) == "a"
    assert voted([*near, *({"intent": "b", "similarity": 0.75} for _ in range(2))]) is None
    assert voted([{"intent": "a", "similarity": 0.3}]) is None
    assert voted([]) is None


def test_hints_tell_what_a_label_would_not_teach() -> None:
    near = [{"intent": "a", "similarity": 0.9, "text": "geen wifi"}]
    sure = [{"name": "a", "confidence": 0.95}]

    assert hints("a", sure, near) == [{"code": "known", "text": "geen wifi"}]
    assert hints("b", sure, near) == [{"code": "contradicts", "text": "geen wifi", "intent": "a"}]
    assert hints("a", sure, []) == [{"code": "sure"}]
    assert hints("b", sure, []) == []


def test_balance_is_between_languages() -> None:
    assert is_unbalanced({"nl": 12, "fr": 3, "en": 10})
    assert not is_unbalanced({"nl": 12, "fr": 8, "en": 10})
    assert not is_unbalanced({"nl": 2, "fr": 0, "en": 0})
