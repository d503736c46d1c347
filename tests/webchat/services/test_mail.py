"""Mails to who has left, on a real mail server: what they say, when they come, and that they come once."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from tests.webchat import smtp
from tests.webchat.smtp import MailServer
from tests.webchat.world import World, make_world
from webchat.adapters.db import tables as t
from webchat.adapters.mail import Mailer
from webchat.domain.errors import Fixable
from webchat.services import desk, incident_desk, incidents, sessions, visitor
from webchat.services.accounts import Agent
from webchat.services.mail import postman, threads

KEY = b"k" * 32
LINK = re.compile(r"http://127\.0\.0\.1:8080/chat/(\S+)")


@pytest.fixture
def server() -> Iterator[MailServer]:
    server = MailServer()
    yield server
    server.stop()


@dataclass
class Post:
    """A world whose mails go to the server."""

    world: World
    server: MailServer

    async def later(self, seconds: float = 61.0) -> int:
        """Let time pass and have what is due delivered."""
        self.world.clock.forward(seconds)
        return await postman.deliver(self.world.store, Mailer(self.world.settings), KEY)

    async def handed_off(self, email: str | None = "an@example.org", language: str = "nl") -> tuple[str, Agent]:
        """A conversation that an agent took, and whose user has left."""
        agent = await self.world.agent()
        session = await self.world.begin(language, name="An", email=email)
        await self.world.say(session.conversation_id, "mijn scherm is zwart")
        await self.world.ask_human(session.conversation_id)
        await self.world.take(agent, session.conversation_id)
        log = await self.world.log(session.conversation_id)
        await self.world.do(visitor.read_up_to, conversation_id=session.conversation_id, seq=log[-1]["seq"])
        return session.conversation_id, agent

    async def errors(self) -> list[str | None]:
        query = select(t.outbox.c.last_error).where(t.outbox.c.kind == "mail").order_by(t.outbox.c.id)
        return await self.world.see(lambda db: list(db.scalars(query)))


@pytest.fixture
async def post(tmp_path: Path, server: MailServer) -> AsyncIterator[Post]:
    world = make_world(tmp_path, smtp_host="127.0.0.1", smtp_port=server.port, smtp_security="none")
    world.store.start()
    yield Post(world, server)
    await world.store.stop()


async def test_answers_to_who_has_left_come_in_one_mail(post: Post) -> None:
    conversation_id, agent = await post.handed_off()

    await post.world.write(agent, conversation_id, "Dag An, trek de stekker eens uit.")
    assert await post.later(30) == 0
    await post.world.write(agent, conversation_id, "Wachtwoord: Zomer2026! hoort hier niet.")
    assert await post.later(31) == 1
    assert await post.later() == 0

    mail = post.server.taken[0]
    assert mail["To"] == "an@example.org"
    assert mail["Subject"].startswith("Sofie heeft geantwoord op je vraag (FL-")
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Reply-To"] is None
    for text in (smtp.plain(mail), smtp.html(mail)):
        assert "Dag An, trek de stekker eens uit." in text
        assert "2 maart 2026, 10 uur" in text  # Brussels, not UTC
        assert "Beantwoord deze mail niet" in text
        assert "stop" in text
    assert "mijn scherm is zwart" not in smtp.plain(mail)  # only what is new


async def test_news_that_comes_later_has_a_mail_of_its_own(post: Post) -> None:
    conversation_id, agent = await post.handed_off()
    await post.world.write(agent, conversation_id, "eerste")
    await post.later()
    await post.world.do(desk.resolve, agent=agent, conversation_id=conversation_id, outcome="solved", solution=None)
    await post.later()

    first, second = post.server.taken
    assert "eerste" not in smtp.plain(second)
    assert second["Subject"].startswith("Je vraag is afgesloten")
    assert "#rate-5" in smtp.html(second)
    assert first["Message-ID"] != second["Message-ID"]
    assert first["References"] == second["References"]


@pytest.mark.parametrize("what", ["here", "read", "no address", "stopped"])
async def test_no_mail_that_nobody_needs(post: Post, what: str) -> None:
    conversation_id, agent = await post.handed_off(None if what == "no address" else "an@example.org")
    await post.world.write(agent, conversation_id, "trek de stekker uit")
    if what == "here":
        post.world.online.add(conversation_id)
    if what == "read":
        await post.world.do(visitor.read_up_to, conversation_id=conversation_id, seq=99)
    if what == "stopped":
        await post.world.do(threads.change, conversation_id=conversation_id, stopped_at=post.world.clock.now())

    assert await post.later() == 0
    assert post.server.tried == []


async def test_who_leaves_before_reading_gets_it_too(post: Post) -> None:
    conversation_id, agent = await post.handed_off()
    post.world.online.add(conversation_id)
    await post.world.do(sessions.set_online, conversation_id=conversation_id, online=True)
    await post.world.write(agent, conversation_id, "ben je er nog?")
    assert await post.later() == 0

    post.world.online.discard(conversation_id)
    await post.world.do(sessions.set_online, conversation_id=conversation_id, online=False)

    assert await post.later() == 1
    assert "ben je er nog?" in smtp.plain(post.server.taken[0])


async def test_a_letter_that_was_let_go_comes_once_there_is_an_address(post: Post) -> None:
    conversation_id, agent = await post.handed_off(None)
    await post.world.write(agent, conversation_id, "trek de stekker uit")
    assert await post.later() == 0

    await post.world.do(threads.set_address, conversation_id=conversation_id, email="an@example.org")
    await post.world.do(sessions.set_online, conversation_id=conversation_id, online=True)
    await post.world.do(sessions.set_online, conversation_id=conversation_id, online=False)

    assert await post.later() == 1


async def test_a_server_that_is_busy_is_asked_again_with_the_same_letter(post: Post) -> None:
    conversation_id, agent = await post.handed_off()
    await post.world.write(agent, conversation_id, "trek de stekker uit")
    post.server.replies = ["451 later", "421 later"]

    sent = [
        await post.later(61),
        await post.later(10),
        await post.later(21),
        await post.later(61),
        await post.later(999),
    ]

    assert sent == [0, 0, 0, 1, 0]
    assert len(set(post.server.tried)) == 1
    assert len(post.server.tried) == 3
    assert await post.errors() == [None]


async def test_a_refused_address_is_given_up_and_a_dead_server_is_not(post: Post) -> None:
    conversation_id, agent = await post.handed_off()
    await post.world.write(agent, conversation_id, "trek de stekker uit")
    post.server.replies = ["550 no such user"]
    assert await post.later() == 0
    assert await post.later(9999) == 0
    assert await post.errors() == ["refused: 550"]

    await post.world.write(agent, conversation_id, "nog iets")
    post.server.stop()
    for _ in range(20):
        await post.later(4000)
    assert (await post.errors())[1] is not None
    assert (await post.errors())[1].startswith("given up")  # type: ignore[union-attr]  # asserted above


async def test_nobody_there_means_a_number_by_mail_once(post: Post) -> None:
    session = await post.world.begin("fr", name="An", email="an@example.org")
    await post.world.say(session.conversation_id, "mon écran est noir, mot de passe : Zomer2026!")
    await post.world.ask_human(session.conversation_id)
    assert await post.later(1) == 1
    await post.world.do(threads.set_address, conversation_id=session.conversation_id, email="an@example.org")
    assert await post.later(1) == 0

    mail = post.server.taken[0]
    (ticket,) = await post.world.tickets(session.conversation_id)
    assert mail["Subject"] == f"Nous avons bien reçu votre question (FL-{ticket.serial})"
    assert "mon écran est noir" in smtp.plain(mail)


async def test_an_address_left_while_waiting_gets_the_number(post: Post) -> None:
    session = await post.world.begin("en")
    await post.world.say(session.conversation_id, "my screen is black")
    await post.world.ask_human(session.conversation_id)
    with pytest.raises(Fixable, match="invalid"):
        await post.world.do(threads.set_address, conversation_id=session.conversation_id, email="an@")
    await post.world.do(threads.set_address, conversation_id=session.conversation_id, email=" an@example.org ")

    assert await post.later(1) == 1
    assert post.server.taken[0]["Subject"].startswith("We have received your question")
    state = (await post.world.see(visitor.resume, conversation_id=session.conversation_id, after=0, settings=post.world.settings))["state"]  # fmt: skip
    assert (state["can_mail"], state["email"]) == (True, "an@example.org")


async def test_a_link_opens_its_conversation_until_the_address_changes(post: Post) -> None:
    conversation_id, agent = await post.handed_off()
    await post.world.write(agent, conversation_id, "trek de stekker uit")
    await post.later()
    token = _token(post.server)

    opened = await post.world.do(threads.open_link, token=token, key=KEY)
    found = await post.world.see(sessions.conversation_of, token=opened["session"], now=post.world.clock.now())
    assert (opened["conversation_id"], found) == (conversation_id, conversation_id)

    await post.world.do(threads.set_address, conversation_id=conversation_id, email="jan@example.org")

    with pytest.raises(Fixable, match="link_expired"):
        await post.world.do(threads.open_link, token=token, key=KEY)
    with pytest.raises(Fixable, match="unauthorised"):
        await post.world.see(sessions.conversation_of, token=opened["session"], now=post.world.clock.now())


async def test_a_link_and_its_session_end_after_two_weeks(post: Post) -> None:
    conversation_id, agent = await post.handed_off()
    await post.world.write(agent, conversation_id, "trek de stekker uit")
    await post.later()
    opened = await post.world.do(threads.open_link, token=_token(post.server), key=KEY)

    post.world.clock.forward(14 * 24 * 3600)

    with pytest.raises(Fixable, match="link_expired"):
        await post.world.do(threads.open_link, token=_token(post.server), key=KEY)
    with pytest.raises(Fixable, match="unauthorised"):
        await post.world.see(sessions.conversation_of, token=opened["session"], now=post.world.clock.now())


async def test_a_wish_for_no_more_mails_is_kept_until_the_address_is_left_again(post: Post) -> None:
    conversation_id, agent = await post.handed_off()
    await post.world.write(agent, conversation_id, "eerste")
    await post.later()
    await post.world.do(threads.stop, token=_token(post.server), key=KEY)
    await post.world.write(agent, conversation_id, "tweede")
    assert await post.later() == 0

    await post.world.do(threads.set_address, conversation_id=conversation_id, email="an@example.org")
    await post.world.write(agent, conversation_id, "derde")
    assert await post.later() == 1


async def test_a_transcript_comes_by_mail_without_notes_and_secrets(post: Post) -> None:
    conversation_id, agent = await post.handed_off()
    await post.world.do(desk.note, agent=agent, conversation_id=conversation_id, client_id="n", text="lastige klant")
    for _ in range(2):
        await post.world.do(visitor.mail_transcript, conversation_id=conversation_id)

    assert await post.later(1) == 1
    (attached,) = post.server.taken[0].iter_attachments()
    text: Any = attached.get_content()
    assert attached.get_filename() == "gesprek.txt"
    assert "mijn scherm is zwart" in text
    assert "lastige klant" not in text


async def test_without_a_mail_server_nothing_is_owed(tmp_path: Path) -> None:
    world = make_world(tmp_path)
    world.store.start()
    post = Post(world, None)  # type: ignore[arg-type]  # nothing is sent
    conversation_id, agent = await post.handed_off()
    await world.write(agent, conversation_id, "trek de stekker uit")
    with pytest.raises(Fixable, match="invalid"):
        await world.do(visitor.mail_transcript, conversation_id=conversation_id)

    assert await post.errors() == []
    await world.store.stop()


def _token(server: MailServer) -> str:
    found = LINK.search(smtp.plain(server.taken[-1]))
    assert found
    return found[1]


async def test_who_reported_an_incident_to_the_bot_alone_is_mailed_its_end(post: Post) -> None:
    world = post.world
    manager = await world.agent("Marie", role="knowledge_manager", connect=False)
    words = {"title": {"nl": "Storing: wifi"}, "text": {"nl": "De wifi ligt plat."}, "families": []}
    incident = await world.do(incident_desk.declare, agent=manager, signal_id=None, **words)
    conversation_id = (await world.begin("nl", name="An", email="an@example.org")).conversation_id
    await world.say(conversation_id, "geen wifi")
    turn = await world.claim(conversation_id)
    assert turn is not None
    await world.answer(turn, action="answer", signals={"incident": incident["id"]})
    await world.do(visitor.read_up_to, conversation_id=conversation_id, seq=2)
    await world.do(incident_desk.end, agent=manager, incident_id=incident["id"], text={})
    await world.do(incidents.tell)

    assert await post.later() == 1
    (mail,) = post.server.taken
    assert mail["Subject"] == "Nieuws over de storing die je meldde"
    assert "voorbij: Storing: wifi" in smtp.plain(mail)
    assert await post.later() == 0
