from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from tests.webchat.fold import fold, normal
from tests.webchat.world import World
from webchat.adapters.db import tables as t
from webchat.domain.errors import Fixable
from webchat.domain.ticket import HandOff
from webchat.services import (
    desk,
    desk_settings,
    offers,
    presence,
    queue_news,
    snapshot,
    teams,
    transfers,
    views,
    visitor,
)
from webchat.services.accounts import Agent
from webchat.services.tickets import editing

NETWORK = {"nl": "Netwerk", "fr": "Réseau", "en": "Network"}


def facts(*members: Agent, **changes: Any) -> dict[str, Any]:
    return {
        "names": NETWORK,
        "line": "first",
        "kinds": [],
        "categories": [],
        "topics": [],
        "languages": [],
        "escalates_to": None,
        "members": [{"agent_id": member.id, "skills": []} for member in members],
    } | changes


async def make(world: World, lead: Agent, *members: Agent, **changes: Any) -> str:
    team, _ = await world.do(teams.create, agent=lead, facts=facts(*members, **changes))
    return str(team["id"])


async def put_behind(world: World, lead: Agent, behind: str, *members: Agent) -> None:
    _, version = await world.see(teams.one, team_id="first-line")
    change = facts(*members, escalates_to=behind)
    await world.do(teams.change, agent=lead, team_id="first-line", facts=change, version=version)


async def queued(world: World, language: str = "nl", **fields: str) -> str:
    conversation_id = (await world.begin(language)).conversation_id
    await world.say(conversation_id, "hallo")
    known = {name: {"value": value, "source": "bot"} for name, value in fields.items()}
    handoff = HandOff(reason="user_request", fields=known)
    await world.do(visitor._hand_off, conversation_id=conversation_id, handoff=handoff)
    return conversation_id


async def last_words(world: World, conversation_id: str) -> str:
    return str((await world.log(conversation_id))[-1]["text"])


async def offered_to(world: World, conversation_id: str) -> str | None:
    return (await world.conversation(conversation_id)).offer_agent_id


async def test_ticket_goes_to_its_team_and_an_offer_to_the_one_with_the_skill(world: World) -> None:
    await world.agent("Sofie")
    novice, expert = await world.agent("Karim"), await world.agent("Lina")
    lead = await world.agent("Nathalie", role="supervisor", connect=False)
    members = [{"agent_id": novice.id, "skills": []}, {"agent_id": expert.id, "skills": ["VPN"]}]
    team = await make(world, lead, categories=["network"], members=members)
    await world.take(expert, await queued(world, category="network"))

    conversation_id = await queued(world, category="network", application="vpn")

    assert (await world.conversation(conversation_id)).team == team
    assert (await world.tickets(conversation_id))[0].team == team
    assert await offered_to(world, conversation_id) == expert.id, "busier, but knows VPN"
    await world.do(desk.decline, agent=expert, conversation_id=conversation_id)
    assert await offered_to(world, conversation_id) == novice.id


async def test_wait_for_the_language_widens_and_is_told_once(world: World) -> None:
    lead = await world.agent("Nathalie", role="supervisor", connect=False)
    sofie = await world.agent("Sofie", languages=("nl",))
    fabien = await world.agent("Fabien", languages=("fr",))
    await make(world, lead, fabien, categories=["network"])

    conversation_id = await queued(world, "fr")
    assert "Aucun collaborateur parlant français" not in await last_words(world, conversation_id), "Fabien is there"
    world.clock.forward(119)
    await world.do(offers.lapse)
    assert await offered_to(world, conversation_id) is None
    world.clock.forward(1)
    await world.do(offers.lapse)
    assert await offered_to(world, conversation_id) == fabien.id
    assert "une autre équipe" in await last_words(world, conversation_id)
    told = len(await world.log(conversation_id))
    world.clock.forward(30)
    await world.do(offers.lapse)
    assert len(await world.log(conversation_id)) == told

    await world.do(presence.disconnected, agent_id=fabien.id)
    assert await offered_to(world, conversation_id) == sofie.id
    assert "une autre langue" in await last_words(world, conversation_id)


