"""The one function that changes who has a conversation."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import update

from webchat.adapters.db import tables as t
from webchat.domain.conversation import DONE, WITH_AGENT, Actor, Conversation, Event, Owner, State, Status, next_state
from webchat.domain.routing import queue_rank
from webchat.domain.who import SYSTEM, Who
from webchat.services import assignments, conversations, desk_settings, resolutions, sla, views
from webchat.services.work import Work


def move(
    work: Work,
    conversation: Conversation,
    event: Event,
    actor: Actor,
    *,
    agent_id: str | None = None,
    at_front: bool = False,
    by: str | None = None,
    **values: Any,
) -> None:
    """Take `event`'s step in the state machine and have everybody told.

    Args:
        work: The transaction.
        conversation: Read in this transaction.
        event: What happens.
        actor: Who causes it.
        agent_id: The new agent, for steps that lead to one.
        at_front: Whether it goes to the front of the queue.
        by: The agent who does it, for the ticket's history; by default the one who has it, or gets it.
        **values: Further columns that change with it.

    Raises:
        Fixable: `not_yours`, `closed` or `invalid`; nothing is changed.
    """
    target = next_state(conversation.state, event, actor)
    former_agent = conversation.agent_id if conversation.owner is Owner.AGENT else None
    was_queued = conversation.owner is Owner.QUEUE
    new: dict[str, Any] = {
        "status": target.status,
        "owner": target.owner,
        "updated_at": work.now,
        "offer_agent_id": None,
        "offer_expires_at": None,
        "snoozed_until": None,
    }
    if target.owner is Owner.QUEUE:
        rank = _rank(work, conversation, event, at_front=at_front)
        since = conversation.queued_at if was_queued else work.now
        new |= {"agent_id": None, "queued_at": since, "queue_rank": rank, "offers_passed": [], "reach": "team"}
        new |= {"told_wait_s": None, "told_wait_at": None}
    elif target.owner is Owner.AGENT:
        new |= {"agent_id": agent_id or conversation.agent_id, "queued_at": None}
    elif target.owner is Owner.BOT:
        new |= {"agent_id": None, "queued_at": None}
    else:
        new |= {"queued_at": None, "resolved_at": work.now, "resolved_by": actor.value}
    if target.status is not Status.RESOLVED:
        new |= {"resolved_at": None, "outcome": None}
    _follow_assignment(work, conversation, event, target, new.get("agent_id"))
    resolutions.follow(work, conversation, target, actor, outcome=values.get("outcome"))
    conversations.change(work, conversation, **(new | values))
    work.touched[conversation.id] = conversation
    sla.follow(work, conversation, _who(actor, by or former_agent or agent_id))
    work.queue_moved |= was_queued or target.owner is Owner.QUEUE
    current_agent = conversation.agent_id if target.owner is Owner.AGENT else None
    for touched in {former_agent, current_agent} - {None}:
        assert touched is not None
        work.touched_agents[touched] = None
        if former_agent != current_agent:
            work.db.execute(update(t.agents).where(t.agents.c.id == touched).values(idle_since=work.now))


def _who(actor: Actor, agent_id: str | None) -> Who:
    if actor is Actor.USER:
        return Who("user")
    if actor is Actor.BOT:
        return Who("bot")
    return SYSTEM if actor is Actor.SYSTEM else Who("agent", agent_id)


def _follow_assignment(
    work: Work, conversation: Conversation, event: Event, target: State, agent_id: str | None
) -> None:
    """Write down who stops and who begins; a chat that is done gives its agent time to wrap up."""
    had = conversation.agent_id if conversation.state == WITH_AGENT else None
    has = agent_id if target == WITH_AGENT else None
    if had == has:
        return
    if had:
        assignments.end(work, conversation, event)
        if target == DONE:
            _wrap_up(work, had)
    if has:
        assignments.begin(work, conversation, has)
        work.db.execute(update(t.agents).where(t.agents.c.id == has).values(wrap_up_until=None))


def _wrap_up(work: Work, agent_id: str) -> None:
    """Give an agent who is there a moment before the next offer."""
    wrap_up_s = desk_settings.of(work).routing.wrap_up_s
    a = t.agents.c
    if wrap_up_s:
        is_there = (a.id == agent_id, a.connected, a.status == "online")
        until = work.now + timedelta(seconds=wrap_up_s)
        work.db.execute(update(t.agents).where(*is_there).values(wrap_up_until=until))


def _rank(work: Work, conversation: Conversation, event: Event, *, at_front: bool) -> int:
    ticket = None if event is Event.HAND_OFF else views.current_ticket(work.db, conversation)
    if ticket is None:  # a hand-off ranks itself once it has made its ticket
        return queue_rank(None, None, at_front=at_front)
    return queue_rank(ticket["kind"], ticket["priority"], at_front=at_front)
