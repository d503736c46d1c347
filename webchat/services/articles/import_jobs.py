"""Imports as jobs: asked for, done one after the other beside everything else, watched, cancelled, gone on with."""

from __future__ import annotations

import asyncio
import shutil
from functools import partial
from pathlib import Path
from typing import Any

import structlog
from sqlalchemy import Connection, insert, select, update

from webchat.adapters.article_index import ArticleIndex
from webchat.adapters.db import tables as t
from webchat.adapters.pictures import Pictures
from webchat.domain.errors import Fixable
from webchat.services import audit, conversations, views
from webchat.services.accounts import Agent
from webchat.services.articles import owed, rows
from webchat.services.articles.importing import Importer, Options, Portion, Problem
from webchat.services.work import Store, Work

log = structlog.get_logger()

_i = t.article_imports.c
_SHOWN_ERRORS, _SHOWN_CHANGES = 1000, 200
_EVERY_S = 5.0
_OPEN = ("waiting", "running")


class Imports:
    """The imports of one database; their files lie in a folder until they are done."""

    def __init__(self, store: Store, index: ArticleIndex, pictures: Pictures, folder: Path) -> None:
        """Prepare; `run` does the work."""
        self._store, self._index, self._pictures, self._folder = store, index, pictures, folder
        self._woken = asyncio.Event()

    def folder(self, import_id: str) -> Path:
        """Return where an import's files lie."""
        return self._folder / import_id

    def wake(self) -> None:
        """Have what waits begun now."""
        self._woken.set()

    async def run(self) -> None:
        """Do the imports that wait, and go on with the one that a restart stopped, until cancelled."""
        await self.sweep()
        while True:
            self._woken.clear()
            try:
                while (import_id := await self._store.read(_next)) is not None:
                    await self.do(import_id)
            except Exception as error:  # the outermost loop
                log.error("import_failed", error=repr(error))
            try:
                await asyncio.wait_for(self._woken.wait(), _EVERY_S)
            except TimeoutError:
                continue

    async def sweep(self) -> None:
        """Remove files of no import: a crash came between them and their row. Only before the first is asked for."""
        folders = list(self._folder.glob("*"))
        waiting = await self._store.read(lambda db: set(db.scalars(select(_i.id).where(_i.state.in_(_OPEN)))))
        for folder in folders:
            if folder.name not in waiting:
                await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)

    async def do(self, import_id: str) -> None:
        """Do one import from where it stands."""
        row = await self._store.read(partial(_load, import_id=import_id))
        options = Options(row["publish"], row["dry_run"], row["language"], row["by_id"])
        importer = Importer(self._store, self._index, self._pictures, self.folder(import_id), options)
        try:
            total = await importer.open()
            await self._store.write(partial(_begin, import_id=import_id, total=total))
            await importer.run(partial(_note, import_id=import_id), done=row["done"])
            await self._store.write(partial(_end, import_id=import_id, state="done"))
        except Exception as error:
            code = error.code if isinstance(error, Fixable) else "unreadable"
            log.error("import_failed", import_id=import_id, error=repr(error))
            await self._store.write(partial(_end, import_id=import_id, state="failed", problem=code))
        importer.close()
        await asyncio.to_thread(shutil.rmtree, self.folder(import_id), ignore_errors=True)


def ask(
    work: Work, agent: Agent, *, import_id: str, files: list[str], publish: bool, dry_run: bool, language: str | None
) -> dict[str, Any]:
    """Have files imported that lie ready."""
    values = {"id": import_id, "state": "waiting", "publish": publish, "dry_run": dry_run, "language": language}
    values |= {"files": files, "errors": [], "changes": [], "by_id": agent.id, "created_at": work.now}
    work.db.execute(insert(t.article_imports).values(**values))
    if not dry_run:
        audit.record(work, "articles_imported", actor=agent.id, import_id=import_id, publish=publish, n=len(files))
    return one(work.db, import_id)


def new_id() -> str:
    """Return a name for an import."""
    return conversations.new_id()


