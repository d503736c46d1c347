from __future__ import annotations

from pathlib import Path

from sqlalchemy import select

from tests.webchat.world import World
from webchat.adapters.db import tables as t
from webchat.services import people


async def test_erasing_a_person_leaves_no_trace_and_others_alone(world: World, tmp_path: Path) -> None:
    one = (await world.begin(email="an@example.org", name="An Kanarie")).conversation_id
    other = (await world.begin(email="bo@example.org")).conversation_id
    for conversation_id in (one, other):
        await world.say(conversation_id, f"kanarievogel in {conversation_id}")
        await world.ask_human(conversation_id)

    deleted = await world.do(people.erase, who="an@example.org")

    assert deleted["messages"] >= 2
    assert deleted["people"] == 1
    assert await world.see(lambda db: list(db.scalars(select(t.conversations.c.id)))) == [other]
    assert await world.log(other)
    assert await world.do(people.erase, who="nobody@example.org") == {}
