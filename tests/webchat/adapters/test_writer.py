"""One batch at a time: what waits meanwhile shares the next commit, and nothing is lost at the end."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from webchat.adapters.db.engine import open_engine
from webchat.adapters.db.writer import Writer


def _writer(folder: Path) -> Writer:
    return Writer(open_engine(f"sqlite:///{folder / 'x.sqlite3'}"), on_commit=lambda _: None)


async def test_what_arrives_during_a_commit_shares_the_next(tmp_path: Path) -> None:
    writer, batches = _writer(tmp_path), []

    def run(_: Connection, items: Sequence[Any]) -> Sequence[Any]:
        batches.append(list(items))
        time.sleep(0.02)
        return items

    writer.start()
    first = writer.run_batched(run, 0)
    while not batches:
        await asyncio.sleep(0)
    later = [writer.run_batched(run, n) for n in (1, 2, 3)]

    assert await asyncio.gather(first, *later) == [0, 1, 2, 3]
    assert batches == [[0], [1, 2, 3]]
    await writer.stop()


async def test_a_slow_job_does_not_hold_the_loop_up(tmp_path: Path) -> None:
    writer = _writer(tmp_path)
    writer.start()

    def slow(_: Connection) -> str:
        time.sleep(0.3)
        return "done"

    job, longest, last = writer.run(slow), 0.0, time.perf_counter()
    while not job.done():
        await asyncio.sleep(0.001)
        longest, last = max(longest, time.perf_counter() - last), time.perf_counter()

    assert await job == "done"
    assert longest < 0.15
    await writer.stop()


async def test_stopping_commits_what_waits(tmp_path: Path) -> None:
    writer = _writer(tmp_path)
    writer.start()
    jobs = [writer.run(lambda _, n=n: n) for n in range(1000)]  # type: ignore[misc]  # bound at once

    await writer.stop()

    assert [await job for job in jobs] == list(range(1000))
