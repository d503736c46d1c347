"""The audit log: one entry per privileged act, written in the act's own transaction."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, String, cast, insert, or_, select, update

from webchat.adapters.db import tables as t
from webchat.domain.audit import ACTS, START, Entry, Linked, first_break, link, seal
from webchat.domain.errors import Fixable
from webchat.domain.ticket import number
from webchat.services.work import Work

_LOG = 1
_PAGE = 1000
_COLUMNS = ("id", "at", "actor_kind", "actor_id", "act", "target_kind", "target_id", "details")


def record(
    work: Work,
    act: str,
    *,
    actor: str | None,
    conversation: str | None = None,
    ticket: str | None = None,
    agent: str | None = None,
    session: str | None = None,
    person: str | None = None,
    actor_kind: str = "agent",
    **details: Any,
) -> None:
    """Write one entry; it is stored if and only if the rest of the transaction is.

    Args:
        work: The transaction of the act.
        act: One of `domain.audit.ACTS`.
        actor: Id of the agent who acts; None where nobody is signed in.
        conversation: What it is done to; at most one of the five.
        ticket: The same.
        agent: The same.
        session: The same.
        person: The same.
        actor_kind: `agent`, `user`, `system` or `command`.
        **details: Ids, field names, codes and counts; never what somebody wrote, which erasing could not reach.
    """
    if act not in ACTS:
        raise ValueError(f"unknown act {act!r}")
    targets = {"conversation": conversation, "ticket": ticket, "agent": agent, "session": session, "person": person}
    kind, target_id = next(((name, value) for name, value in targets.items() if value), (None, None))
    last_id, last_hash, is_new = _head(work.db)
    entry = Entry(last_id + 1, work.now, actor_kind, actor, act, kind, target_id, details)
    key = work.settings.audit_key.get_secret_value().encode()
    made = link(entry, last_hash, key)
    values = {name: getattr(entry, name) for name in _COLUMNS}
    work.db.execute(insert(t.audit_log).values(**values, prev_hash=last_hash, hash=made))
    head = {"last_id": entry.id, "last_hash": made, "seal": seal(entry.id, made, key)}
    if is_new:
        work.db.execute(insert(t.audit_head).values(log=_LOG, **head))
    else:
        work.db.execute(update(t.audit_head).where(t.audit_head.c.log == _LOG).values(**head))


def _head(db: Connection) -> tuple[int, str, bool]:
    row = db.execute(select(t.audit_head).where(t.audit_head.c.log == _LOG)).first()
    return (row.last_id, row.last_hash, False) if row else (0, START, True)


# --- checking ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check found. `head` is the last entry's id and hash, to be kept elsewhere."""

    n_entries: int
    head: str
    problem: str | None


def verify(db: Connection, key: bytes, *, known_head: str | None = None) -> Verdict:
    """Check every entry against the chain.

    Args:
        db: One consistent view of the database.
        key: The audit key, empty without one.
        known_head: A head that an earlier check told, `id:hash`: shows that the log was not made anew since.
    """
    row = db.execute(select(t.audit_head).where(t.audit_head.c.log == _LOG)).first()
    head = (row.last_id, row.last_hash, row.seal) if row else (0, START, seal(0, START, key))
    problem = first_break(_all(db), head, key)
    if problem is None and known_head:
        known_id, _, known_hash = known_head.partition(":")
        a = t.audit_log.c
        stored = db.scalar(select(a.hash).where(a.id == int(known_id))) if known_id.isdigit() else None
        if stored != known_hash:
            problem = f"entry {known_id} is not the one of the head that was given"
    return Verdict(head[0], f"{head[0]}:{head[1]}", problem)


def _all(db: Connection) -> Iterator[Linked]:
    a = t.audit_log.c
    last: int | None = None
    while True:
        query = select(t.audit_log).order_by(a.id).limit(_PAGE)
        rows = list(db.execute(query if last is None else query.where(a.id > last)).mappings())
        for row in rows:
            entry = Entry(**{name: row[name] for name in _COLUMNS})
            yield Linked(entry, row["prev_hash"], row["hash"])
        if len(rows) < _PAGE:
            return
        last = rows[-1]["id"]


