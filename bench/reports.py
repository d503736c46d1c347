"""`python -m bench.reports [N]`: how long a report over N conversations takes, and making its facts from nothing."""

from __future__ import annotations

import json
import sys
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Engine

from bench.tables import table
from ops.layout import ROOT
from tests.support import histories
from webchat.adapters.clock import SystemClock
from webchat.adapters.db.engine import migrate, open_engine
from webchat.documents import first
from webchat.domain.report import Period
from webchat.services import opening_hours
from webchat.services.reports import facts
from webchat.services.reports.figures import Asked
from webchat.services.reports.report import report
from webchat.services.work import Environment, Work
from webchat.settings import Settings

UNTIL = datetime(2026, 6, 30, 22, 0, tzinfo=UTC)
DAYS = 180
GOAL_S = 2.0


def main(n: int) -> None:
    """Measure and print; writes `reports/reports.json`."""
    settings = Settings()
    hours = opening_hours.hours(first(settings).hours)
    with tempfile.TemporaryDirectory(prefix="firstline-reports-") as folder:
        engine = open_engine(f"sqlite:///{Path(folder) / 'a.sqlite3'}")
        migrate(engine)
        with engine.execution_options(write=True).begin() as db:
            histories.write(db, n=n, days=DAYS, until=UNTIL)
        made_s = _make_facts(engine, settings)
        rows = [{"what": f"facts of {n} conversations from nothing", "s": round(made_s, 2), "cpu_s": None}]
        last = date(2026, 6, 30)
        for days, limits in ((90, {}), (90, {"language": "fr"}), (30, {}), (7, {})):
            asked = Asked(Period(last - timedelta(days - 1), last, ZoneInfo("Europe/Brussels")), **limits)
            with engine.connect() as db:
                measured = [_report(db, asked, hours) for _ in range(5)]
            said = " ".join(limits.values()) or "everything"
            seconds, cpu_s = (round(median(each), 2) for each in zip(*measured, strict=True))
            rows.append({"what": f"report of {days} days beside {days} before, {said}", "s": seconds, "cpu_s": cpu_s})
        with engine.connect() as db:
            start = time.perf_counter()
            facts.n_waiting(db)
            looked_s = round(time.perf_counter() - start, 2)
            rows.append({"what": "looking for conversations that changed", "s": looked_s, "cpu_s": None})
        size = (Path(folder) / "a.sqlite3").stat().st_size
        engine.dispose()
    print(table(rows))
    found = {"conversations": n, "days": DAYS, "database_mb": round(size / 1e6), "goal_s": GOAL_S, "rows": rows}
    (ROOT / "reports" / "reports.json").write_text(json.dumps(found, indent=1) + "\n")


def _make_facts(engine: Engine, settings: Settings) -> float:
    env = Environment(settings=settings, clock=SystemClock(), is_user_online=lambda _: False, finish=lambda _: None)
    start = time.perf_counter()
    while True:
        with engine.execution_options(write=True).begin() as db:
            if not facts.remake(Work(db, UNTIL, env)):
                return time.perf_counter() - start


def _report(db: Connection, asked: Asked, hours: Any) -> tuple[float, float]:
    """Seconds by the clock, and of the processor: a machine that is shared has more of the first."""
    start, start_cpu = time.perf_counter(), time.process_time()
    report(db, asked, now=UNTIL, hours=hours, catalogue={}, language="nl", with_people=True)
    return time.perf_counter() - start, time.process_time() - start_cpu


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
