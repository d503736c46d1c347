"""A real server process on a free port, and a peer that speaks the bot's contract and fails on request."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
import uuid
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import socketio

PASSWORD = "a-password-for-tests"
ROOT = Path(__file__).resolve().parents[3]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class FaultyBot:
    """Not Rasa: a fault-injecting peer for the bot's HTTP contract. `mode` says what it does with the next turn."""

    def __init__(self) -> None:
        self.mode = "answer"
        self.turns: list[dict[str, Any]] = []
        peer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                peer.turns.append({"path": self.path, **body})
                status, raw = peer._reply(body)
                self.send_response(status)
                self.send_header("Content-Length", str(len(raw)))
                self.end_headers()
                with contextlib.suppress(BrokenPipeError):  # who asked has given up
                    self.wfile.write(raw)

            def do_GET(self) -> None:
                self.send_response(200)
                self.send_header("Content-Length", "2")
                self.end_headers()
                self.wfile.write(b"{}")

            def log_message(self, *_: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _reply(self, body: dict[str, Any]) -> tuple[int, bytes]:
        if self.mode == "slow":
            time.sleep(1.0)
        if self.mode == "hang":
            time.sleep(4.0)
        if self.mode == "500":
            return 500, b'{"error": "boom"}'
        if self.mode == "garbage":
            return 200, b"<html>"
        if self.mode == "not ok":
            return 200, b'{"ok": false, "messages": [], "decision": {"action": "chat"}}'
        wants_person = self.mode == "hand off" or body.get("message") == "/ask_human"
        fields = {"device": {"value": "laptop", "source": "user", "message_seq": 1, "confidence": 0.9}}
        handoff = {"reason": "low_confidence", "kind": "incident", "fields": fields, "signals": {}}
        answer = {
            "ok": True,
            "messages": [{"text": f"antwoord op: {body.get('message')}", "kind": "answer",
                          "buttons": [{"title": "Ja", "payload": "/affirm"}]}],
            "decision": {"action": "handoff" if wants_person else "answer",
                         "handoff": handoff if wants_person else None},
        }  # fmt: skip
        return 200, json.dumps(answer).encode()


class Server:
    """`python -m webchat serve` in a folder of its own."""

    def __init__(self, folder: Path, bot_url: str, **environment: str) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.database = folder / "chat.sqlite3"
        self._log = folder / "server.log"
        self._environment = {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "DEMO": "1",
            "DEMO_PASSWORD": PASSWORD,
            "WEBCHAT_PORT": str(self.port),
            "WEBCHAT_DATABASE_URL": f"sqlite:///{self.database}",
            "WEBCHAT_BOT_URL": bot_url,
            "WEBCHAT_KB_URL": "http://127.0.0.1:9",
            "WEBCHAT_ACTIONS_URL": "http://127.0.0.1:9",
            "WEBCHAT_BURST_WINDOW_S": "0.05",
            **environment,
        }
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self._log.open("ab") as log:
            command = [sys.executable, "-m", "webchat", "serve"]
            self.process = subprocess.Popen(command, cwd=ROOT, env=self._environment, stdout=log, stderr=log)
        until = time.monotonic() + 60
        while time.monotonic() < until:
            assert self.process.poll() is None, self.log()
            try:
                with urllib.request.urlopen(f"{self.url}/healthz", timeout=5):
                    return
            except OSError:
                time.sleep(0.05)
        raise AssertionError(f"not healthy in time\n{self.log()}")

    def log(self) -> str:
        return self._log.read_text()

    def log_tail(self, n_lines: int) -> str:
        return "\n".join(self.log().splitlines()[-n_lines:])

    def kill(self) -> None:
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        assert self.process is not None
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.kill()

    def token(self, email: str = "agent@example.org") -> str:
        body = json.dumps({"email": email, "password": PASSWORD}).encode()
        request = urllib.request.Request(f"{self.url}/api/session", body, {"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=20) as response:
            return str(json.load(response)["token"])


class Client:
    """One connection with everything it heard."""

    def __init__(self, url: str, namespace: str) -> None:
        self._url, self.namespace = url, namespace
        self.io = socketio.AsyncClient(reconnection=False)
        self.heard: list[tuple[str, dict[str, Any]]] = []
        self.refused: list[Any] = []
        self.io.on("*", self._hear, namespace=namespace)
        self.io.on("connect_error", self.refused.append, namespace=namespace)

    async def _hear(self, event: str, data: dict[str, Any]) -> None:
        self.heard.append((event, data))

    async def connect(self, **auth: Any) -> Client:
        await self.io.connect(
            self._url, namespaces=[self.namespace], auth=auth, transports=["websocket"], wait_timeout=10
        )
        return self

    async def call(self, event: str, data: Any = None) -> dict[str, Any]:
        ack = await self.io.call(event, data, namespace=self.namespace, timeout=20)
        assert isinstance(ack, dict)
        return ack

    async def say(self, text: str, **more: Any) -> dict[str, Any]:
        return await self.call("message", {"client_id": str(uuid.uuid4()), "text": text, **more})

    def all(self, event: str) -> list[dict[str, Any]]:
        return [data for name, data in self.heard if name == event]

    async def hears(
        self, event: str, check: Callable[[dict[str, Any]], Any] = lambda _: True, within_s: float = 15
    ) -> dict[str, Any]:
        found: list[dict[str, Any]] = []

        def look() -> bool:
            found[:] = [data for data in self.all(event) if check(data)]
            return bool(found)

        await eventually(look, within_s, f"{event} in {self.heard}")
        return found[0]

    async def close(self) -> None:
        await self.io.disconnect()


async def eventually(check: Callable[[], Any], within_s: float = 15, what: str = "") -> None:
    until = time.monotonic() + within_s
    while not check():
        assert time.monotonic() < until, f"not in time: {what}"
        await asyncio.sleep(0.02)
