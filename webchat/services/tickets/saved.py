"""Saved views of the list: one's own, or shared with the desk."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, delete, func, insert, or_, select, update

from webchat.adapters.db import tables as t
from webchat.domain.errors import Fixable
from webchat.domain.permissions import Role
from webchat.services import audit, conversations
from webchat.services.accounts import Agent
from webchat.services.work import Work

Wire = dict[str, Any]
_MAX_VIEWS = 50
_EDIT_SHARED = (Role.SUPERVISOR, Role.ADMINISTRATOR)


def listed(db: Connection, agent: Agent) -> list[Wire]:
    """Return the views that this agent sees, by name."""
    v = t.ticket_views.c
    query = (
        select(t.ticket_views, t.agents.c.name.label("agent_name"))
        .join(t.agents, t.agents.c.id == v.agent_id)
        .where(or_(v.agent_id == agent.id, v.shared))
        .order_by(func.lower(v.name), v.id)
    )
    return [_wire(row, agent) for row in db.execute(query).mappings()]


def add(work: Work, agent: Agent, *, name: str, filters: Mapping[str, Any], shared: bool) -> Wire:
    """Save a view.

    Raises:
        Fixable: `invalid` (field `name`) when one has too many.
    """
    mine = select(func.count()).where(t.ticket_views.c.agent_id == agent.id)
    if (work.db.scalar(mine) or 0) >= _MAX_VIEWS:
        raise Fixable("invalid", field="name", problem="too_many")
    view_id = conversations.new_id()
    values = {"name": name, "filters": dict(filters), "shared": shared}
    work.db.execute(
        insert(t.ticket_views).values(id=view_id, agent_id=agent.id, version=1, created_at=work.now, **values)
    )
    audit.record(work, "ticket_view_saved", actor=agent.id, view=view_id, shared=shared)
    return _one(work.db, agent, view_id)


def change(work: Work, agent: Agent, view_id: str, *, version: int, values: Mapping[str, Any]) -> Wire:
    """Change a view of one's own, or as a supervisor a shared one.

    Raises:
        Fixable: `not_found`, `forbidden`, `edited`.
    """
    row = _to_edit(work, agent, view_id, version)
    if any(row[name] != value for name, value in values.items()):
        where = t.ticket_views.c.id == view_id
        work.db.execute(update(t.ticket_views).where(where).values(**values, version=version + 1))
        audit.record(work, "ticket_view_saved", actor=agent.id, view=view_id, fields=sorted(values))
    return _one(work.db, agent, view_id)


def remove(work: Work, agent: Agent, view_id: str, *, version: int) -> None:
    """Delete a view.

    Raises:
        Fixable: As for `change`.
    """
    _to_edit(work, agent, view_id, version)
    work.db.execute(delete(t.ticket_views).where(t.ticket_views.c.id == view_id))
    audit.record(work, "ticket_view_deleted", actor=agent.id, view=view_id)


def _to_edit(work: Work, agent: Agent, view_id: str, version: int) -> Wire:
    row = _one(work.db, agent, view_id)
    if not row["may_edit"]:
        raise Fixable("forbidden")
    if row["version"] != version:
        raise Fixable("edited")
    return row


def _one(db: Connection, agent: Agent, view_id: str) -> Wire:
    found = [view for view in listed(db, agent) if view["id"] == view_id]
    if not found:
        raise Fixable("not_found")
    return found[0]


def _wire(row: Mapping[Any, Any], agent: Agent) -> Wire:
    return {
        "id": row["id"],
        "name": row["name"],
        "filters": row["filters"],
        "shared": row["shared"],
        "owner": {"id": row["agent_id"], "name": row["agent_name"]},
        "may_edit": row["agent_id"] == agent.id or agent.role in _EDIT_SHARED,
        "version": row["version"],
    }
