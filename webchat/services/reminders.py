"""Follow-ups and call-backs: what an agent has promised to come back to, and when."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, RowMapping, insert, select, update

from webchat.adapters.db import tables as t
from webchat.domain import phone as phones
from webchat.domain.errors import Fixable
from webchat.domain.masking import mask
from webchat.services import audit, conversations, desk, views
from webchat.services.accounts import Agent
from webchat.services.work import Work

KINDS = ("follow_up", "call_back")
_LATEST = timedelta(days=366)


def plan(
    work: Work, agent: Agent, *, conversation_id: str, kind: str, at: datetime, phone: str | None, note: str | None
) -> dict[str, Any]:
    """Plan a follow-up or a call-back of one's own.

    Raises:
        Fixable: `not_found`; `invalid` for a time that is past, far away or without zone, or a call-back without
            a number that can be called.
    """
    desk.seen(work, conversation_id)
    _check_time(work.now, at)
    number = phones.clean(phone) if phone else None
    if kind == "call_back" and number is None:
        raise Fixable("invalid", field="phone")
    row = {
        "id": conversations.new_id(),
        "agent_id": agent.id,
        "conversation_id": conversation_id,
        "kind": kind,
        "at": at,
        "phone": number if kind == "call_back" else None,
        "note": mask(note).text if note else None,
        "done_at": None,
        "created_at": work.now,
    }
    work.db.execute(insert(t.reminders).values(**row))
    audit.record(work, "reminder_set", actor=agent.id, conversation=conversation_id, id=row["id"], kind=kind)
    return _told(work, row)


def change(work: Work, agent: Agent, reminder_id: str, *, at: datetime | None, done: bool | None) -> dict[str, Any]:
    """Put an own reminder off, or tick it off.

    Raises:
        Fixable: `not_found` for another's too; `invalid` as in `plan`.
    """
    row = _own(work.db, agent, reminder_id)
    values: dict[str, Any] = {}
    if at is not None:
        _check_time(work.now, at)
        values["at"] = at
    if done is not None and done != (row["done_at"] is not None):
        values["done_at"] = work.now if done else None
    if not values:
        return _wire(row)
    work.db.execute(update(t.reminders).where(t.reminders.c.id == reminder_id).values(**values))
    conversation_id = row["conversation_id"]
    fields = ["done" if name == "done_at" else name for name in values]
    audit.record(work, "reminder_changed", actor=agent.id, conversation=conversation_id, id=reminder_id, fields=fields)
    return _told(work, {**row, **values})


def phone(work: Work, agent: Agent, reminder_id: str) -> dict[str, str]:
    """Return the whole number of an own call-back; that it was shown is recorded."""
    row = _own(work.db, agent, reminder_id)
    if row["phone"] is None:
        raise Fixable("not_found")
    audit.record(work, "phone_shown", actor=agent.id, conversation=row["conversation_id"], id=reminder_id)
    return {"phone": row["phone"]}


def still_to_do(db: Connection, agent_id: str) -> list[dict[str, Any]]:
    """Return what an agent has not ticked off, soonest first."""
    c = t.reminders.c
    query = select(t.reminders).where(c.agent_id == agent_id, c.done_at.is_(None)).order_by(c.at, c.id)
    return [_wire(row) for row in db.execute(query).mappings()]


def page(db: Connection, agent: Agent, *, done: bool, after: str | None, limit: int) -> dict[str, Any]:
    """Return an agent's reminders in the order they were made, and in `next` what `after` has to be."""
    c = t.reminders.c
    query = select(t.reminders).where(c.agent_id == agent.id, c.done_at.is_not(None) if done else c.done_at.is_(None))
    if after is not None:
        last = _own(db, agent, after)
        query = query.where(
            (c.created_at > last["created_at"]) | ((c.created_at == last["created_at"]) & (c.id > after))
        )
    rows = list(db.execute(query.order_by(c.created_at, c.id).limit(limit + 1)).mappings())
    return {
        "reminders": [_wire(row) for row in rows[:limit]],
        "next": rows[limit - 1]["id"] if len(rows) > limit else None,
    }


def _own(db: Connection, agent: Agent, reminder_id: str) -> RowMapping:
    c = t.reminders.c
    query = select(t.reminders).where(c.id == reminder_id, c.agent_id == agent.id)
    row = db.execute(query).mappings().one_or_none()
    if row is None:
        raise Fixable("not_found")
    return row


def _check_time(now: datetime, at: datetime) -> None:
    if at.tzinfo is None or not now < at <= now + _LATEST:
        raise Fixable("invalid", field="at")


def _told(work: Work, row: Mapping[Any, Any]) -> dict[str, Any]:
    reminder = _wire(row)
    data = {"agent_id": row["agent_id"], "reminder": reminder}
    work.tell_agents("reminder_changed", data, conversation_id=row["conversation_id"])
    return reminder


def _wire(row: Mapping[Any, Any]) -> dict[str, Any]:
    wire = {
        "id": row["id"],
        "conversation_id": row["conversation_id"],
        "kind": row["kind"],
        "at": views.iso(row["at"]),
        "done": row["done_at"] is not None,
    }
    if row["phone"]:
        wire["phone"] = phones.masked(row["phone"])
    if row["note"]:
        wire["note"] = row["note"]
    return wire
