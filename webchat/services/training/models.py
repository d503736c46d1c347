"""The models there are, which one serves, and who put it there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, insert, select, update

from webchat.adapters.db import tables as t
from webchat.adapters.model_files import Archive
from webchat.domain.errors import Fixable
from webchat.domain.training import Model, to_discard
from webchat.services import audit
from webchat.services.training.runs import told
from webchat.services.views import iso
from webchat.services.work import Work


def serving(db: Connection) -> Mapping[Any, Any] | None:
    """Return the row of the model that is to serve."""
    return db.execute(select(t.models).where(t.models.c.state == "serving")).mappings().first()


def row(db: Connection, name: str) -> Mapping[Any, Any]:
    """Return the row of a model.

    Raises:
        Fixable: `not_found`.
    """
    found = db.execute(select(t.models).where(t.models.c.name == name)).mappings().first()
    if found is None:
        raise Fixable("not_found")
    return found


def of_run(db: Connection, run_id: str) -> str:
    """Return the name of the model that a run made.

    Raises:
        Fixable: `not_ready` if it made none.
    """
    name: str | None = db.scalar(select(t.models.c.name).where(t.models.c.run_id == run_id))
    if name is None:
        raise Fixable("not_ready")
    return name


def register(work: Work, name: str, archive: Archive, *, run_id: str, n_examples: int) -> None:
    """Write down a model that a run has made."""
    if work.db.scalar(select(t.models.c.name).where(t.models.c.name == name)) is None:
        values = {"name": name, "run_id": run_id, "state": "ready", "n_examples": n_examples, "made_at": work.now}
        work.db.execute(insert(t.models).values(**values, **_of(archive)))


def register_shipped(work: Work, archive: Archive) -> None:
    """Write down the shipped model as it is now; it takes the place of an older one, also at work."""
    m = t.models.c
    name = f"shipped-{archive.digest[:12]}"
    old = work.db.execute(select(m.name, m.state).where(m.is_shipped, m.state != "discarded")).first()
    if old is not None and old.name == name:
        return
    at_work = serving(work.db)
    serves = at_work is None or at_work["is_shipped"]
    if old is not None:
        work.db.execute(update(t.models).where(m.name == old.name).values(state="discarded"))
    state = "serving" if serves else "ready"
    values = {"state": state, "is_shipped": True, "made_at": work.now, **_of(archive)}
    values |= {"promoted_at": work.now} if serves else {}
    if work.db.scalar(select(m.name).where(m.name == name)) is None:
        work.db.execute(insert(t.models).values(name=name, **values))
    else:  # an upgrade was taken back
        work.db.execute(update(t.models).where(m.name == name).values(values))
    if serves and old is not None:
        change = {"model": name, "from_model": old.name, "kind": "upgrade", "state": "done"}
        work.db.execute(insert(t.model_changes).values(**change, at=work.now, done_at=work.now))


def _of(archive: Archive) -> dict[str, Any]:
    return {"model_id": archive.model_id, "digest": archive.digest, "bytes": archive.bytes}


def listed(db: Connection) -> list[dict[str, Any]]:
    """Return all models that are not thrown away, and the latest of those that are, newest first."""
    m, a = t.models.c, t.agents.c
    query = select(t.models, a.name.label("by_name")).outerjoin(t.agents, a.id == m.promoted_by)
    rows = db.execute(query.order_by(m.made_at.desc(), m.name.desc()).limit(100)).mappings()
    return [_wire(found) for found in rows]


def one(db: Connection, name: str) -> dict[str, Any]:
    """Return a model as the wire shows it."""
    m, a = t.models.c, t.agents.c
    query = select(t.models, a.name.label("by_name")).outerjoin(t.agents, a.id == m.promoted_by).where(m.name == name)
    return _wire(db.execute(query).mappings().one())


def _wire(found: Mapping[Any, Any]) -> dict[str, Any]:
    shown = ("name", "run_id", "state", "is_shipped", "bytes", "n_examples")
    return {
        **{name: found[name] for name in shown},
        "made_at": iso(found["made_at"]),
        "promoted_at": iso(found["promoted_at"]) if found["promoted_at"] else None,
        "promoted_by": {"id": found["promoted_by"], "name": found["by_name"]} if found["promoted_by"] else None,
    }


def history(db: Connection, language: str, *, before: int | None, limit: int) -> dict[str, Any]:
    """Return who put which model to work, newest first."""
    c, a = t.model_changes.c, t.agents.c
    query = select(t.model_changes, a.name.label("by_name")).outerjoin(t.agents, a.id == c.by_id)
    if before is not None:
        query = query.where(c.id < before)
    rows = list(db.execute(query.order_by(c.id.desc()).limit(limit + 1)).mappings())
    found = [
        {
            **{name: each[name] for name in ("id", "model", "from_model", "kind", "state")},
            "error": told(each["error"], language),
            "by": {"id": each["by_id"], "name": each["by_name"]} if each["by_id"] else None,
            "at": iso(each["at"]),
            "done_at": iso(each["done_at"]) if each["done_at"] else None,
        }
        for each in rows[:limit]
    ]
    return {"changes": found, "next": found[-1]["id"] if len(rows) > limit else None}


def discard(work: Work, name: str, *, actor: str | None) -> None:
    """Throw a model away; its file is removed afterwards.

    Raises:
        Fixable: `not_found`; `in_use` for the one that serves and the shipped one.
    """
    found = row(work.db, name)
    if found["state"] == "serving" or found["is_shipped"]:
        raise Fixable("in_use")
    if found["state"] != "discarded":
        work.db.execute(update(t.models).where(t.models.c.name == name).values(state="discarded"))
        kind = "agent" if actor else "system"
        audit.record(work, "model_discarded", actor=actor, actor_kind=kind, model=name)


def clean_up(work: Work) -> list[str]:
    """Throw away what is over the number that is kept; returns the names of all that are thrown away."""
    m = t.models.c
    kept = [
        Model(found.name, found.is_shipped, found.state == "serving", found.promoted_at or found.made_at)
        for found in work.db.execute(select(t.models).where(m.state != "discarded"))
    ]
    for name in to_discard(kept, work.settings.models_kept):
        discard(work, name, actor=None)
    return list(work.db.scalars(select(m.name).where(m.state == "discarded", ~m.is_shipped)))
