"""The supervisor with real child processes: small HTTP servers that can be killed and stopped."""

import json
import os
import signal
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ops import supervisor as module
from ops.parts import Part, free_port
from ops.supervisor import Supervisor

SERVER = """
import http.server, sys
class Health(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200); self.end_headers(); self.wfile.write(b"ok")
    def log_message(self, *a): pass
http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Health).serve_forever()
"""


def eventually(check: Callable[[], bool], within_s: float = 20) -> None:
    until = time.monotonic() + within_s
    while not check():
        assert time.monotonic() < until, "did not come true in time"
        time.sleep(0.05)


@pytest.fixture
def running(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Supervisor, Path, str]]:
    monkeypatch.setattr(module, "_PROBE_EVERY_S", 0.2)
    monkeypatch.setattr(module, "_PROBE_TIMEOUT_S", 0.3)
    port = free_port()
    url = f"http://127.0.0.1:{port}/"
    part = Part("bot", [sys.executable, "-c", SERVER, str(port)], dict(os.environ), url, 30)
    supervisor = Supervisor([part], tmp_path / "parts.json")
    thread = threading.Thread(target=supervisor.run)
    thread.start()
    assert supervisor.wait_healthy(20) == []
    yield supervisor, tmp_path / "parts.json", url
    supervisor.stop()
    thread.join(20)
    assert not thread.is_alive()


def pid(state: Path) -> int:
    return int(json.loads(state.read_text())["bot"]["pid"])


def answers(url: str) -> bool:
    try:
        return bool(urllib.request.urlopen(url, timeout=1).status == 200)
    except OSError:
        return False


def test_part_that_is_killed_comes_back(running: tuple[Supervisor, Path, str]) -> None:
    _, state, url = running
    first = pid(state)

    os.kill(first, signal.SIGKILL)

    eventually(lambda: pid(state) != first and answers(url))


def test_part_that_hangs_is_replaced(running: tuple[Supervisor, Path, str]) -> None:
    _, state, url = running
    first = pid(state)

    os.kill(first, signal.SIGSTOP)

    eventually(lambda: pid(state) != first and answers(url))


def test_stop_leaves_no_process_behind(running: tuple[Supervisor, Path, str]) -> None:
    supervisor, state, url = running
    child = pid(state)

    supervisor.stop()

    eventually(lambda: not answers(url) and not state.exists())
    with pytest.raises(ProcessLookupError):
        os.kill(child, 0)
