"""A training run from beginning to end, in a process of its own: check, train, try out, compare.

webchat makes the run's folder, starts this with a lock that lives as long as the process, and reads the status. Whatever
happens, what is left behind says what happened: the last word is written after the mess is cleared away, so that there
is room for it on a full disk.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
import signal
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

import yaml

from bot.asked_aside import Asked, asked_aside
from bot.check_data import check
from bot.job_status import Log, Status
from bot.logs import configure_logging
from bot.settings import ROOT

_LOW_PRIORITY = 10
_LOOK_S = 0.5
_NO_ROOM_BYTES = 1_000_000


class Failed(Exception):
    """The run comes to nothing, for a reason that has a name and words in webchat."""

    def __init__(self, code: str, *, detail: str | None = None, problems: list[dict[str, Any]] | None = None) -> None:
        super().__init__(code)
        self.error: dict[str, Any] = {"code": code, "params": {}, "detail": detail, "problems": problems or []}


class Job:
    """One run.

    Args:
        folder: Of the run, with `run.json`, `domain.yml` and `data/`.
        supervisor: Process whose end is the product's.
    """

    def __init__(self, folder: Path, *, supervisor: int | None) -> None:
        self._folder = folder
        self._work = folder / "work"
        self._task: dict[str, Any] = json.loads((folder / "run.json").read_text(encoding="utf-8"))
        self._supervisor = supervisor
        self._log = Log(folder)

    def run(self) -> int:
        """Do it all; returns the exit status."""
        os.nice(_LOW_PRIORITY)
        configure_logging()
        if self._supervisor:
            threading.Thread(target=_end_with, args=(self._supervisor,), daemon=True).start()
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
        # Rasa and everybody else puts temporary files where they go with the run.
        self._work.mkdir(exist_ok=True)
        tempfile.tempdir = os.environ["TMPDIR"] = str(self._work)
        os.environ["RASA_CACHE_DIRECTORY"] = str(self._work / "cache")
        error: dict[str, Any] | None = None
        try:
            self._status = Status(self._folder, self._task.get("expected_s", {}))
            self._log.say("started")
            self._steps()
        except Failed as failed:
            error = failed.error
        except Exception as problem:  # the outermost loop: told, never swallowed
            error = Failed(_code(problem, self._folder), detail=_where(problem)).error
        return self._last_word(error)

    def _last_word(self, error: dict[str, Any] | None) -> int:
        shutil.rmtree(self._work, ignore_errors=True)
        if error is None:
            self._log.say("done", seconds=round(self._status.end("done")))
            return 0
        for name in ("model.tar.gz", "predictions-new.jsonl", "predictions-old.jsonl", "output.txt"):
            (self._folder / name).unlink(missing_ok=True)
        self._status.end("failed", error)
        self._log.say("failed", reason=error["code"])
        return 1

    def _steps(self) -> None:
        self._status.enter("validating")
        self._check()
        self._status.enter("training")
        with asked_aside(self._folder, self._serving) as asked:
            model = self._train()
            self._status.enter("evaluating")
            self._examine(model, asked)
        self._status.enter("comparing")
        self._report()

    def _check(self) -> None:
        shipped = set(_intents(ROOT / "domain.yml"))
        new = [intent for intent in _intents(self._folder / "domain.yml") if intent not in shipped]
        found = check(self._folder / "data" / "nlu", new)
        self._log.say("read", n_examples=len(found.lines), n_intents=len({line.intent for line in found.lines}))
        self._status.add(n_examples=len(found.lines))
        if new:
            self._log.say("new_intents", n=len(new))
        for remark in found.remarks:
            self._log.say(f"remark_{remark['code']}", **remark["params"])
        if found.problems:
            self._log.say("problems", n=len(found.problems))
            raise Failed("bad_data", problems=found.problems)
        self._log.say("valid")

    def _train(self) -> Path:
        from bot.train import TrainingFailed, train

        began = time.monotonic()
        target = self._folder / "model.tar.gz"
        try:
            train(out=target, data=[self._folder / "data"], domain=self._folder / "domain.yml")
        except TrainingFailed as error:
            code = _code(error, self._folder)
            raise Failed("training_failed" if code == "internal" else code, detail=str(error)) from error
        except ValueError as error:
            raise Failed("training_failed", detail=_where(error)) from error
        size = round(target.stat().st_size / 1e6)
        self._log.say("trained", seconds=round(time.monotonic() - began), megabytes=size)
        return target

    @property
    def _serving(self) -> Path | None:
        serving = self._task.get("serving")
        return Path(serving) if serving else None

    def _examine(self, model: Path, asked: Asked) -> None:
        from bot.examine import examine, load

        agent = load(model)
        if agent is None:
            raise Failed("not_loadable")
        from bot.smoke import smoke

        tried = smoke(agent)
        self._log.say("smoke", n=tried.n, n_right=tried.n_right)
        if tried.fault is not None:
            raise Failed("smoke_failed", detail=tried.fault)
        self._status.add(model_id=agent.model_id)
        began = time.monotonic()
        n = examine(self._folder, agent, None if asked() else self._serving)
        self._log.say("evaluated", n=n, seconds=round(time.monotonic() - began))

    def _report(self) -> None:
        from bot.report import write_report

        try:
            write_report(self._folder)
            self._log.say("compared")
        except (ValueError, KeyError) as error:  # a model can be put to work without a report
            self._log.say("no_report", reason=type(error).__name__)


def _code(problem: BaseException, folder: Path) -> str:
    """What kind of failure it is: Rasa wraps what its components raise, and numpy drops the number of a full disk."""
    if shutil.disk_usage(folder).free < _NO_ROOM_BYTES:
        return "disk_full"
    cause: BaseException | None = problem
    while cause is not None:
        if isinstance(cause, MemoryError):
            return "out_of_memory"
        if isinstance(cause, OSError) and cause.errno in (errno.ENOSPC, errno.EDQUOT):
            return "disk_full"
        cause = cause.__cause__ or cause.__context__
    return "internal"


def _intents(domain: Path) -> list[str]:
    listed = yaml.safe_load(domain.read_text(encoding="utf-8"))["intents"]
    return [intent if isinstance(intent, str) else next(iter(intent)) for intent in listed]


def _where(error: BaseException) -> str:
    """What kind of error it is and where it happened; its message may quote what a user wrote."""
    place = error.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    at = f" in {Path(place.tb_frame.f_code.co_filename).name}:{place.tb_lineno}" if place else ""
    return f"{type(error).__name__}{at}"


def _end_with(supervisor: int) -> None:
    """End this process, and what it started, once the product has been stopped."""
    while True:
        try:
            os.kill(supervisor, 0)
        except ProcessLookupError:
            os.killpg(os.getpid(), signal.SIGKILL)
        except PermissionError:
            pass
        time.sleep(_LOOK_S)
