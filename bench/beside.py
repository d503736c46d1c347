"""Something done again and again beside what is measured, each time timed."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import httpx

from bench.tables import percentile


class Beside:
    """Repeats an act in a thread of its own.

    Args:
        act: What is done; an `httpx.HTTPError` counts as a failure.
        every_s: How long it rests in between.
    """

    def __init__(self, act: Callable[[], object], every_s: float) -> None:
        self._act, self._every_s = act, every_s
        self.took_s: list[float] = []
        self.n_failed = 0

    @contextlib.contextmanager
    def going_on(self) -> Iterator[None]:
        """Repeat it for as long as the block lasts."""
        is_over = threading.Event()
        thread = threading.Thread(target=self._run, args=(is_over,))
        thread.start()
        try:
            yield
        finally:
            is_over.set()
            thread.join()

    def _run(self, is_over: threading.Event) -> None:
        while not is_over.wait(self._every_s):
            begun = time.monotonic()
            try:
                self._act()
            except httpx.HTTPError:
                self.n_failed += 1
            else:
                self.took_s.append(time.monotonic() - begun)

    def figures(self, name: str) -> dict[str, Any]:
        """Number, failures and times under names that begin so."""
        return {
            f"{name}_n": len(self.took_s),
            f"{name}_failed": self.n_failed,
            f"{name}_p50_s": percentile(self.took_s, 0.5),
            f"{name}_p95_s": percentile(self.took_s, 0.95),
        }
