"""Each resolution is one row, and a reopened one says so."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from tests.webchat.world import World
from webchat.adapters.db import tables as t
from webchat.services import desk, visitor


async def _rows(world: World) -> list[Any]:
    return await world.see(lambda db: list(db.execute(select(t.resolutions).order_by(t.resolutions.c.id))))


async def test_a_conversation_resolved_reopened_and_resolved_again_is_two_rows(world: World) -> None:
    agent = await world.agent()
    session = await world.begin()
    await world.say(session.conversation_id, "geen wifi")
    claimed = await world.claim(session.conversation_id)
    assert claimed
    await world.answer(claimed, action="solved", solved=True)
    world.clock.forward(60)
    await world.say(session.conversation_id, "toch niet")
    reopened_at = world.clock.now()
    await world.ask_human(session.conversation_id)
    await world.take(agent, session.conversation_id)
    world.clock.forward(60)
    await world.do(desk.resolve, agent=agent, conversation_id=session.conversation_id, outcome="solved", solution=None)

    first, second = await _rows(world)

    assert (first.by, first.outcome, first.reopened_at) == ("bot", "solved", reopened_at)
    assert (second.by, second.outcome, second.reopened_at) == ("owning_agent", "solved", None)
    assert second.at == world.clock.now()


async def test_closing_twice_is_one_row(world: World) -> None:
    session = await world.begin()
    await world.say(session.conversation_id, "dag")
    for _ in range(2):
        await world.do(visitor.close, conversation_id=session.conversation_id)

    assert [(row.by, row.outcome) for row in await _rows(world)] == [("user", "closed_by_user")]
