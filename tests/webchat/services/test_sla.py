"""The world's clock starts on a Monday at 10:00 in Brussels; the desk is open until 18:00."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import text

from tests.webchat.fold import fold, normal
from tests.webchat.world import START, World, make_world
from webchat.adapters.db import engine as db_engine
from webchat.domain.ticket import HandOff
from webchat.services import desk, presence, sla, views, visitor
from webchat.services.tickets import editing

MINUTE, HOUR = 60, 3600


async def handed_off(world: World, language: str = "nl", **handoff: Any) -> str:
    conversation_id = (await world.begin(language)).conversation_id
    await world.say(conversation_id, "mijn laptop start niet")
    facts = HandOff(**({"reason": "user_request"} | handoff))
    await world.do(visitor._hand_off, conversation_id=conversation_id, handoff=facts)
    return conversation_id


async def ticket(world: World, conversation_id: str) -> dict[str, Any]:
    """The ticket as agents get it."""
    agent = await world.agent("Kijker", connect=False)
    found = (await world.snapshot(agent))["conversations"]
    return next(c["ticket"] for c in found if c["id"] == conversation_id)


def changes(world: World) -> list[tuple[str, str]]:
    return [
        (e.data["ticket"]["sla"]["first_response"], e.data["ticket"]["sla"]["resolution"])
        for e in world.console_events()
        if e.event == "ticket_changed"
    ]


async def test_hand_off_promises_by_priority(world: World) -> None:
    medium = await ticket(world, await handed_off(world))

    assert medium["due"] == {
        "first_response_at": "2026-03-02T13:00:00.000Z",
        "resolution_at": "2026-03-03T15:00:00.000Z",
    }
    assert medium["sla"] == {"answered": False, "first_response": "ok", "resolution": "ok", "stopped": False}


async def test_security_is_urgent(world: World) -> None:
    urgent = await ticket(world, await handed_off(world, reason="security_incident", kind="security"))

    assert urgent["due"]["first_response_at"] == "2026-03-02T09:15:00.000Z"


async def test_warning_and_breach_are_told_once_each_also_over_a_restart(world: World) -> None:
    conversation_id = await handed_off(world)
    world.works.clear()

    for minutes in range(0, 250, 5):
        world.clock.at = START + timedelta(minutes=minutes)
        await world.do(sla.check)
        if minutes == 195:  # a new process on the same file
            again = make_world(Path(world.settings.database_url.removeprefix("sqlite:///")).parent)
            again.clock.at = world.clock.at
            again.store.start()
            await again.do(sla.check)
            await again.store.stop()
            assert changes(again) == []

    assert changes(world) == [("warning", "ok"), ("breached", "ok")]
    assert (await ticket(world, conversation_id))["sla"]["first_response"] == "breached"


async def test_after_a_long_downtime_only_the_breach_is_told(world: World) -> None:
    await handed_off(world)
    world.works.clear()

    world.clock.forward(7 * 24 * HOUR)
    await world.do(sla.check)
    await world.do(sla.check)

    assert changes(world) == [("breached", "breached")]


async def test_first_message_of_an_agent_keeps_the_first_promise_and_later_ones_change_nothing(world: World) -> None:
    agent = await world.agent()
    conversation_id = await handed_off(world)
    await world.take(agent, conversation_id)
    await world.do(desk.note, agent=agent, conversation_id=conversation_id, client_id="n1", text="even kijken")
    assert (await world.tickets(conversation_id))[0].answered_at is None

    world.clock.forward(10 * MINUTE)
    await world.write(agent, conversation_id, "Dag, ik kijk mee.", client_id="one")
    world.works.clear()
    world.clock.forward(10 * MINUTE)
    await world.write(agent, conversation_id, "Dag, ik kijk mee.", client_id="one")
    await world.write(agent, conversation_id, "Staat het toestel aan?")

    row = (await world.tickets(conversation_id))[0]
    assert row.answered_at == START + timedelta(minutes=10)
    assert (row.first_response_state, row.resolution_state) == ("met", "ok")
    assert changes(world) == []


async def test_late_answer_stays_a_breach(world: World) -> None:
    agent = await world.agent()
    conversation_id = await handed_off(world)
    await world.take(agent, conversation_id)
    world.clock.forward(5 * HOUR)

    await world.write(agent, conversation_id, "Sorry voor het wachten.")

    assert (await ticket(world, conversation_id))["sla"]["first_response"] == "breached"


async def test_new_priority_moves_the_due_times_and_spares_the_answer(world: World) -> None:
    agent = await world.agent()
    conversation_id = await handed_off(world)
    await world.take(agent, conversation_id)
    world.clock.forward(30 * MINUTE)
    await world.write(agent, conversation_id, "Ik kijk het na.")
    before = await ticket(world, conversation_id)

    fields = {"impact": "high", "urgency": "high"}
    after = (await world.do(editing.edit, agent=agent, ticket_id=before["id"], values={"fields": fields}))["ticket"]

    assert after["priority"] == "urgent"
    assert after["sla"] == {"answered": True, "first_response": "met", "resolution": "ok", "stopped": False}
    assert after["due"]["first_response_at"] == before["due"]["first_response_at"]
    assert after["due"]["resolution_at"] == "2026-03-02T13:00:00.000Z"


async def test_snoozing_stops_the_clock_and_the_customer_starts_it_again(world: World) -> None:
    agent = await world.agent()
    conversation_id = await handed_off(world)
    await world.take(agent, conversation_id)
    await world.write(agent, conversation_id, "Kun je het toestel herstarten?")
    world.clock.forward(HOUR)
    until = world.clock.at + timedelta(days=3)
    await world.do(desk.snooze, agent=agent, conversation_id=conversation_id, until=until)
    assert (await ticket(world, conversation_id))["sla"]["stopped"]

    world.clock.forward(24 * HOUR)  # ten of them belong to the desk
    await world.do(sla.check)
    await world.say(conversation_id, "Gedaan, het helpt niet.")

    woken = await ticket(world, conversation_id)
    assert woken["status"] == "open"
    assert woken["sla"] == {"answered": True, "first_response": "met", "resolution": "ok", "stopped": False}
    assert woken["due"]["resolution_at"] == "2026-03-04T15:00:00.000Z"


async def test_snoozed_ticket_is_open_again_when_it_wakes_by_itself(world: World) -> None:
    agent = await world.agent()
    conversation_id = await handed_off(world)
    await world.take(agent, conversation_id)
    until = world.clock.at + timedelta(hours=1)
    await world.do(desk.snooze, agent=agent, conversation_id=conversation_id, until=until)

    world.clock.forward(HOUR)
    await world.do(presence.wake_snoozed)

    assert (await ticket(world, conversation_id))["status"] == "open"


async def test_resolving_in_time_keeps_the_second_promise_and_reopening_opens_it(world: World) -> None:
    agent = await world.agent()
    conversation_id = await handed_off(world)
    await world.take(agent, conversation_id)
    await world.write(agent, conversation_id, "Opgelost?")
    await world.do(desk.resolve, agent=agent, conversation_id=conversation_id, outcome="solved", solution="herstart")
    closed = await ticket(world, conversation_id)
    assert (closed["status"], closed["sla"]["resolution"]) == ("closed", "met")

    world.clock.forward(HOUR)
    await world.say(conversation_id, "Toch niet.")

    again = await ticket(world, conversation_id)
    assert (again["status"], again["sla"]["resolution"]) == ("open", "ok")
    assert again["due"]["resolution_at"] == "2026-03-03T16:00:00.000Z"


async def test_console_that_folds_the_events_holds_what_a_new_one_reads(world: World) -> None:
    agent = await world.agent()
    first = await world.snapshot(agent)
    world.works.clear()
    conversation_id = await handed_off(world)
    world.clock.forward(3.5 * HOUR)
    await world.do(sla.check)
    await world.take(agent, conversation_id)
    await world.write(agent, conversation_id, "Hier ben ik.")
    until = world.clock.at + timedelta(hours=1)
    await world.do(desk.snooze, agent=agent, conversation_id=conversation_id, until=until)

    folded = fold(first, [(e.event, e.data) for e in _shaped(world)])

    assert folded == normal(await world.snapshot(agent))


def _shaped(world: World) -> list[Any]:
    return [e._replace(data=dict(views.console_event(e.event, e.data))) for e in world.console_events()]


@pytest.mark.parametrize(
    ("language", "at", "words"),
    [
        ("nl", datetime(2026, 3, 2, 19, 0, tzinfo=UTC), "De helpdesk is morgen om 8 uur weer open."),
        ("nl", datetime(2026, 3, 2, 5, 0, tzinfo=UTC), "De helpdesk is vandaag om 8 uur weer open."),
        ("fr", datetime(2026, 4, 30, 18, 0, tzinfo=UTC), "Le helpdesk rouvre le lundi 4 mai à 8 h."),
        ("en", datetime(2026, 3, 6, 20, 0, tzinfo=UTC), "The helpdesk opens again on Monday 9 March at 8:00."),
    ],
)
async def test_outside_opening_hours_the_user_hears_when_the_desk_opens(
    world: World, language: str, at: datetime, words: str
) -> None:
    world.clock.at = at
    conversation_id = await handed_off(world, language)

    notice = (await world.log(conversation_id))[-1]["text"]

    assert words in notice
    assert "FL-1001" in notice


async def test_who_works_late_takes_the_chat_as_ever(world: World) -> None:
    await world.agent()
    world.clock.at = datetime(2026, 3, 2, 19, 0, tzinfo=UTC)

    conversation_id = await handed_off(world)

    assert "wachtrij" in (await world.log(conversation_id))[-1]["text"]


async def test_tickets_from_before_get_their_promises_from_the_first_tick(tmp_path: Path) -> None:
    engine = db_engine.open_engine(f"sqlite:///{tmp_path / 'test.sqlite3'}")
    config = Config()
    config.set_main_option("script_location", str(Path(db_engine.__file__).parent / "migrations"))
    with engine.execution_options(write=True).begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        for statement in _OLD:
            connection.execute(text(statement))
    world = make_world(tmp_path)
    world.store.start()
    await world.do(sla.check)
    row = (await world.tickets("c1"))[0]
    await world.store.stop()

    assert row.answered_at == START + timedelta(hours=1)
    assert (row.first_response_state, row.resolution_state, row.stopped_s) == ("met", "ok", 0.0)


_OLD = (
    "INSERT INTO people (id, site, known, created_at) VALUES ('p1', 'demo', 0, '2026-03-02 09:00:00.000000')",
    "INSERT INTO conversations (id, person_id, site, language, language_source, status, owner, last_seq, n_notes,"
    " episode, episode_seq, turn, turn_seq, turn_pending, queue_rank, offers_passed, user_online, user_read_seq,"
    " created_at, updated_at) VALUES ('c1', 'p1', 'demo', 'nl', 'site', 'open', 'queue', 1, 0, 1, 0, 0, 0, 0, 0, '[]',"
    " 0, 0, '2026-03-02 09:00:00.000000', '2026-03-02 09:00:00.000000')",
    "INSERT INTO messages (conversation_id, seq, part, client_id, visibility, kind, sender_kind, sender_name, text,"
    " language, at) VALUES ('c1', 1, 0, 'x', 'public', 'text', 'agent', 'Sofie', 'dag', 'nl',"
    " '2026-03-02 10:00:00.000000')",
    "INSERT INTO tickets (id, serial, conversation_id, episode, status, kind, fields, priority, reason, signals,"
    " created_at) VALUES ('t1', 1001, 'c1', 1, 'open', 'incident', '{}', 'medium', 'user_request', '{}',"
    " '2026-03-02 09:00:00.000000')",
)
