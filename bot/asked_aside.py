"""The serving model answers a run's questions in a process of its own, while the new one is still in training.

Half of a training keeps one core busy; so the second half of the examination is done before the first begins.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.settings import ROOT

Asked = Callable[[], bool]


@contextmanager
def asked_aside(folder: Path, serving: Path | None) -> Iterator[Asked]:
    """Start asking; whoever leaves early ends it.

    Args:
        folder: Of the run.
        serving: Archive of the model.

    Yields:
        Waits until it is done, and tells whether `predictions-old.jsonl` has been written.
    """
    if serving is None:
        yield lambda: False
        return
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "ask", "--run", str(folder), "--model", str(serving)],
        cwd=ROOT,
        env={**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
        stdin=subprocess.DEVNULL,
    )
    try:
        yield lambda: process.wait() == 0
    finally:
        process.kill()  # nothing, once it has ended
        process.wait()
