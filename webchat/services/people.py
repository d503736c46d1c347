"""A person's rights over what is kept about them: to see it, and to have it erased.

Which rows those are follows from the schema: every row that points at the person, at a conversation or a ticket of
theirs. A new table needs nothing here.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, Table, delete, or_, select, update

from webchat.adapters.db import fulltext
from webchat.adapters.db import tables as t
from webchat.domain.errors import Fixable
from webchat.services import audit
from webchat.services.accounts import Agent
from webchat.services.work import Work

# What a session was told is not the person's to read; tokens and hashes least of all.
# Not what somebody said or did: keys, and what is derived from the rest.
_DERIVED = frozenset({"report_conversations", "report_messages", "report_tickets", "report_choices"})
_NOT_EXPORTED = frozenset({"sessions", "outbox", "console_events", "search_documents"}) | _DERIVED


def conversations_of(db: Connection, who: str) -> list[str]:
    """Return the ids of the conversations of a person, named as for `erase`."""
    c = t.conversations.c
    return list(db.scalars(select(c.id).where(c.person_id.in_(_find(db, who)))))


def _find(db: Connection, who: str) -> list[str]:
    p = t.people.c
    query = select(p.id).where(or_(p.id == who, p.identifier == who, p.email == who.strip().lower(), p.email == who))
    return list(db.scalars(query))


def erase(work: Work, who: str, *, actor: str | None = None) -> dict[str, int]:
    """Delete a person with everything they said.

    Args:
        work: The transaction.
        who: The person's id, signed identifier, or e-mail address.
        actor: The administrator who asks for it; None for the command line.

    Returns:
        Deleted rows by table; empty if nobody is known by that name.
    """
    person_ids = _find(work.db, who)
    if not person_ids:
        return {}
    ids = _ids(work.db, person_ids)
    for column in _references(t.conversations, t.tickets):
        if column.table in (t.conversations, t.tickets) and column.nullable:
            theirs = column.in_(ids[_target(column)])
            work.db.execute(update(column.table).where(theirs).values({column.name: None}))
    deleted: dict[str, int] = {}
    for table in reversed(t.metadata.sorted_tables):
        condition = _belongs(table, ids)
        if condition is not None:
            deleted[str(table.name)] = work.db.execute(delete(table).where(condition)).rowcount
    fulltext.forget(work.db)
    for person_id in person_ids:
        audit.record(
            work,
            "person_erased",
            actor=actor,
            actor_kind="agent" if actor else "command",
            person=person_id,
            n_rows=deleted,
        )
    return deleted


def note_export(work: Work, agent: Agent, *, person_id: str) -> None:
    """Note that somebody takes a person's data along.

    Raises:
        Fixable: `not_found`.
    """
    if not work.db.scalar(select(t.people.c.id).where(t.people.c.id == person_id)):
        raise Fixable("not_found")
    audit.record(work, "data_exported", actor=agent.id, person=person_id)


def export(db: Connection, person_id: str) -> dict[str, Any]:
    """Return all rows about a person by table, as they are stored: secrets were masked before that."""
    ids = _ids(db, [person_id])
    found: dict[str, Any] = {}
    for table in t.metadata.sorted_tables:
        condition = None if table.name in _NOT_EXPORTED else _belongs(table, ids)
        if condition is not None:
            found[str(table.name)] = [dict(row) for row in db.execute(select(table).where(condition)).mappings()]
    return found


# --- what belongs to a person --------------------------------------------------------------------------


def _ids(db: Connection, person_ids: list[str]) -> dict[str, list[str]]:
    """Return the ids of the people, their conversations and their tickets, by table."""
    c, k = t.conversations.c, t.tickets.c
    of_them = list(db.scalars(select(c.id).where(c.person_id.in_(person_ids))))
    their_tickets = list(db.scalars(select(k.id).where(k.conversation_id.in_(of_them))))
    return {"people": person_ids, "conversations": of_them, "tickets": their_tickets}


def _belongs(table: Table, ids: dict[str, list[str]]) -> ColumnElement[bool] | None:
    """Return which rows of a table are theirs; None for a table that holds nothing of anybody."""
    if table.name in ids:
        return table.c.id.in_(ids[table.name])
    conditions = [column.in_(ids[_target(column)]) for column in table.c if _target(column)]
    return or_(*conditions) if conditions else None


def _target(column: Column[Any]) -> str:
    """Return the table of people, conversations or tickets that a column points at, or ""."""
    for key in column.foreign_keys:
        if key.column.table in (t.people, t.conversations, t.tickets):
            return str(key.column.table.name)
    # The console's events are numbered beside the data and have no foreign key.
    return "conversations" if column.name == "conversation_id" else ""


def _references(*targets: Table) -> Iterator[Column[Any]]:
    for table in t.metadata.sorted_tables:
        for column in table.c:
            if any(key.column.table in targets for key in column.foreign_keys):
                yield column
