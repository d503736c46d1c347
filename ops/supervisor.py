"""Start the parts, watch them, restart what dies or hangs, stop all on Ctrl-C."""

from __future__ import annotations

import ctypes
import json
import os
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from pathlib import Path

from ops.layout import ROOT
from ops.parts import Part

_COLOURS = {"kb_index": "36", "actions": "33", "bot": "35", "webchat": "32", "make": "1"}
_PROBE_EVERY_S = 3.0
_PROBE_TIMEOUT_S = 5.0
_HUNG_AFTER_PROBES = 4
_STOP_S = 8.0
_CRASH_LOOP_S = 5.0  # a part that lived longer comes back at once
_PR_SET_PDEATHSIG = 1


def say(part: str, line: str) -> None:
    """Print one log line, prefixed by its part."""
    name = f"\x1b[{_COLOURS[part]}m{part:<8}\x1b[0m" if sys.stdout.isatty() else f"{part:<8}"
    print(f"{name} | {line}", flush=True)


class _Running:
    """A part and its current process."""

    def __init__(self, part: Part) -> None:
        self.part = part
        self.n_restarts = 0
        self.process: subprocess.Popen[str] | None = None
        self.started = 0.0
        self.start_again_at = 0.0
        self.was_healthy = False
        self.n_failed_probes = 0

    def start(self) -> None:
        self.process = subprocess.Popen(
            self.part.command, cwd=ROOT, env=dict(self.part.environment), text=True, errors="replace",
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True,
            preexec_fn=_die_with_parent,
        )  # fmt: skip
        self.started, self.was_healthy, self.n_failed_probes = time.monotonic(), False, 0
        threading.Thread(target=self._copy_log, args=(self.process,), daemon=True).start()

    def _copy_log(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout is not None
        for line in process.stdout:
            say(self.part.name, line.rstrip())

    def signal(self, number: int) -> None:
        if self.process is not None and self.process.poll() is None:
            os.killpg(self.process.pid, number)


def _die_with_parent() -> None:
    # Linux only: a supervisor that is killed -9 leaves no orphans behind.
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


class Supervisor:
    """Keeps the parts of one product running.

    Args:
        parts: What to run.
        state_file: Where pids and addresses are written at each change, for people and tests.
    """

    def __init__(self, parts: Sequence[Part], state_file: Path) -> None:
        self._running = [_Running(part) for part in parts]
        self._state_file = state_file
        self._stop = threading.Event()

    def run(self) -> None:
        """Start all and keep watch until `stop`; returns when every process has ended."""
        for running in self._running:
            running.start()
        self._write_state()
        for running in self._running:
            threading.Thread(target=self._probe, args=(running,), daemon=True).start()
        while not self._stop.wait(0.1):
            for running in self._running:
                self._revive(running)
        self._stop_all()

    def stop(self) -> None:
        """Ask `run` to end; safe from a signal handler."""
        self._stop.set()

    def wait_healthy(self, deadline_s: float) -> list[str]:
        """Wait until every part has answered its health question.

        Returns:
            Names of the parts that have not by `deadline_s` seconds; empty if all is well.
        """
        until = time.monotonic() + deadline_s
        while time.monotonic() < until and not self._stop.is_set():
            waiting = [r.part.name for r in self._running if not r.was_healthy]
            if not waiting:
                return []
            time.sleep(0.2)
        return [r.part.name for r in self._running if not r.was_healthy]

    def _revive(self, running: _Running) -> None:
        process = running.process
        if process is not None:
            if process.poll() is None:
                return
            lasted = time.monotonic() - running.started
            running.n_restarts = 0 if lasted > _CRASH_LOOP_S else running.n_restarts + 1
            delay = min(5.0, 0.1 * 2 ** max(0, running.n_restarts - 1))
            say("make", f"{running.part.name} ended (code {process.returncode}); starting it again in {delay:.1f} s")
            running.process, running.start_again_at = None, time.monotonic() + delay
        elif time.monotonic() >= running.start_again_at:
            running.start()
            self._write_state()

    def _probe(self, running: _Running) -> None:
        while not self._stop.wait(0.3 if not running.was_healthy else _PROBE_EVERY_S):
            process = running.process
            if process is None:
                continue
            if _answers(running.part.health_url):
                running.was_healthy, running.n_failed_probes = True, 0
                continue
            running.n_failed_probes += 1
            too_slow = time.monotonic() - running.started > running.part.slow_start_s
            hung = running.n_failed_probes >= _HUNG_AFTER_PROBES if running.was_healthy else too_slow
            if hung and running.process is process and process.poll() is None:
                say("make", f"{running.part.name} does not answer; killing it")
                running.signal(signal.SIGKILL)

    def _stop_all(self) -> None:
        for running in self._running:
            running.signal(signal.SIGTERM)
            running.signal(signal.SIGCONT)
        until = time.monotonic() + _STOP_S
        for running in self._running:
            try:
                if running.process is not None:
                    running.process.wait(max(0.1, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                running.signal(signal.SIGKILL)
        self._state_file.unlink(missing_ok=True)

    def _write_state(self) -> None:
        state = {
            r.part.name: {"pid": r.process.pid if r.process else None, "health_url": r.part.health_url}
            for r in self._running
        }
        draft = self._state_file.with_suffix(".tmp")
        draft.write_text(json.dumps(state, indent=1))
        draft.replace(self._state_file)


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=_PROBE_TIMEOUT_S) as answer:
            return bool(answer.status == 200)
    except urllib.error.HTTPError:
        return True  # it answers; what it says of others is not about its own life
    except (OSError, ValueError):
        return False
