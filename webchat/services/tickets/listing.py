"""The list of tickets: filters, order, pages, search."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field
from sqlalchemy import ColumnElement, Connection, and_, case, func, literal, or_, select

from webchat.adapters.db import fulltext
from webchat.adapters.db import tables as t
from webchat.domain import ticket as tickets
from webchat.domain.errors import Fixable
from webchat.services import views

Status = Literal["new", "open", "pending", "closed", "merged"]
Kind = Literal["incident", "request", "complaint", "security"]
Priority = Literal["low", "medium", "high", "urgent"]
Name = Literal["due", "-due", "updated", "-updated", "created", "-created", "priority", "-priority"]

_NEVER = datetime(9999, 1, 1, tzinfo=UTC)
_RANKS = {"urgent": 0, "high": 1, "medium": 2, "low": 3}


class Filters(BaseModel):
    """Which tickets: everything given must fit; of several values of one name, one."""

    model_config = ConfigDict(extra="forbid")

    status: list[Status] = Field([], description="Several may be given")
    kind: list[Kind] = []
    priority: list[Priority] = []
    team: list[str] = Field([], max_length=50)
    agent: str | None = Field(None, max_length=32, description="An agent's id, `me`, or `none` for nobody's")
    category: str | None = Field(None, max_length=64)
    topic: str | None = Field(None, max_length=200)
    language: Literal["nl", "fr", "en"] | None = None
    promise: Literal["warning", "breached"] | None = Field(None, description="How the running promise stands")
    due_before: AwareDatetime | None = None
    created_from: AwareDatetime | None = None
    created_until: AwareDatetime | None = None
    q: str | None = Field(None, max_length=200, description="Words of the ticket or of its messages, or a number")
    sort: Name = "-updated"


_t = t.tickets.c
_is_over = _t.status.in_(tickets.OVER)
_due = case((_is_over, None), (_t.answered_at.is_(None), _t.first_response_due_at), else_=_t.resolution_due_at)
_promise = case((_is_over, None), (_t.answered_at.is_(None), _t.first_response_state), else_=_t.resolution_state)
_KEYS: dict[str, ColumnElement[Any]] = {
    "due": func.coalesce(_due, literal(_NEVER, t.Utc), type_=t.Utc),
    "updated": _t.updated_at,
    "created": _t.created_at,
    "priority": case(*((_t.priority == name, rank) for name, rank in _RANKS.items()), else_=len(_RANKS)),
}


@dataclass(frozen=True, slots=True)
class _Order:
    key: ColumnElement[Any]
    is_time: bool
    is_down: bool

    def by(self) -> list[Any]:
        return [self.key.desc(), _t.serial.desc()] if self.is_down else [self.key.asc(), _t.serial.asc()]

    def behind(self, cursor: str) -> ColumnElement[bool]:
        value, serial = _read(cursor, is_time=self.is_time)
        last = literal(value, t.Utc) if self.is_time else literal(value)
        if self.is_down:
            return or_(self.key < last, and_(self.key == last, _t.serial < serial))
        return or_(self.key > last, and_(self.key == last, _t.serial > serial))


def page(db: Connection, filters: Filters, *, agent_id: str, cursor: str | None, limit: int) -> dict[str, Any]:
    """Return tickets, how many there are in all, and in `next` the cursor of the next page.

    Raises:
        Fixable: `invalid` (field `cursor`).
    """
    order = _order(filters.sort)
    where = _conditions(filters, agent_id)
    query = (
        select(t.tickets, t.conversations, order.key.label("sort_key"))
        .join(t.conversations, t.conversations.c.id == _t.conversation_id)
        .where(*where)
        .order_by(*order.by())
        .limit(limit + 1)
    )
    if cursor:
        query = query.where(order.behind(cursor))
    rows = list(db.execute(query).mappings())
    more = len(rows) > limit
    rows = rows[:limit]
    count = (
        select(func.count())
        .select_from(t.tickets.join(t.conversations, t.conversations.c.id == _t.conversation_id))
        .where(*where)
    )
    found = _excerpts(db, filters.q, rows)
    return {
        "tickets": [{**item, **found.get(item["ticket"]["conversation_id"], {})} for item in items(db, rows)],
        "n_found": db.scalar(count) or 0,
        "next": _cursor(rows[-1]["sort_key"], rows[-1][_t.serial]) if more else None,
    }


def items(db: Connection, rows: Sequence[Mapping[Any, Any]]) -> list[dict[str, Any]]:
    """Return tickets with what the list shows of their conversations; rows hold both tables' columns."""
    names = {row.id: row.name for row in db.execute(select(t.agents.c.id, t.agents.c.name))}
    c, p = t.conversations.c, t.people.c
    wanted = select(t.people).where(p.id.in_({row[c.person_id] for row in rows}))
    people = {row["id"]: row for row in db.execute(wanted).mappings()} if rows else {}
    return [
        {
            "ticket": views.ticket({column.name: row[column] for column in t.tickets.c}),
            "agent": {"id": row[_t.agent_id], "name": names[row[_t.agent_id]]} if row[_t.agent_id] else None,
            "customer": views.customer(people[row[c.person_id]]),
            "language": row[c.language],
            "conversation": {
                "status": row[c.status],
                "owner": row[c.owner],
                "is_current": row[c.episode] == row[_t.episode],
            },
        }
        for row in rows
    ]


