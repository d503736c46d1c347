from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import httpx
import pytest

from tests.webchat.api.conftest import Site
from tests.webchat.world import World
from webchat.documents import NAMES, first
from webchat.domain.errors import Fixable
from webchat.services import desk_settings, sla

CLOSED: dict[str, list[str]] = {day: [] for day in ("tue", "wed", "thu", "fri", "sat", "sun")}
MONDAYS = [(date(2027, 1, 4) + timedelta(weeks=week)).isoformat() for week in range(60)]


async def _open(client: httpx.AsyncClient, name: str) -> tuple[dict[str, Any], str]:
    answer = await client.get(f"/api/settings/{name}")
    assert answer.status_code == 200
    return answer.json()["value"], answer.headers["etag"]


async def test_documents_start_as_the_environment_says_and_supervisors_only_read(site: Site) -> None:
    async with site.client(await site.token("supervisor")) as client:
        listed = (await client.get("/api/settings")).json()["settings"]
        assert {each["name"] for each in listed} == set(NAMES)
        for each in listed:
            assert each["value"] == getattr(first(site.services.settings), each["name"]).model_dump(mode="json")
            refused = await client.put(
                f"/api/settings/{each['name']}", json=each["value"], headers={"If-Match": f'"{each["version"]}"'}
            )
            assert refused.status_code == 403


async def test_edit_counts_at_once_is_audited_and_the_loser_of_a_race_hears_so(site: Site) -> None:
    async with site.client(await site.token("administrator")) as client:
        value, etag = await _open(client, "routing")
        changed = await client.put(
            "/api/settings/routing", json=value | {"offer_timeout_s": 45}, headers={"If-Match": etag}
        )
        assert (changed.status_code, changed.json()["updated_by"]) == (200, "Thomas Maes")
        assert changed.headers["etag"] != etag

        late = await client.put(
            "/api/settings/routing", json=value | {"offer_timeout_s": 90}, headers={"If-Match": etag}
        )
        assert (late.status_code, late.json()["code"]) == (412, "edited")
        assert (await client.put("/api/settings/routing", json=value)).json()["params"] == {"field": "If-Match"}
        entry = (await client.get("/api/audit?act=settings_changed")).json()["entries"]
        assert [each["details"] for each in entry] == [{"name": "routing", "fields": ["offer_timeout_s"]}]
    documents = await site.services.store.read(lambda db: desk_settings.documents(db, site.services.settings))
    assert documents.routing.offer_timeout_s == 45


@pytest.mark.parametrize(
    ("name", "change", "field"),
    [
        ("routing", {"offer_timeout_s": 0}, "offer_timeout_s"),
        ("routing", {"colour": "red"}, "colour"),
        ("hours", {"time_zone": "Europe/Atlantis"}, "time_zone"),
        ("hours", {"time_zone": "../../etc/passwd"}, "time_zone"),
        ("hours", {"holiday_country": "XX"}, "holiday_country"),
        ("hours", {"weekly": {day: [] for day in ("mon", "tue", "wed", "thu", "fri")}}, "weekly"),
        ("hours", {"weekly": {"mon": ["09:00-12:00", "11:00-15:00"]}}, "weekly"),
        ("hours", {"weekly": {"mon": ["24:30-24:59"]}}, "weekly"),
        ("hours", {"weekly": {"mon": ["09:00-12:00"], **CLOSED}, "closed_on": MONDAYS}, "closed_on"),
        ("sla", {"warning_share": 1}, "warning_share"),
        (
            "sla",
            {"targets": {"low": {"first_response_min": 10**12, "resolution_min": 1}}},
            "targets.low.first_response_min",
        ),
        ("priority_matrix", {"low": {"low": "huge", "medium": "low", "high": "low"}}, "low.low"),
        ("takeover", {"link_template": "javascript:alert(1)"}, "link_template"),
        ("checklist", {"items": []}, "items"),
    ],
)
async def test_what_makes_no_sense_is_refused_by_field(
    site: Site, name: str, change: dict[str, Any], field: str
) -> None:
    async with site.client(await site.token("administrator")) as client:
        value, etag = await _open(client, name)
        refused = await client.put(f"/api/settings/{name}", json=value | change, headers={"If-Match": etag})
        assert refused.status_code == 422
        assert refused.json()["params"]["field"] == field
        assert (await _open(client, name)) == (value, etag)


async def test_promises_of_open_tickets_follow_new_hours(world: World) -> None:
    admin = await world.agent("Thomas", connect=False)
    conversation_id = (await world.begin("nl")).conversation_id
    await world.say(conversation_id, "hallo")
    await world.ask_human(conversation_id)
    before = (await world.tickets(conversation_id))[0].resolution_due_at
    value = first(world.settings).hours.model_dump(mode="json")
    value["closed_on"] = [(world.clock.at + timedelta(days=1)).date().isoformat()]

    await world.do(desk_settings.change, agent=admin, name="hours", value=value, version="first")
    await world.do(sla.check)

    after: datetime = (await world.tickets(conversation_id))[0].resolution_due_at
    assert after - before == timedelta(days=1)


async def test_an_edit_that_was_rolled_back_is_not_remembered(world: World) -> None:
    admin = await world.agent("Thomas", connect=False)
    value = first(world.settings).routing.model_dump()

    def fail(work: Any) -> None:
        desk_settings.change(work, admin, "routing", value=value | {"max_chats": 2}, version="first")
        assert desk_settings.of(work).routing.max_chats == 2
        raise Fixable("invalid")

    with pytest.raises(Fixable):
        await world.do(fail)
    documents = await world.see(desk_settings.documents, settings=world.settings)
    assert documents == first(world.settings)
