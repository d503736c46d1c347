from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webchat.domain.conversation import (
    DONE,
    MAY,
    STATES,
    TRANSITIONS,
    WITH_AGENT,
    WITH_BOT,
    Actor,
    Conversation,
    Event,
    Owner,
    next_state,
    reopen_event,
)
from webchat.domain.errors import Fixable

NOW = datetime(2026, 3, 2, tzinfo=UTC)


@given(st.sampled_from(STATES), st.sampled_from(list(Event)), st.sampled_from(list(Actor)))
def test_every_step_leads_to_a_known_state_or_is_refused(state: object, event: Event, actor: Actor) -> None:
    may, target = actor in MAY[event], TRANSITIONS.get((state, event))  # type: ignore[call-overload]
    if may and target:
        assert next_state(state, event, actor) == target  # type: ignore[arg-type]
        assert target in STATES
    else:
        with pytest.raises(Fixable):
            next_state(state, event, actor)  # type: ignore[arg-type]


def test_every_state_can_be_left_and_ended() -> None:
    for state in STATES:
        assert {target for (source, _), target in TRANSITIONS.items() if source == state}, state
        if state != DONE:
            assert DONE in {target for (source, _), target in TRANSITIONS.items() if source == state}, state


def test_only_the_owning_agent_gives_a_conversation_to_the_bot() -> None:
    leading_to_bot = {event for (source, event), target in TRANSITIONS.items() if target == WITH_BOT and source != DONE}

    assert leading_to_bot == {Event.RETURN_TO_BOT}
    assert MAY[Event.RETURN_TO_BOT] == {Actor.OWNING_AGENT}
    with pytest.raises(Fixable, match="not_yours"):
        next_state(WITH_AGENT, Event.RETURN_TO_BOT, Actor.BOT)
    assert next_state(WITH_AGENT, Event.RETURN_TO_BOT, Actor.OWNING_AGENT) == WITH_BOT


@pytest.mark.parametrize(
    ("agent_id", "online", "age_s", "event"),
    [
        (None, False, 10, Event.REOPEN_BOT),
        ("a", True, 10, Event.REOPEN_AGENT),
        ("a", False, 10, Event.REOPEN_QUEUE),
        ("a", True, 101, None),
    ],
    ids=["bot solved it", "agent is there", "agent is away", "too long ago"],
)
def test_new_message_to_a_resolved_conversation(
    agent_id: str | None, online: bool, age_s: int, event: Event | None
) -> None:
    conversation = Conversation(
        "c", "p", "demo", "nl", "site", DONE.status, Owner.NONE, NOW, NOW, agent_id=agent_id,
        resolved_at=NOW - timedelta(seconds=age_s),
    )  # fmt: skip

    assert reopen_event(conversation, NOW, grace_s=100, agent_is_online=online) == event
