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


async def test_every_table_that_points_at_a_person_is_emptied(world: World) -> None:
    """By the schema: a table that somebody adds tomorrow is covered, or this fails."""
    erased = (await world.begin(email="an@example.org")).conversation_id
    await world.say(erased, "mijn printer doet het niet")
    await world.ask_human(erased)
    of_table = {table.name: table for table in t.metadata.sorted_tables}
    pointing = {
        name
        for name, table in of_table.items()
        if any(k.column.table.name in ("people", "conversations", "tickets") for c in table.c for k in c.foreign_keys)
    }

    deleted = await world.do(people.erase, who="an@example.org")

    assert pointing <= deleted.keys()
    assert "console_events" in deleted
    assert {"agents", "audit_log", "audit_head", "agent_sessions"}.isdisjoint(deleted)
    left = await world.see(lambda db: {name: db.execute(select(of_table[name])).all() for name in deleted})
    assert all(rows == [] for rows in left.values())


async def test_an_export_holds_what_a_person_said_and_no_token(world: World) -> None:
    one = (await world.begin(email="an@example.org")).conversation_id
    await world.say(one, "mijn scherm blijft zwart")
    await world.ask_human(one)
    person_id = await world.see(lambda db: db.scalar(select(t.people.c.id)))

    told = await world.see(lambda db: people.export(db, person_id))

    assert [row["email"] for row in told["people"]] == ["an@example.org"]
    assert len(told["messages"]) >= 2
    assert len(told["tickets"]) == 1
    assert {"sessions", "outbox", "console_events", "agents"}.isdisjoint(told)
