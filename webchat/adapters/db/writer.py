"""Group commit: one thread owns the write connection and shares each COMMIT among all who wait.

A durable commit costs one fsync (0.4-4 ms), whatever it holds. While one batch is being synced the next gathers,
so the rate grows with the number of waiting writers (docs/decisions/0004-sqlite-group-commit.md).
"""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import Callable, Sequence
from itertools import groupby
from typing import Any, NamedTuple

import structlog
from sqlalchemy import Connection, Engine

from webchat.adapters.db.engine import writing

log = structlog.get_logger()

_MAX_BATCH = 512
_STEP_BACK_S = 0.005

Job = Callable[[Connection], Any]
BatchJob = Callable[[Connection, Sequence[Any]], Sequence[Any]]


class _Task(NamedTuple):
    run: BatchJob
    item: Any
    future: asyncio.Future[Any]


def _run_jobs(connection: Connection, jobs: Sequence[Job]) -> list[Any]:
    return [_guarded(connection, job) for job in jobs]


def _guarded(connection: Connection, job: Job) -> Any:
    """Run one job in its own savepoint; an exception is its result."""
    savepoint = connection.begin_nested()
    try:
        result = job(connection)
    except Exception as error:
        savepoint.rollback()
        return error
    savepoint.commit()
    return result


class Writer:
    """The only road to a change of the database."""

    def __init__(self, engine: Engine, *, on_commit: Callable[[Any], None]) -> None:
        """Prepare; `start` opens the connection.

        Args:
            engine: Where to write.
            on_commit: Called in the event loop with each result, in commit order, before its awaiter wakes.
        """
        self._engine = engine
        self._step_back_s = _STEP_BACK_S if engine.dialect.name == "sqlite" else 0.0
        self._on_commit = on_commit
        self._pending: list[_Task] = []
        self._is_waking = self._is_busy = False
        self._tasks: queue.SimpleQueue[list[_Task] | None] = queue.SimpleQueue()
        self._executed = threading.Event()
        self._thread = threading.Thread(target=self._work, name="writer", daemon=True)
        self._loop: asyncio.AbstractEventLoop | None = None

    def start(self) -> None:
        """Start the thread; call from the event loop."""
        self._loop = asyncio.get_running_loop()
        self._thread.start()

    async def stop(self) -> None:
        """Commit what is queued and end the thread."""
        while self._pending or self._is_busy:
            await asyncio.sleep(0.001)
        self._tasks.put(None)
        await asyncio.to_thread(self._thread.join)

    def run(self, job: Job) -> asyncio.Future[Any]:
        """Queue `job`; the future resolves after its commit, with its result or exception."""
        return self._put(_run_jobs, job)

    def run_batched(self, run: BatchJob, item: Any) -> asyncio.Future[Any]:
        """Queue `item` for `run`, which gets all neighbouring items of a commit at once.

        `run` returns one result or exception per item. If it raises, each item is tried by itself.
        """
        return self._put(run, item)

    def _put(self, run: BatchJob, item: Any) -> asyncio.Future[Any]:
        assert self._loop is not None
        future: asyncio.Future[Any] = self._loop.create_future()
        self._pending.append(_Task(run, item, future))
        self._wake()
        return future

    def _wake(self) -> None:
        """Hand over soon, but not before the loop has read what has arrived meanwhile: it then shares the commit."""
        assert self._loop is not None
        if self._pending and not self._is_waking and not self._is_busy:
            self._is_waking = True
            self._loop.call_soon(self._loop.call_soon, self._hand_over)

    def _hand_over(self) -> None:
        self._is_waking, self._is_busy = False, True
        batch, self._pending = self._pending[:_MAX_BATCH], self._pending[_MAX_BATCH:]
        self._executed.clear()
        self._tasks.put(batch)
        # Only one thread runs Python at a time. Where two want to they pass the lock, and the cores each other's
        # caches, at every statement, which costs more than the statements; the loop steps back until the COMMIT.
        self._executed.wait(self._step_back_s)

    def _work(self) -> None:
        connection = writing(self._engine)
        try:
            while (batch := self._tasks.get()) is not None:
                results = self._commit(connection, batch)
                self._executed.set()
                assert self._loop is not None
                self._loop.call_soon_threadsafe(self._settle, batch, results)
        finally:
            connection.close()

    def _commit(self, connection: Connection, batch: list[_Task]) -> list[Any]:
        run = batch[0].run
        if run is not _run_jobs and all(task.run is run for task in batch):
            try:  # the common case: messages only, which need no savepoint while nothing goes wrong
                with connection.begin():
                    results = list(run(connection, [task.item for task in batch]))
                    self._executed.set()
                return results
            except Exception as error:
                log.warning("commit_repeated", n_jobs=len(batch), error=repr(error))
        try:
            with connection.begin():
                results = []
                for run, tasks in groupby(batch, key=lambda task: task.run):
                    results += self._run_group(connection, run, [task.item for task in tasks])
                self._executed.set()
            return results
        except Exception as error:
            # The commit itself failed (disk full, locked by a backup): nobody is told that it is stored.
            log.error("commit_failed", n_jobs=len(batch), error=repr(error))
            return [error] * len(batch)

    def _run_group(self, connection: Connection, run: BatchJob, items: list[Any]) -> Sequence[Any]:
        if run is _run_jobs:
            return _run_jobs(connection, items)
        results = _guarded(connection, lambda c: run(c, items))
        if not isinstance(results, Exception):
            return results  # type: ignore[no-any-return]  # a job's result is whatever it returns
        if len(items) == 1:
            return [results]
        return [self._run_group(connection, run, [item])[0] for item in items]

    def _settle(self, batch: list[_Task], results: list[Any]) -> None:
        self._is_busy = False
        self._wake()
        for task, result in zip(batch, results, strict=True):
            if isinstance(result, Exception):
                if not task.future.done():
                    task.future.set_exception(result)
                continue
            self._on_commit(result)
            if not task.future.done():
                task.future.set_result(result)
