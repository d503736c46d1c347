"""Hand a conversation to people: state, ticket, notice, offer and announcement in one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, insert, select

from webchat.adapters.db import tables as t
from webchat.domain import ticket as tickets
from webchat.domain.business_hours import opens_at
from webchat.domain.conversation import Actor, Conversation, Event, Owner
from webchat.domain.routing import queue_rank
from webchat.domain.ticket import HandOff, Said
from webchat.services import (
    conversations,
    desk_settings,
    incidents,
    messages,
    offers,
    opening_hours,
    ownership,
    questions,
    roster,
    sla,
    teams,
    views,
)
from webchat.services.mail import owed
from webchat.services.work import Work
from webchat.texts import about, when


def hand_off(work: Work, conversation: Conversation, handoff: HandOff, *, actor: Actor) -> bool:
    """Hand off unless people have it already; the ticket is unique on (conversation, episode).

    Returns:
        False if nothing was to be done.
    """
    if conversation.owner in (Owner.QUEUE, Owner.AGENT):
        return False
    transcript = _transcript(work, conversation)
    ownership.move(
        work,
        conversation,
        Event.HAND_OFF,
        actor,
        episode=conversation.episode + 1,
        episode_seq=conversation.last_seq,
        user_online=work.env.is_user_online(conversation.id),
    )
    number = _create_ticket(work, conversation, handoff, transcript)
    offers.offer_waiting(work)
    _tell(work, conversation, handoff, number)
    questions.after_hand_off(work, conversation, handoff.reason)
    incidents.after_hand_off(work, conversation)
    work.handed_off[conversation.id] = conversation
    return True


def _transcript(work: Work, conversation: Conversation) -> list[Said]:
    c = t.messages.c
    query = (
        select(c.seq, c.sender_kind, c.text, c.extras)
        .where(c.conversation_id == conversation.id, c.visibility == "public", c.seq > conversation.episode_seq)
        .order_by(c.seq)
    )
    return [_said(row._mapping) for row in work.db.execute(query)]


def _said(row: Mapping[Any, Any]) -> Said:
    extras = row["extras"] or {}
    step = extras.get("step")
    return Said(
        seq=row["seq"],
        sender=row["sender_kind"],
        text=row["text"],
        article_id=(extras.get("article") or {}).get("id"),
        step=(step["number"], step["of"]) if step else None,
    )


def _create_ticket(work: Work, conversation: Conversation, handoff: HandOff, transcript: list[Said]) -> str:
    person = conversations.person(work.db, conversation.person_id)
    fields = tickets.prefill(
        handoff,
        transcript,
        language=conversation.language,
        skill=conversation.skill,
        customer=views.customer(person),
    )
    kind = handoff.kind if handoff.kind in tickets.KINDS else "incident"
    return add_ticket(
        work, conversation, kind=kind, fields=fields, reason=handoff.reason, signals=dict(handoff.signals or {})
    )


def add_ticket(
    work: Work, conversation: Conversation, *, kind: str, fields: dict[str, Any], reason: str, signals: dict[str, Any]
) -> str:
    """Write the ticket of the conversation's newest hand-off; returns its number."""
    priority = tickets.priority(kind, fields, desk_settings.of(work).priority_matrix.levels())
    if rank := queue_rank(kind, priority):
        conversations.change(work, conversation, queue_rank=rank)
    team = teams.route(work, conversation, kind=kind, priority=priority, fields=fields)
    conversations.change(work, conversation, team=team)
    serial = (work.db.scalar(select(func.max(t.tickets.c.serial))) or tickets.FIRST_NUMBER - 1) + 1
    work.db.execute(
        insert(t.tickets).values(
            id=conversations.new_id(),
            serial=serial,
            conversation_id=conversation.id,
            episode=conversation.episode,
            status="new",
            kind=kind,
            fields=fields,
            priority=priority,
            team=team,
            reason=reason,
            signals=signals,
            created_at=work.now,
            updated_at=work.now,
            **sla.opened(work, priority),
        )
    )
    return tickets.number(serial)


def _tell(work: Work, conversation: Conversation, handoff: HandOff, number: str) -> None:
    online = roster.n_serving(work.db)
    place, wait_s = roster.places(work.db, roster.agents(work), work.settings)[conversation.id]
    hours = opening_hours.hours(desk_settings.of(work).hours)
    now = work.now.astimezone(hours.zone)
    opening = opens_at(hours, now)
    if not online:
        key = "handoff_offline" if opening == now else "handoff_closed"
    elif handoff.kind == "security":
        key = "handoff_security"
    else:
        key = "handoff_queued" if wait_s is not None else "handoff_language"
    if wait_s is not None:
        conversations.change(work, conversation, told_wait_s=wait_s, told_wait_at=work.now)
    messages.notice(
        work,
        conversation,
        key,
        client_id=f"handoff:{conversation.episode}",
        number=number,
        position=place,
        wait=about(conversation.language, wait_s or 0),
        opening=when(conversation.language, opening, now),
    )
    if not online:
        owed.receipt(work, conversation)