async def test_transfer_to_a_team_keeps_everything_and_goes_in_front(world: World) -> None:
    lead = await world.agent("Nathalie", role="supervisor", connect=False)
    sofie, karim = await world.agent("Sofie"), await world.agent("Karim")
    team = await make(world, lead, karim, line="second")
    waits = await queued(world)
    conversation_id = await queued(world)
    await world.take(sofie, conversation_id)
    to = {"to_agent": None, "to_team": team, "note_text": "router is nieuw"}

    with pytest.raises(Fixable, match="not_yours"):
        await world.do(transfers.transfer, agent=karim, conversation_id=conversation_id, **to)
    await world.do(transfers.transfer, agent=sofie, conversation_id=conversation_id, **to)

    moved = await world.conversation(conversation_id)
    assert (moved.owner, moved.team, moved.offer_agent_id) == ("queue", team, karim.id)
    log = await world.log(conversation_id, notes=True)
    assert "ander team: Netwerk" in log[-1]["text"]
    assert [m["text"] for m in log if m["kind"] == "note"] == ["router is nieuw"]
    assert await offered_to(world, waits) == sofie.id


@pytest.mark.parametrize(
    ("fields", "goes_behind"),
    [({}, False), ({"impact": "high", "urgency": "high"}, True), ({"topic": "security.phishing"}, True)],
    ids=["ordinary", "urgent", "topic"],
)
async def test_rules_send_a_ticket_to_the_second_line(world: World, fields: dict[str, str], goes_behind: bool) -> None:
    lead = await world.agent("Nathalie", role="administrator", connect=False)
    second = await make(world, lead, line="second")
    await put_behind(world, lead, second)
    rules = {"priorities": ["urgent"], "topics": ["security.phishing"], "waiting_s": None}
    await world.do(desk_settings.change, agent=lead, name="escalation", value=rules, version="first")

    at_once = await queued(world, **fields)
    edited = await queued(world)
    ticket = (await world.tickets(edited))[0]
    await world.do(editing.edit, agent=lead, ticket_id=ticket.id, values={"fields": fields})

    for conversation_id in (at_once, edited):
        team = (await world.conversation(conversation_id)).team
        assert team == (second if goes_behind else "first-line")
        assert (await world.tickets(conversation_id))[0].team == team


async def test_who_waits_too_long_goes_to_the_second_line_and_keeps_the_place(world: World) -> None:
    lead = await world.agent("Nathalie", role="administrator", connect=False)
    karim = await world.agent("Karim", connect=False)
    second = await make(world, lead, karim, line="second")
    await put_behind(world, lead, second)
    rules = {"priorities": [], "topics": [], "waiting_s": 600}
    await world.do(desk_settings.change, agent=lead, name="escalation", value=rules, version="first")
    early = await queued(world)
    world.clock.forward(300)
    late = await queued(world)

    world.clock.forward(300)
    await world.do(transfers.escalate_late)
    await world.do(transfers.escalate_late)

    moved = await world.conversation(early)
    assert (moved.team, (await world.conversation(late)).team) == (second, "first-line")
    assert (world.clock.at - moved.queued_at).total_seconds() == 600  # type: ignore[operator]  # it waits
    assert sum("specialisten van Netwerk" in m["text"] for m in await world.log(early)) == 1


async def test_of_several_who_wait_too_long_each_is_told_and_none_is_offered_on_the_way(world: World) -> None:
    lead = await world.agent("Nathalie", role="administrator", connect=False)
    karim = await world.agent("Karim")
    second = await make(world, lead, karim, line="second")
    await put_behind(world, lead, second)
    rules = {"priorities": [], "topics": [], "waiting_s": 600}
    await world.do(desk_settings.change, agent=lead, name="escalation", value=rules, version="first")
    late = [await queued(world), await queued(world)]
    before = [len(await world.log(conversation_id)) for conversation_id in late]

    world.clock.forward(600)
    await world.do(transfers.escalate_late)

    for conversation_id, n in zip(late, before, strict=True):
        (told,) = (await world.log(conversation_id))[n:]
        assert "specialisten van Netwerk" in told["text"]
        assert await offered_to(world, conversation_id) == karim.id


async def test_agent_escalates_and_supervisor_takes_over_and_moves(world: World) -> None:
    lead = await world.agent("Nathalie", role="supervisor")
    sofie, karim = await world.agent("Sofie"), await world.agent("Karim")
    conversation_id = await queued(world)
    await world.take(sofie, conversation_id)
    with pytest.raises(Fixable, match="invalid"):
        await world.do(transfers.escalate, agent=sofie, conversation_id=conversation_id, note_text=None)
    second = await make(world, lead, karim, line="second")
    await put_behind(world, lead, second, sofie)

    await world.do(transfers.escalate, agent=sofie, conversation_id=conversation_id, note_text=None)
    assert (await world.conversation(conversation_id)).team == second

    async def move(**to: str | None) -> tuple[str, str | None]:
        target = {"to_agent": None, "to_team": None} | to
        await world.do(transfers.transfer, agent=lead, conversation_id=conversation_id, note_text=None, **target)
        moved = await world.conversation(conversation_id)
        return moved.owner.value, moved.agent_id

    assert await move(to_agent=karim.id) == ("agent", karim.id)
    assert await move(to_agent=lead.id) == ("agent", lead.id)
    assert await move(to_team="first-line") == ("queue", None)
    query = select(t.audit_log.c.act).order_by(t.audit_log.c.id)
    acts = list(await world.see(lambda db: list(db.scalars(query))))
    assert acts[-4:] == ["conversation_escalated"] + 3 * ["conversation_transferred"]