# --- reading -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Search:
    """Which entries: all given things must fit. `before` is the id of the last entry one has."""

    actor_id: str | None = None
    act: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    text: str | None = None
    before: int | None = None

    def where(self) -> list[ColumnElement[bool]]:
        """Return the conditions.

        Raises:
            Fixable: `invalid` for a time without zone.
        """
        a, agents = t.audit_log.c, t.agents.c
        for name in ("since", "until"):
            at = getattr(self, name)
            if at is not None and at.tzinfo is None:
                raise Fixable("invalid", field=name)
        given: list[tuple[Any, Any]] = [
            (self.actor_id, a.actor_id == self.actor_id),
            (self.act, a.act == self.act),
            (self.before, a.id < (self.before or 0)),
        ]
        conditions = [condition for value, condition in given if value is not None]
        if self.since:
            conditions.append(a.at >= self.since)
        if self.until:
            conditions.append(a.at < self.until)
        if self.text:
            parts = (a.act, a.target_kind, a.target_id, cast(a.details, String), agents.name, agents.email)
            conditions.append(or_(*(part.icontains(self.text, autoescape=True) for part in parts)))
        return conditions


def page(db: Connection, search: Search, *, limit: int) -> dict[str, Any]:
    """Return entries, newest first, what their ids are called, and in `next` the `before` of the next page."""
    rows = _found(db, search, limit + 1)
    entries = rows[:limit]
    return {
        "entries": entries,
        "next": entries[-1]["id"] if len(rows) > limit else None,
        "names": _names(db, entries),
    }


def _names(db: Connection, entries: list[dict[str, Any]]) -> dict[str, Any]:
    """What people call the things that the entries name by id: a conversation goes by its last ticket."""
    ids = {entry["target_id"] for entry in entries}
    ids |= {value for entry in entries for value in entry["details"].values() if isinstance(value, str)}
    tickets, agents, teams = t.tickets.c, t.agents.c, t.teams.c
    by_ticket = select(tickets.id, tickets.conversation_id, tickets.serial).order_by(tickets.serial)
    found = db.execute(by_ticket.where(or_(tickets.id.in_(ids), tickets.conversation_id.in_(ids)))).all()
    names: dict[str, Any] = {}
    for id_, conversation_id, serial in found:
        names |= {id_: number(serial), conversation_id: number(serial)}
    for column, name in ((agents.id, agents.name), (teams.id, teams.names)):
        names |= dict(db.execute(select(column, name).where(column.in_(ids))).tuples().all())
    return {id_: name for id_, name in names.items() if id_ in ids}


def export(work: Work, *, actor: str) -> None:
    """Note that the log is exported, which is an act of its own."""
    record(work, "audit_exported", actor=actor)


def as_csv(db: Connection, search: Search) -> str:
    """Return all that is found as CSV."""
    out = io.StringIO()
    writer = csv.DictWriter(out, [*_COLUMNS, "actor_name", "prev_hash", "hash"])
    writer.writeheader()
    before = search.before
    while True:
        step = Search(search.actor_id, search.act, search.since, search.until, search.text, before)
        rows = _found(db, step, _PAGE)
        writer.writerows({name: _cell(value) for name, value in row.items()} for row in rows)
        if len(rows) < _PAGE:
            break
        before = rows[-1]["id"]
    return out.getvalue()


def _cell(value: Any) -> Any:
    """What starts like a formula would be run by a spreadsheet (OWASP, "CSV injection")."""
    return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r") else value


def _found(db: Connection, search: Search, limit: int) -> list[dict[str, Any]]:
    a = t.audit_log.c
    query = (
        select(t.audit_log, t.agents.c.name.label("actor_name"))
        .outerjoin(t.agents, t.agents.c.id == a.actor_id)
        .where(*search.where())
        .order_by(a.id.desc())
        .limit(limit)
    )
    return [{**row, "at": row["at"].isoformat()} for row in db.execute(query).mappings()]
