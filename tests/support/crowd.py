"""Many real Socket.IO clients beside a browser test: an event loop of their own in a thread."""

from __future__ import annotations

import asyncio
import json
import threading
import urllib.error
import urllib.request
from collections.abc import Coroutine
from typing import Any, TypeVar

from tests.support.product import PASSWORD
from tests.webchat.realtime.server import Client

T = TypeVar("T")


class Crowd:
    """Clients of one product. Every method waits for the thread's answer."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._loop = asyncio.new_event_loop()
        self._clients: list[Client] = []
        threading.Thread(target=self._loop.run_forever, daemon=True).start()

    def run(self, work: Coroutine[Any, Any, T], within_s: float = 120) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(within_s)

    def user(self, language: str, **user: str) -> Person:
        """A user who has just opened the widget."""
        auth: dict[str, Any] = {"language": language, **({"user": user} if user else {})}
        client = self.run(Client(self.url, "/chat").connect(**auth))
        self._clients.append(client)
        return Person(self, client, self.run(client.hears("session_started"))["conversation_id"])

    def agent(self, token: str) -> Desk:
        """An agent's program, beside the browser."""
        client = self.run(Client(self.url, "/agent").connect(token=token))
        self._clients.append(client)
        return Desk(self, client)

    def leave(self) -> None:
        for client in self._clients:
            self.run(client.close())
        self._loop.call_soon_threadsafe(self._loop.stop)


class Person:
    """An end user on a socket."""

    def __init__(self, crowd: Crowd, client: Client, conversation_id: str) -> None:
        self._crowd, self.client, self.id = crowd, client, conversation_id
        self.said: list[str] = []

    def say(self, text: str) -> int:
        """Say something; returns its seq."""
        ack = self._crowd.run(self.client.say(text))
        assert ack["ok"] is True, ack
        self.said.append(text)
        return int(ack["seq"])

    def does(self, event: str, **data: Any) -> dict[str, Any]:
        ack = self._crowd.run(self.client.call(event, data))
        assert ack["ok"] is True, (event, ack)
        return ack

    def until(self, event: str, within_s: float = 60, **facts: Any) -> dict[str, Any]:
        """Wait until an event with these facts was heard."""
        return self._crowd.run(
            self.client.hears(event, lambda data: facts.items() <= data.items(), within_s), within_s + 30
        )

    def hears(self, words: str) -> None:
        """Wait until somebody has said these words."""
        self._crowd.run(self.client.hears("message_created", lambda data: words in data["text"]))

    def state(self) -> dict[str, Any]:
        return dict(self.does("resume", after=0)["state"])

    def messages(self) -> list[dict[str, Any]]:
        return list(self.does("resume", after=0)["messages"])

    def step_out(self) -> None:
        self._crowd.run(self.client.close())


class Desk:
    """An agent on a socket."""

    def __init__(self, crowd: Crowd, client: Client) -> None:
        self._crowd, self.client = crowd, client

    def does(self, event: str, **data: Any) -> dict[str, Any]:
        ack = self.tries(event, **data)
        assert ack["ok"] is True, (event, data, ack)
        return ack

    def tries(self, event: str, **data: Any) -> dict[str, Any]:
        return self._crowd.run(self.client.call(event, data))

    def leave(self) -> None:
        self._crowd.run(self.client.close())


class Rest:
    """REST as somebody who is signed in."""

    def __init__(self, url: str, email: str, password: str = PASSWORD) -> None:
        self._url = url
        self.token = str(self.call("POST", "/api/session", {"email": email, "password": password})["token"])

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """Return the body of a call that has to succeed; text where it is no JSON."""
        token = getattr(self, "token", None)
        request = urllib.request.Request(
            self._url + path,
            None if body is None else json.dumps(body).encode(),
            {
                "Content-Type": "application/json",
                **({"Authorization": f"Bearer {token}"} if token else {}),
                **{name.replace("_", "-"): value for name, value in headers.items()},
            },
            method=method,
        )
        try:
            answer = urllib.request.urlopen(request, timeout=30)
        except urllib.error.HTTPError as error:
            raise AssertionError(f"{method} {path}: {error.code} {error.read().decode()}") from None
        with answer:
            self.etag = answer.headers.get("ETag", "")
            raw = answer.read()
            return json.loads(raw) if "json" in answer.headers.get("Content-Type", "") else raw.decode()
