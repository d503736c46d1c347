"""Articles over REST: what an editor's page relies on."""

from __future__ import annotations

import asyncio
import io
import zipfile

import httpx
import pytest

from tests.webchat.api.conftest import Site
from tests.webchat.files import archive, picture
from tests.webchat.services.articles.kit import text


async def editor(site: Site, role: str = "knowledge_manager") -> httpx.AsyncClient:
    client = site.client(await site.token(role))
    client.headers["Accept-Language"] = "nl"
    return client


async def test_who_lost_the_race_gets_the_other_text_and_its_version(site: Site) -> None:
    async with await editor(site) as client:
        made = await client.post("/api/articles", json={"language": "nl", "title": "Geen wifi", "family": "wifi"})
        assert (made.status_code, made.headers["etag"]) == (201, '"1"')
        first = {"markdown": text(body="Eerst."), "minor": True, "note": "  komma "}
        saved = await client.put("/api/articles/wifi.nl", json=first, headers={"If-Match": '"1"'})
        assert (saved.status_code, saved.headers["etag"]) == (200, '"2"')

        late = await client.put("/api/articles/wifi.nl", json=first, headers={"If-Match": '"1"'})

        assert (late.status_code, late.json()["code"]) == (412, "edited")
        assert late.json()["params"]["current"]["markdown"] == first["markdown"]
        assert (await client.put("/api/articles/wifi.nl", json=first)).status_code == 422
        told = (await client.get("/api/articles/wifi.nl/revisions")).json()["revisions"][0]
        assert (told["kind"], told["minor"], told["note"]) == ("save", True, "komma")


async def test_a_bad_text_is_told_in_the_editors_language_with_its_line(site: Site) -> None:
    async with await editor(site) as client:
        await client.post("/api/articles", json={"language": "nl", "title": "Geen wifi", "family": "wifi"})
        bad = {"markdown": text(visibility="secret")}
        answer = await client.put("/api/articles/wifi.nl", json=bad, headers={"If-Match": '"1"'})

    problem = answer.json()
    assert (answer.status_code, problem["code"], problem["params"]["line"]) == (422, "bad_article", 6)
    assert problem["title"].startswith("Deze tekst kan zo niet gebruikt worden: Wie het mag lezen")


async def test_a_published_article_goes_through_its_states(site: Site) -> None:
    async with await editor(site) as client:
        await client.post("/api/articles", json={"language": "nl", "title": "Geen wifi", "family": "wifi"})
        states = []
        for path in ("review", "publish", "withdraw", "publish"):
            answer = await client.post(f"/api/articles/wifi.nl/{path}")
            states.append((answer.status_code, answer.json()["state"], answer.json()["index"]))
        at = await client.post("/api/articles/wifi.nl/publish", json={"at": "2199-01-01T00:00:00Z"})
        unplanned = await client.delete("/api/articles/wifi.nl/publish")
        gone = await client.delete("/api/articles/wifi.nl")
        refused = await client.post("/api/articles/wifi.nl/publish")

    # Nothing reaches the index here: kb_index is not there.
    assert states == [
        (200, "in_review", "absent"), (200, "published", "waiting"), (200, "draft", "absent"), (200, "published", "waiting"),
    ]  # fmt: skip
    assert (at.json()["publish_at"], unplanned.json()["publish_at"]) == ("2199-01-01T00:00:00.000Z", None)
    assert (gone.status_code, refused.status_code, refused.json()["code"]) == (204, 409, "wrong_state")


async def test_a_picture_keeps_its_address_and_nothing_else_passes_for_one(site: Site) -> None:
    async with await editor(site) as client:
        made = await client.post("/api/articles/images", files={"file": ("x.txt", picture(size=(20, 10)))})
        again = await client.post("/api/articles/images", files={"file": ("y.png", picture(size=(20, 10)))})
        refused = [
            await client.post("/api/articles/images", files={"file": ("x.png", content)})
            for content in (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", b"%PDF-1.4", b"tekst")
        ]
    assert (made.status_code, made.json()["width"], made.json()["height"]) == (201, 20, 10)
    assert made.json()["url"] == again.json()["url"]
    assert [answer.status_code for answer in refused] == [415, 415, 415]
    async with site.client() as visitor:
        shown = await visitor.get(made.json()["url"])
        assert (await visitor.get("/help/images/none.png")).status_code == 404
    assert (shown.status_code, shown.headers["content-type"]) == (200, "image/png")
    assert "immutable" in shown.headers["cache-control"]
    assert shown.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in shown.headers["content-security-policy"]


@pytest.mark.parametrize("path", ["check", "ask"])
async def test_without_the_index_a_draft_can_be_saved_and_not_checked(site: Site, path: str) -> None:
    async with await editor(site, "supervisor") as client:
        body = {"markdown": text(), **({"question": "wifi?"} if path == "ask" else {})}
        answer = await client.post(f"/api/articles/{path}", json=body)

    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")


async def test_a_zip_is_imported_in_the_background_and_comes_out_again(site: Site) -> None:
    packed = archive({"articles/wifi.nl.md": text(), "articles/bad.md": "Geen kop", "drafts/vpn.nl.md": text("vpn.nl")})
    async with await editor(site) as client:
        none = await client.post("/api/articles/imports")
        asked = await client.post(
            "/api/articles/imports", files={"files": ("kb.zip", packed)}, data={"state": "published"}
        )
        assert (none.status_code, asked.status_code) == (422, 202)
        address = f"/api/articles/imports/{asked.json()['id']}"
        while (job := (await client.get(address)).json())["state"] in ("waiting", "running"):
            await asyncio.sleep(0.02)
        exported = await client.get("/api/articles/export")
        listed = (await client.get("/api/articles/imports")).json()["imports"]
        late = await client.post(f"{address}/cancel")

    assert (job["state"], job["done"], job["total"], job["created"], job["n_errors"]) == ("done", 3, 3, 2, 1)
    assert job["errors"] == [
        {
            "file": "articles/bad.md",
            "line": 1,
            "code": "no_language",
            "message": "De taal is niet vermeld; kies er een voor de import.",
        }
    ]
    assert (len(listed), late.json()["code"]) == (1, "wrong_state")
    with zipfile.ZipFile(io.BytesIO(exported.content)) as out:
        assert {name: out.read(name).decode() for name in out.namelist()} == {
            "articles/wifi.nl.md": text(), "drafts/vpn.nl.md": text("vpn.nl"),
        }  # fmt: skip
