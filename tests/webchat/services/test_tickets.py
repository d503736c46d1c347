from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from tests.webchat.fold import fold, normal
from tests.webchat.world import World
from webchat.adapters.db import tables as t
from webchat.domain.errors import Fixable
from webchat.domain.ticket import HandOff
from webchat.services import desk, people, presence, sla, views, visitor
from webchat.services.accounts import Agent
from webchat.services.tickets import approvals, editing, history, links, listing, merging, reading, saved
from webchat.services.tickets.listing import Filters


async def handed_off(world: World, said: str = "mijn laptop start niet", language: str = "nl", **why: Any) -> str:
    conversation_id = (await world.begin(language)).conversation_id
    await world.say(conversation_id, said)
    handoff = HandOff(**({"reason": "user_request"} | why))
    await world.do(visitor._hand_off, conversation_id=conversation_id, handoff=handoff)
    return conversation_id


async def number(world: World, conversation_id: str) -> str:
    return f"FL-{(await world.tickets(conversation_id))[-1].serial}"


async def said(world: World, conversation_id: str) -> str:
    return str((await world.log(conversation_id))[-1]["text"])


async def changes(world: World, ref: str) -> list[tuple[str, str | None, str, Any, Any]]:
    ticket = (await world.see(reading.one, ref=ref))["ticket"]["id"]
    found = (await world.see(history.page, ticket_id=ticket, before=None, limit=200))["changes"]
    return [(c["by"]["kind"], c["by"]["name"], c["field"], c["before"], c["after"]) for c in reversed(found)]


async def test_history_tells_who_did_what(world: World) -> None:
    agent = await world.agent()
    conversation_id = await handed_off(world)
    ref = await number(world, conversation_id)
    await world.take(agent, conversation_id)
    await world.do(editing.edit, agent=agent, ticket_id=ref, values={"fields": {"impact": "high", "urgency": "high"}})
    until = world.clock.at + timedelta(days=1)
    await world.do(editing.edit, agent=agent, ticket_id=ref, values={"status": "pending", "wake_at": until})
    await world.say(conversation_id, "ik ben er weer")
    await world.do(desk.resolve, agent=agent, conversation_id=conversation_id, outcome="solved", solution="herstart")

    told = await changes(world, ref)

    assert told == [
        ("agent", "Sofie", "status", "new", "open"),
        ("agent", "Sofie", "agent", None, "Sofie"),
        ("agent", "Sofie", "priority", "medium", "urgent"),
        ("agent", "Sofie", "impact", None, "high"),
        ("agent", "Sofie", "urgency", None, "high"),
        ("agent", "Sofie", "status", "open", "pending"),
        ("user", None, "status", "pending", "open"),
        ("agent", "Sofie", "status", "open", "closed"),
        ("system", None, "resolution", "ok", "met"),
        ("agent", "Sofie", "outcome", None, "solved"),
        ("agent", "Sofie", "solution", None, "herstart"),
    ]


async def test_breach_is_in_the_history_and_takes_nobodys_edit_away(world: World) -> None:
    agent = await world.agent()
    conversation_id = await handed_off(world)
    await world.team("netwerk")
    before = (await world.see(reading.one, ref=await number(world, conversation_id)))["ticket"]
    world.clock.forward(5 * 3600)
    await world.do(sla.check)

    edited = await world.do(
        editing.edit, agent=agent, ticket_id=before["id"], values={"team": "netwerk"}, version=before["version"]
    )

    assert ("system", None, "first_response", "ok", "breached") in await changes(world, before["number"])
    assert edited["ticket"]["team"] == "netwerk"
    with pytest.raises(Fixable, match="edited"):
        await world.do(
            editing.edit, agent=agent, ticket_id=before["id"], values={"team": "x"}, version=before["version"]
        )


async def test_customer_who_waits_hears_which_team_it_goes_to(world: World) -> None:
    agent = await world.agent()
    await world.team("netwerk")
    conversation_id = await handed_off(world)

    await world.do(
        editing.edit, agent=agent, ticket_id=await number(world, conversation_id), values={"team": "netwerk"}
    )

    assert "netwerk" in await said(world, conversation_id)