def one(db: Connection, import_id: str) -> dict[str, Any]:
    """Return how an import stands.

    Raises:
        Fixable: `not_found`.
    """
    row = _load(db, import_id)
    return _wire(row, rows.names_of(db, [row], "by_id"), owed.n_waiting(db))


def page(db: Connection, *, after: str | None, limit: int) -> dict[str, Any]:
    """Return the imports, latest first.

    Raises:
        Fixable: `not_found` for an `after` that is none.
    """
    query = select(t.article_imports).order_by(_i.created_at.desc(), _i.id)
    if after is not None:
        query = query.where(_i.created_at < _load(db, after)["created_at"])
    found = list(db.execute(query.limit(limit + 1)).mappings())
    names = rows.names_of(db, found, "by_id")
    to_index = owed.n_waiting(db)
    shown = [_wire(row, names, to_index) for row in found[:limit]]
    return {"imports": shown, "next": shown[-1]["id"] if len(found) > limit else None}


def cancel(work: Work, import_id: str) -> dict[str, Any]:
    """Stop an import; what is in stays in.

    Raises:
        Fixable: `not_found`, `wrong_state` for one that is over.
    """
    row = _load(work.db, import_id)
    if row["state"] not in _OPEN:
        raise Fixable("wrong_state", state=row["state"])
    _change(work, import_id, state="cancelled", ended_at=work.now)
    return one(work.db, import_id)


def _load(db: Connection, import_id: str) -> Any:
    row = db.execute(select(t.article_imports).where(_i.id == import_id)).mappings().one_or_none()
    if row is None:
        raise Fixable("not_found")
    return row


def _next(db: Connection) -> str | None:
    query = select(_i.id).where(_i.state.in_(_OPEN)).order_by(_i.state, _i.created_at)
    return db.scalar(query.limit(1))


def _begin(work: Work, import_id: str, total: int) -> None:
    where = (_i.id == import_id, _i.state.in_(_OPEN))
    work.db.execute(update(t.article_imports).where(*where).values(state="running", total=total))


def _note(work: Work, done: Portion, *, import_id: str) -> bool:
    row = _load(work.db, import_id)
    if row["state"] != "running":
        raise Fixable("wrong_state", state=row["state"])
    _change(
        work,
        import_id,
        done=row["done"] + done.n_units,
        n_created=row["n_created"] + done.created,
        n_changed=row["n_changed"] + done.changed,
        n_unchanged=row["n_unchanged"] + done.unchanged,
        n_errors=row["n_errors"] + len(done.problems),
        errors=[*row["errors"], *map(_error, done.problems)][:_SHOWN_ERRORS],
        changes=[*row["changes"], *done.changes][:_SHOWN_CHANGES],
    )
    return True


def _end(work: Work, import_id: str, state: str, problem: str | None = None) -> None:
    row = _load(work.db, import_id)
    if row["state"] not in _OPEN:
        return
    errors = row["errors"] + ([_error(Problem("", None, problem))] if problem else [])
    _change(work, import_id, state=state, ended_at=work.now, errors=errors)


def _change(work: Work, import_id: str, **values: Any) -> None:
    work.db.execute(update(t.article_imports).where(_i.id == import_id).values(**values))


def _error(problem: Problem) -> dict[str, Any]:
    return {"file": problem.file, "line": problem.line, "code": problem.code, "params": problem.params}


def _wire(row: Any, names: dict[str, str], to_index: int) -> dict[str, Any]:
    kept = ("id", "state", "dry_run", "publish", "files", "done", "total", "errors", "changes", "n_errors")
    counts = {name: row[f"n_{name}"] for name in ("created", "changed", "unchanged")}
    return {
        **{name: row[name] for name in kept},
        **counts,
        "to_index": min(to_index, counts["created"] + counts["changed"])
        if row["publish"] and not row["dry_run"]
        else 0,
        "started_at": views.iso(row["created_at"]),
        "ended_at": views.iso(row["ended_at"]) if row["ended_at"] else None,
        "by": {"id": row["by_id"], "name": names.get(row["by_id"], "")},
    }
