"""Find a ticket by its id or by the number people quote."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, select

from webchat.adapters.db import tables as t
from webchat.domain import ticket as tickets
from webchat.domain.errors import Fixable
from webchat.services.work import Work

Row = Mapping[Any, Any]


def load(db: Connection, ref: str) -> Row:
    """Return a ticket's row.

    Args:
        db: The database.
        ref: Its id, or its number in any case (`FL-1042`, `fl-1042`).

    Raises:
        Fixable: `not_found`.
    """
    serial = tickets.serial(ref)
    where = t.tickets.c.id == ref if serial is None else t.tickets.c.serial == serial
    row = db.execute(select(t.tickets).where(where)).mappings().one_or_none()
    if row is None:
        raise Fixable("not_found")
    return row


def to_edit(work: Work, ref: str, version: int | None) -> Row:
    """Return a ticket that is edited in the state the editor knows.

    Raises:
        Fixable: `not_found`, or `edited` when it has changed since.
    """
    row = load(work.db, ref)
    if version is not None and version != row["version"]:
        raise Fixable("edited", version=row["version"])
    return row