async def test_priority_that_a_person_set_stays_until_it_is_given_back(world: World) -> None:
    agent = await world.agent()
    ref = await number(world, await handed_off(world))

    async def after(**values: Any) -> str:
        return str((await world.do(editing.edit, agent=agent, ticket_id=ref, values=values))["ticket"]["priority"])

    assert await after(priority="low", reason="kan wachten") == "low"
    assert await after(fields={"impact": "high", "urgency": "high"}) == "low"
    assert await after(priority=None) == "urgent"
    row = await world.see(
        lambda db: db.execute(select(t.ticket_changes.c.note).where(t.ticket_changes.c.field == "priority")).first()
    )
    assert row.note == "kan wachten"


async def test_secrets_and_impossible_values_do_not_get_into_a_ticket(world: World) -> None:
    agent = await world.agent()
    ref = await number(world, await handed_off(world))
    edited = await world.do(
        editing.edit, agent=agent, ticket_id=ref, values={"fields": {"device": "wachtwoord: Zomer2024!x"}}
    )

    assert "Zomer2024" not in edited["ticket"]["fields"]["device"]["value"]
    for values, field in (
        ({"fields": {"impact": "enorm"}}, "impact"),
        ({"fields": {"kleur": "rood"}}, "kleur"),
        ({"fields": {"request_reason": "het kan"}}, "request_reason"),
        ({"status": "pending"}, "wake_at"),
    ):
        with pytest.raises(Fixable) as refused:
            await world.do(editing.edit, agent=agent, ticket_id=ref, values=values)
        assert refused.value.params["field"] == field


async def test_assigning_goes_through_the_conversation_and_tells_the_customer(world: World) -> None:
    sofie, karim = await world.agent(), await world.agent("Karim")
    conversation_id = await handed_off(world)
    ref = await number(world, conversation_id)

    await world.do(editing.edit, agent=sofie, ticket_id=ref, values={"agent_id": karim.id})
    assert (await world.conversation(conversation_id)).agent_id == karim.id
    assert "Karim" in await said(world, conversation_id)
    with pytest.raises(Fixable, match="not_yours"):
        await world.do(editing.edit, agent=sofie, ticket_id=ref, values={"agent_id": sofie.id})
    await world.do(editing.edit, agent=karim, ticket_id=ref, values={"agent_id": None})

    assert (await world.conversation(conversation_id)).owner == "queue"
    assert [c[1:] for c in await changes(world, ref) if c[2] == "agent"] == [
        ("Sofie", "agent", None, "Karim"),
        ("Karim", "agent", "Karim", None),
    ]


async def test_closing_ends_the_conversation_and_one_that_waits_needs_not_be_taken_first(world: World) -> None:
    agent = await world.agent()
    conversation_id = await handed_off(world)
    ref = await number(world, conversation_id)
    await world.do(
        editing.edit, agent=agent, ticket_id=ref, values={"status": "closed", "outcome": "spam", "solution": None}
    )

    assert (await world.conversation(conversation_id)).status == "resolved"
    assert (await world.see(reading.one, ref=ref))["outcome"] == "spam"
    with pytest.raises(Fixable, match="closed"):
        await world.do(editing.edit, agent=agent, ticket_id=ref, values={"status": "open"})


@pytest.mark.parametrize("taken", [False, True])
async def test_duplicate_goes_on_in_the_other_and_its_customer_hears_which(world: World, taken: bool) -> None:
    agent = await world.agent()
    first, second = await handed_off(world), await handed_off(world, "nog eens hetzelfde")
    if taken:
        await world.take(agent, second)
    goes_on, doubled = await number(world, first), await number(world, second)

    await world.do(merging.merge, agent=agent, ref=doubled, into=goes_on)

    assert goes_on in await said(world, second)
    assert (await world.conversation(second)).status == "resolved"
    assert (await world.conversation(first)).owner == "queue"
    merged = await world.see(reading.one, ref=doubled)
    assert merged["ticket"]["status"] == "merged"
    assert [(k["kind"], k["direction"], k["ticket"]["number"]) for k in merged["links"]] == [
        ("duplicate", "to", goes_on)
    ]
    other = await world.see(reading.one, ref=goes_on)
    assert [(k["kind"], k["direction"], k["ticket"]["number"]) for k in other["links"]] == [
        ("duplicate", "from", doubled)
    ]
    with pytest.raises(Fixable, match="closed"):
        await world.do(merging.merge, agent=agent, ref=doubled, into=goes_on)
    with pytest.raises(Fixable, match="invalid"):
        await world.do(merging.merge, agent=agent, ref=goes_on, into=doubled)


