from __future__ import annotations

import asyncio
import uuid

import pytest

from tests.webchat.world import World
from webchat.domain.errors import Fixable
from webchat.services import desk, messages, turns, visitor
from webchat.services.messages import Incoming


async def test_concurrent_messages_get_one_gapless_sequence(world: World) -> None:
    one, two = await world.begin(), await world.begin()

    acks = await asyncio.gather(*(world.say(s.conversation_id, f"bericht {i}") for i in range(40) for s in (one, two)))

    assert [ack.seq for ack in acks[::2]] == list(range(1, 41))
    assert [ack.seq for ack in acks[1::2]] == list(range(1, 41))
    log = await world.log(one.conversation_id)
    assert [m["text"] for m in log] == [f"bericht {i}" for i in range(40)]


@pytest.mark.parametrize("together", [True, False], ids=["in one commit", "later"])
async def test_repeat_of_acked_message_returns_same_ack(world: World, together: bool) -> None:
    conversation_id = (await world.begin()).conversation_id
    client_id = str(uuid.uuid4())

    if together:
        acks = await asyncio.gather(*(world.say(conversation_id, "hallo", client_id=client_id) for _ in range(5)))
    else:
        acks = [await world.say(conversation_id, f"hallo {i}", client_id=client_id) for i in range(5)]

    assert len({*acks}) == 1
    assert len(await world.log(conversation_id)) == 1


async def test_same_client_id_in_two_conversations_is_two_messages(world: World) -> None:
    one, two = await world.begin(), await world.begin()
    client_id = str(uuid.uuid4())

    await world.say(one.conversation_id, "a", client_id=client_id)
    await world.say(two.conversation_id, "b", client_id=client_id)

    assert [m["text"] for m in await world.log(two.conversation_id)] == ["b"]


async def test_refused_message_does_not_disturb_its_neighbours(world: World) -> None:
    conversation_id = (await world.begin()).conversation_id

    results = await asyncio.gather(
        world.say(conversation_id, "een"),
        world.say("nowhere", "twee"),
        world.say(conversation_id, "", payload="/never_offered"),
        world.say(conversation_id, "drie"),
        return_exceptions=True,
    )

    assert [getattr(r, "code", "ok") for r in results] == ["ok", "not_found", "invalid", "ok"]
    assert [m["text"] for m in await world.log(conversation_id)] == ["een", "drie"]


async def test_payload_is_accepted_only_when_offered_and_reads_as_its_title(world: World) -> None:
    session = await world.begin()
    await world.say(session.conversation_id, "wifi")
    turn = await world.claim(session.conversation_id)
    assert turn is not None
    await world.do(turns.tell_slow, turn=turn)

    await world.say(session.conversation_id, "", payload="/ask_human")

    assert (await world.log(session.conversation_id))[-1]["text"] == "Praat met een medewerker"
    with pytest.raises(Fixable, match="invalid"):
        await world.say(session.conversation_id, "", payload="/other")


async def test_payload_that_a_help_page_offered_reads_as_its_title(world: World) -> None:
    conversation_id = (await world.begin()).conversation_id
    payload = '/choose_article{"family": "wifi"}'

    with pytest.raises(Fixable, match="invalid"):
        await world.say(conversation_id, "", payload=payload)
    item = Incoming(conversation_id, "one", "", payload, "user", None, "Bezoeker", offered="Geen wifi")
    await world.store.write_batched(messages.append, item)

    assert (await world.log(conversation_id))[-1]["text"] == "Geen wifi"
    turn = await world.claim(conversation_id)
    assert turn is not None
    assert turn.message == payload


async def test_note_never_reaches_the_customer_and_leaves_no_gap(world: World) -> None:
    agent = await world.agent()
    conversation_id = (await world.begin()).conversation_id
    await world.say(conversation_id, "hallo")
    await world.ask_human(conversation_id)
    await world.take(agent, conversation_id)

    await world.do(desk.note, agent=agent, conversation_id=conversation_id, client_id="n1", text="geheim")
    await world.write(agent, conversation_id, "dag")

    public = await world.log(conversation_id)
    assert [m["seq"] for m in public] == list(range(1, len(public) + 1))
    assert "geheim" not in {m["text"] for m in public}
    assert "geheim" in {m["text"] for m in await world.log(conversation_id, notes=True)}
    assert not any(
        event.event == "message_created" and event.data["kind"] == "note" for work in world.works for event in work.chat
    )


async def test_agent_writes_only_in_an_own_conversation(world: World) -> None:
    agent, other = await world.agent("Sofie"), await world.agent("Karim")
    conversation_id = (await world.begin()).conversation_id
    await world.say(conversation_id, "hallo")
    await world.ask_human(conversation_id)
    await world.take(agent, conversation_id)

    with pytest.raises(Fixable, match="not_yours"):
        await world.write(other, conversation_id, "ik ook")

    assert (await world.write(agent, conversation_id, "dag")).seq


async def test_message_within_grace_reopens_and_after_it_begins_a_linked_conversation(world: World) -> None:
    session = await world.begin()
    await world.say(session.conversation_id, "hallo")
    await world.do(visitor.close, conversation_id=session.conversation_id)

    again = await world.say(session.conversation_id, "nog iets")
    assert again.conversation_id == session.conversation_id
    assert (await world.conversation(session.conversation_id)).status == "pending"

    await world.do(visitor.close, conversation_id=session.conversation_id)
    world.clock.forward(world.settings.reopen_grace_s + 1)
    client_id = str(uuid.uuid4())
    first = await world.say(session.conversation_id, "maanden later", client_id=client_id)
    repeat = await world.say(session.conversation_id, "maanden later", client_id=client_id)

    assert first == repeat
    assert first.seq == 1
    linked = await world.conversation(first.conversation_id)
    assert linked.previous_id == session.conversation_id
    assert (session.conversation_id, linked.id) in [pair for work in world.works for pair in work.moved]


async def test_conversation_that_an_agent_resolved_reopens_with_that_agent(world: World) -> None:
    agent = await world.agent()
    conversation_id = (await world.begin()).conversation_id
    await world.say(conversation_id, "hallo")
    await world.ask_human(conversation_id)
    await world.take(agent, conversation_id)
    await world.do(desk.resolve, agent=agent, conversation_id=conversation_id, outcome="solved", solution=None)

    await world.say(conversation_id, "toch niet")

    conversation = await world.conversation(conversation_id)
    assert (conversation.owner, conversation.agent_id) == ("agent", agent.id)
    assert [row.status for row in await world.tickets(conversation_id)] == ["open"]


async def test_a_file_alone_that_reopens_is_announced_with_the_notice_it_brings(world: World) -> None:
    conversation_id = (await world.begin()).conversation_id
    await world.ask_human(conversation_id)
    await world.do(visitor.close, conversation_id=conversation_id)

    await world.say(conversation_id, "", with_file=True)

    newest = (await world.log(conversation_id))[-1]
    changed = [e.data["conversation"] for e in world.console_events() if e.event == "conversation_changed"]
    assert newest["kind"] == "notice"
    assert changed[-1]["owner"] == "bot"
    assert changed[-1]["last_seq"] == newest["seq"]
