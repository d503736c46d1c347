"""The inbox over REST: bodies, refusals and files; what the rules say is tested with the services."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from sqlalchemy import insert

from tests.webchat.api.conftest import Site
from webchat.adapters.db import tables as t
from webchat.services import sessions
from webchat.services.sessions import Visitor
from webchat.services.work import Work


async def _item(site: Site, text: str = "het tolt hier rond") -> int:
    """A message in the inbox, put there as the job does."""

    def put(work: Work) -> int:
        conversation = sessions.begin(work, visitor=Visitor(site="demo", language="nl")).conversation_id
        row: dict[str, Any] = {
            "conversation_id": conversation,
            "seq": 1,
            "text": text,
            "language": "nl",
            "at": work.now,
            "reasons": ["asked"],
            "guess": [{"name": "greet", "confidence": 0.4}],
            "outcome": {"kind": "open"},
            "avoidable": False,
            "state": "open",
        }
        (id_,) = work.db.execute(insert(t.inbox_items).values(row)).inserted_primary_key or (0,)
        return int(id_)

    return await site.services.store.write(put)


async def test_a_message_is_read_claimed_decided_and_taken_back(site: Site) -> None:
    item = await _item(site)
    async with site.client(await site.token("knowledge_manager")) as client:
        (group,) = (await client.get("/api/inbox", headers={"Accept-Language": "fr"})).json()["groups"]
        assert group["items"][0]["guess"] == [{"intent": "greet", "title": "Salutation", "confidence": 0.4}]
        assert (await client.get(f"/api/inbox/{item}/context")).json()["seq"] == 1
        assert (await client.post("/api/inbox/claims", json={"ids": [item]})).json()["claimed"] == [item]
        body = {"ids": [item], "decision": "validate"}
        (row,) = (await client.post("/api/inbox/decisions", json=body)).json()["decided"]
        assert (row["state"], row["part"], row["intent"]) == ("labelled", "eval", "greet")
        assert (await client.get("/api/inbox/count")).json() == {"open": 0, "avoidable": 0}
        assert [one["id"] for one in (await client.get("/api/inbox/decided")).json()["items"]] == [item]

        async with site.client(await site.token("administrator")) as other:
            late = await other.post("/api/inbox/decisions", json=body)
        assert (late.status_code, late.json()["code"]) == (409, "already_labelled")
        assert late.json()["params"]["refused"][0]["decision"] == "labelled"
        assert "Els" in late.json()["title"]

        (back,) = (await client.post("/api/inbox/undo", json={"ids": [item]})).json()["undone"]
        assert (back["state"], back["intent"]) == ("open", None)
        assert (await client.get("/api/labels")).json() == {"labels": [], "next": None}


async def test_bad_input_gets_a_reason(site: Site) -> None:
    item = await _item(site)
    async with site.client(await site.token("knowledge_manager")) as client:
        for method, path, body, status in (
            ("GET", "/api/inbox?after=x", None, 422),
            ("GET", "/api/inbox/decided?after=77", None, 422),
            ("GET", "/api/inbox/77/context", None, 404),
            ("POST", "/api/inbox/decisions", {"ids": [77], "decision": "delete"}, 404),
            ("POST", "/api/inbox/decisions", {"ids": [item], "decision": "intent", "intent": "nobody"}, 422),
            ("POST", "/api/inbox/undo", {"ids": [item]}, 404),
            ("POST", "/api/intents", {"title": "Iets", "language": "nl", "family": "no-article"}, 422),
            ("POST", "/api/intents", {"title": " ", "language": "nl"}, 422),
        ):
            answer = await client.request(method, path, json=body)
            assert answer.status_code == status, (path, answer.text)


async def test_training_data_goes_out_and_comes_in(site: Site) -> None:
    async with site.client(await site.token("knowledge_manager")) as client:
        made = await client.post("/api/intents", json={"title": "Badge kapot", "language": "nl"})
        assert (made.status_code, made.json()["name"]) == (201, "problem_badge_kapot")
        text = "nlu:\n- intent: problem_badge_kapot\n  metadata: {language: nl}\n  examples: |\n    - mijn badge piept"
        told = await client.post("/api/training-data/import?name=mine.yml", content=text.encode())
        assert told.json() == {"added": 1, "known": 0, "intents": [], "errors": []}
        refused = await client.post("/api/training-data/import?name=x.png", content=b"\x89PNG")
        assert (refused.status_code, refused.json()["code"]) == (415, "file_refused")

        zipped = await client.get("/api/training-data/export")

    assert zipped.headers["content-type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(zipped.content)) as files:
        assert "mijn badge piept" in files.read("data/test/labels/problem_badge_kapot.yml").decode()


async def test_a_subject_has_its_article_from_the_moment_it_is_published(site: Site) -> None:
    async with site.client(await site.token("knowledge_manager")) as client:

        async def subject() -> dict[str, Any]:
            found = (await client.get("/api/intents")).json()["intents"]
            return next(one for one in found if one["name"] == "problem_badge_kapot")

        await client.post("/api/intents", json={"title": "Badge kapot", "language": "nl"})
        assert ((await subject())["has_article"], (await subject())["draft"]) == (False, None)
        body = {"language": "fr", "title": "Badge cassé", "family": (await subject())["family"], "markdown": "Essayez."}
        made = await client.post("/api/articles", json=body)
        assert made.status_code == 201, made.text
        assert ((await subject())["has_article"], (await subject())["draft"]) == (False, "badge-kapot.fr")
        assert (await client.get("/api/training-runs")).json()["unanswered"] == 1

        published = await client.post("/api/articles/badge-kapot.fr/publish", json={})
        assert published.status_code == 200, published.text

        assert ((await subject())["has_article"], (await subject())["draft"]) == (True, None)
        assert (await subject())["titles"]["fr"] == "Badge cassé"
        assert (await client.get("/api/training-runs")).json()["unanswered"] == 0
