"""`python -m bench.swap`: 20 people chat without a pause while a model is put to work and taken back; `reports/swap.json`."""

from __future__ import annotations

import asyncio
import json
import os
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import httpx

from bench.tables import percentile, table
from ops.layout import ROOT
from tests.support.product import Product
from tests.support.training import Crowd, TrainingDesk, failed_turns, served, settings, small_bot

N_USERS = 20
CALM_S = 20.0
AFTER_S = 1.0  # who waited through the change gets the answer by then


def main() -> None:
    """Measure and write the report."""
    with tempfile.TemporaryDirectory(prefix="firstline-swap-") as name:
        folder = Path(name)
        with Product(folder / "var", settings(small_bot(folder / "bot"), folder)) as product:
            desk = TrainingDesk(product)
            desk.label()
            run_id = desk.start()
            run = desk.wait(run_id)
            assert run["state"] == "done", run
            rows = asyncio.run(_measure(product, desk, run_id))
    print(table(rows))
    load = round(os.getloadavg()[0], 1)  # of 2 cores; what else runs on the machine counts
    report = {"date": date.today().isoformat(), "n_users": N_USERS, "load": load, "rows": rows}
    (ROOT / "reports" / "swap.json").write_text(json.dumps(report, indent=1) + "\n", "utf-8")


async def _measure(product: Product, desk: TrainingDesk, run_id: str) -> list[dict[str, Any]]:
    crowd, done = Crowd(product.url, n_users=N_USERS), asyncio.Event()
    chatting = asyncio.create_task(crowd.chat_until(done))
    await asyncio.sleep(5)  # until everybody chats
    calm = time.monotonic()
    await asyncio.sleep(CALM_S)
    calm_end = time.monotonic()
    moments = [("before", calm, calm_end, None)]
    acts: list[tuple[str, Callable[[], httpx.Response]]] = [
        ("promote", lambda: desk.promote(run_id)),
        ("roll back", desk.roll_back),
    ]
    for name, act in acts:
        model = served(product)
        began = time.monotonic()
        answer = await asyncio.to_thread(act)
        ended = time.monotonic()
        assert answer.status_code == 200, answer.text
        assert served(product) != model
        moments.append((name, began, ended + AFTER_S, round(ended - began, 2)))
        await asyncio.sleep(5)
    done.set()
    await chatting
    return [_row(crowd, failed_turns(product), *moment) for moment in moments]


def _row(crowd: Crowd, n_failed: int, name: str, start: float, end: float, took_s: float | None) -> dict[str, Any]:
    waits = crowd.between(start, end)
    return {
        "moment": name,
        "took s": took_s,
        "answers": len(waits),
        "p50 s": round(percentile(waits, 0.5), 2),
        "p95 s": round(percentile(waits, 0.95), 2),
        "longest s": round(max(waits), 2),
        "lost": crowd.n_lost,
        "errors": crowd.n_errors + n_failed,
    }


if __name__ == "__main__":
    main()
