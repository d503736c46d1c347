"""The history of a ticket: every change with who, when, before and after."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, insert, select

from webchat.adapters.db import tables as t
from webchat.domain.who import Who
from webchat.services import views
from webchat.services.work import Work

# Columns that say where a ticket stands; its clocks' inner workings are nobody's history.
COLUMNS = (
    "status",
    "kind",
    "priority",
    "team",
    "agent_id",
    "outcome",
    "solution",
    "approval",
    "first_response_state",
    "resolution_state",
)
_NAMES = {"agent_id": "agent", "first_response_state": "first_response", "resolution_state": "resolution"}


def differences(row: Mapping[Any, Any], new: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Return before and after by name, for columns and single fields that change."""
    found: dict[str, tuple[Any, Any]] = {}
    for name in COLUMNS:
        if name in new and new[name] != row[name]:
            found[name] = (row[name], new[name])
    before, after = row["fields"], new.get("fields", row["fields"])
    for name in dict.fromkeys((*before, *after)):
        was, now = before.get(name, {}).get("value"), after.get(name, {}).get("value")
        if was != now:
            found[name] = (was, now)
    return found


def record(
    work: Work, ticket_id: str, changed: Mapping[str, tuple[Any, Any]], by: Who, *, note: str | None = None
) -> None:
    """Write one row per change."""
    if not changed:
        return
    rows = [
        {
            "ticket_id": ticket_id,
            "actor_kind": by.kind,
            "agent_id": by.agent_id,
            "field": _NAMES.get(name, name),
            "before": before,
            "after": after,
            "note": note,
            "at": work.now,
        }
        for name, (before, after) in changed.items()
    ]
    work.db.execute(insert(t.ticket_changes), rows)


def page(db: Connection, ticket_id: str, *, before: int | None, limit: int) -> dict[str, Any]:
    """Return changes, newest first, and in `next` what `before` has to be for the next page."""
    c = t.ticket_changes.c
    query = select(t.ticket_changes).where(c.ticket_id == ticket_id).order_by(c.id.desc()).limit(limit + 1)
    if before is not None:
        query = query.where(c.id < before)
    rows = list(db.execute(query).mappings())
    names = {row.id: row.name for row in db.execute(select(t.agents.c.id, t.agents.c.name))}
    changes = [_shape(row, names) for row in rows[:limit]]
    return {"changes": changes, "next": changes[-1]["id"] if len(rows) > limit else None}


def _shape(row: Mapping[Any, Any], names: Mapping[str, str]) -> dict[str, Any]:
    named = row["field"] == "agent"
    return {
        "id": row["id"],
        "at": views.iso(row["at"]),
        "by": {"kind": row["actor_kind"], "id": row["agent_id"], "name": names.get(row["agent_id"])},
        "field": row["field"],
        "before": names.get(row["before"], row["before"]) if named else row["before"],
        "after": names.get(row["after"], row["after"]) if named else row["after"],
        "note": row["note"],
    }
