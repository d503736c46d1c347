"""A duplicate goes on in another ticket; a closed ticket goes on in a new one."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from webchat.adapters.db import tables as t
from webchat.domain import ticket as tickets
from webchat.domain.conversation import Actor, Conversation, Event, Owner, Status
from webchat.domain.errors import Fixable
from webchat.domain.who import Who
from webchat.services import audit, conversations, handoff, messages, offers, ownership, sla, views
from webchat.services.accounts import Agent
from webchat.services.tickets import links
from webchat.services.tickets.loading import Row, load
from webchat.services.work import Work


def merge(work: Work, agent: Agent, ref: str, *, into: str) -> dict[str, Any]:
    """Close a duplicate in favour of another ticket.

    Its conversation ends with a word on which number goes on; its messages stay.

    Raises:
        Fixable: `not_found`; `closed` if it is merged already; `not_yours` if a colleague has its conversation;
            `invalid` (field `into`) for itself or a ticket that is merged itself.
    """
    row, other = load(work.db, ref), load(work.db, into)
    if row["status"] == "merged":
        raise Fixable("closed")
    if row["id"] == other["id"] or other["status"] == "merged":
        raise Fixable("invalid", field="into")
    conversation = conversations.load(work.db, row["conversation_id"])
    is_current = conversation.episode == row["episode"]
    if is_current and conversation.owner is Owner.AGENT and conversation.agent_id != agent.id:
        raise Fixable("not_yours")
    links.tell(work, row, "ticket_merged", other=tickets.number(other["serial"]))
    if is_current:
        _end(work, agent, conversations.load(work.db, conversation.id))
    by = Who("agent", agent.id)
    sla.change(work, load(work.db, row["id"]), by=by, status="merged", outcome="duplicate")
    links.connect(work, Who("agent", agent.id), row, other, "duplicate")
    audit.record(work, "ticket_merged", actor=agent.id, ticket=row["id"], into=other["id"])
    return {"ticket": views.ticket(load(work.db, row["id"]))}


def _end(work: Work, agent: Agent, conversation: Conversation) -> None:
    if conversation.owner is Owner.QUEUE:
        ownership.move(work, conversation, Event.TAKE, Actor.ANY_AGENT, agent_id=agent.id)
    if conversation.owner is Owner.AGENT:
        ownership.move(work, conversation, Event.RESOLVE, Actor.OWNING_AGENT, outcome="duplicate")
        offers.offer_waiting(work)


def follow_up(work: Work, agent: Agent, ref: str) -> dict[str, Any]:
    """Make a new ticket from a closed one; the agent has it, the customer hears its number.

    Raises:
        Fixable: `not_found`, or `invalid` (field `status`) while the ticket or its conversation is still open.
    """
    old = load(work.db, ref)
    conversation = _newest(work, conversations.load(work.db, old["conversation_id"]))
    if old["status"] not in tickets.OVER or conversation.status is not Status.RESOLVED:
        raise Fixable("invalid", field="status")
    ownership.move(
        work,
        conversation,
        Event.HAND_OFF,
        Actor.SYSTEM,
        episode=conversation.episode + 1,
        episode_seq=conversation.last_seq,
        user_online=work.env.is_user_online(conversation.id),
    )
    number = handoff.add_ticket(
        work, conversation, kind=old["kind"], fields=dict(old["fields"]), reason="follow_up", signals={}
    )
    messages.notice(work, conversation, "ticket_follow_up", name=agent.name, number=number)
    ownership.move(work, conversation, Event.TAKE, Actor.ANY_AGENT, agent_id=agent.id)
    new = _current(work, conversation)
    links.connect(work, Who("agent", agent.id), new, old, "follow_up")
    audit.record(work, "ticket_followed_up", actor=agent.id, ticket=new["id"], of=old["id"])
    return {"ticket": views.ticket(load(work.db, new["id"]))}


def _current(work: Work, conversation: Conversation) -> Row:
    row = views.current_ticket(work.db, conversation)
    assert row is not None
    return row


def _newest(work: Work, conversation: Conversation) -> Conversation:
    """The customer's connections are with the last of a chain of linked conversations."""
    c = t.conversations.c
    row = work.db.execute(select(*conversations.columns()).where(c.previous_id == conversation.id)).first()
    return _newest(work, conversations.from_row(row)) if row else conversation
