"""The fields that administrators add to tickets, without code."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from webchat.adapters.db import tables as t
from webchat.domain.errors import Fixable
from webchat.domain.ticket_fields import TicketField, check_definition
from webchat.services import audit
from webchat.services.accounts import Agent
from webchat.services.work import Work

Wire = dict[str, Any]
_SHAPE = ("key", "labels", "type", "choices", "kinds", "required_for")


def current(db: Connection) -> list[TicketField]:
    """Return the definitions in use, in their order."""
    return [_field(row) for row in _rows(db) if not row["archived"]]


def listed(db: Connection) -> list[Wire]:
    """Return all definitions, archived ones too, in their order."""
    return [_wire(row) for row in _rows(db)]


def one(db: Connection, key: str) -> Wire:
    """Return one definition.

    Raises:
        Fixable: `not_found`.
    """
    return _wire(_row(db, key))


def add(work: Work, agent: Agent, *, values: Mapping[str, Any]) -> Wire:
    """Add a field behind the others.

    Raises:
        Fixable: `invalid` with the `field` of the definition that is wrong; `key` also for one that exists.
    """
    check_definition(_field(values))
    f = t.ticket_fields.c
    if work.db.scalar(select(f.key).where(f.key == values["key"])):
        raise Fixable("invalid", field="key")
    last = work.db.scalar(select(func.max(f.position))) or 0
    given = {name: values[name] for name in _SHAPE}
    work.db.execute(insert(t.ticket_fields).values(**given, position=last + 1, archived=False, version=1))
    audit.record(work, "settings_changed", actor=agent.id, name="ticket_fields", added=values["key"])
    return one(work.db, values["key"])


def change(work: Work, agent: Agent, *, key: str, version: int, values: Mapping[str, Any]) -> Wire:
    """Change a field's definition; key and type stay, because values are stored under them.

    Raises:
        Fixable: `not_found`, `edited`, or `invalid` with what is wrong.
    """
    row = _row(work.db, key)
    if version != row["version"]:
        raise Fixable("edited")
    check_definition(_field({**row, **values}))
    changed = {name: value for name, value in values.items() if value != row[name]}
    if changed:
        where = t.ticket_fields.c.key == key
        work.db.execute(update(t.ticket_fields).where(where).values(**changed, version=version + 1))
        audit.record(work, "settings_changed", actor=agent.id, name="ticket_fields", key=key, fields=sorted(changed))
    return one(work.db, key)


def _rows(db: Connection) -> list[Mapping[Any, Any]]:
    f = t.ticket_fields.c
    return list(db.execute(select(t.ticket_fields).order_by(f.position, f.key)).mappings())


def _row(db: Connection, key: str) -> Mapping[Any, Any]:
    row = db.execute(select(t.ticket_fields).where(t.ticket_fields.c.key == key)).mappings().one_or_none()
    if row is None:
        raise Fixable("not_found")
    return row


def _field(row: Mapping[Any, Any]) -> TicketField:
    return TicketField(
        key=row["key"],
        labels=row["labels"],
        type=row["type"],
        choices=tuple(row["choices"]),
        kinds=tuple(row["kinds"]),
        required_for=tuple(row["required_for"]),
    )


def _wire(row: Mapping[Any, Any]) -> Wire:
    return {name: row[name] for name in (*_SHAPE, "position", "archived", "version")}
