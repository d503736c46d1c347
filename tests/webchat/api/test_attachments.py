"""Files over the real routes: what is accepted, who gets it back, and that nothing stays behind."""

from __future__ import annotations

import io
import uuid
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.webchat import files
from tests.webchat.api.conftest import Site
from webchat.adapters.files import Files
from webchat.domain.conversation import Actor
from webchat.domain.errors import Fixable
from webchat.domain.ticket import HandOff
from webchat.services import attachments, conversations, desk, handoff, messages, sessions, visitor
from webchat.services.accounts import Agent
from webchat.services.messages import Ack, Incoming
from webchat.services.sessions import Session, Visitor
from webchat.services.work import Work


async def _begin(site: Site) -> Session:
    return await site.services.store.write(partial(sessions.begin, visitor=Visitor("demo", language="nl")))


async def _bring(site: Site, token: str, content: bytes, name: str = "scherm.png", path: str = "/api/chat/attachments") -> Any:  # fmt: skip
    async with site.client(token) as client:
        return await client.post(path, params={"name": name}, content=content)


async def _send(site: Site, conversation_id: str, *file_ids: str, text: str = "", client_id: str | None = None) -> Ack:
    item = Incoming(
        conversation_id, client_id or str(uuid.uuid4()), text, None, "user", None, "An", attachment_ids=file_ids
    )
    return await site.services.store.write_batched(messages.append, item)


async def _log(site: Site, token: str) -> list[dict[str, Any]]:
    return (await _read(site, token))["messages"]


async def _read(site: Site, token: str) -> dict[str, Any]:
    conversation_id = await site.services.store.read(
        lambda db: sessions.conversation_of(db, token, now=site.services.clock.now())
    )
    query = partial(visitor.resume, conversation_id=conversation_id, after=0, settings=site.services.settings)
    return await site.services.store.read(query)


async def _hand_off(site: Site, conversation_id: str) -> None:
    def use_case(work: Work) -> None:
        conversation = conversations.load(work.db, conversation_id)
        handoff.hand_off(work, conversation, HandOff(reason="user_request"), actor=Actor.USER)

    await site.services.store.write(use_case)


async def _agent(site: Site) -> Agent:
    return Agent(await site.agent_id(), "Sofie", "agent@example.org", "agent", ("nl",))


def _kept(site: Site) -> list[Path]:
    return [path for path in site.services.settings.files_dir.rglob("*") if path.is_file()]


async def test_a_picture_goes_to_both_sides_whole_and_small(site: Site) -> None:
    session = await _begin(site)
    brought = await _bring(
        site, session.token, files.picture("JPEG", (1600, 1200), gps=True, orientation=6), "foto.jpg"
    )
    file = brought.json()["attachment"]
    await _send(site, session.conversation_id, file["id"], text="Kijk eens")
    await _hand_off(site, session.conversation_id)

    assert brought.status_code == 201
    assert brought.json()["location_removed"] is True
    assert file | {"id": "", "size": 0} == {
        "id": "", "name": "foto.jpg", "media_type": "image/jpeg", "size": 0, "width": 1200, "height": 1600,
    }  # fmt: skip
    assert (await _log(site, session.token))[0]["attachments"] == [file]
    for token, path in ((session.token, "/api/chat/attachments"), (await site.token(), "/api/attachments")):
        async with site.client(token) as client:
            whole = await client.get(f"{path}/{file['id']}")
            small = await client.get(f"{path}/{file['id']}/thumbnail")
        assert len(whole.content) == file["size"]
        assert whole.headers["content-type"] == "image/jpeg"
        assert whole.headers["content-disposition"] == 'inline; filename="foto.jpg"'
        assert whole.headers["content-security-policy"].startswith("sandbox")
        assert whole.headers["x-content-type-options"] == "nosniff"
        with Image.open(io.BytesIO(whole.content)) as image:
            assert not image.getexif().get_ifd(0x8825)
        with Image.open(io.BytesIO(small.content)) as image:
            assert image.format == "WEBP"
            assert image.size == (360, 480)


async def test_a_document_is_for_saving_not_for_showing(site: Site) -> None:
    session = await _begin(site)
    file = (await _bring(site, session.token, files.PDF, "handleiding é.pdf")).json()["attachment"]

    async with site.client(session.token) as client:
        whole = await client.get(f"/api/chat/attachments/{file['id']}")
        small = await client.get(f"/api/chat/attachments/{file['id']}/thumbnail")

    assert whole.content == files.PDF
    assert whole.headers["content-disposition"].startswith("attachment; filename*=utf-8''handleiding%20%C3%A9.pdf")
    assert small.status_code == 404


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (files.SVG, "file_refused"),
        (b"<html><script>alert(1)</script>", "file_refused"),
        (files.archive({"a.exe": "x"}), "file_refused"),
        (files.picture("PNG")[:200], "file_refused"),
        (files.picture("PNG", (8000, 7000)), "file_refused"),
        (b"", "invalid"),
        (b"x" * 1_000_001, "too_large"),
    ],
)
async def test_what_is_not_accepted_leaves_nothing_behind(site: Site, content: bytes, code: str) -> None:
    site.services.files._max_bytes = 1_000_000
    session = await _begin(site)

    answer = await _bring(site, session.token, content)

    assert answer.json()["code"] == code
    assert answer.status_code < 500
    assert _kept(site) == []


