"""Every route and every console event, tried as everybody: the table says who may, and both ways are tested."""

from __future__ import annotations

import re

import pytest

from tests.webchat.api.conftest import Site
from webchat.domain.permissions import EVENTS, ROUTES, Role, may
from webchat.realtime.relay import AgentConnection
from webchat.services import accounts
from webchat.services.sessions import token_hash

REFUSED = ("unauthorised", "forbidden")


async def _code(site: Site, row: str, token: str | None) -> str:
    method, path = row.split(" ", 1)
    async with site.client(token) as client:
        answer = await client.request(method, re.sub(r"\{[^}]*\}", "x", path), json={} if method != "GET" else None)
    assert answer.status_code != 500, (row, answer.text)
    assert answer.status_code != 405, row
    if not answer.headers.get("content-type", "").startswith("application/problem+json"):
        return "ok"
    return str(answer.json().get("code", answer.status_code))


async def test_table_has_exactly_the_routes_and_events_there_are(site: Site) -> None:
    assert site.rows() == set(ROUTES)
    assert set(site.namespace.routes) == set(EVENTS)


async def test_every_route_lets_in_who_may_and_nobody_else(site: Site) -> None:
    for row, action in sorted(ROUTES.items()):
        code = await _code(site, row, None)
        assert (code == "unauthorised") == (action is not None), (row, code)
        for role in Role:
            code = await _code(site, row, await site.token(role))
            is_allowed = action is None or may(role, action)
            assert (code not in REFUSED) == is_allowed, (row, role.value, code)


async def test_every_event_is_for_who_may_send_it_and_nobody_else(site: Site) -> None:
    for event, action in EVENTS.items():
        for role in Role:
            token = await site.token(role)
            agent = await site.services.store.read(lambda db, t=token: accounts.find(db, t, site.services.clock))
            connection = AgentConnection("sid", agent, token_hash(token), "en", site.services.bucket())
            site.namespace._relay.agents["sid"] = connection
            ack = await site.namespace.answer(event, "sid", None)
            code = "ok" if ack["ok"] else ack["error"]["code"]
            assert (code != "forbidden") == may(role, action), (event, role.value, ack)
    site.namespace._relay.agents.clear()
    assert (await site.namespace.answer("snapshot", "sid", None))["error"]["code"] == "unauthorised"


@pytest.mark.parametrize("role", list(Role))
async def test_route_without_a_row_is_nobodys(site: Site, role: Role) -> None:
    site.api.add_api_route("/api/forgotten", lambda: {"secret": 1}, methods=["GET"])

    assert await _code(site, "GET /api/forgotten", await site.token(role)) == "forbidden"
    assert await _code(site, "GET /api/session", await site.token(role)) == "ok"
