from __future__ import annotations

from contextlib import suppress
from functools import partial
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.webchat.api.conftest import Site
from webchat.domain.ticket import HandOff
from webchat.services import sessions, visitor
from webchat.services.messages import Incoming, append
from webchat.services.sessions import Visitor


async def ticket(site: Site, said: str = "mijn laptop start niet", kind: str = "incident") -> str:
    store = site.services.store
    begun = await store.write(partial(sessions.begin, visitor=Visitor(site="demo", language="nl")))
    item = Incoming(begun.conversation_id, said, said, None, "user", None, "Bezoeker")
    await store.write_batched(append, item)
    hand_off = partial(visitor._hand_off, conversation_id=begun.conversation_id, handoff=HandOff("user_request", kind))
    await store.write(hand_off)
    async with site.client(await site.token()) as client:
        newest = (await client.get("/api/tickets", params={"sort": "-created", "limit": 1})).json()
    return str(newest["tickets"][0]["ticket"]["number"])


async def test_edit_names_the_state_it_is_based_on(site: Site) -> None:
    ref = await ticket(site)
    async with site.client(await site.token("supervisor")) as lead:
        made = await lead.post("/api/teams", json={"names": dict.fromkeys(("nl", "fr", "en"), "Netwerk")})
    team = made.json()["team"]["id"]
    async with site.client(await site.token()) as client:
        seen = await client.get(f"/api/tickets/{ref}")
        unknown = await client.patch(
            f"/api/tickets/{ref}", json={"team": "nobody"}, headers={"If-Match": seen.headers["ETag"]}
        )
        assert unknown.json()["params"] == {"field": "team"}
        change = {"fields": {"impact": "high"}, "team": team}
        without = await client.patch(f"/api/tickets/{ref}", json=change)
        first = await client.patch(f"/api/tickets/{ref}", json=change, headers={"If-Match": seen.headers["ETag"]})
        again = await client.patch(f"/api/tickets/{ref}", json=change, headers={"If-Match": seen.headers["ETag"]})
        history = (await client.get(f"/api/tickets/{ref}/history", params={"limit": 2})).json()
        older = (await client.get(f"/api/tickets/{ref}/history", params={"before": history["next"]})).json()

    assert (without.status_code, without.json()["params"]["field"]) == (422, "If-Match")
    assert (first.status_code, first.json()["ticket"]["team"]) == (200, team)
    assert first.headers["ETag"] != seen.headers["ETag"]
    assert (again.status_code, again.json()["code"]) == (412, "edited")
    assert {c["field"] for c in history["changes"] + older["changes"]} == {"impact", "priority", "team"}


async def test_bulk_tells_for_each_ticket_what_came_of_it(site: Site) -> None:
    refs = [await ticket(site), await ticket(site)]
    async with site.client(await site.token()) as client:
        await client.post(f"/api/tickets/{refs[0]}/merge", json={"into": refs[1]})
        body = {
            "tickets": [*refs, "FL-9", refs[1]],
            "change": {"priority": "high", "status": "closed", "outcome": "no_answer"},
            "link": {"kind": "known_problem", "ticket": refs[0]},
        }
        results = (await client.post("/api/tickets/bulk", json=body)).json()["results"]
        links = (await client.get(f"/api/tickets/{refs[0]}")).json()["links"]

    assert [(r["ticket"], r["ok"], r.get("error", {}).get("code")) for r in results] == [
        (refs[0], False, "invalid"),
        (refs[1], True, None),
        ("FL-9", False, "not_found"),
    ]
    assert [(link["kind"], link["direction"]) for link in links] == [("duplicate", "to"), ("known_problem", "from")]


