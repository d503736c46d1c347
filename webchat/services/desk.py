"""What agents do with conversations and tickets."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from webchat.adapters.db import tables as t
from webchat.domain.conversation import Actor, Conversation, Event, Owner, Status
from webchat.domain.errors import Fixable
from webchat.domain.permissions import Action, may
from webchat.domain.who import Who
from webchat.services import (
    attachments,
    audit,
    briefing,
    conversations,
    desk_settings,
    mentions,
    messages,
    offers,
    opening_hours,
    ownership,
    sla,
    transfers,
    views,
)
from webchat.services.accounts import Agent
from webchat.services.work import Work
from webchat.texts import when


def seen(work: Work, conversation_id: str) -> Conversation:
    """Return a conversation that agents may see: from its first hand-off on.

    Raises:
        Fixable: `not_found`.
    """
    conversation = conversations.load(work.db, conversation_id)
    if not conversation.seen_by_agents:
        raise Fixable("not_found")
    return conversation


def own(work: Work, agent: Agent, conversation_id: str) -> Conversation:
    """Return a conversation that this agent has.

    Raises:
        Fixable: `not_found`, `closed` or `not_yours`.
    """
    conversation = seen(work, conversation_id)
    if conversation.status is Status.RESOLVED:
        raise Fixable("closed")
    if conversation.owner is not Owner.AGENT or conversation.agent_id != agent.id:
        raise Fixable("not_yours")
    return conversation


def owner_of(db: Connection, conversation_id: str) -> str | None:
    """Return the id of the agent who has the conversation, or None."""
    c = t.conversations.c
    query = select(c.agent_id).where(c.id == conversation_id, c.owner == Owner.AGENT.value)
    return db.scalar(query)


def take(work: Work, agent: Agent, conversation_id: str) -> dict[str, Any]:
    """Give a waiting conversation to the agent; taking it twice is once.

    Raises:
        Fixable: `already_taken` with `agent`, `at_capacity`, `closed`, `not_found`, `invalid`.
    """
    conversation = seen(work, conversation_id)
    if conversation.owner is Owner.AGENT:
        if conversation.agent_id != agent.id:
            assert conversation.agent_id is not None
            raise Fixable("already_taken", agent=views.agent_ref(work.db, conversation.agent_id)["name"])
    else:
        transfers.check_room(work, agent.id, agent.name)
        ownership.move(work, conversation, Event.TAKE, Actor.ANY_AGENT, agent_id=agent.id)
        _record(work, "conversation_taken", agent, conversation)
        messages.notice(work, conversation, "agent_joined", name=agent.name)
        offers.offer_waiting(work)
    return {"conversation": views.summary(work.db, conversation)}


def decline(work: Work, agent: Agent, conversation_id: str) -> None:
    """Refuse an offer: it goes to the next agent."""
    conversation = seen(work, conversation_id)
    if conversation.owner is Owner.QUEUE and conversation.offer_agent_id == agent.id:
        offers.pass_on(work, conversation)
        _record(work, "offer_declined", agent, conversation)
        offers.offer_waiting(work)


def release(work: Work, agent: Agent, conversation_id: str) -> None:
    """Put an own conversation back at the front of the queue."""
    conversation = own(work, agent, conversation_id)
    messages.notice(work, conversation, "agent_released", name=agent.name)
    ownership.move(work, conversation, Event.RELEASE, Actor.OWNING_AGENT, at_front=True, offers_passed=[agent.id])
    _record(work, "conversation_released", agent, conversation)
    offers.offer_waiting(work)


def note(
    work: Work,
    agent: Agent,
    conversation_id: str,
    *,
    client_id: str,
    text: str,
    attachment_ids: Sequence[str] = (),
) -> messages.Ack:
    """Store a private note; the customer never gets it."""
    conversation = seen(work, conversation_id)
    if ack := messages.known(work.db, conversation_id, client_id):
        return ack
    files = attachments.waiting(work.db, conversation_id, attachment_ids, agent_id=agent.id)
    ack = messages.post(
        work,
        conversation,
        client_id=client_id,
        text=text,
        sender_kind="agent",
        sender_name=agent.name,
        sender_id=agent.id,
        extras=messages.with_files(None, files),
        note=True,
    )
    attachments.bind(work, files, conversation_id, ack.seq, conversation.n_notes)
    _record(work, "note_written", agent, conversation, note=ack.id)
    mentions.note_written(work, agent, conversation, text)
    return ack


def colleague(work: Work, agent_id: str) -> str:
    """Return the name of somebody who can be given a conversation.

    Raises:
        Fixable: `not_found` for an unknown colleague, `invalid` (field `to`) for one who is not there.
    """
    found = work.db.execute(select(t.agents).where(t.agents.c.id == agent_id)).first()
    if found is None:
        raise Fixable("not_found", field="to")
    if not found.connected or not may(found.role, Action.HANDLE_CONVERSATION):
        raise Fixable("invalid", field="to")
    return str(found.name)


def return_to_bot(work: Work, agent: Agent, conversation_id: str) -> None:
    """Give an own conversation back to the bot, which first hears what was said."""
    conversation = own(work, agent, conversation_id)
    briefing.want_sync(work, conversation)
    messages.notice(work, conversation, "returned_to_bot", name=agent.name)
    ownership.move(
        work, conversation, Event.RETURN_TO_BOT, Actor.OWNING_AGENT, turn_seq=conversation.last_seq,
        episode_seq=conversation.last_seq,
    )  # fmt: skip
    _record(work, "conversation_returned_to_bot", agent, conversation)
    offers.offer_waiting(work)


def snooze(work: Work, agent: Agent, conversation_id: str, *, until: datetime) -> None:
    """Set an own conversation aside until a time, or until the user writes.

    Raises:
        Fixable: `invalid` (field `until`) for a time that is past or without zone.
    """
    conversation = own(work, agent, conversation_id)
    if until.tzinfo is None or until <= work.now:
        raise Fixable("invalid", field="until")
    zone = opening_hours.hours(desk_settings.of(work).hours).zone
    come_back = when(conversation.language, until.astimezone(zone), work.now.astimezone(zone))
    messages.notice(work, conversation, "snoozed", name=agent.name, when=come_back)
    ownership.move(work, conversation, Event.SNOOZE, Actor.OWNING_AGENT, snoozed_until=until)
    _record(work, "conversation_snoozed", agent, conversation)
    offers.offer_waiting(work)


def resolve(work: Work, agent: Agent, conversation_id: str, *, outcome: str, solution: str | None) -> None:
    """Close an own conversation and its ticket with an outcome."""
    conversation = own(work, agent, conversation_id)
    messages.notice(work, conversation, "resolved")
    ownership.move(work, conversation, Event.RESOLVE, Actor.OWNING_AGENT, outcome=outcome)
    _record(work, "conversation_resolved", agent, conversation, outcome=outcome)
    ticket = views.current_ticket(work.db, conversation)
    if ticket is not None:
        sla.change(work, ticket, by=Who("agent", agent.id), outcome=outcome, solution=solution)
    offers.offer_waiting(work)


def _record(work: Work, act: str, agent: Agent, conversation: Conversation, **details: Any) -> None:
    audit.record(work, act, actor=agent.id, conversation=conversation.id, **details)
