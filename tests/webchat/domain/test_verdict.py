from __future__ import annotations

from typing import Any

import pytest

from webchat.domain.verdict import Found, found_in, outcome

SIGNALS = {"found": "wifi", "margin": 2.5, "negative_feedback": 0, "intent": "problem_wifi", "topic_family": None}


def test_decision_that_rests_on_a_search_names_what_was_found_with_its_numbers() -> None:
    answer = found_in({"action": "answer", "family": "wifi", "signals": SIGNALS})
    ask = found_in({"action": "ask", "family": None, "signals": SIGNALS})

    assert answer == Found("answer", "wifi", {"margin": 2.5, "negative_feedback": 0.0})
    assert ask == Found("ask", "wifi", {"margin": 2.5, "negative_feedback": 0.0})


@pytest.mark.parametrize(
    "decision",
    [
        {
            "action": "answer",
            "family": "vpn",
            "signals": SIGNALS,
        },  # another meaning was chosen: not what was found first
        {"action": "guide", "family": "wifi", "signals": SIGNALS},
        {"action": "answer", "family": "wifi", "signals": {"margin": 2.5}},
        {"action": "handoff"},
    ],
    ids=["another article", "a step", "no search", "no signals"],
)
def test_other_decisions_name_nothing(decision: dict[str, Any]) -> None:
    assert found_in(decision) is None


@pytest.mark.parametrize(
    ("action", "message", "decision", "helped"),
    [
        ("answer", "/report_solved", {"action": "solved", "solved": True}, True),
        ("answer", "/report_step_done", {"action": "guide"}, None),
        ("answer", "het werkt niet", {"action": "handoff", "handoff": {"reason": "not_helped"}}, False),
        ("answer", "het werkt niet", {"action": "answer", "signals": {"negative_feedback": 1}}, False),
        ("answer", "een mens graag", {"action": "handoff", "handoff": {"reason": "user_request"}}, None),
        ("answer", "/correct_problem", {"action": "ask"}, False),
        ("ask", '/choose_article{"family": "wifi"}', {"action": "answer"}, True),
        ("ask", '/choose_article{"family": "vpn"}', {"action": "answer"}, False),
        ("ask", "/choose_article{", {"action": "answer"}, False),
        ("ask", "/correct_problem", {"action": "ask"}, False),
        ("ask", "dat eerste", {"action": "answer"}, None),
    ],
)
def test_a_turn_tells_what_became_of_the_answer_before(
    action: str, message: str, decision: dict[str, Any], helped: bool | None
) -> None:
    assert outcome(Found(action, "wifi", {"negative_feedback": 0.0}), message, decision) is helped
