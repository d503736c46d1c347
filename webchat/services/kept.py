"""What agents keep for use again, each for themselves or for all: canned replies and macros."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, RowMapping, Table, and_, delete, func, insert, or_, select, update

from webchat.domain.errors import Fixable
from webchat.domain.permissions import Action, may
from webchat.services import audit, conversations, views
from webchat.services.accounts import Agent
from webchat.services.work import Work

MOST_OF_ONE_OWNER = 500


class Shelf(NamedTuple):
    """One kind of thing: its table, the column it is sorted and named by, the act its changes are audited as."""

    table: Table
    name: str
    act: str
    is_unique: bool


def wire(row: Mapping[Any, Any], agent: Agent) -> dict[str, Any]:
    """Return a thing as its user sees it."""
    kept = ("id", "shortcut", "title", "texts", "steps")
    return {
        **{name: row[name] for name in kept if name in row},
        "shared": row["owner_id"] is None,
        "may_edit": _may_edit(row["owner_id"], agent),
        "version": str(row["version"]),
        "changed_at": views.iso(row["changed_at"]),
    }


def page(db: Connection, shelf: Shelf, agent: Agent, *, after: str | None, limit: int) -> dict[str, Any]:
    """Return what the agent may use, by name, and in `next` what `after` has to be for the next page.

    Raises:
        Fixable: `invalid` for an `after` that is nobody's or gone.
    """
    c, by = shelf.table.c, shelf.table.c[shelf.name]
    query = select(shelf.table).where(_mine_or_shared(shelf, agent)).order_by(by, c.id).limit(limit + 1)
    if after is not None:
        last = db.execute(select(by, c.id).where(c.id == after, _mine_or_shared(shelf, agent))).one_or_none()
        if last is None:
            raise Fixable("invalid", field="after")
        query = query.where(or_(by > last[0], and_(by == last[0], c.id > last[1])))
    rows = list(db.execute(query).mappings())
    found = [wire(row, agent) for row in rows[:limit]]
    return {"items": found, "next": found[-1]["id"] if len(rows) > limit else None}


def load(db: Connection, shelf: Shelf, agent: Agent, thing_id: str) -> RowMapping:
    """Return a row that the agent may use.

    Raises:
        Fixable: `not_found`, also for what is another's own.
    """
    query = select(shelf.table).where(shelf.table.c.id == thing_id, _mine_or_shared(shelf, agent))
    row = db.execute(query).mappings().one_or_none()
    if row is None:
        raise Fixable("not_found")
    return row


def create(work: Work, shelf: Shelf, agent: Agent, *, shared: bool, values: Mapping[str, Any]) -> dict[str, Any]:
    """Keep a new thing.

    Raises:
        Fixable: `forbidden` to share for who may not, `exists` for a name that is in use, `too_many`.
    """
    owner_id = None if shared else agent.id
    if not _may_edit(owner_id, agent):
        raise Fixable("forbidden")
    same_owner = shelf.table.c.owner_id.is_(None) if shared else shelf.table.c.owner_id == agent.id
    n_kept = work.db.scalar(select(func.count()).select_from(shelf.table).where(same_owner)) or 0
    if n_kept >= MOST_OF_ONE_OWNER:
        raise Fixable("too_many", most=MOST_OF_ONE_OWNER)
    row = {"id": conversations.new_id(), "owner_id": owner_id, "version": 1, **values}
    _check_name(work.db, shelf, row)
    row |= {"changed_by": agent.id, "changed_at": work.now}
    work.db.execute(insert(shelf.table).values(**row))
    audit.record(work, shelf.act, actor=agent.id, id=row["id"], change="created", shared=shared)
    return wire(row, agent)


def edit(
    work: Work, shelf: Shelf, agent: Agent, thing_id: str, *, version: str, values: Mapping[str, Any]
) -> dict[str, Any]:
    """Change a thing that nobody else has changed since `version`.

    Raises:
        Fixable: `not_found`, `forbidden`, `edited` on a lost race, `exists`.
    """
    row = {**_editable(work.db, shelf, agent, thing_id, version), **values}
    _check_name(work.db, shelf, row)
    changed = {**values, "version": int(version) + 1, "changed_by": agent.id, "changed_at": work.now}
    work.db.execute(update(shelf.table).where(shelf.table.c.id == thing_id).values(**changed))
    audit.record(work, shelf.act, actor=agent.id, id=thing_id, change="edited", shared=row["owner_id"] is None)
    return wire({**row, **changed}, agent)


def remove(work: Work, shelf: Shelf, agent: Agent, thing_id: str, *, version: str) -> None:
    """Delete a thing that nobody else has changed since `version`."""
    row = _editable(work.db, shelf, agent, thing_id, version)
    work.db.execute(delete(shelf.table).where(shelf.table.c.id == thing_id))
    audit.record(work, shelf.act, actor=agent.id, id=thing_id, change="deleted", shared=row["owner_id"] is None)


def _editable(db: Connection, shelf: Shelf, agent: Agent, thing_id: str, version: str) -> RowMapping:
    row = load(db, shelf, agent, thing_id)
    if not _may_edit(row["owner_id"], agent):
        raise Fixable("forbidden")
    if str(row["version"]) != version:
        raise Fixable("edited")
    return row


def _check_name(db: Connection, shelf: Shelf, row: Mapping[str, Any]) -> None:
    """Two things of one owner have two names; one's own may bear the name of a shared one, and goes before it."""
    if not shelf.is_unique:
        return
    c, by = shelf.table.c, shelf.table.c[shelf.name]
    owner = c.owner_id.is_(None) if row["owner_id"] is None else c.owner_id == row["owner_id"]
    if db.scalar(select(c.id).where(owner, by == row[shelf.name], c.id != row["id"])):
        raise Fixable("exists", field=shelf.name)


def _mine_or_shared(shelf: Shelf, agent: Agent) -> ColumnElement[bool]:
    owner_id = shelf.table.c.owner_id
    return or_(owner_id.is_(None), owner_id == agent.id)


def _may_edit(owner_id: str | None, agent: Agent) -> bool:
    return may(agent.role, Action.EDIT_SHARED_TOOLS) if owner_id is None else owner_id == agent.id
