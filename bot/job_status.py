"""What a training job says of itself: a status that webchat polls, and a log for people."""

from __future__ import annotations

import json
import os
import resource
import threading
import time
from collections.abc import Mapping
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

STAGES = ("validating", "training", "evaluating", "comparing")
_EVERY_S = 0.5
_NEARLY = 0.97  # of a stage that lasts longer than it should


class Status:
    """Written whole or not at all, twice a second, so that progress moves also while a stage has nothing to tell.

    Args:
        folder: Of the run.
        expected_s: How long each stage is thought to last.
    """

    def __init__(self, folder: Path, expected_s: Mapping[str, float]) -> None:
        self._folder = folder
        self._expected = {stage: float(expected_s.get(stage, 1.0)) for stage in STAGES}
        self._began = self._stage_began = time.monotonic()
        self._said: dict[str, Any] = {"pid": os.getpid(), "state": "waiting", "took_s": {}, "error": None}
        self._lock = threading.Lock()
        self._over = threading.Event()
        threading.Thread(target=self._tick, daemon=True).start()

    def enter(self, stage: str) -> None:
        """A stage begins, and with it the one before has ended."""
        with self._lock:
            self._close_stage()
            self._said["state"] = stage
        self.write()

    def add(self, **facts: Any) -> None:
        """Tell more."""
        with self._lock:
            self._said.update(facts)
        self.write()

    def end(self, state: str, error: Mapping[str, Any] | None = None) -> float:
        """The last word; returns how long it all took, in seconds."""
        self._over.set()
        with self._lock:
            self._close_stage()
            peak_mb = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
            self._said.update(state=state, error=error, cpu_s=round(sum(os.times()[:4]), 1), peak_mb=peak_mb)
        self.write()
        return time.monotonic() - self._began

    def _close_stage(self) -> None:
        now = time.monotonic()
        if self._said["state"] in (*STAGES, "waiting"):
            self._said["took_s"][self._said["state"]] = round(now - self._stage_began, 2)
        self._stage_began = now

    def write(self) -> None:
        """Write the status now."""
        with self._lock:
            text = json.dumps({**self._said, **self._forecast()})
            aside = self._folder / "status.json.part"
            aside.write_text(text, encoding="utf-8")
            os.replace(aside, self._folder / "status.json")

    def _forecast(self) -> dict[str, Any]:
        state, total = self._said["state"], sum(self._expected.values())
        if state not in STAGES:
            return {"progress": 1.0 if state == "done" else 0.0, "left_s": round(total) if state == "waiting" else None}
        place = STAGES.index(state)
        here = min(time.monotonic() - self._stage_began, _NEARLY * self._expected[state])
        done = sum(self._expected[stage] for stage in STAGES[:place]) + here
        return {"progress": round(done / total, 3), "left_s": max(1, round(total - done))}

    def _tick(self) -> None:
        while not self._over.wait(_EVERY_S):
            try:
                self.write()
            except OSError:
                return  # a full disk: the job itself is about to notice


class Log:
    """Lines as codes with their numbers; webchat has the words. Nothing that a user wrote goes in."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "log.jsonl"

    def say(self, code: str, **params: Any) -> None:
        """Write one line."""
        line = {"at": datetime.now(timezone.utc).isoformat(), "code": code, "params": params}
        with self._file.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
