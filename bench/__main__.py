"""`python -m bench`: print every table, write `reports/bench.json`. Goals are reported, never asserted."""

from __future__ import annotations

import json
import platform
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from bench import chat, console, echo, footprint, search
from bench.tables import Figure, table
from ops.layout import ROOT
from tests.support.product import Product

TOKEN = "bench-only"
SETTINGS = {
    "BOT_TOKEN": TOKEN,
    "WEBCHAT_BURST_WINDOW_S": "0",
    "WEBCHAT_RATE_PER_S": "1000000",
    "WEBCHAT_RATE_BURST": "1000000",
}


def main() -> None:
    """Run all benchmarks one after the other."""
    figures: list[Figure] = []
    report: dict[str, Any] = {"date": date.today().isoformat(), "machine": platform.processor() or platform.machine()}

    def take(name: str, measured: tuple[list[dict[str, Any]], list[Figure]]) -> None:
        rows, found = measured
        report[name] = rows
        figures.extend(found)
        print(f"\n{name}\n{table(rows)}", flush=True)

    with tempfile.TemporaryDirectory(prefix="firstline-bench-") as folder, Product(Path(folder), SETTINGS) as product:
        runs: dict[str, Callable[[], tuple[list[dict[str, Any]], list[Figure]]]] = {
            "answer": lambda: chat.answer(product, TOKEN),
            "handoff": lambda: chat.handoff(product),
            "echo": lambda: echo.run(product),
            "memory": lambda: footprint.memory(product),
        }
        for name, run in runs.items():
            take(name, run())
    take("console", console.run())
    take("search", search.run())
    take("bytes", footprint.bytes_sent())
    goals = [
        {
            "figure": f.name,
            "value": f.value,
            "goal": f"{'≤' if f.at_most else '≥'} {f.goal}",
            "met": "yes" if f.met else "NO",
        }
        for f in figures
    ]
    report["goals"] = goals
    print(f"\ngoals\n{table(goals)}")
    (ROOT / "reports").mkdir(exist_ok=True)
    (ROOT / "reports" / "bench.json").write_text(json.dumps(report, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
