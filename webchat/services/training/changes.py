"""A change of the model that serves, in steps that a crash may part: pending, swapping, then done or failed.

Until `decide` nothing has changed: a change found pending at start has failed. From `decide` on the new model is what is
to serve, and whoever finds the bot serving another brings it there, or takes the change back.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, insert, select, update

from webchat.adapters.db import tables as t
from webchat.domain.errors import Fixable
from webchat.services import audit
from webchat.services.accounts import Agent
from webchat.services.training import models
from webchat.services.work import Work

_ACTS = {"promote": "model_promoted", "rollback": "model_rolled_back"}


def begin(work: Work, agent: Agent, name: str, kind: str) -> int:
    """Write down that a model is to serve; returns the change's id.

    Raises:
        Fixable: `not_found`; `not_ready` for one that serves already or was thrown away; `swap_in_progress`.
    """
    if open_change(work.db) is not None:
        raise Fixable("swap_in_progress")
    wanted, at_work = models.row(work.db, name), models.serving(work.db)
    if wanted["state"] != "ready":
        raise Fixable("not_ready")
    values = {"model": name, "from_model": at_work["name"] if at_work else None, "kind": kind, "state": "pending"}
    made = work.db.execute(insert(t.model_changes).values(**values, by_id=agent.id, at=work.now))
    (change_id,) = made.inserted_primary_key or (0,)
    return int(change_id)


def before(db: Connection) -> str:
    """Return the model to go back to: the last one that served and can still be had.

    Raises:
        Fixable: `not_ready` if there is none.
    """
    m = t.models.c
    query = select(m.name).where(m.state == "ready", m.promoted_at.is_not(None)).order_by(m.promoted_at.desc()).limit(1)
    name: str | None = db.scalar(query)
    if name is None:
        raise Fixable("not_ready")
    return name


def open_change(db: Connection) -> Mapping[Any, Any] | None:
    """Return the change that is under way."""
    c = t.model_changes.c
    query = select(t.model_changes).where(c.state.in_(("pending", "swapping"))).order_by(c.id).limit(1)
    return db.execute(query).mappings().first()


def decide(work: Work, change_id: int) -> None:
    """From now on the new model is the one that is to serve."""
    change = _row(work.db, change_id)
    _serve(work, change["model"], by=change["by_id"])
    work.db.execute(update(t.model_changes).where(t.model_changes.c.id == change_id).values(state="swapping"))
    act, by = _ACTS[change["kind"]], change["by_id"]
    audit.record(work, act, actor=by, model=change["model"], of=change["from_model"])


def _serve(work: Work, name: str, *, by: str | None) -> None:
    m = t.models.c
    work.db.execute(update(t.models).where(m.state == "serving").values(state="ready"))
    values = {"state": "serving", "promoted_at": work.now, "promoted_by": by}
    work.db.execute(update(t.models).where(m.name == name).values(values))


def settle(work: Work) -> None:
    """The bot serves what it is to serve: what was under way is done."""
    c = t.model_changes.c
    work.db.execute(update(t.model_changes).where(c.state == "swapping").values(state="done", done_at=work.now))


def fail(work: Work, change_id: int, error: Mapping[str, Any]) -> None:
    """A change came to nothing before it was decided."""
    _end(work, change_id, error)


def interrupted(work: Work) -> None:
    """At the start of the process: what was not decided has failed."""
    c = t.model_changes.c
    error = {"code": "interrupted", "params": {}}
    values = {"state": "failed", "error": error, "done_at": work.now}
    work.db.execute(update(t.model_changes).where(c.state == "pending").values(values))


def take_back(work: Work, error: Mapping[str, Any], *, to: str) -> None:
    """The bot cannot serve what it is to serve: another one is, from now on.

    Args:
        work: The transaction.
        error: Why.
        to: The model that is to serve instead.
    """
    change, at_work = open_change(work.db), models.serving(work.db)
    change = change if change and change["state"] == "swapping" else None
    lost = at_work["name"] if at_work else None
    if change is not None:
        _end(work, change["id"], error)
    else:
        values = {"model": to, "from_model": lost, "kind": "repair", "state": "done", "error": error}
        work.db.execute(insert(t.model_changes).values(**values, at=work.now, done_at=work.now))
    _serve(work, to, by=None)
    audit.record(work, "model_taken_back", actor=None, actor_kind="system", model=to, of=lost, reason=error["code"])


def _end(work: Work, change_id: int, error: Mapping[str, Any]) -> None:
    values = {"state": "failed", "error": dict(error), "done_at": work.now}
    work.db.execute(update(t.model_changes).where(t.model_changes.c.id == change_id).values(values))


def _row(db: Connection, change_id: int) -> Mapping[Any, Any]:
    return db.execute(select(t.model_changes).where(t.model_changes.c.id == change_id)).mappings().one()
