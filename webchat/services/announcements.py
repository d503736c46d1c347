"""What clients are told at the end of a transaction: derived once, from what it touched."""

from __future__ import annotations

from typing import Any

from sqlalchemy import and_, select

from webchat.adapters.db import tables as t
from webchat.domain.conversation import Conversation
from webchat.services import search, takeovers, views
from webchat.services.work import Work


def finish(work: Work) -> None:
    """Turn the touched things into chat and console events, in an order that readers can follow."""
    takeovers.end_with_ownership(work)
    _messages(work)
    for conversation in work.handed_off.values():
        work.tell_agents("handoff_created", _handoff(work, conversation), conversation_id=conversation.id)
    _conversations(work)
    c, k = t.conversations.c, t.tickets.c
    for ticket_id in work.touched_tickets:
        # Of the newest hand-off only: an earlier one is no longer what its conversation is about.
        current = and_(c.id == k.conversation_id, c.episode == k.episode)
        query = select(t.tickets).join(t.conversations, current).where(k.id == ticket_id)
        row = work.db.execute(query).mappings().one_or_none()
        if row is None:
            continue
        data = {"ticket": views.ticket(row)}
        work.tell_agents("ticket_changed", data, conversation_id=row["conversation_id"])
    search.follow(work)
    for agent_id in work.touched_agents:
        work.tell_agents("presence_changed", {"agent": views.presence(work.db, agent_id)})


def _conversations(work: Work) -> None:
    if not work.touched:
        return
    touched = list(work.touched.values())
    for conversation_id, state in views.states(work.db, touched, work.settings).items():
        work.tell_user(conversation_id, "state_changed", state)
    seen = [c for c in touched if c.seen_by_agents and c.id not in work.handed_off]
    for summary in views.summaries(work.db, seen):
        work.tell_agents("conversation_changed", {"conversation": summary}, conversation_id=summary["id"])


def _messages(work: Work) -> None:
    for conversation, row in work.posted:
        if conversation.seen_by_agents and conversation.id not in work.handed_off:
            work.tell_agents("message_created", row, conversation_id=conversation.id)


def _handoff(work: Work, conversation: Conversation) -> dict[str, Any]:
    summary = views.summary(work.db, conversation)
    return {
        "conversation_id": conversation.id,
        "conversation": summary,
        "ticket": summary["ticket"],
        "transcript": views.messages(work.db, conversation.id, notes=True),
    }
