"""What the end user has beside the socket: transcripts, and what the links in mails open."""

from __future__ import annotations

import base64
import hashlib
import uuid
from datetime import timedelta
from functools import partial

from sqlalchemy import select

from tests.webchat.api.conftest import Site
from webchat.adapters.db import tables as t
from webchat.adapters.letters import render
from webchat.domain.conversation import Actor
from webchat.domain.ticket import HandOff
from webchat.services import conversations, desk, handoff, messages, sessions
from webchat.services.accounts import Agent
from webchat.services.mail import threads
from webchat.services.messages import Incoming
from webchat.services.sessions import Session, Visitor
from webchat.services.transcript import Entry
from webchat.services.work import Work


async def _handed_off(site: Site) -> Session:
    visitor = Visitor("demo", language="nl", name="An <b>Peeters</b>")
    session = await site.services.store.write(partial(sessions.begin, visitor=visitor))
    item = Incoming(session.conversation_id, str(uuid.uuid4()), "scherm <zwart>", None, "user", None, session.user_name)
    await site.services.store.write_batched(messages.append, item)

    def hand_off(work: Work) -> None:
        conversation = conversations.load(work.db, session.conversation_id)
        handoff.hand_off(work, conversation, HandOff(reason="user_request"), actor=Actor.USER)

    await site.services.store.write(hand_off)
    agent = Agent(await site.agent_id(), "Sofie", "agent@example.org", "agent", ("nl",))
    note = partial(desk.note, agent=agent, conversation_id=session.conversation_id, client_id="n", text="lastige klant")
    await site.services.store.write(note)
    return session


async def _link(site: Site, conversation_id: str, days: int = 14) -> str:
    expires_at = site.services.clock.now() + timedelta(days=days)
    query = partial(threads.link, conversation_id=conversation_id, expires_at=expires_at, key=site.services.link_key)
    return await site.services.store.read(query)


async def test_both_sides_get_the_transcript_without_notes(site: Site) -> None:
    session = await _handed_off(site)
    own = (session.token, "/api/chat/transcript")
    agents = (await site.token(), f"/api/conversations/{session.conversation_id}/transcript")

    for token, path in (own, agents):
        async with site.client(token) as client:
            text = await client.get(path)
            page = await client.get(path, params={"form": "html"})
            wrong = await client.get(path, params={"form": "pdf"})
        assert "scherm <zwart>" in text.text
        assert "scherm &lt;zwart&gt;" in page.text
        assert "<b>" not in page.text
        assert "Europe/Brussels" in text.text
        assert "lastige klant" not in text.text + page.text
        assert page.headers["content-security-policy"].startswith("sandbox")
        assert wrong.json()["code"] == "invalid"
    query = select(t.audit_log.c.target_id).where(t.audit_log.c.act == "transcript_downloaded")
    assert set(await site.services.store.read(lambda db: list(db.scalars(query)))) == {session.conversation_id}


async def test_the_panel_may_show_the_page_to_print_with_its_style(site: Site) -> None:
    session = await _handed_off(site)
    async with site.client(session.token) as client:
        page = await client.get("/api/chat/transcript", params={"form": "html"})
        panel = await client.get("/panel")

    style = page.text.split("<style>")[1].split("</style>")[0]
    named = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"style-src 'self' 'sha256-{named}'" in panel.headers["content-security-policy"]


def test_a_file_without_words_leaves_no_gap_in_the_transcript() -> None:
    entry = Entry(1, "user", "An", "nu", "", ("scherm.png",))
    kept = render("transcript.txt", "nl", title="Gesprek", number=None, zone="Europe/Brussels", entries=[entry])
    assert "[nu] An:\n(bestand: scherm.png)" in kept


async def test_a_link_begins_a_session_in_its_conversation(site: Site) -> None:
    session = await _handed_off(site)
    token = await _link(site, session.conversation_id)

    async with site.client() as client:
        opened = await client.post("/api/chat/link", json={"token": token})
        page = await client.get(f"/chat/{token}")
        gone = await client.post("/api/chat/link", json={"token": await _link(site, session.conversation_id, -1)})
        nobody = await client.post("/api/chat/link", json={"token": await _link(site, "nobody")})
    async with site.client(opened.json()["session"]) as client:
        transcript = await client.get("/api/chat/transcript")

    assert opened.json()["conversation_id"] == session.conversation_id
    assert "scherm" in transcript.text
    assert page.headers["referrer-policy"] == "no-referrer"
    assert page.headers["cache-control"] == "no-store"
    assert {(answer.status_code, answer.json()["code"]) for answer in (gone, nobody)} == {(410, "link_expired")}


async def test_looking_at_the_wish_for_no_more_mails_does_not_fulfil_it(site: Site) -> None:
    session = await _handed_off(site)
    token = await _link(site, session.conversation_id)

    async def stopped() -> bool:
        kept = await site.services.store.read(partial(threads.thread, conversation_id=session.conversation_id))
        return bool(kept and kept["stopped_at"])

    async with site.client() as client:
        asked = await client.get(f"/chat/{token}/stop")
        assert not await stopped()
        done = await client.post(f"/chat/{token}/stop", data={"List-Unsubscribe": "One-Click"})
        wrong = await client.post("/chat/nothing/stop", headers={"Accept-Language": "fr"})

    assert await stopped()
    assert "<form" in asked.text
    assert "geen mails meer" in done.text
    assert "<form" not in done.text
    assert wrong.status_code == 410
    assert "n’est plus valable" in wrong.text
