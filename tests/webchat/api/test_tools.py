from __future__ import annotations

from tests.webchat.api.conftest import Site

TEXT = {"nl": {"title": "Dag", "text": "Dag {{customer.name}}"}}


async def test_reply_is_made_read_changed_and_deleted(site: Site) -> None:
    async with site.client(await site.token("supervisor")) as client:
        made = await client.post("/api/canned-replies", json={"shortcut": "dag", "texts": TEXT, "shared": True})
        assert (made.status_code, made.headers["etag"]) == (201, '"1"')
        path = f"/api/canned-replies/{made.json()['id']}"
        edit = {"shortcut": "dag2", "texts": TEXT}

        changed = await client.put(path, json=edit, headers={"If-Match": made.headers["etag"]})
        lost = await client.put(path, json=edit, headers={"If-Match": made.headers["etag"]})
        without = await client.put(path, json=edit)
        listed = (await client.get("/api/canned-replies")).json()["items"]
        gone = await client.delete(path, headers={"If-Match": changed.headers["etag"]})

    assert (changed.status_code, changed.json()["shortcut"]) == (200, "dag2")
    assert (lost.status_code, lost.json()["code"]) == (412, "edited")
    assert (without.status_code, without.json()["params"]["field"]) == (422, "If-Match")
    assert "dag2" in [reply["shortcut"] for reply in listed]
    assert gone.status_code == 204


async def test_bad_replies_get_a_reason(site: Site) -> None:
    bad = {"nl": {"title": "Dag", "text": "Dag {{klant}}"}}
    bodies = [
        ({"shortcut": "a b", "texts": TEXT}, "shortcut"),
        ({"shortcut": "a", "texts": {}}, "texts"),
        ({"shortcut": "a", "texts": {"de": TEXT["nl"]}}, "texts.de.[key]"),
        ({"shortcut": "a", "texts": bad}, "texts.nl.text"),
    ]
    async with site.client(await site.token()) as client:
        for body, field in bodies:
            answer = await client.post("/api/canned-replies", json=body)
            assert (answer.status_code, answer.json()["params"]["field"]) == (422, field), answer.text
        assert "customer.name" in answer.json()["title"]
        assert (await client.post("/api/canned-replies", json={"shortcut": "a", "texts": TEXT})).status_code == 201


async def test_macro_steps_are_checked_one_by_one(site: Site) -> None:
    async with site.client(await site.token()) as client:
        wrong = await client.post("/api/macros", json={"title": "x", "steps": [{"do": "snooze", "minutes": 1}]})
        unknown = await client.post("/api/macros", json={"title": "x", "steps": [{"do": "erase"}]})
        nobody = await client.post("/api/macros", json={"title": "x", "steps": [{"do": "transfer"}]})
        right = await client.post("/api/macros", json={"title": "x", "steps": [{"do": "snooze", "minutes": 60}]})

    refused = (wrong, unknown, nobody)
    assert [answer.status_code for answer in (*refused, right)] == [422, 422, 422, 201]
    assert right.json()["steps"] == [{"do": "snooze", "minutes": 60}]


async def test_reminder_needs_a_conversation_that_agents_see(site: Site) -> None:
    body = {"conversation_id": "nothing", "kind": "follow_up", "at": "2030-01-01T09:00:00Z"}
    async with site.client(await site.token()) as client:
        assert (await client.post("/api/reminders", json=body)).status_code == 404
        naive = await client.post("/api/reminders", json={**body, "at": "gisteren"})
        assert (naive.status_code, naive.json()["params"]["field"]) == (422, "at")
        assert (await client.get("/api/reminders")).json() == {"reminders": [], "next": None}
        assert (await client.get("/api/mentions")).json() == {"mentions": [], "next": None}
