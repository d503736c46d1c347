from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from tests.webchat.fold import fold, normal
from tests.webchat.world import World
from webchat.adapters.db import tables as t
from webchat.domain.errors import Fixable
from webchat.domain.review import score
from webchat.services import abuse, desk, reviews, views
from webchat.services.accounts import Agent


async def taken(world: World, agent: Agent) -> str:
    conversation_id = (await world.begin("nl")).conversation_id
    await world.say(conversation_id, "stomme helpdesk")
    await world.ask_human(conversation_id)
    await world.take(agent, conversation_id)
    return conversation_id


async def reports(world: World, *, still_open: bool = True) -> list[dict[str, Any]]:
    found = await world.see(abuse.listed, still_open=still_open, before=None, limit=50)
    return list(found["reports"])


async def test_agent_flags_warns_then_ends_and_each_step_is_reported(world: World) -> None:
    sofie, karim = await world.agent("Sofie"), await world.agent("Karim")
    conversation_id = await taken(world, sofie)
    about = {"agent": sofie, "conversation_id": conversation_id}
    before = await world.snapshot(karim)
    world.works.clear()

    with pytest.raises(Fixable) as early:
        await world.do(abuse.end, **about)
    assert early.value.params == {"field": "warnings", "needed": 1}
    with pytest.raises(Fixable, match="not_yours"):
        await world.do(abuse.warn, agent=karim, conversation_id=conversation_id, seq=1)
    with pytest.raises(Fixable, match="not_found"):
        await world.do(abuse.warn, **about, seq=2)  # our own notice
    await world.do(abuse.warn, **about, seq=1)
    assert "respectvol" in (await world.log(conversation_id))[-1]["text"]
    await world.do(abuse.end, **about)

    ended = await world.conversation(conversation_id)
    assert (ended.status, ended.outcome, ended.warnings) == ("resolved", "abuse", 1)
    assert (await world.tickets(conversation_id))[0].status == "closed"
    assert "onthaal van je organisatie" in (await world.log(conversation_id))[-1]["text"]
    found = await reports(world)
    assert [(r["action"], r["flagged_by"], r["agent"], r["text"]) for r in found] == [
        ("ended", "agent", "Sofie", None),
        ("warned", "agent", "Sofie", "stomme helpdesk"),
    ]
    events = [(e.event, views.console_event(e.event, e.data)) for e in world.console_events()]
    assert fold(before, events) == normal(await world.snapshot(karim))


async def test_who_was_ended_for_abuse_begins_anew_with_the_bot(world: World) -> None:
    sofie = await world.agent()
    conversation_id = await taken(world, sofie)
    await world.do(abuse.warn, agent=sofie, conversation_id=conversation_id, seq=None)
    await world.do(abuse.end, agent=sofie, conversation_id=conversation_id)

    ack = await world.say(conversation_id, "sorry, mijn wifi werkt niet")

    assert ack.conversation_id != conversation_id
    assert (await world.conversation(ack.conversation_id)).owner == "bot"


@pytest.mark.parametrize(
    ("signal", "action", "may_end"),
    [
        ({"threat": False, "count": 1, "answer": "boundary"}, "flagged", False),
        ({"threat": False, "count": 2, "answer": "warning"}, "warned", True),
        ({"threat": True, "count": 1, "answer": "handoff"}, "threat", True),
    ],
)
async def test_what_the_bot_finds_is_reported_and_its_warning_counts(
    world: World, signal: dict[str, Any], action: str, may_end: bool
) -> None:
    sofie = await world.agent()
    conversation_id = (await world.begin("nl")).conversation_id
    await world.say(conversation_id, "ik weet je wonen")
    turn = await world.claim(conversation_id)
    assert turn is not None
    await world.answer(turn, signals={"abuse": signal})
    await world.ask_human(conversation_id)
    await world.take(sofie, conversation_id)

    assert [(r["action"], r["flagged_by"], r["text"]) for r in await reports(world)] == [
        (action, "bot", "ik weet je wonen")
    ]
    if may_end:
        await world.do(abuse.end, agent=sofie, conversation_id=conversation_id)
    else:
        with pytest.raises(Fixable, match="invalid"):
            await world.do(abuse.end, agent=sofie, conversation_id=conversation_id)


