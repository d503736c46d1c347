"""What became of the bot's answers reaches the knowledge base: once each, by the latest word, whatever fails."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from tests.webchat.world import World
from webchat.adapters.db import tables as t
from webchat.adapters.kb import KnowledgeBase
from webchat.services import people, turns, visitor, votes

SIGNALS = {"found": "wifi", "margin": 2.5, "negative_feedback": 0}
WIFI = {"action": "answer", "family": "wifi", "signals": SIGNALS}


class Taken(httpx.AsyncBaseTransport):
    """The knowledge base's side: keeps what it takes, by answer; may be down."""

    def __init__(self) -> None:
        self.votes: dict[str, dict[str, Any]] = {}
        self.n_calls, self.is_down = 0, False

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.n_calls += 1
        if self.is_down:
            return httpx.Response(503, json={"error": {"code": "starting"}})
        self.votes[request.url.path.rpartition("/")[2]] = json.loads(request.content)
        return httpx.Response(200, json={"n_votes": len(self.votes)})


@pytest.fixture
def taken() -> Taken:
    return Taken()


@pytest.fixture
def kb(taken: Taken) -> KnowledgeBase:
    kb = KnowledgeBase("http://kb", timeout_s=1.0)
    kb._http = httpx.AsyncClient(base_url="http://kb", transport=taken)
    return kb


async def turn(world: World, conversation_id: str, said: str, **decision: Any) -> None:
    payload = said if said.startswith("/") else None
    await world.say(conversation_id, said, payload=payload)
    claimed = await world.claim(conversation_id)
    assert claimed
    await world.answer(claimed, **decision)


async def helped(world: World, kb: KnowledgeBase, taken: Taken) -> list[bool]:
    await votes.send_due(world.store, kb)
    return [vote["helped"] for vote in taken.votes.values()]


async def test_opinion_is_sent_once_and_a_second_one_replaces_it(world: World, kb: KnowledgeBase, taken: Taken) -> None:
    session = await world.begin()
    await turn(world, session.conversation_id, "geen wifi", **WIFI)
    message_id = f"{session.conversation_id}.2"

    await world.do(
        visitor.give_feedback, conversation_id=session.conversation_id, message_id=message_id, helpful=True, reason=None
    )
    first = await helped(world, kb, taken)
    again = await helped(world, kb, taken)
    n_calls = taken.n_calls
    await world.do(
        visitor.give_feedback,
        conversation_id=session.conversation_id,
        message_id=message_id,
        helpful=False,
        reason=None,
    )

    assert (first, again, n_calls) == ([True], [True], 1)
    assert await helped(world, kb, taken) == [False]
    (vote,) = taken.votes.values()
    assert vote["signals"] == {"margin": 2.5, "negative_feedback": 0.0}
    assert session.conversation_id not in str(taken.votes)


async def test_solved_dialogue_is_a_vote_and_an_open_question_is_none(
    world: World, kb: KnowledgeBase, taken: Taken
) -> None:
    solved, asked = await world.begin(), await world.begin()
    await turn(world, asked.conversation_id, "internet doet raar", action="ask", signals=SIGNALS)
    await turn(world, asked.conversation_id, "weet niet", action="ask", signals=SIGNALS)
    await turn(world, solved.conversation_id, "geen wifi", **WIFI)
    await turn(world, solved.conversation_id, "eerste stap gedaan", action="guide", family="wifi")

    before = await helped(world, kb, taken)
    await turn(world, solved.conversation_id, "het werkt weer", action="solved", solved=True, family="wifi")

    assert before == []
    assert await helped(world, kb, taken) == [True]


async def test_knowledge_base_that_is_down_gets_the_vote_later(world: World, kb: KnowledgeBase, taken: Taken) -> None:
    session = await world.begin()
    await turn(world, session.conversation_id, "geen wifi", **WIFI)
    await turn(world, session.conversation_id, "het werkt weer", action="solved", solved=True, family="wifi")
    taken.is_down = True

    down = await helped(world, kb, taken)
    taken.is_down = False
    too_early = await helped(world, kb, taken)
    world.clock.forward(11)

    assert (down, too_early) == ([], [])
    assert await helped(world, kb, taken) == [True]


async def test_waiting_vote_wakes_no_bot_and_goes_with_its_person(
    world: World, kb: KnowledgeBase, taken: Taken
) -> None:
    session = await world.begin()
    await turn(world, session.conversation_id, "geen wifi", **WIFI)
    await turn(world, session.conversation_id, "het werkt weer", action="solved", solved=True, family="wifi")
    waiting = await world.see(lambda db: db.scalar(select(t.outbox.c.id).where(t.outbox.c.kind == votes.KIND)))
    due = await world.see(turns.due)
    person_id = (await world.conversation(session.conversation_id)).person_id

    await world.do(people.erase, who=person_id)

    assert waiting
    assert due == []
    assert await helped(world, kb, taken) == []
