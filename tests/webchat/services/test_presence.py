from __future__ import annotations

from pathlib import Path

import pytest

from tests.webchat.world import World, make_world
from webchat.domain.errors import Fixable
from webchat.domain.ticket import HandOff
from webchat.services import conversations, desk, offers, presence, visitor
from webchat.services.tickets import editing


async def _queued(world: World, language: str = "nl") -> str:
    conversation_id = (await world.begin(language)).conversation_id
    await world.say(conversation_id, "hallo")
    await world.ask_human(conversation_id)
    return conversation_id


async def _line(world: World) -> list[str]:
    return [conversation.id for conversation in await world.see(conversations.queue)]


async def test_offer_goes_to_who_speaks_the_language_and_lapses_to_the_next(world: World) -> None:
    await world.agent("Nele", languages=("nl",))
    one, two = await world.agent("Fabien", languages=("fr",)), await world.agent("Flore", languages=("fr",))
    conversation_id = await _queued(world, "fr")

    first = (await world.conversation(conversation_id)).offer_agent_id
    world.clock.forward(world.settings.offer_timeout_s)
    await world.do(offers.lapse)
    second = (await world.conversation(conversation_id)).offer_agent_id

    assert {first, second} == {one.id, two.id}


async def test_nobody_online_gives_a_ticket_and_the_first_who_comes_gets_the_offer(world: World) -> None:
    agent = await world.agent(connect=False)
    conversation_id = await _queued(world)
    assert (await world.conversation(conversation_id)).offer_agent_id is None
    assert "geen medewerker online" in (await world.log(conversation_id))[-1]["text"]

    await world.do(presence.connected, agent_id=agent.id)

    assert (await world.conversation(conversation_id)).offer_agent_id == agent.id


async def test_chat_of_an_agent_who_stays_away_is_queued_in_front_once_and_the_user_told(world: World) -> None:
    agent = await world.agent()
    conversation_id = await _queued(world)
    await world.take(agent, conversation_id)
    waiting = await _queued(world)
    await world.do(presence.disconnected, agent_id=agent.id)

    world.clock.forward(world.settings.agent_grace_s - 1)
    await world.do(presence.requeue_lost)
    assert (await world.conversation(conversation_id)).owner == "agent"

    world.clock.forward(1)
    await world.do(presence.requeue_lost)
    await world.do(presence.requeue_lost)

    queue = await world.see(lambda db: desk.conversations.queue(db))
    assert [c.id for c in queue] == [conversation_id, waiting]
    told = [m for m in await world.log(conversation_id) if "weggevallen" in m["text"]]
    assert len(told) == 1


async def test_agent_who_is_back_within_the_grace_keeps_the_chat(world: World) -> None:
    agent = await world.agent()
    conversation_id = await _queued(world)
    await world.take(agent, conversation_id)

    await world.do(presence.disconnected, agent_id=agent.id)
    world.clock.forward(10)
    await world.do(presence.connected, agent_id=agent.id)
    world.clock.forward(1000)
    await world.do(presence.requeue_lost)

    assert (await world.conversation(conversation_id)).owner == "agent"


async def test_agent_at_capacity_is_not_asked(world: World) -> None:
    agent = await world.agent()
    await world.do(presence.set_status, agent_id=agent.id, status="online", languages=None, capacity=1)
    first, second = await _queued(world), await _queued(world)

    assert (await world.conversation(first)).offer_agent_id == agent.id
    assert (await world.conversation(second)).offer_agent_id is None

    await world.take(agent, first)
    await world.do(desk.resolve, agent=agent, conversation_id=first, outcome="solved", solution=None)
    assert (await world.conversation(second)).offer_agent_id is None, "there is something to wrap up"
    me = (await world.snapshot(agent))["me"]
    assert (me["status"], me["wrap_up_until"]) == ("wrap_up", "2026-03-02T09:00:20.000Z")

    world.clock.forward(20)
    await world.do(presence.end_wrap_up)
    assert (await world.conversation(second)).offer_agent_id == agent.id


async def test_agent_ends_the_wrap_up_early_and_is_not_asked_during_a_break(world: World) -> None:
    agent = await world.agent()
    first = await _queued(world)
    await world.take(agent, first)
    await world.do(desk.resolve, agent=agent, conversation_id=first, outcome="solved", solution=None)
    second = await _queued(world)
    assert (await world.conversation(second)).offer_agent_id is None
    status = {"agent_id": agent.id, "languages": None, "capacity": None}

    await world.do(presence.set_status, status="break", **status)
    assert (await world.conversation(second)).offer_agent_id is None
    await world.do(presence.set_status, status="online", **status)
    assert (await world.conversation(second)).offer_agent_id == agent.id


async def test_after_a_restart_nobody_is_asked_who_is_not_there_either(world: World) -> None:
    agents = [await world.agent("Nele"), await world.agent("Karim")]
    waiting = [await _queued(world), await _queued(world)]
    asked = [(await world.conversation(conversation_id)).offer_agent_id for conversation_id in waiting]
    assert set(asked) == {agent.id for agent in agents}

    await world.do(presence.start)

    for conversation_id, agent_id in zip(waiting, asked, strict=True):
        conversation = await world.conversation(conversation_id)
        assert (conversation.offer_agent_id, conversation.offers_passed) == (None, [agent_id])


async def test_nobody_goes_over_the_hard_maximum(tmp_path: Path) -> None:
    world = make_world(tmp_path, max_chats=1)
    world.store.start()
    agent = await world.agent()
    first, second = await _queued(world), await _queued(world)
    await world.take(agent, first)

    assert (await world.conversation(second)).offer_agent_id is None, "although the own capacity is 4"
    with pytest.raises(Fixable, match="at_capacity"):
        await world.take(agent, second)
    await world.store.stop()


async def test_security_and_urgent_come_first_and_nobody_else_overtakes(world: World) -> None:
    agent = await world.agent(connect=False)
    waiting = []
    for _ in range(3):
        waiting.append(await _queued(world))
        world.clock.forward(1)
    first, second, third = waiting
    burning = (await world.begin("nl")).conversation_id
    await world.say(burning, "ik klikte op een phishinglink")
    await world.do(
        visitor._hand_off, conversation_id=burning, handoff=HandOff(reason="security_incident", kind="security")
    )
    assert await _line(world) == [burning, first, second, third]

    fields = dict.fromkeys(("impact", "urgency"), "high")
    ticket = (await world.tickets(third))[0]
    await world.do(editing.edit, agent=agent, ticket_id=ticket.id, values={"fields": fields})
    # Among those who cannot wait, who waits longest comes first.
    assert await _line(world) == [third, burning, first, second]

    await world.do(editing.edit, agent=agent, ticket_id=ticket.id, values={"fields": {"impact": "low"}})
    assert await _line(world) == [burning, first, second, third]