def _order(name: str) -> _Order:
    plain = name.removeprefix("-")
    return _Order(_KEYS[plain], plain != "priority", name.startswith("-"))


def _conditions(filters: Filters, agent_id: str) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    for name in ("status", "kind", "priority", "team"):
        if given := getattr(filters, name):
            found.append(_t[name].in_(given))
    for name in ("category", "topic"):
        if value := getattr(filters, name):
            found.append(_t.fields[(name, "value")].as_string() == value)
    if filters.agent == "none":
        found += [_t.agent_id.is_(None), ~_is_over]
    elif filters.agent:
        found.append(_t.agent_id == (agent_id if filters.agent == "me" else filters.agent))
    if filters.language:
        found.append(t.conversations.c.language == filters.language)
    if filters.promise:
        found.append(_promise == filters.promise)
    if filters.due_before:
        found.append(_due < literal(filters.due_before, t.Utc))
    if filters.created_from:
        found.append(_t.created_at >= filters.created_from)
    if filters.created_until:
        found.append(_t.created_at < filters.created_until)
    if filters.q and filters.q.strip():
        found.append(_found(filters.q))
    return found


def _found(asked: str) -> ColumnElement[bool]:
    serial = tickets.serial(asked)
    if serial is not None:
        return _t.serial == serial
    if not fulltext.expression(asked):
        return literal(False)
    d = t.search_documents.c
    hits = select(d.conversation_id, d.ticket_id).where(d.id.in_(fulltext.documents(asked))).cte("hits")
    return or_(
        _t.id.in_(select(hits.c.ticket_id).where(hits.c.ticket_id.is_not(None))),
        _t.conversation_id.in_(select(hits.c.conversation_id).where(hits.c.ticket_id.is_(None))),
    )


def _excerpts(db: Connection, asked: str | None, rows: Sequence[Mapping[Any, Any]]) -> dict[str, dict[str, Any]]:
    if not asked or not rows or tickets.serial(asked) is not None or not fulltext.expression(asked):
        return {}
    found = fulltext.excerpts(db, asked, [row[_t.conversation_id] for row in rows])
    return {
        conversation_id: {"found": {"seq": seq, "parts": [{"text": p.text, "is_hit": p.is_hit} for p in parts]}}
        for conversation_id, (seq, parts) in found.items()
    }


def _cursor(value: Any, serial: int) -> str:
    plain = value.isoformat() if isinstance(value, datetime) else value
    return base64.urlsafe_b64encode(json.dumps([plain, serial]).encode()).decode().rstrip("=")


def _read(cursor: str, *, is_time: bool) -> tuple[Any, int]:
    try:
        value, serial = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        value = datetime.fromisoformat(value).astimezone(UTC) if is_time else int(value)
        return value, int(serial)
    except (ValueError, TypeError, OverflowError, binascii.Error) as error:
        raise Fixable("invalid", field="cursor") from error
