"""Training runs as the database knows them. One is under way at a time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from webchat.adapters.db import tables as t
from webchat.domain.errors import Fixable
from webchat.domain.training import ENDED, UNDER_WAY
from webchat.services import audit, conversations, intents, labels
from webchat.services.accounts import Agent
from webchat.services.views import iso
from webchat.services.work import Work
from webchat.texts import text as say

_MEASURED = 3


def begin(work: Work, agent: Agent) -> str:
    """Write down a run that is about to start; returns its id.

    Raises:
        Fixable: `run_in_progress` with the `run_id`.
    """
    under_way = current_id(work.db)
    if under_way is not None:
        raise Fixable("run_in_progress", run_id=under_way)
    run_id = conversations.new_id()
    n_new = labels.count_since(work.db, last_trained_at(work.db))
    row = {"id": run_id, "state": "waiting", "progress": 0.0, "started_at": work.now, "by_id": agent.id, "n_new": n_new}
    work.db.execute(insert(t.training_runs).values(row))
    audit.record(work, "training_started", actor=agent.id, run=run_id)
    return run_id


def current_id(db: Connection) -> str | None:
    """Return the run that is under way."""
    r = t.training_runs.c
    return db.scalar(select(r.id).where(r.state.in_(UNDER_WAY)).order_by(r.started_at).limit(1))


def last_trained_at(db: Connection) -> datetime | None:
    """Return when the last run began that became a model: younger labels are in none."""
    r = t.training_runs.c
    return db.scalar(select(r.started_at).where(r.state == "done").order_by(r.started_at.desc()).limit(1))


def over(db: Connection, n_kept: int) -> list[str]:
    """Return the ended runs beyond the newest `n_kept`: their folders can go."""
    r = t.training_runs.c
    query = select(r.id).where(r.state.in_(ENDED)).order_by(r.started_at.desc()).offset(n_kept).limit(100)
    return list(db.scalars(query))


def measured(db: Connection) -> list[tuple[int, Mapping[str, float]]]:
    """Return examples and seconds per stage of the last runs, newest first."""
    r = t.training_runs.c
    query = select(r.n_examples, r.took_s).where(r.state == "done").order_by(r.started_at.desc()).limit(_MEASURED)
    return [(row.n_examples, row.took_s) for row in db.execute(query) if row.took_s]


def progress(work: Work, run_id: str, status: Mapping[str, Any]) -> None:
    """Take over what the job says, as long as the run is under way."""
    r = t.training_runs.c
    values = {name: status[name] for name in ("state", "progress", "left_s", "n_examples") if name in status}
    if values.get("state") in UNDER_WAY:
        work.db.execute(update(t.training_runs).where(r.id == run_id, r.state.in_(UNDER_WAY)).values(values))


def end(
    work: Work,
    run_id: str,
    state: str,
    *,
    error: Mapping[str, Any] | None = None,
    status: Mapping[str, Any] | None = None,
) -> bool:
    """Write down how a run ended; returns False if it had ended before."""
    if state not in ENDED:
        raise ValueError(state)
    r = t.training_runs.c
    values: dict[str, Any] = {"state": state, "ended_at": work.now, "left_s": None, "error": error}
    values |= {name: (status or {})[name] for name in ("n_examples", "took_s") if name in (status or {})}
    if state == "done":
        values["progress"] = 1.0
    ended = work.db.execute(update(t.training_runs).where(r.id == run_id, r.state.in_(UNDER_WAY)).values(values))
    return ended.rowcount == 1


def cancelled(work: Work, run_id: str, agent: Agent) -> None:
    """Note that somebody stopped a run.

    Raises:
        Fixable: `not_running` for one that has ended.
    """
    if not end(work, run_id, "cancelled"):
        raise Fixable("not_running")
    audit.record(work, "training_cancelled", actor=agent.id, run=run_id)


def one(db: Connection, run_id: str, language: str) -> dict[str, Any]:
    """Return a run.

    Raises:
        Fixable: `not_found`.
    """
    found = _found(db, language, t.training_runs.c.id == run_id, limit=1)
    if not found:
        raise Fixable("not_found")
    return found[0]


def listed(db: Connection, language: str, *, before: datetime | None, limit: int) -> dict[str, Any]:
    """Return runs, newest first, the one under way, and how many labels and intents are in no model yet."""
    where = [t.training_runs.c.started_at < before] if before else []
    found = _found(db, language, *where, limit=limit + 1)
    under_way = current_id(db)
    return {
        "runs": found[:limit],
        "next": found[limit - 1]["started_at"] if len(found) > limit else None,
        "current": one(db, under_way, language) if under_way else None,
        "new_since": labels.count_since(db, last_trained_at(db)),
        "new_intents": intents.count_since(db, last_trained_at(db)),
        "unanswered": intents.count_unanswered(db),
    }


def _found(db: Connection, language: str, *where: Any, limit: int) -> list[dict[str, Any]]:
    r, a, m = t.training_runs.c, t.agents.c, t.models.c
    query = (
        select(t.training_runs, a.name.label("by_name"), m.name.label("model"))
        .outerjoin(t.agents, a.id == r.by_id)
        .outerjoin(t.models, m.run_id == r.id)
        .where(*where)
        .order_by(r.started_at.desc(), r.id.desc())
        .limit(limit)
    )
    return [_wire(row, language) for row in db.execute(query).mappings()]


def _wire(row: Mapping[Any, Any], language: str) -> dict[str, Any]:
    shown = ("id", "state", "progress", "left_s", "n_examples", "n_new", "model")
    return {
        **{name: row[name] for name in shown},
        "started_at": iso(row["started_at"]),
        "ended_at": iso(row["ended_at"]) if row["ended_at"] else None,
        "by": {"id": row["by_id"], "name": row["by_name"]} if row["by_id"] else None,
        "error": told(row["error"], language),
    }


def told(error: Mapping[str, Any] | None, language: str) -> dict[str, Any] | None:
    """Return a failure with the sentences that say what to do."""
    if error is None:
        return None
    code, params = error["code"], error.get("params") or {}
    problems = [
        {**problem, "text": say(language, f"training_problem_{problem['code']}", **problem["params"])}
        for problem in error.get("problems") or []
    ]
    sentence = say(language, f"training_failed_{code}", **params)
    return {"code": code, "params": params, "text": sentence, "detail": error.get("detail"), "problems": problems}
