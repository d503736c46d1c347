"""Notes that address a colleague: who is mentioned hears of it, also later."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Select, and_, insert, select, update

from webchat.adapters.db import tables as t
from webchat.domain.conversation import Conversation
from webchat.domain.mentions import mentioned
from webchat.services import views
from webchat.services.accounts import Agent
from webchat.services.work import Work

_EXCERPT_CHARS = 200


def note_written(work: Work, agent: Agent, conversation: Conversation, text: str) -> None:
    """Tell those whom the newest note of a conversation mentions."""
    a = t.agents.c
    names = {row.id: row.name for row in work.db.execute(select(a.id, a.name).where(a.disabled_at.is_(None)))}
    for agent_id in mentioned(text, names):
        if agent_id == agent.id:
            continue
        made = insert(t.mentions).values(
            agent_id=agent_id,
            conversation_id=conversation.id,
            seq=conversation.last_seq,
            part=conversation.n_notes,
            by_id=agent.id,
            at=work.now,
        )
        key = work.db.execute(made).inserted_primary_key
        assert key is not None
        _tell(work, _rows().where(t.mentions.c.id == key[0]))


def read(work: Work, agent: Agent, conversation_id: str) -> None:
    """Note that an agent has seen the mentions in a conversation."""
    c = t.mentions.c
    unread = (c.agent_id == agent.id, c.conversation_id == conversation_id, c.read_at.is_(None))
    ids = list(work.db.scalars(select(c.id).where(*unread)))
    if ids:
        work.db.execute(update(t.mentions).where(c.id.in_(ids)).values(read_at=work.now))
        _tell(work, _rows().where(c.id.in_(ids)))


def unread(db: Connection, agent_id: str) -> list[dict[str, Any]]:
    """Return the mentions that an agent has not seen yet, oldest first."""
    c = t.mentions.c
    query = _rows().where(c.agent_id == agent_id, c.read_at.is_(None)).order_by(c.id)
    return [_wire(row) for row in db.execute(query).mappings()]


def page(db: Connection, agent: Agent, *, before: int | None, limit: int) -> dict[str, Any]:
    """Return an agent's mentions, newest first, and in `next` what `before` has to be for the next page."""
    c = t.mentions.c
    query = _rows().where(c.agent_id == agent.id).order_by(c.id.desc()).limit(limit + 1)
    if before is not None:
        query = query.where(c.id < before)
    rows = list(db.execute(query).mappings())
    return {
        "mentions": [_wire(row) for row in rows[:limit]],
        "next": rows[limit - 1]["id"] if len(rows) > limit else None,
    }


def _rows() -> Select[Any]:
    m, c = t.messages.c, t.mentions.c
    is_note = and_(m.conversation_id == c.conversation_id, m.seq == c.seq, m.part == c.part)
    return (
        select(t.mentions, m.text, t.agents.c.name.label("by_name"))
        .join(t.messages, is_note)
        .join(t.agents, t.agents.c.id == c.by_id)
    )


def _tell(work: Work, query: Select[Any]) -> None:
    for row in list(work.db.execute(query).mappings()):
        data = {"agent_id": row["agent_id"], "mention": _wire(row)}
        work.tell_agents("mention_changed", data, conversation_id=row["conversation_id"])


def _wire(row: Mapping[Any, Any]) -> dict[str, Any]:
    return {
        "id": row["id"],
        "conversation_id": row["conversation_id"],
        "message_id": views.message_id(row["conversation_id"], row["seq"], row["part"]),
        "by": {"id": row["by_id"], "name": row["by_name"]},
        "text": row["text"][:_EXCERPT_CHARS],
        "at": views.iso(row["at"]),
        "read": row["read_at"] is not None,
    }
