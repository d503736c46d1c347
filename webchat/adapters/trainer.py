"""Jobs in the bot's own environment: a training in the background, a model tried out in a process of its own.

A job holds the lock of the training folder for as long as it lives: it is handed to it open, so there is no moment
in which a job runs and the lock is free. Nobody has to remember a process to know whether one is under way.
"""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import json
import os
import shutil
import signal
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

_ROOT = Path(__file__).resolve().parents[2]
_TRIAL_S = 120.0
_ENDS_WITHIN_S = 10.0


class Busy(Exception):
    """Another job is under way."""


class EnvironmentMissing(Exception):
    """The bot's interpreter is not there."""


class Trainer:
    """Starts, watches and ends jobs.

    Args:
        folder: One folder per run, and the lock.
        python: Interpreter of the bot's environment.
        supervisor_pid: The process whose end is the end of the product: a job does not outlive it.
    """

    def __init__(self, folder: Path, python: Path, *, supervisor_pid: int | None) -> None:
        self._folder, self._python, self._supervisor_pid = folder, python, supervisor_pid
        self._child: subprocess.Popen[bytes] | None = None

    def run_folder(self, run_id: str) -> Path:
        """Return where a run's files are."""
        return self._folder / run_id

    def start(self, run_id: str) -> None:
        """Start the job of a run whose folder is ready.

        Raises:
            Busy: Another one is under way.
            EnvironmentMissing: There is nothing to run it with.
            OSError: The folder cannot be written.
        """
        if not self._python.exists():
            raise EnvironmentMissing(str(self._python))
        folder = self.run_folder(run_id)
        command = [str(self._python), "-m", "bot", "job", "--run", str(folder)]
        if self._supervisor_pid:
            command += ["--supervisor", str(self._supervisor_pid)]
        with self._lock() as lock, (folder / "output.txt").open("wb") as output:
            self._reap()
            self._child = subprocess.Popen(
                command, cwd=_ROOT, env=_environment(), pass_fds=[lock], start_new_session=True,
                stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT,
            )  # fmt: skip

    @contextlib.contextmanager
    def _lock(self) -> Iterator[int]:
        self._folder.mkdir(parents=True, exist_ok=True)
        lock = os.open(self._folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Busy from error
        else:
            yield lock
        finally:
            os.close(lock)  # free again, unless a job has it too

    def is_at_work(self) -> bool:
        """Return whether a job lives, whoever started it."""
        self._reap()
        try:
            with self._lock():
                return False
        except Busy:
            return True

    def status(self, run_id: str) -> dict[str, Any]:
        """Return what the job says of itself; empty before it has said anything."""
        try:
            found = json.loads((self.run_folder(run_id) / "status.json").read_text("utf-8"))
        except (OSError, ValueError):
            return {}
        return found if isinstance(found, dict) else {}

    async def end(self, run_id: str) -> None:
        """End the job of a run with all it started; returns when it is gone."""
        pid = self.status(run_id).get("pid") or (self._child.pid if self._child else None)
        for number, wait_s in ((signal.SIGTERM, 1.0), (signal.SIGKILL, _ENDS_WITHIN_S)):
            if not self.is_at_work() or not pid:
                return
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(pid, number)  # it leads its own group; the lock says that it still lives
            async with asyncio.timeout(wait_s + 1):
                for _ in range(int(wait_s / 0.05)):
                    if not self.is_at_work():
                        return
                    await asyncio.sleep(0.05)

    async def try_out(self, model: Path) -> dict[str, Any]:
        """Load a model in a process of its own and ask it what any model of ours must know.

        Returns:
            `{"ok", "model_id", "n", "n_right", "error"}`; `error` is None or a code of `domain.training.FAILURES`.

        Raises:
            EnvironmentMissing: There is nothing to run it with.
        """
        if not self._python.exists():
            raise EnvironmentMissing(str(self._python))
        process = await asyncio.create_subprocess_exec(
            str(self._python), "-m", "bot", "smoke", "--model", str(model), cwd=_ROOT, env=_environment(),
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        try:
            async with asyncio.timeout(_TRIAL_S):
                said, _ = await process.communicate()
            result = json.loads(said.splitlines()[-1])
            return result if isinstance(result, dict) else {"ok": False, "error": "smoke_failed"}
        except (TimeoutError, ValueError, IndexError):
            return {"ok": False, "error": "not_loadable"}
        finally:
            if process.returncode is None:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
                await process.wait()

    def remove(self, run_id: str) -> None:
        """Remove a run's folder."""
        shutil.rmtree(self.run_folder(run_id), ignore_errors=True)

    def _reap(self) -> None:
        if self._child is not None and self._child.poll() is not None:
            self._child = None


def _environment() -> Mapping[str, str]:
    # Two threads halve the one long step of a training; its low priority leaves the cores to whoever chats.
    threads = str(min(2, os.cpu_count() or 1))
    numeric = {"OMP_NUM_THREADS": threads, "OPENBLAS_NUM_THREADS": threads}
    return {**os.environ, **numeric, "PYTHONPATH": str(_ROOT), "PYTHONUNBUFFERED": "1"}
