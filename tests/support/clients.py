"""An end user and an agent as programs: they speak the wire protocol and keep a history of all they saw."""

from __future__ import annotations

import asyncio
import contextlib
import json
import time
import urllib.request
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import socketio

from tests.support.product import PASSWORD


async def eventually(check: Callable[[], Any], within_s: float = 20, what: str = "") -> Any:
    """Wait until `check()` is true and return its value.

    Raises:
        AssertionError: If it is not within `within_s` seconds.
    """
    until = time.monotonic() + within_s
    while not (value := check()):
        assert time.monotonic() < until, f"not in time: {what or check}"
        await asyncio.sleep(0.02)
    return value


@dataclass
class Sent:
    """A message a client wants delivered: `ack` is what the server promised, None until it did."""

    client_id: str
    text: str
    payload: str | None = None
    ack: dict[str, Any] | None = None
    refused: dict[str, Any] | None = None
    n_tries: int = 0


@dataclass
class UserClient:
    """A widget without a screen. It resumes on every reconnect and retries with the same `client_id`."""

    url: str
    language: str = "nl"
    auth: dict[str, Any] = field(default_factory=dict)
    session: str | None = None
    conversation_id: str = ""
    sent: list[Sent] = field(default_factory=list)
    received: dict[int, dict[str, Any]] = field(default_factory=dict)
    n_doubled: int = 0
    contradictions: list[str] = field(default_factory=list)
    states: list[dict[str, Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._socket: socketio.AsyncClient | None = None
        self._started = asyncio.Event()

    async def __aenter__(self) -> UserClient:
        await self.connect()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.disconnect()

    @property
    def messages(self) -> list[dict[str, Any]]:
        """All messages seen, by `seq`."""
        return [self.received[seq] for seq in sorted(self.received)]

    @property
    def state(self) -> dict[str, Any]:
        """The newest state the server told."""
        return self.states[-1] if self.states else {}

    async def connect(self, within_s: float = 60) -> None:
        """Connect, or connect again with the session token, then fetch what was missed."""
        until = time.monotonic() + within_s
        while True:
            try:
                await self._connect_once()
                return
            except (socketio.exceptions.SocketIOError, TimeoutError, AssertionError):  # also killed before the resume
                await self.disconnect()
                if time.monotonic() > until:
                    raise
                await asyncio.sleep(0.2)

    async def _connect_once(self) -> None:
        self._started.clear()
        self._pushed: set[int] = set()
        client = self._socket = socketio.AsyncClient(reconnection=False)
        client.on("session_started", self._on_session, namespace="/chat")
        client.on("message_created", self._on_message, namespace="/chat")
        client.on("state_changed", self.states.append, namespace="/chat")
        auth = {"session": self.session, "site": "demo", "language": self.language, **self.auth}
        await client.connect(self.url, namespaces=["/chat"], auth=auth, transports=["websocket"], wait_timeout=5)
        await asyncio.wait_for(self._started.wait(), 5)
        await self.resume()

    async def disconnect(self) -> None:
        """Drop the connection."""
        if self._socket is not None:
            with contextlib.suppress(Exception):
                await asyncio.wait_for(self._socket.disconnect(), 2)
        self._socket = None

    async def call(self, event: str, payload: Any, timeout_s: float = 5) -> dict[str, Any]:
        """Send an event and return its ack."""
        assert self._socket is not None, "not connected"
        ack = await self._socket.call(event, payload, namespace="/chat", timeout=timeout_s)
        return dict(ack)

    async def resume(self) -> None:
        """Fetch everything after the last gap-free `seq`."""
        last = 0
        while last + 1 in self.received:
            last += 1
        ack = await self.call("resume", {"after": last})
        if not ack["ok"] and ack["error"]["params"].get("field") == "after":  # it forgot what it had promised
            self.contradictions.append(f"told up to {last}, but the log ends at {ack['error']['params']['last_seq']}")
            return
        assert ack["ok"], ack
        for message in ack["messages"]:
            self._keep(message, from_resume=True)
        self.states.append(ack["state"])

    async def send(self, text: str, payload: str | None = None, within_s: float = 60) -> Sent:
        """Send until acknowledged, reconnecting as needed.

        Raises:
            TimeoutError: If that takes longer than `within_s` seconds.
        """
        sent = Sent(str(uuid.uuid4()), text, payload)
        self.sent.append(sent)
        until = time.monotonic() + within_s
        while sent.ack is None:
            if time.monotonic() > until:
                raise TimeoutError(f"no ack for {sent.client_id}")
            try:
                await self.try_send(sent)
            except (socketio.exceptions.SocketIOError, TimeoutError, AssertionError):
                await self.disconnect()
                await self.connect(max(1.0, until - time.monotonic()))
                continue
            if sent.refused:
                await asyncio.sleep(sent.refused.get("retry_after_s") or 0.2)
                if sent.refused["code"] not in ("too_fast", "unavailable"):
                    return sent
        return sent

    async def try_send(self, sent: Sent) -> None:
        """Send once, keeping the ack or the refusal."""
        sent.n_tries += 1
        payload = {"client_id": sent.client_id, "text": sent.text}
        if sent.payload:
            payload["payload"] = sent.payload
        ack = await self.call("message", payload)
        if not ack["ok"]:
            sent.refused = ack["error"]
            return
        sent.ack, sent.refused = ack, None
        self._keep_own(sent)

    async def press(self, title_or_payload: str) -> Sent:
        """Press a button of the newest message that has buttons."""
        for message in reversed(self.messages):
            for button in message.get("buttons") or []:
                if title_or_payload in (button["title"], button["payload"]):
                    return await self.send(button["title"], button["payload"])
        raise AssertionError(f"no button {title_or_payload!r} in {[m.get('buttons') for m in self.messages]}")

    async def answer_after(
        self, seq: int, kinds: tuple[str, ...] = ("bot", "agent", "system"), within_s: float = 30
    ) -> dict[str, Any]:
        """Wait for the first message after `seq` from one of `kinds`."""

        def first() -> dict[str, Any] | None:
            return next((m for m in self.messages if m["seq"] > seq and m["sender"]["kind"] in kinds), None)

        return dict(
            await eventually(first, within_s, f"an answer after {seq}; log: {[m['text'] for m in self.messages]}")
        )

    def _on_session(self, data: dict[str, Any]) -> None:
        self.session, self.conversation_id = data["session"], data["conversation_id"]
        self.states.append(data["state"])
        self._started.set()

    def _on_message(self, data: dict[str, Any]) -> None:
        self._keep(data)

    def _keep(self, message: dict[str, Any], from_resume: bool = False) -> None:
        known = self.received.get(message["seq"])
        if known is not None and known["id"] != message["id"]:
            self.contradictions.append(f"seq {message['seq']}: {known['id']} and {message['id']}")
        if not from_resume:  # a push may overtake the answer to `resume`; two pushes on a connection are one too many
            self.n_doubled += message["seq"] in self._pushed
            self._pushed.add(message["seq"])
        self.received[message["seq"]] = message

    def _keep_own(self, sent: Sent) -> None:
        assert sent.ack is not None
        own = {
            "seq": sent.ack["seq"], "id": sent.ack["id"], "client_id": sent.client_id, "text": sent.text,
            "sender": {"kind": "user", "name": ""}, "own": True,
        }  # fmt: skip
        known = self.received.get(own["seq"])
        if known is not None and known["id"] != own["id"]:
            self.contradictions.append(f"seq {own['seq']}: ack {own['id']} but log {known['id']}")
        self.received.setdefault(own["seq"], own)


def sign_in(url: str, email: str, password: str = PASSWORD) -> str:
    """Sign an agent in over REST and return the token for `/agent`."""
    request = urllib.request.Request(
        f"{url}/api/session",
        json.dumps({"email": email, "password": password}).encode(),
        {"content-type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=10) as answer:
        return str(json.load(answer)["token"])


@dataclass
class AgentClient:
    """A console without a screen: snapshot, events, resume."""

    url: str
    email: str = "agent@example.org"
    token: str = ""
    event_id: int = 0
    events: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    conversations: dict[str, dict[str, Any]] = field(default_factory=dict)
    me: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._socket: socketio.AsyncClient | None = None

    async def __aenter__(self) -> AgentClient:
        await self.connect()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.disconnect()

    async def connect(self, within_s: float = 60, status: str = "online") -> None:
        """Sign in if needed, connect, take a snapshot and say `status`."""
        until = time.monotonic() + within_s
        while True:
            try:
                self.token = self.token or await asyncio.to_thread(sign_in, self.url, self.email)
                await self._connect_once(status)
                return
            except (OSError, socketio.exceptions.SocketIOError, TimeoutError, AssertionError):
                await self.disconnect()
                if time.monotonic() > until:
                    raise
                await asyncio.sleep(0.2)

    async def _connect_once(self, status: str) -> None:
        client = self._socket = socketio.AsyncClient(reconnection=False)
        for name in (
            "handoff_created",
            "conversation_changed",
            "message_created",
            "presence_changed",
            "ticket_changed",
        ):
            client.on(name, self._handler(name), namespace="/agent")
        await client.connect(
            self.url, namespaces=["/agent"], auth={"token": self.token}, transports=["websocket"], wait_timeout=5
        )
        snapshot = await self.call("snapshot", {})
        assert snapshot["ok"], snapshot
        self.event_id, self.me = snapshot["event_id"], snapshot["me"]
        self.conversations = {c["id"]: c for c in snapshot["conversations"]}
        assert (await self.call("set_status", {"status": status}))["ok"]

    async def disconnect(self) -> None:
        """Drop the connection."""
        if self._socket is not None:
            with contextlib.suppress(Exception):
                await asyncio.wait_for(self._socket.disconnect(), 2)
        self._socket = None

    async def call(self, event: str, payload: Any, timeout_s: float = 5) -> dict[str, Any]:
        """Send an event and return its ack."""
        assert self._socket is not None, "not connected"
        return dict(await self._socket.call(event, payload, namespace="/agent", timeout=timeout_s))

    async def say(self, conversation_id: str, text: str) -> dict[str, Any]:
        """Reply to the user."""
        payload = {"conversation_id": conversation_id, "client_id": str(uuid.uuid4()), "text": text}
        return await self.call("message", payload)

    def of(self, name: str, conversation_id: str) -> list[dict[str, Any]]:
        """Events called `name` about one conversation."""
        return [
            data
            for event, data in self.events
            if event == name
            and conversation_id in (data.get("conversation_id"), data.get("conversation", {}).get("id"))
        ]

    def _handler(self, name: str) -> Callable[[dict[str, Any]], None]:
        def keep(data: dict[str, Any]) -> None:
            self.events.append((name, data))
            self.event_id = max(self.event_id, data.get("event_id", 0))
            if "conversation" in data:
                self.conversations[data["conversation"]["id"]] = data["conversation"]

        return keep
