"""The whole product as one object: started by its own supervisor, on free ports, in a folder of its own."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType

from ops.layout import ROOT
from ops.parts import free_port

PASSWORD = "a-password-for-tests"


class Product:
    """A running Firstline. Use as a context manager.

    Args:
        folder: Where its database, index and logs go.
        environment: Settings on top of the defaults, such as `WEBCHAT_OFFER_TIMEOUT_S`.
        command: What the interpreter runs instead of the product's own start.
    """

    def __init__(
        self,
        folder: Path,
        environment: Mapping[str, str] | None = None,
        command: Sequence[str] = ("-m", "ops", "run", "--no-setup"),
    ) -> None:
        self.folder, self._command = folder, command
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._environment = {
            **os.environ,
            "DEMO": "1",
            "DEMO_PASSWORD": PASSWORD,
            "FIRSTLINE_VAR": str(folder),
            "PORT": str(self.port),
            "PYTHONPATH": str(ROOT),
            **(environment or {}),
        }
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Product:
        self.folder.mkdir(parents=True, exist_ok=True)
        if (ROOT / "var" / "index").is_dir():  # made by set-up; without it the product would encode all articles again
            shutil.copytree(ROOT / "var" / "index", self.folder / "index", dirs_exist_ok=True)
        self.log = self.folder / "product.log"
        self._process = subprocess.Popen(
            [sys.executable, *self._command],
            cwd=ROOT,
            env=self._environment,
            stdout=self.log.open("wb"),
            stderr=subprocess.STDOUT,
        )
        try:
            self.wait_healthy()
        except BaseException:  # `with` calls __exit__ only for what was entered: nothing may stay behind
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        assert self._process is not None
        self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(30)
        except subprocess.TimeoutExpired:
            self._process.kill()

    def health(self) -> dict[str, object]:
        """What `/healthz` says; empty when webchat does not answer."""
        try:
            with urllib.request.urlopen(f"{self.url}/healthz", timeout=3) as answer:
                return dict(json.load(answer))
        except (OSError, ValueError, urllib.error.HTTPError):
            return {}

    def wait_healthy(self, within_s: float = 180) -> None:
        """Wait until every part is well.

        Raises:
            AssertionError: With the end of the log, when that takes longer than `within_s`.
        """
        until = time.monotonic() + within_s
        while self.health().get("status") != "ok":
            assert self._process is not None
            ended = self._process.poll() is not None
            if ended or time.monotonic() > until:
                raise AssertionError(f"the product is not healthy: {self.health()}\n{self.log_tail()}")
            time.sleep(0.2)

    def log_tail(self, n_lines: int = 40) -> str:
        """The last lines of all parts' log."""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-n_lines:])

    def pid(self, part: str) -> int | None:
        """Process id of a part (`webchat`, `bot`, `actions`, `kb_index`); None while it is being restarted."""
        try:
            pid = json.loads((self.folder / "parts.json").read_text())[part]["pid"]
        except (OSError, ValueError):
            return None
        return int(pid) if pid else None

    def signal(self, part: str, number: signal.Signals) -> bool:
        """Send a signal to a part; False if it is not running now."""
        pid = self.pid(part)
        if pid is None:
            return False
        try:
            os.kill(pid, number)
        except ProcessLookupError:
            return False
        return True

    @property
    def database(self) -> Path:
        """The SQLite file with conversations, messages and tickets."""
        return self.folder / "firstline.sqlite3"