async def test_administrator_adds_a_field_without_code(site: Site) -> None:
    labels = {"nl": "Verdieping", "fr": "Étage", "en": "Floor"}
    field: dict[str, Any] = {"key": "floor", "labels": labels, "type": "number", "kinds": ["incident"]}
    ref = await ticket(site)
    async with site.client(await site.token("administrator")) as admin, site.client(await site.token()) as agent:
        assert (await agent.post("/api/ticket-fields", json=field)).status_code == 403
        added = await admin.post("/api/ticket-fields", json=field)
        assert (added.status_code, (await admin.post("/api/ticket-fields", json=field)).status_code) == (201, 422)
        version = {"If-Match": (await agent.get(f"/api/tickets/{ref}")).headers["ETag"]}
        wrong = await agent.patch(f"/api/tickets/{ref}", json={"fields": {"floor": "boven"}}, headers=version)
        right = await agent.patch(f"/api/tickets/{ref}", json={"fields": {"floor": "3"}}, headers=version)
        change = {"required_for": ["incident"]}
        changed = await admin.patch(
            "/api/ticket-fields/floor", json=change, headers={"If-Match": added.headers["ETag"]}
        )
        lost = await admin.patch("/api/ticket-fields/floor", json=change, headers={"If-Match": added.headers["ETag"]})
        other = await ticket(site)
        lacks = (await agent.get(f"/api/tickets/{other}")).json()["missing"]
        version = {"If-Match": changed.headers["ETag"]}
        await admin.patch("/api/ticket-fields/floor", json={"archived": True}, headers=version)
        archived = (await agent.get(f"/api/tickets/{other}")).json()["missing"]

    assert wrong.json()["params"] == {"field": "floor", "expected": "number"}
    assert right.json()["ticket"]["fields"]["floor"] == {"value": 3, "source": "agent", "confidence": 1.0}
    assert lost.status_code == 412
    assert (lacks, archived) == (["floor"], [])


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"key": "Floor"}, "key"),
        ({"key": "subject"}, "key"),
        ({"type": "colour"}, "type"),
        ({"type": "choice"}, "choices"),
        ({"required_for": ["request"]}, "required_for"),
        ({"labels": {"nl": "x", "fr": "y", "en": ""}}, "labels.en"),
    ],
)
async def test_definition_that_makes_no_sense_is_refused(site: Site, wrong: dict[str, Any], field: str) -> None:
    body = {"key": "floor", "labels": {"nl": "a", "fr": "b", "en": "c"}, "type": "text", "kinds": ["incident"], **wrong}
    async with site.client(await site.token("administrator")) as client:
        answer = await client.post("/api/ticket-fields", json=body)

    assert (answer.status_code, answer.json()["params"]["field"]) == (422, field)


async def test_view_is_saved_with_its_filters_and_refuses_unknown_ones(site: Site) -> None:
    async with site.client(await site.token()) as client:
        filters = {"status": ["new", "open"], "sort": "due"}
        view = (await client.post("/api/ticket-views", json={"name": " Mijn dag ", "filters": filters})).json()
        wrong = await client.post("/api/ticket-views", json={"name": "x", "filters": {"colour": "red"}})
        path, version = f"/api/ticket-views/{view['id']}", {"If-Match": '"1"'}
        renamed = await client.patch(path, json={"name": "Dag", "shared": True}, headers=version)
        stale = await client.delete(path, headers=version)
        gone = await client.delete(path, headers={"If-Match": renamed.headers["ETag"]})
        left = (await client.get("/api/ticket-views")).json()["views"]

    assert (view["name"], view["filters"]) == ("Mijn dag", filters)
    assert wrong.status_code == 422
    assert (renamed.json()["name"], renamed.json()["filters"]) == ("Dag", filters)
    assert (stale.status_code, gone.status_code, left) == (412, 204, [])


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=8,
)
NAMES = ("fields", "kind", "priority", "team", "status", "outcome", "wake_at", "agent_id", "reason", "solution")
FIELDS = ("subject", "impact", "customer", "steps_tried", "request_until", "request_for_what", "onzin")
CHANGES = st.dictionaries(st.sampled_from(NAMES), JSON, max_size=3) | st.fixed_dictionaries(
    {"fields": st.dictionaries(st.sampled_from(FIELDS), JSON, max_size=3), "kind": st.just("request")}
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=CHANGES, query=st.dictionaries(st.sampled_from(["q", "cursor", "sort", "status", "agent"]), st.text()))
async def test_whatever_is_sent_is_never_our_fault(site: Site, body: Any, query: dict[str, str]) -> None:
    if not hasattr(site, "fuzzed"):
        site.fuzzed = await ticket(site), await site.token()  # type: ignore[attr-defined]  # one for all examples
    ref, token = site.fuzzed  # type: ignore[attr-defined]  # as above
    async with site.client(token) as client:
        version = {"If-Match": (await client.get(f"/api/tickets/{ref}")).headers["ETag"]}
        answers: list[httpx.Response] = []
        with suppress(ValueError):  # NaN is no JSON, so a client cannot send it
            answers.append(await client.patch(f"/api/tickets/{ref}", json=body, headers=version))
        answers.append(await client.get("/api/tickets", params=query))
        answers.append(await client.get(f"/api/tickets/{ref}"))

    assert all(answer.status_code < 500 for answer in answers), [answer.text for answer in answers]
