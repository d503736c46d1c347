"""Bad input on every road in: REST by its own OpenAPI description, sockets by their payload models.

A refusal has a code; nothing is a 500, nothing hangs, and the server goes on.
"""

from __future__ import annotations

import asyncio
import contextlib
import uuid
from collections.abc import Callable, Coroutine, Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable

from tests.webchat.realtime.server import Client, Server
from webchat.domain import errors
from webchat.realtime.agent import AgentNamespace
from webchat.realtime.chat import ChatNamespace

Run = Callable[[Coroutine[Any, Any, Any]], Any]
CODES = frozenset(errors.CODES)
FEW = settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.filter_too_much],
)
DEAD_PARTS = (
    "POST /api/articles/check",
    "POST /api/articles/ask",
    "GET /api/search",
    "GET /api/articles/{article_id}",
    "GET /healthz",
    "GET /help",
    "POST /api/gaps/gather",
)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The chat service alone; bot and knowledge base do not answer."""
    free = {"WEBCHAT_SIGN_IN_ATTEMPTS": "100000", "WEBCHAT_RATE_BURST": "100000"}
    running = Server(tmp_path_factory.mktemp("fuzz"), "http://127.0.0.1:9", **free)
    running.start()
    yield running
    running.stop()


# --- REST ----------------------------------------------------------------------------------------------


class Administrator:
    """Signs in again whenever a call has ended the session."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._token = server.token("admin@example.org")

    def call(self, case: schemathesis.Case) -> schemathesis.Response:
        answer = case.call(headers={"Authorization": f"Bearer {self._token}"}, timeout=20)
        if answer.status_code == 401:
            self._token = self._server.token("admin@example.org")
            answer = case.call(headers={"Authorization": f"Bearer {self._token}"}, timeout=20)
        return answer


def _try(administrator: Administrator, operation: Any, mode: schemathesis.GenerationMode, n_tries: int) -> None:
    label = operation.label

    @settings(FEW, max_examples=n_tries)
    @given(case=operation.as_strategy(generation_mode=mode))
    def once(case: schemathesis.Case) -> None:
        answer = administrator.call(case)
        may_be_down = label.startswith(DEAD_PARTS) and answer.status_code == 503
        assert answer.status_code < 500 or may_be_down, f"{label}: {answer.status_code} {answer.text[:500]}"
        if "problem" in str(answer.headers.get("content-type")):
            assert answer.json()["code"] in CODES

    once()


@pytest.mark.parametrize("n_tries", [4, pytest.param(60, marks=[pytest.mark.slow, pytest.mark.timeout(3600)])])
def test_no_rest_route_fails_on_what_its_schema_allows_or_on_what_it_does_not(server: Server, n_tries: int) -> None:
    schema = schemathesis.openapi.from_url(f"{server.url}/openapi.json", wait_for_schema=10)
    administrator = Administrator(server)
    operations = [result.ok() for result in schema.get_all_operations()]
    assert len(operations) > 20
    for operation in operations:
        _try(administrator, operation, schemathesis.GenerationMode.POSITIVE, n_tries)
        with contextlib.suppress(Unsatisfiable):  # a route that takes no input has no wrong one
            _try(administrator, operation, schemathesis.GenerationMode.NEGATIVE, n_tries)
    assert "Traceback" not in server.log()


# --- sockets -------------------------------------------------------------------------------------------


class Site:
    """A user and an agent who are connected to a running server, in a loop of their own."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.loop = asyncio.new_event_loop()
        self.run: Run = self.loop.run_until_complete
        self.user = self.run(Client(server.url, "/chat").connect(language="nl"))
        self.agent = self.run(Client(server.url, "/agent").connect(token=server.token("admin@example.org")))
        started = self.run(self.user.hears("session_started"))
        self.conversation_id = started["conversation_id"]
        self.run(self.user.say("hallo"))
        self.run(self.user.call("ask_human", {}))


@pytest.fixture
def site(server: Server) -> Iterator[Site]:
    made = Site(server)
    yield made
    made.run(made.user.close())
    made.run(made.agent.close())
    made.loop.close()


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=50),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=6,
)


def _payload(event: str, routes: dict[str, Any], conversation_id: str) -> st.SearchStrategy[Any]:
    """Junk, or the right keys with values that are nearly right."""
    near = {
        "conversation_id": st.sampled_from([conversation_id, "nobody", "", conversation_id + "\x00"]),
        "client_id": st.uuids().map(str),
        "text": st.text(max_size=200) | st.just("x" * 5000),
        "seq": st.integers(-5, 5) | st.just(2**70),
        "after": st.integers(-5, 5) | st.just(2**70),
        "until": st.sampled_from(["2026-13-01", "2020-01-01T00:00:00Z", "2999-01-01T00:00:00Z", "gisteren"]),
        "fields": st.dictionaries(st.text(max_size=20), JUNK, max_size=3),
    }
    names = list(routes[event].payload.model_fields)
    keys = st.fixed_dictionaries({}, optional={name: near.get(name, JUNK) | JUNK for name in names})
    whole = st.fixed_dictionaries({name: near.get(name, JUNK) for name in names})
    return st.one_of(keys, whole, JUNK)


def _send(site: Site, client: Client, event: str, strategy: st.SearchStrategy[Any]) -> None:
    @FEW
    @given(data=strategy)
    def once(data: Any) -> None:
        ack = site.run(client.call(event, data))
        assert ack["ok"] is True or ack["error"]["code"] in CODES - {"unavailable"}, (event, data, ack)

    once()


@pytest.mark.parametrize("side", ["user", "agent"])
def test_no_socket_event_fails_on_any_payload(site: Site, side: str) -> None:
    client: Client = getattr(site, side)
    routes = ChatNamespace.routes if side == "user" else AgentNamespace.routes
    for event in [*routes, "no_such_event"]:
        strategy = _payload(event, routes, site.conversation_id) if event in routes else JUNK

        _send(site, client, event, strategy)
    assert "event_failed" not in site.server.log()
    assert site.run(site.user.say(f"nog altijd hier {uuid.uuid4().hex}"))["ok"] is True