async def test_a_stream_without_a_length_is_stopped_at_the_limit(site: Site) -> None:
    site.services.files._max_bytes = 100_000
    session = await _begin(site)
    sent = 0

    async def endless() -> Any:
        nonlocal sent
        while True:
            sent += 65_536
            yield b"a" * 65_536

    async with site.client(session.token) as client:
        answer = await client.post("/api/chat/attachments", params={"name": "a.txt"}, content=endless())

    assert answer.json()["code"] == "too_large"
    assert sent <= 3 * 65_536
    assert _kept(site) == []


async def test_a_conversation_has_room_for_so_much(site: Site) -> None:
    session = await _begin(site)
    object.__setattr__(site.services.settings, "attachments_per_conversation_bytes", 10)
    first = await _bring(site, session.token, b"a long enough log", "a.log")

    second = await _bring(site, session.token, b"one more", "b.log")

    assert (first.status_code, second.json()["code"]) == (201, "too_many_files")


async def test_nobody_else_sees_a_file(site: Site) -> None:
    mine, other = await _begin(site), await _begin(site)
    file = (await _bring(site, mine.token, files.picture())).json()["attachment"]
    await _send(site, mine.conversation_id, file["id"])

    async with site.client(other.token) as client:
        assert (await client.get(f"/api/chat/attachments/{file['id']}")).status_code == 404
        assert (await client.delete(f"/api/chat/attachments/{file['id']}")).status_code == 404
    async with site.client() as client:
        assert (await client.get(f"/api/attachments/{file['id']}")).status_code == 401
        assert (await client.get(f"/api/chat/attachments/{file['id']}")).status_code == 401
    async with site.client(await site.token()) as client:  # the bot's conversations are not for agents
        assert (await client.get(f"/api/attachments/{file['id']}")).status_code == 404


async def test_a_file_in_a_note_never_reaches_the_customer(site: Site) -> None:
    session = await _begin(site)
    await _send(site, session.conversation_id, text="hallo")
    await _hand_off(site, session.conversation_id)
    path = f"/api/conversations/{session.conversation_id}/attachments"
    file = (await _bring(site, await site.token(), files.picture(), path=path)).json()["attachment"]
    agent = await _agent(site)
    note = partial(
        desk.note, agent=agent, conversation_id=session.conversation_id, client_id="n1", text="", attachment_ids=[file["id"]]
    )  # fmt: skip

    first, again = await site.services.store.write(note), await site.services.store.write(note)

    assert first == again
    async with site.client(session.token) as client:
        assert (await client.get(f"/api/chat/attachments/{file['id']}")).status_code == 404
    assert all("attachments" not in message for message in await _log(site, session.token))
    async with site.client(await site.token()) as client:
        assert (await client.get(f"/api/attachments/{file['id']}")).status_code == 200


async def test_only_ones_own_unused_files_can_be_sent_and_once(site: Site) -> None:
    mine, other = await _begin(site), await _begin(site)
    file = (await _bring(site, mine.token, files.picture())).json()["attachment"]

    for conversation_id, ids in (
        (other.conversation_id, [file["id"]]),
        (mine.conversation_id, ["nothing"]),
        (mine.conversation_id, [file["id"]] * 2),
    ):
        with pytest.raises(Fixable, match="invalid"):
            await _send(site, conversation_id, *ids)
    first = await _send(site, mine.conversation_id, file["id"], client_id="same")
    again = await _send(site, mine.conversation_id, file["id"], client_id="same")
    with pytest.raises(Fixable, match="invalid"):
        await _send(site, mine.conversation_id, file["id"])

    assert first == again
    texts = [message["text"] for message in await _log(site, mine.token)]
    assert len(texts) == 2
    assert "bestand" in texts[1]  # the bot's side says that it cannot look into files


async def test_what_was_not_sent_can_be_withdrawn_and_is_forgotten_after_a_day(site: Site) -> None:
    session = await _begin(site)
    withdrawn = (await _bring(site, session.token, files.picture())).json()["attachment"]
    left = (await _bring(site, session.token, files.PDF, "a.pdf")).json()["attachment"]
    sent = (await _bring(site, session.token, files.PDF, "b.pdf")).json()["attachment"]
    await _send(site, session.conversation_id, sent["id"])

    async with site.client(session.token) as client:
        assert (await client.delete(f"/api/chat/attachments/{withdrawn['id']}")).status_code == 204
        assert (await client.delete(f"/api/chat/attachments/{sent['id']}")).status_code == 404
    assert {path.stem for path in _kept(site)} == {left["id"], sent["id"]}
    object.__setattr__(site.services.settings, "unsent_attachment_s", 0.0)
    await site.services.store.write(attachments.forget_unsent)
    assert await attachments.sweep(site.services.store, site.services.files) == 0  # too young to be sure
    assert await attachments.sweep(site.services.store, site.services.files, age_s=-1) == 1

    assert {path.stem for path in _kept(site)} == {sent["id"]}


async def test_a_disk_that_is_full_is_told_as_such(tmp_path: Path) -> None:
    store = Files(tmp_path, max_bytes=100)

    async def breaks() -> Any:
        yield b"hello"
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        await store.receive(breaks(), "abcd")

    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
