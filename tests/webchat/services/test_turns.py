from __future__ import annotations

import pytest

from tests.webchat.world import World
from webchat.domain.errors import FirstlineError
from webchat.services import briefing, desk, turns
from webchat.services.turns import Fallback

HANDOFF = {
    "reason": "low_confidence",
    "kind": "incident",
    "fields": {"device": {"value": "laptop", "source": "user", "message_seq": 1, "confidence": 0.9}},
    "signals": {"n_failed_turns": 2},
}


async def _asked(world: World, *texts: str) -> tuple[str, turns.Turn]:
    conversation_id = (await world.begin()).conversation_id
    for text in texts or ("mijn wifi werkt niet",):
        await world.say(conversation_id, text)
    turn = await world.claim(conversation_id)
    assert turn is not None
    return conversation_id, turn


async def test_burst_is_one_turn(world: World) -> None:
    conversation_id, turn = await _asked(world, "hallo", "mijn wifi", "werkt niet")

    await world.answer(turn)

    assert turn.message == "hallo\nmijn wifi\nwerkt niet"
    assert await world.claim(conversation_id) is None


async def test_the_bot_is_told_how_long_the_user_was_away(world: World) -> None:
    conversation_id, turn = await _asked(world)
    await world.answer(turn)
    world.clock.forward(15 * 3600)
    await world.say(conversation_id, "goeiemorgen")

    following = await world.claim(conversation_id)

    assert following is not None
    assert (turn.metadata["away_s"], following.metadata["away_s"]) == (0.0, 15 * 3600.0)


async def test_retry_of_a_claimed_turn_asks_the_same_under_the_same_id(world: World) -> None:
    conversation_id, turn = await _asked(world)
    await world.say(conversation_id, "hallo?")

    again = await world.claim(conversation_id)

    assert again is not None
    assert (again.id, again.message) == (turn.id, turn.message)


async def test_answer_written_twice_is_posted_once_and_what_came_meanwhile_is_next(world: World) -> None:
    conversation_id, turn = await _asked(world)
    await world.say(conversation_id, "en mijn printer ook")

    await world.answer(turn)
    await world.answer(turn)

    assert [m["sender"]["kind"] for m in await world.log(conversation_id)] == ["user", "user", "bot"]
    following = await world.claim(conversation_id)
    assert following is not None
    assert (following.number, following.message) == (2, "en mijn printer ook")


async def test_answer_after_a_person_took_over_is_a_private_note(world: World) -> None:
    agent = await world.agent()
    conversation_id, turn = await _asked(world)
    await world.ask_human(conversation_id)
    await world.take(agent, conversation_id)

    await world.answer(turn, "te laat", handoff=HANDOFF)

    assert "te laat" not in {m["text"] for m in await world.log(conversation_id)}
    assert "te laat" in {m["text"] for m in await world.log(conversation_id, notes=True)}
    assert len(await world.tickets(conversation_id)) == 1


async def test_bots_hand_off_is_one_ticket_with_its_fields(world: World) -> None:
    conversation_id, turn = await _asked(world)

    await world.answer(turn, handoff=HANDOFF)
    await world.answer(turn, handoff=HANDOFF)

    (ticket,) = await world.tickets(conversation_id)
    assert ticket.reason == "low_confidence"
    assert ticket.fields["device"] == {"value": "laptop", "source": "user", "message_seq": 1, "confidence": 0.9}
    assert ticket.fields["subject"]["value"] == "mijn wifi werkt niet"
    log = await world.log(conversation_id)
    assert [m["sender"]["kind"] for m in log] == ["user", "bot", "system"]
    assert "FL-1001" in log[-1]["text"]


async def test_solved_resolves_and_the_next_word_reopens_with_the_bot(world: World) -> None:
    conversation_id, turn = await _asked(world)

    await world.answer(turn, action="solved", solved=True)

    assert (await world.conversation(conversation_id)).status == "resolved"
    await world.say(conversation_id, "bedankt")
    assert (await world.claim(conversation_id)) is not None


async def test_typed_slash_is_no_payload(world: World) -> None:
    _, turn = await _asked(world, "/restart {}")

    assert not turn.message.startswith("/")


async def test_fallback_gives_an_article_with_a_way_to_a_person_or_a_person(world: World) -> None:
    article = {"id": "a.nl", "title": "A", "url": "http://x", "language": "nl", "fallback": False}
    with_article, turn = await _asked(world)
    await world.do(turns.fall_back, turn=turn, fallback=Fallback(article))
    await world.do(turns.fall_back, turn=turn, fallback=Fallback(article))

    without, turn = await _asked(world)
    await world.do(turns.fall_back, turn=turn, fallback=Fallback(None))

    log = await world.log(with_article)
    assert [m.get("article", {}).get("id") for m in log] == [None, "a.nl"]
    assert log[-1]["buttons"][0]["payload"] == "/ask_human"
    assert (await world.conversation(without)).owner == "queue"


async def test_slow_notice_is_told_once_and_never_after_the_answer(world: World) -> None:
    conversation_id, turn = await _asked(world)

    await world.do(turns.tell_slow, turn=turn)
    await world.do(turns.tell_slow, turn=turn)
    await world.answer(turn)
    await world.do(turns.tell_slow, turn=turn)

    assert [m["kind"] for m in await world.log(conversation_id)] == ["text", "notice", "answer"]


async def test_bot_is_brought_in_step_before_it_speaks_again(world: World) -> None:
    agent = await world.agent()
    conversation_id, turn = await _asked(world)
    await world.answer(turn, handoff=HANDOFF)
    await world.take(agent, conversation_id)
    await world.write(agent, conversation_id, "herstart de router")
    await world.say(conversation_id, "gedaan")
    await world.do(desk.return_to_bot, agent=agent, conversation_id=conversation_id)

    sync = await world.see(briefing.next_sync, conversation_id=conversation_id)

    assert sync is not None
    assert [(e["from"], e["text"]) for e in sync.events] == [("agent", "herstart de router"), ("user", "gedaan")]
    await world.do(briefing.synced, sync=sync, error=None)
    assert await world.see(briefing.next_sync, conversation_id=conversation_id) is None
    assert await world.claim(conversation_id) is None, "what was said to the agent is not for the bot"
    await world.say(conversation_id, "en nu?")
    following = await world.claim(conversation_id)
    assert following is not None
    assert following.message == "en nu?"


async def test_second_hand_off_of_a_conversation_is_a_second_ticket(world: World) -> None:
    agent = await world.agent()
    conversation_id, turn = await _asked(world)
    await world.answer(turn, handoff=HANDOFF)
    await world.take(agent, conversation_id)
    await world.do(desk.return_to_bot, agent=agent, conversation_id=conversation_id)
    await world.say(conversation_id, "het lukt niet")
    second = await world.claim(conversation_id)
    assert second is not None

    await world.answer(second, handoff=HANDOFF)

    assert [row.episode for row in await world.tickets(conversation_id)] == [1, 2]


async def test_turn_left_by_a_dead_process_is_found(world: World) -> None:
    conversation_id, turn = await _asked(world)
    assert await world.see(turns.due) == [conversation_id]

    await world.answer(turn)

    assert await world.see(turns.due) == []


async def test_bot_may_not_take_the_hand_off_back(world: World) -> None:
    conversation_id, turn = await _asked(world)
    await world.answer(turn, handoff=HANDOFF)
    agent = await world.agent()

    with pytest.raises(FirstlineError, match="not_yours"):
        await world.do(desk.return_to_bot, agent=agent, conversation_id=conversation_id)
