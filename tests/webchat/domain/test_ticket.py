from __future__ import annotations

import pytest

from webchat.domain.conversation import DONE, QUEUED, SNOOZED, WITH_AGENT, WITH_BOT, State
from webchat.domain.ticket import HandOff, Said, prefill, priority, status_after

SAID = [
    Said(1, "user", "hallo"),
    Said(2, "user", "mijn printer doet niets sinds gisteren"),
    Said(3, "bot", "Zet hem uit en aan.", article_id="printer.nl", step=(1, 4)),
]


def fill(handoff: HandOff) -> dict[str, dict[str, object]]:
    return prefill(handoff, SAID, language="nl", skill=None, customer={"known": False})


def test_log_alone_fills_a_ticket_with_origins() -> None:
    fields = fill(HandOff("user_request"))

    assert fields["subject"] == {
        "value": "mijn printer doet niets sinds gisteren", "source": "user", "confidence": 0.5, "message_seq": 2,
    }  # fmt: skip
    assert fields["articles_shown"]["value"] == ["printer.nl"]
    assert fields["steps_tried"]["value"] == ["1/4 Zet hem uit en aan."]


def test_what_the_bot_found_wins_and_unknown_fields_are_left_out() -> None:
    found = {
        "subject": {"value": "Printer", "source": "bot", "confidence": 0.8, "surplus": 1},
        "device": {"value": "", "source": "bot"},
        "password": {"value": "x", "source": "user"},
    }

    fields = fill(HandOff("low_confidence", fields=found))

    assert fields["subject"] == {"value": "Printer", "source": "bot", "confidence": 0.8}
    assert "device" not in fields
    assert "password" not in fields


def test_priority_follows_kind_impact_and_urgency() -> None:
    high = {"impact": {"value": "high"}, "urgency": {"value": "high"}}

    assert priority("incident", {}) == "medium"
    assert priority("incident", high) == "urgent"
    assert priority("complaint", {}) == "high"
    assert priority("security", {}) == "urgent"


@pytest.mark.parametrize(
    ("state", "was", "becomes"),
    [
        (QUEUED, "new", "new"),
        (WITH_AGENT, "new", "open"),
        (QUEUED, "open", "open"),  # released, or the agent was lost
        (SNOOZED, "open", "pending"),
        (WITH_AGENT, "pending", "open"),
        (WITH_BOT, "open", "pending"),
        (DONE, "pending", "closed"),
        (QUEUED, "closed", "open"),
        (WITH_BOT, "closed", "closed"),
        (WITH_AGENT, "merged", "merged"),
    ],
)
def test_ticket_follows_its_conversation(state: State, was: str, becomes: str) -> None:
    assert status_after(state, was) == becomes