async def test_colleagues_conversation_is_not_merged_away(world: World) -> None:
    sofie, karim = await world.agent(), await world.agent("Karim")
    first, second = await handed_off(world), await handed_off(world)
    await world.take(karim, second)

    with pytest.raises(Fixable, match="not_yours"):
        await world.do(merging.merge, agent=sofie, ref=await number(world, second), into=await number(world, first))
    assert (await world.tickets(second))[0].status == "open"


async def test_closed_ticket_goes_on_in_a_new_one_and_only_then(world: World) -> None:
    agent = await world.agent()
    conversation_id = await handed_off(world, kind="request")
    old = await number(world, conversation_id)
    with pytest.raises(Fixable, match="invalid"):
        await world.do(merging.follow_up, agent=agent, ref=old)
    await world.take(agent, conversation_id)
    await world.do(desk.resolve, agent=agent, conversation_id=conversation_id, outcome="solved", solution="besteld")

    new = (await world.do(merging.follow_up, agent=agent, ref=old))["ticket"]

    assert (new["status"], new["kind"]) == ("open", "request")
    assert new["fields"]["subject"]["value"] == "mijn laptop start niet"
    assert new["number"] in await said(world, conversation_id)
    shown = await world.see(reading.one, ref=new["number"])
    assert [(k["kind"], k["ticket"]["number"]) for k in shown["links"]] == [("follow_up", old)]
    assert shown["agent"]["name"] == "Sofie"
    assert (await world.see(reading.one, ref=old))["ticket"]["status"] == "closed"


async def test_known_problem_is_told_once_and_links_are_seen_from_both_sides(world: World) -> None:
    agent = await world.agent()
    problem, conversation_id = await handed_off(world), await handed_off(world)
    known, ref = await number(world, problem), await number(world, conversation_id)
    for _ in range(2):
        found = await world.do(links.add, agent=agent, ref=ref, kind="known_problem", to=known.lower())

    told = [m for m in await world.log(conversation_id) if "bekend" in m["text"]]
    assert len(told) == 1
    assert ref in told[0]["text"]
    await world.do(links.remove, agent=agent, ref=known, link_id=found["links"][0]["id"])
    assert (await world.see(reading.one, ref=ref))["links"] == []
    assert [c[2] for c in await changes(world, ref)] == ["links", "links"]


async def request(world: World, agent: Agent) -> tuple[str, str]:
    conversation_id = await handed_off(world, "ik heb Visio nodig", kind="request")
    ref = await number(world, conversation_id)
    fields = {
        "request_for_what": "Visio",
        "request_for_whom": "An Peeters",
        "request_reason": "plannen tekenen",
        "request_approver": "Bert Claes",
    }
    await world.do(editing.edit, agent=agent, ticket_id=ref, values={"fields": fields})
    return conversation_id, ref


async def test_request_is_asked_refused_asked_again_and_approved_and_the_customer_hears_each_step(world: World) -> None:
    agent = await world.agent()
    conversation_id, ref = await request(world, agent)
    heard = []
    for step, note in (("ask", None), ("refuse", "te duur"), ("ask", None), ("approve", None)):
        await world.do(approvals.record, agent=agent, ref=ref, step=step, note=note)
        heard.append(await said(world, conversation_id))

    assert "ligt nu bij Bert Claes" in heard[0]
    assert heard[1].endswith("te duur")
    assert "goedgekeurd door Bert Claes" in heard[3]
    with pytest.raises(Fixable, match="invalid"):
        await world.do(approvals.record, agent=agent, ref=ref, step="refuse", note=None)
    states = [after["state"] for _, _, field, _, after in await changes(world, ref) if field == "approval"]
    assert states == ["asked", "refused", "asked", "approved"]


