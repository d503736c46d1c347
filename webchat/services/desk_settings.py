"""The desk's documents: read in every transaction that needs one, changed by administrators."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from pydantic import ValidationError
from sqlalchemy import Connection, Engine, insert, select, update

from webchat.adapters.db import tables as t
from webchat.documents import NAMES, Document, Documents, Hours, first, model_of
from webchat.domain.business_hours import opens_at
from webchat.domain.errors import Fixable
from webchat.services import audit, opening_hours
from webchat.services.conversations import new_id
from webchat.services.work import Work
from webchat.settings import Settings

if TYPE_CHECKING:  # accounts read sessions, whose views read the desk's rules
    from webchat.services.accounts import Agent

FIRST_VERSION = "first"

# By database: what the versions of its rows were when they were read. A version is never used twice, so one that was
# rolled back cannot be mistaken for a later one.
_read: WeakKeyDictionary[Engine, tuple[dict[str, str], Settings, Documents]] = WeakKeyDictionary()


def documents(db: Connection, settings: Settings) -> Documents:
    """Return all documents as this transaction sees them; they are parsed once per version."""
    versions = _versions(db)
    known = _read.get(db.engine)
    if known and known[0] == versions and known[1] is settings:
        return known[2]
    found = first(settings)
    if versions:
        rows = db.execute(select(t.desk_settings.c.name, t.desk_settings.c.value))
        stored = {row.name: model_of(row.name).model_validate(row.value) for row in rows if row.name in NAMES}
        found = found.model_copy(update=stored)
    _read[db.engine] = (versions, settings, found)
    return found


def of(work: Work) -> Documents:
    """Return all documents inside a use case."""
    return documents(work.db, work.settings)


def listed(db: Connection, settings: Settings) -> list[dict[str, Any]]:
    """Return every document with its version."""
    return [one(db, settings, name) for name in NAMES]


def one(db: Connection, settings: Settings, name: str) -> dict[str, Any]:
    """Return a document with its version, and who changed it last.

    Raises:
        Fixable: `not_found`.
    """
    if name not in NAMES:
        raise Fixable("not_found")
    s, a = t.desk_settings.c, t.agents.c
    query = select(s.version, s.updated_at, a.name).outerjoin(t.agents, a.id == s.updated_by).where(s.name == name)
    row = db.execute(query).first()
    value: Document = getattr(documents(db, settings), name)
    return {
        "name": name,
        "value": value.model_dump(mode="json"),
        "version": row.version if row else FIRST_VERSION,
        "updated_at": row.updated_at.isoformat() if row else None,
        "updated_by": row.name if row else None,
    }


def change(work: Work, agent: Agent, name: str, *, value: Any, version: str) -> dict[str, Any]:
    """Replace a document.

    Raises:
        Fixable: `not_found`, `edited` if `version` is not the newest, `invalid` with the `field` that is wrong.
    """
    current = one(work.db, work.settings, name)
    if version != current["version"]:
        raise Fixable("edited")
    document = checked(name, value)
    new = document.model_dump(mode="json")
    changed = sorted(key for key in new if new[key] != current["value"].get(key))
    if not changed:
        return current
    values = {"value": new, "version": new_id(), "updated_at": work.now, "updated_by": agent.id}
    if work.db.execute(update(t.desk_settings).where(t.desk_settings.c.name == name).values(**values)).rowcount == 0:
        work.db.execute(insert(t.desk_settings).values(name=name, **values))
    audit.record(work, "settings_changed", actor=agent.id, name=name, fields=changed)
    if name in ("sla", "hours", "priority_matrix"):
        _judge_again(work)
    return one(work.db, work.settings, name)


def _versions(db: Connection) -> dict[str, str]:
    rows = db.execute(select(t.desk_settings.c.name, t.desk_settings.c.version))
    return {row.name: row.version for row in rows}


def checked(name: str, value: Any) -> Document:
    """Return a document as it will be kept; the first look at another country's holidays takes half a second.

    Raises:
        Fixable: `not_found`, or `invalid` with the `field` that is wrong.
    """
    if name not in NAMES:
        raise Fixable("not_found")
    try:
        document = model_of(name).model_validate(value)
    except ValidationError as error:
        first_error = error.errors(include_input=False, include_url=False)[0]
        field = ".".join(str(part) for part in first_error["loc"])
        raise Fixable("invalid", field=field or None, problem=first_error["type"], detail=first_error["msg"]) from None
    if isinstance(document, Hours):
        _check_hours(document)
    return document


def _check_hours(document: Hours) -> None:
    """Refuse hours by which the desk would stay closed for a year, and a country whose holidays nobody knows."""
    try:
        hours = opening_hours.hours(document)
        for day in document.closed_on:
            opens_at(hours, datetime.combine(day, time(), hours.zone))
    except NotImplementedError:
        raise Fixable("invalid", field="holiday_country", problem="unknown_country") from None
    except (ValueError, OverflowError):
        raise Fixable("invalid", field="closed_on", problem="never_opens") from None


def _judge_again(work: Work) -> None:
    """Have the promises of open tickets judged by the new terms at the next tick."""
    c = t.tickets.c
    work.db.execute(update(t.tickets).where(c.status.in_(("new", "open", "pending"))).values(sla_next_at=work.now))
