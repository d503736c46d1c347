"""The questions that people put and what became of them, from the turns' own transactions."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from tests.webchat.world import World
from webchat.adapters.db import tables as t
from webchat.services import visitor


async def _turn(world: World, conversation_id: str, said: str, payload: str | None = None, **decision: Any) -> None:
    await world.say(conversation_id, said, payload=payload)
    turn = await world.claim(conversation_id)
    assert turn is not None
    await world.answer(turn, **decision)


def _found(family: str, act: str = "problem", **more: Any) -> dict[str, Any]:
    return {"found": family, "act": act, **more}


async def _kept(world: World) -> list[Any]:
    c = t.questions.c
    return await world.see(lambda db: list(db.execute(select(t.questions).order_by(c.conversation_id, c.seq))))


async def test_a_greeting_is_no_question_and_a_problem_is_one_with_all_that_adds_to_it(world: World) -> None:
    c = (await world.begin()).conversation_id
    await _turn(world, c, "hallo", action="chat", signals={"act": "greet"})
    await _turn(world, c, "de wifi doet raar", action="ask", p_helps=0.4, signals=_found("wifi"))
    await _turn(world, c, "op de trein", action="answer", family="wifi", p_helps=0.8, signals=_found("wifi"))

    (row,) = await _kept(world)
    assert (row.seq, row.last_seq, row.family, row.answered) == (3, 5, "wifi", True)
    assert row.handed_off_at is row.not_helped_at is row.reopened_at is None


async def test_another_problem_after_an_answer_is_a_question_of_its_own(world: World) -> None:
    c = (await world.begin()).conversation_id
    await _turn(world, c, "geen wifi", action="answer", family="wifi", p_helps=0.8, signals=_found("wifi"))
    await _turn(world, c, "werkt niet", action="answer", family="vpn", signals=_found("vpn", "report_not_solved", negative_feedback=1))  # fmt: skip
    await _turn(world, c, "en de printer drukt niet af", action="answer", family="print", signals=_found("print"))

    first, second = await _kept(world)
    assert (first.family, first.not_helped_at is not None) == ("vpn", True)
    assert (second.family, second.not_helped_at) == ("print", None)


async def test_what_nothing_is_near_to_has_no_family(world: World) -> None:
    c = (await world.begin()).conversation_id
    await _turn(world, c, "het koffieapparaat lekt", action="chat", p_helps=0.1, signals=_found("wifi"))

    (row,) = await _kept(world)
    assert (row.family, row.answered, row.p_helps) == (None, False, 0.1)


async def test_a_hand_off_an_opinion_and_a_reopening_are_noted_on_the_question(world: World) -> None:
    c = (await world.begin()).conversation_id
    await _turn(world, c, "geen wifi", action="answer", family="wifi", p_helps=0.8, signals=_found("wifi"))
    await world.do(visitor.give_feedback, conversation_id=c, message_id=f"{c}.2", helpful=False, reason=None)
    await world.ask_human(c)
    (row,) = await _kept(world)
    assert (row.handed_off, row.not_helped_at is not None) == ("user_request", True)

    await world.do(visitor.give_feedback, conversation_id=c, message_id=f"{c}.2", helpful=True, reason=None)
    await world.do(visitor.close, conversation_id=c)
    await world.say(c, "toch nog iets")
    (row,) = await _kept(world)
    assert (row.not_helped_at, row.reopened_at) == (None, world.clock.at)
