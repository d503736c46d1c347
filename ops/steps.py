"""Set-up steps that run only when their inputs changed, and show how far they are."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ops.layout import ROOT, quiet_environment

Progress = Callable[[str], "str | None"]


class StepFailed(Exception):
    """A step's command failed; the message carries the end of its output."""


@dataclass
class Step:
    """One thing to set up.

    Attributes:
        name: What is being done, for the user.
        commands: Programs to run, in order; made when the step runs, since they may need an interpreter found.
        inputs: Files and folders whose content decides whether the step is still good.
        outputs: What must exist afterwards; if one is missing the step runs again.
        stamp: File that remembers the inputs' hash; lies inside an output, so that deleting that output is enough.
        usually: How long it takes on a small machine, for the user.
        progress: Reads a line of the commands' output and returns how far it is ("12 of 60"), or None.
    """

    name: str
    commands: Callable[[], Sequence[Sequence[str]]]
    inputs: Sequence[Path]
    outputs: Sequence[Path]
    stamp: Path
    usually: str
    progress: Progress = field(default=lambda line: None)
    status: str = ""

    def is_done(self) -> bool:
        """True if the outputs exist and were made from the inputs as they are now."""
        return (
            all(path.exists() for path in self.outputs)
            and self.stamp.is_file()
            and self.stamp.read_text().strip() == fingerprint(self.inputs)
        )

    def run(self, log_dir: Path) -> None:
        """Run the commands, with their output in a log file.

        Raises:
            StepFailed: If a command fails.
        """
        wanted = fingerprint(self.inputs)
        log = log_dir / f"setup-{self.name.split(':')[0].lower().replace(' ', '-').replace(chr(39), '')}.log"
        with log.open("w") as out:
            for command in self.commands():
                self._run_one(command, out)
        self.stamp.parent.mkdir(parents=True, exist_ok=True)
        self.stamp.write_text(wanted + "\n")

    def _run_one(self, command: Sequence[str], out) -> None:  # type: ignore[no-untyped-def]  # a text file
        process = subprocess.Popen(
            command, cwd=ROOT, env=quiet_environment(), text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        tail: list[str] = []
        assert process.stdout is not None
        for line in process.stdout:
            out.write(line)
            tail = [*tail[-14:], line]
            self.status = self.progress(line) or self.status
        if process.wait() != 0:
            raise StepFailed(f"{self.name} failed ({' '.join(command[:4])} …):\n{''.join(tail)}\nWhole log: {out.name}")


def fingerprint(paths: Iterable[Path]) -> str:
    """Hash of names and contents of files and folders (bytecode caches left out), hex."""
    digest = hashlib.sha256()
    for path in paths:
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.is_file() and "__pycache__" not in file.parts:
                digest.update(str(file.relative_to(ROOT)).encode())
                digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def run_stages(stages: Sequence[Sequence[Step]], log_dir: Path) -> None:
    """Run stages in order; steps of one stage at the same time. Steps that are done are skipped in silence.

    Raises:
        StepFailed: When a step fails, after the others of its stage have ended.
    """
    log_dir.mkdir(parents=True, exist_ok=True)
    n_steps, number = sum(map(len, stages)), 0
    for stage in stages:
        todo = [step for step in stage if not step.is_done()]
        number += len(stage)
        if todo:
            _run_together(todo, f"[{number} of {n_steps}]", log_dir)


def _run_together(steps: Sequence[Step], label: str, log_dir: Path) -> None:
    failures: list[BaseException] = []

    def work(step: Step) -> None:
        try:
            step.run(log_dir)
            step.status = "done"
        except BaseException as error:  # handed to the main thread, which raises it
            failures.append(error)
            step.status = "failed"

    for step in steps:
        print(f"{label} {step.name} (usually {step.usually})", flush=True)
    threads = [threading.Thread(target=work, args=(step,), daemon=True) for step in steps]
    for thread in threads:
        thread.start()
    started, shown = time.monotonic(), 0.0
    while any(thread.is_alive() for thread in threads):
        time.sleep(0.2)
        elapsed = time.monotonic() - started
        line = f"{label} {elapsed:4.0f} s  " + "  ·  ".join(f"{s.name.split(':')[0]} {s.status}".strip() for s in steps)
        if sys.stdout.isatty():
            print(f"\r\x1b[K{line[: shutil.get_terminal_size().columns - 1]}", end="", flush=True)
        elif elapsed - shown >= 15:
            shown = elapsed
            print(line, flush=True)
    if sys.stdout.isatty():
        print("\r\x1b[K", end="")
    print(
        f"{label} {time.monotonic() - started:4.0f} s  "
        + "  ·  ".join(f"{s.name.split(':')[0]} {s.status}" for s in steps)
    )
    if failures:
        raise failures[0]
