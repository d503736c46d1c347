from __future__ import annotations

import pytest

from tests.webchat.world import World
from webchat.domain.errors import Fixable
from webchat.services import customers, desk, visitor


async def _handed_off(world: World, **user: str) -> str:
    conversation_id = (await world.begin(**user)).conversation_id
    await world.say(conversation_id, "mijn scherm blijft zwart")
    await world.ask_human(conversation_id)
    return conversation_id


async def test_a_conversation_that_agents_may_not_see_has_no_customer_for_them(world: World) -> None:
    conversation_id = (await world.begin()).conversation_id
    await world.say(conversation_id, "hallo")
    with pytest.raises(Fixable, match="not_found"):
        await world.see(lambda db: customers.beside(db, conversation_id))


async def test_two_visitors_without_signed_identity_are_two_people_even_with_one_address(world: World) -> None:
    first = await _handed_off(world, email="an@example.org")
    second = await _handed_off(world, email="an@example.org")
    seen = await world.see(lambda db: customers.beside(db, second))
    assert seen["known"] is False
    assert seen["identifier"] is None
    assert seen["earlier"] == []
    assert first not in str(seen)


async def test_a_signed_identity_is_one_person_across_visits_with_tickets_and_satisfaction(world: World) -> None:
    agent = await world.agent()
    facts = {"identifier": "u1", "name": "An", "email": "an@example.org"}
    first = await _handed_off(world, **facts)
    await world.take(agent, first)
    await world.do(desk.resolve, agent=agent, conversation_id=first, outcome="solved", solution="Kabel vervangen.")
    await world.do(visitor.rate, conversation_id=first, score=4, comment=None)
    second = await _handed_off(world, **facts)

    seen = await world.see(lambda db: customers.beside(db, second))

    assert (seen["known"], seen["identifier"], seen["n_conversations"], seen["n_by_bot"]) == (True, "u1", 2, 0)
    assert seen["satisfaction"] == {"n": 1, "mean": 4.0}
    (earlier,) = seen["earlier"]
    assert earlier["conversation_id"] == first
    assert earlier["ticket"]["status"] == "closed"
    assert earlier["solution"] == "Kabel vervangen."
