"""What the bot is told: who asks, and what was said while a person had the conversation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, insert, select, update

from webchat.adapters.db import tables as t
from webchat.domain import ticket as tickets
from webchat.domain.conversation import Conversation
from webchat.services import conversations, incidents, messages, roster, views
from webchat.services.work import TurnDue, Work


def metadata(db: Connection, conversation: Conversation, upto: int) -> dict[str, Any]:
    """Return what the bot must know about the user."""
    person = conversations.person(db, conversation.person_id)
    c, k = t.tickets.c, t.conversations.c
    open_tickets = db.execute(
        select(t.tickets)
        .join(t.conversations, k.id == c.conversation_id)
        .where(k.person_id == conversation.person_id, c.status.in_(("new", "open", "pending")))
        .order_by(c.serial.desc())
        .limit(5)
    ).mappings()
    return {
        "language": conversation.language,
        "language_source": conversation.language_source,
        "seq": upto,
        "skill": conversation.skill,
        "customer": {"name": person["name"], "email": person["email"], "known": bool(person["known"])},
        "page": conversation.page or {"url": None, "title": None},
        "open_tickets": [
            {
                "number": tickets.number(row["serial"]),
                "status": row["status"],
                "subject": (row["fields"].get("subject") or {}).get("value", ""),
            }
            for row in open_tickets
        ],
        "agents_online": roster.n_serving(db),
        "away_s": _away_s(db, conversation, upto),
        "incidents": incidents.briefing(db),
        "history": [],
    }


def _away_s(db: Connection, conversation: Conversation, upto: int) -> float:
    """Return the seconds between the last message that the bot answered and the first one since; 0 where one is missing."""
    c = t.messages.c
    mine = select(c.at).where(c.conversation_id == conversation.id, c.sender_kind == "user").limit(1)
    before = db.scalar(mine.where(c.seq <= conversation.turn_seq).order_by(c.seq.desc()))
    since = db.scalar(mine.where(c.seq > conversation.turn_seq, c.seq <= upto).order_by(c.seq))
    return max(0.0, round((since - before).total_seconds(), 1)) if before and since else 0.0


# --- bringing the bot in step --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Sync:
    """What was said while a person had the conversation."""

    outbox_id: int
    events: list[dict[str, str]]


def want_sync(work: Work, conversation: Conversation) -> None:
    """Have the bot told what was said since the hand-off, before its next turn."""
    c = t.messages.c
    said = work.db.execute(
        select(c.sender_kind, c.text, c.at)
        .where(
            c.conversation_id == conversation.id,
            c.seq > conversation.episode_seq,
            c.visibility == "public",
            c.sender_kind.in_(("user", "agent")),
            c.text != "",
        )
        .order_by(c.seq)
    )
    events = [{"from": row.sender_kind, "text": row.text, "at": views.iso(row.at)} for row in said]
    row = messages.turn_row(conversation, work)
    row |= {"kind": "bot_sync", "key": f"{conversation.id}:{conversation.episode}", "data": {"events": events}}
    work.db.execute(insert(t.outbox).values(row))
    work.turns.append(TurnDue(conversation.id, at_once=True))


def next_sync(db: Connection, conversation_id: str) -> Sync | None:
    """Return what the bot has still to be told, or None."""
    c = t.outbox.c
    query = select(c.id, c.data).where(c.conversation_id == conversation_id, c.kind == "bot_sync", c.done_at.is_(None))
    row = db.execute(query.order_by(c.id)).first()
    return Sync(row.id, row.data["events"]) if row else None


def synced(work: Work, sync: Sync, *, error: str | None) -> None:
    """Close the sync; after a failure the bot goes on with what it knows."""
    c = t.outbox.c
    work.db.execute(update(t.outbox).where(c.id == sync.outbox_id).values(done_at=work.now, last_error=error))