async def test_approval_is_not_asked_before_everything_it_needs_is_known(world: World) -> None:
    agent = await world.agent()
    ref = await number(world, await handed_off(world, kind="request"))
    lacks = (await world.see(reading.one, ref=ref))["missing"]

    with pytest.raises(Fixable) as refused:
        await world.do(approvals.record, agent=agent, ref=ref, step="ask", note=None)

    assert lacks == ["request_for_what", "request_for_whom", "request_reason", "request_approver"]
    assert refused.value.params == {"field": "request_for_what", "problem": "required"}
    _, other = await request(world, agent)
    with pytest.raises(Fixable) as refused:
        await world.do(editing.edit, agent=agent, ticket_id=other, values={"fields": {"request_reason": None}})
    assert refused.value.params["problem"] == "required"


async def find(world: World, who: Agent, **filters: Any) -> list[str]:
    found: list[str] = []
    cursor = None
    while True:
        page = await world.see(listing.page, filters=Filters(**filters), agent_id=who.id, cursor=cursor, limit=2)
        found += [item["ticket"]["number"] for item in page["tickets"]]
        assert page["n_found"] >= len(found)
        if (cursor := page["next"]) is None:
            assert page["n_found"] == len(found)
            return found


async def test_list_filters_sorts_and_pages_without_doubles_or_holes(world: World) -> None:
    agent = await world.agent()
    ids = []
    for n in range(7):
        kind = "security" if n == 3 else "incident"
        ids.append(await handed_off(world, f"vraag {n}", "fr" if n % 2 else "nl", kind=kind))
        if n % 3:
            world.clock.forward(60)
    numbers = [await number(world, i) for i in ids]
    await world.take(agent, ids[2])
    await world.take(agent, ids[5])
    await world.do(desk.resolve, agent=agent, conversation_id=ids[5], outcome="solved", solution=None)

    assert await find(world, agent, sort="created") == numbers
    assert await find(world, agent, sort="-created") == numbers[::-1]
    assert (await find(world, agent, sort="due"))[0] == numbers[3]
    assert (await find(world, agent, sort="due"))[-1] == numbers[5]
    assert (await find(world, agent, sort="priority"))[0] == numbers[3]
    assert await find(world, agent, language="fr", sort="created") == numbers[1::2]
    assert await find(world, agent, agent="me", sort="created") == [numbers[2], numbers[5]]
    assert await find(world, agent, agent="me", status=["open"]) == [numbers[2]]
    assert await find(world, agent, agent="none", kind=["security"]) == [numbers[3]]
    world.clock.forward(20 * 60)
    await world.do(sla.check)
    assert await find(world, agent, promise="breached") == [numbers[3]]
    with pytest.raises(Fixable, match="invalid"):
        await world.see(listing.page, filters=Filters(), agent_id=agent.id, cursor="onzin", limit=2)


async def test_words_are_found_in_tickets_and_messages_whatever_their_accents_and_endings(world: World) -> None:
    agent = await world.agent()
    printer = await handed_off(world, "L'imprimante réseau est bloquée", "fr")
    laptop = await handed_off(world, "mijn laptop is traag")
    only_bot = (await world.begin("nl")).conversation_id
    await world.say(only_bot, "mijn laptop geeft een geheim weer")
    await world.take(agent, laptop)
    await world.say(laptop, "het scherm flikkert ook")
    await world.do(desk.note, agent=agent, conversation_id=laptop, client_id="n", text="garantie loopt nog")
    p, m = await number(world, printer), await number(world, laptop)

    assert await find(world, agent, q="reseau imprim") == [p]
    assert await find(world, agent, q="FLIKKER") == [m]
    assert await find(world, agent, q="garantie") == [m]
    assert await find(world, agent, q=p.lower()) == [p]
    assert await find(world, agent, q="geheim") == []
    assert await find(world, agent, q="flikkert imprimante") == []
    for nothing in ('"', "*", "a AND", "NEAR(", "  -  "):
        assert await find(world, agent, q=nothing) == []
    page = await world.see(listing.page, filters=Filters(q="scherm"), agent_id=agent.id, cursor=None, limit=5)
    assert [part["text"] for part in page["tickets"][0]["found"]["parts"] if part["is_hit"]] == ["scherm"]

    await world.do(editing.edit, agent=agent, ticket_id=m, values={"fields": {"device": "ThinkPad"}})
    assert await find(world, agent, q="thinkpad") == [m]
    await world.do(editing.edit, agent=agent, ticket_id=m, values={"fields": {"device": None}})
    assert await find(world, agent, q="thinkpad") == []