async def test_consoles_hear_of_a_warning_that_the_bot_gave_in_a_conversation_they_know(world: World) -> None:
    sofie = await world.agent()
    conversation_id = await taken(world, sofie)
    await world.do(desk.return_to_bot, agent=sofie, conversation_id=conversation_id)
    before = await world.snapshot(sofie)
    world.works.clear()
    await world.say(conversation_id, "dom ding dat je bent")
    turn = await world.claim(conversation_id)
    assert turn is not None
    await world.answer(turn, signals={"abuse": {"threat": False, "count": 2, "answer": "warning"}})

    events = [(e.event, views.console_event(e.event, e.data)) for e in world.console_events()]
    fresh = await world.snapshot(sofie)
    assert [c["warnings"] for c in fresh["conversations"]] == [1]
    assert fold(before, events) == normal(fresh)


async def test_supervisor_ticks_a_report_off_once(world: World) -> None:
    sofie, lead = await world.agent("Sofie"), await world.agent("Nathalie", role="supervisor")
    conversation_id = await taken(world, sofie)
    await world.do(abuse.warn, agent=lead, conversation_id=conversation_id, seq=1)
    report_id = (await reports(world))[0]["id"]

    await world.do(abuse.handle, agent=lead, report_id=report_id)
    await world.do(abuse.handle, agent=lead, report_id=report_id)

    assert await reports(world) == []
    assert [r["handled"] for r in await reports(world, still_open=False)] == [True]
    query = select(t.audit_log.c.act).where(t.audit_log.c.act == "abuse_report_handled")
    assert len(await world.see(lambda db: list(db.scalars(query)))) == 1


async def test_agent_reads_own_reviews_with_the_questions_of_that_day(world: World) -> None:
    sofie, karim = await world.agent("Sofie"), await world.agent("Karim")
    lead = await world.agent("Nathalie", role="supervisor")
    conversation_id = await taken(world, sofie)
    await world.do(desk.resolve, agent=sofie, conversation_id=conversation_id, outcome="solved", solution=None)
    checks = ("greeting", "need", "restate", "guidance", "safety", "closing")
    answers = dict.fromkeys(checks, "yes") | {"restate": "no", "guidance": "partly", "safety": "not_applicable"}
    about: dict[str, Any] = {"agent": lead, "conversation_id": conversation_id}

    written = await world.do(reviews.write, **about, answers=answers, remarks="Vat nog samen.")

    assert (written["score"], written["agent"]["name"], written["number"]) == (0.7, "Sofie", "FL-1001")
    page = {"agent_id": None, "before": None, "limit": 10}
    assert (await world.see(reviews.listed, reader=sofie, **page))["reviews"] == [written]
    assert (await world.see(reviews.listed, reader=karim, **page))["reviews"] == []
    assert (await world.see(reviews.listed, reader=karim, **page | {"agent_id": sofie.id}))["reviews"] == []
    assert (await world.see(reviews.listed, reader=lead, **page))["reviews"] == [written]
    for wrong, field in (
        ({k: v for k, v in answers.items() if k != "need"}, "answers.need"),
        (answers | {"colour": "yes"}, "answers.colour"),
        (dict.fromkeys(answers, "not_applicable"), "answers"),
    ):
        with pytest.raises(Fixable) as refused:
            await world.do(reviews.write, **about, answers=wrong, remarks="")
        assert refused.value.params["field"] == field


async def test_nobody_reviews_their_own_chat(world: World) -> None:
    lead = await world.agent("Nathalie", role="supervisor")
    conversation_id = await taken(world, lead)
    with pytest.raises(Fixable, match="invalid"):
        await world.do(reviews.write, agent=lead, conversation_id=conversation_id, answers={}, remarks="")


def test_score_is_the_share_that_was_done() -> None:
    assert score(["yes", "no"]) == 0.5
    assert score(["partly", "not_applicable"]) == 0.5
    with pytest.raises(ValueError, match="no answer"):
        score(["not_applicable"])