async def test_archived_team_leaves_nothing_behind_and_the_default_stays(world: World) -> None:
    lead = await world.agent("Nathalie", role="supervisor", connect=False)
    team = await make(world, lead, categories=["network"])
    conversation_id = await queued(world, category="network")
    assert (await world.conversation(conversation_id)).team == team
    _, version = await world.see(teams.one, team_id=team)

    await world.do(teams.archive, agent=lead, team_id=team, version=version)

    assert (await world.conversation(conversation_id)).team == "first-line"
    assert (await world.tickets(conversation_id))[0].team == "first-line"
    with pytest.raises(Fixable, match="invalid"):
        await world.do(teams.archive, agent=lead, team_id="first-line", version="first")


async def test_team_that_makes_no_sense_is_refused(world: World) -> None:
    lead = await world.agent("Nathalie", role="supervisor", connect=False)
    manager = await world.agent("Els", role="knowledge_manager", connect=False)
    team = await make(world, lead)
    _, version = await world.see(teams.one, team_id=team)

    for wrong, field in (
        (facts(manager), "members.0"),
        (facts(lead, lead), "members.1"),
        (facts(escalates_to="nobody"), "escalates_to"),
        (facts(escalates_to=team), "escalates_to"),
    ):
        with pytest.raises(Fixable) as refused:
            await world.do(teams.change, agent=lead, team_id=team, facts=wrong, version=version)
        assert refused.value.params["field"] == field
    with pytest.raises(Fixable, match="edited"):
        await world.do(teams.change, agent=lead, team_id=team, facts=facts(), version="older")


async def test_old_snapshot_and_events_are_a_new_snapshot(world: World) -> None:
    lead = await world.agent("Nathalie", role="supervisor")
    sofie = await world.agent("Sofie")
    before = await world.snapshot(lead)
    world.works.clear()

    team = await make(world, lead, sofie, line="second")
    await put_behind(world, lead, team, lead)
    conversation_id = await queued(world)
    await world.take(lead, conversation_id)
    await world.do(transfers.escalate, agent=lead, conversation_id=conversation_id, note_text="kijk even")
    _, version = await world.see(teams.one, team_id=team)
    await world.do(teams.archive, agent=lead, team_id=team, version=version)

    events = [(e.event, views.console_event(e.event, e.data)) for e in world.console_events()]
    assert fold(before, events) == normal(await world.snapshot(lead))
    resumed = await world.see(snapshot.events_since, after=before["event_id"], agent_id=lead.id)
    assert [each["event"] for each in resumed["events"]] == [name for name, _ in events]


async def test_user_hears_the_wait_and_hears_again_when_it_changes_a_lot(world: World) -> None:
    agents = [await world.agent(name) for name in ("Sofie", "Karim", "Lina")]
    for agent in agents:
        await world.do(presence.set_status, agent_id=agent.id, status="busy", languages=None, capacity=1)
    for _ in range(3):
        await queued(world)
        world.clock.forward(1)
    conversation_id = (await world.begin("nl")).conversation_id
    world.online.add(conversation_id)
    await world.say(conversation_id, "hallo")
    await world.ask_human(conversation_id)
    # Four in line, three places, five minutes a chat as nothing is known yet.
    assert "plaats 4" in await last_words(world, conversation_id)
    assert "ongeveer 7 minuten" in await last_words(world, conversation_id)

    world.clock.forward(130)
    await world.do(queue_news.tell)
    assert "plaats 4" in await last_words(world, conversation_id)
    for agent in agents[1:]:
        await world.do(presence.disconnected, agent_id=agent.id)
    await world.do(queue_news.tell)
    told = await last_words(world, conversation_id)
    assert "langer dan verwacht" in told
    assert "20 minuten" in told
    await world.do(queue_news.tell)
    assert await last_words(world, conversation_id) == told