async def test_erased_words_are_in_no_page_of_the_index(world: World) -> None:
    conversation_id = (await world.begin("nl", email="an@example.org")).conversation_id
    await world.say(conversation_id, "mijn kanarievogel doet het niet")
    await world.ask_human(conversation_id)
    other = await handed_off(world, "iets anders")
    agent = await world.agent()
    await world.do(
        links.add,
        agent=agent,
        ref=await number(world, conversation_id),
        kind="duplicate",
        to=await number(world, other),
    )

    def pages(db: Any) -> bytes:
        blocks = [row[0] for row in db.exec_driver_sql("SELECT block FROM search_index_data")]
        return b"".join(block if isinstance(block, bytes) else block.encode() for block in blocks)

    assert b"kanarie" in await world.see(pages)
    await world.do(people.erase, who="an@example.org")

    assert b"kanarie" not in await world.see(pages)
    assert b"anders" in await world.see(pages)
    assert (await world.see(reading.one, ref=await number(world, other)))["links"] == []


async def test_saved_views_are_ones_own_or_shared(world: World) -> None:
    sofie, karim = await world.agent(), await world.agent("Karim")
    mine = await world.do(saved.add, agent=sofie, name="Dringend", filters={"priority": ["urgent"]}, shared=False)
    ours = await world.do(saved.add, agent=sofie, name="Aanvragen", filters={"kind": ["request"]}, shared=True)

    assert [v["name"] for v in await world.see(saved.listed, agent=sofie)] == ["Aanvragen", "Dringend"]
    seen = await world.see(saved.listed, agent=karim)
    assert [(v["name"], v["may_edit"]) for v in seen] == [("Aanvragen", False)]
    with pytest.raises(Fixable, match="forbidden"):
        await world.do(saved.remove, agent=karim, view_id=ours["id"], version=1)
    with pytest.raises(Fixable, match="not_found"):
        await world.do(saved.remove, agent=karim, view_id=mine["id"], version=1)
    await world.do(saved.change, agent=sofie, view_id=mine["id"], version=1, values={"name": "Heel dringend"})
    with pytest.raises(Fixable, match="edited"):
        await world.do(saved.change, agent=sofie, view_id=mine["id"], version=1, values={"name": "Toch niet"})


async def test_what_consoles_hear_of_tickets_makes_their_snapshot_the_newest(world: World) -> None:
    sofie, karim = await world.agent(), await world.agent("Karim")
    await world.team("netwerk")
    before = await world.snapshot(sofie)
    world.works.clear()
    _, asked = await request(world, sofie)
    first, second, third = [await handed_off(world) for _ in range(3)]
    one, two, three = [await number(world, i) for i in (first, second, third)]
    until = world.clock.at + timedelta(hours=2)

    async def edit(agent: Agent, ref: str, **values: Any) -> None:
        await world.do(editing.edit, agent=agent, ticket_id=ref, values=values)

    await world.do(approvals.record, agent=sofie, ref=asked, step="ask", note=None)
    await edit(sofie, one, fields={"impact": "high", "urgency": "high"})
    await edit(sofie, one, team="netwerk", kind="complaint")
    await edit(sofie, one, agent_id=karim.id)
    await edit(karim, one, status="pending", wake_at=until)
    await edit(karim, one, status="open")
    await edit(karim, one, agent_id=sofie.id)
    await world.do(links.add, agent=sofie, ref=one, kind="known_problem", to=three)
    await world.do(merging.merge, agent=sofie, ref=two, into=one)
    await edit(sofie, three, status="closed")
    await world.do(merging.follow_up, agent=karim, ref=three)
    events = [(e.event, views.console_event(e.event, e.data)) for e in world.console_events()]
    assert fold(before, events) == normal(await world.snapshot(sofie)), (
        "the old ticket does not take the new one's place"
    )
    world.clock.forward(9 * 3600)
    for job in (presence.wake_snoozed, sla.check):
        await world.do(job)

    events = [(e.event, views.console_event(e.event, e.data)) for e in world.console_events()]
    assert fold(before, events) == normal(await world.snapshot(sofie))
