"""The inbox on a real database: what gets in, who decides, what is learnt, what is forgotten."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from sqlalchemy import func, select

from tests.webchat.world import World
from webchat.adapters.bot import Answer
from webchat.adapters.db import tables as t
from webchat.domain.errors import Fixable
from webchat.services import labels, people, turns, visitor
from webchat.services.inbox import deciding, listing
from webchat.services.inbox.gathering import Gatherer
from webchat.services.inbox.grouping import numbered
from webchat.services.inbox.listing import Filters
from webchat.services.tickets import editing

WIFI, VPN = "problem_wifi_no_connection", "problem_vpn_no_connection"
RANKING = [{"name": WIFI, "confidence": 0.41}, {"name": VPN, "confidence": 0.3}, {"name": "greet", "confidence": 0.1}]


async def ask(world: World, text: str = "het tolt hier maar rond", **decision: Any) -> str:
    """Have somebody say something of which the bot is not sure; returns the conversation."""
    world.clock.forward(1)
    conversation_id = (await world.begin(email=f"{text}@example.org")).conversation_id
    await reply(world, conversation_id, text, **decision)
    return conversation_id


async def reply(world: World, conversation_id: str, text: str, *, intent: str = WIFI, **decision: Any) -> None:
    await world.say(conversation_id, text)
    turn = await world.claim(conversation_id)
    assert turn
    answer = {
        "ok": True,
        "messages": [{"text": "Bedoel je dit?"}, {"text": "Of dat?"}],
        "decision": {"action": "ask", "language": "nl", **decision},
        "intent": {"name": intent, "confidence": 0.41},
        "ranking": [*RANKING, {"name": "thank", "confidence": 0.01}],
    }
    await world.do(turns.answer, turn=turn, reply=Answer.model_validate(answer))


async def gathered(world: World, gatherer: Gatherer | None = None) -> list[dict[str, Any]]:
    await (gatherer or Gatherer(world.store)).run()
    world.clock.forward(0.001)  # no two moments are the same
    query = select(t.inbox_items).order_by(t.inbox_items.c.id)
    return await world.see(lambda db: [dict(row) for row in db.execute(query).mappings()])


async def page(world: World, **filters: Any) -> dict[str, Any]:
    see = partial(
        listing.page,
        filters=Filters(**filters),
        articles={},
        language="nl",
        now=world.clock.now(),
        after=None,
        limit=20,
    )
    return await world.store.read(see)


async def examples(world: World) -> list[Any]:
    return await world.see(labels.training_examples)


async def test_a_doubt_comes_in_once_with_what_the_bot_thought(world: World) -> None:
    conversation_id = await ask(world, "wachtwoord [masked:password]\nwerkt niet")
    gatherer = Gatherer(world.store)

    (row,) = await gathered(world, gatherer)

    assert (row["conversation_id"], row["seq"], row["reasons"], row["state"]) == (conversation_id, 1, ["asked"], "open")
    assert row["guess"] == RANKING
    assert row["text"] == "wachtwoord [masked:password] werkt niet"
    assert await gatherer.run() == 0
    assert await gathered(world) == [row]  # another process finds the same


async def test_what_becomes_of_it_is_followed_and_what_was_taken_back_leaves(world: World) -> None:
    conversation_id = await ask(world, action="answer")
    gatherer = Gatherer(world.store)
    assert await gathered(world, gatherer) == []

    opinion = partial(visitor.give_feedback, conversation_id=conversation_id, message_id=f"{conversation_id}.3")
    await world.store.write(partial(opinion, helpful=False, reason=None))
    (row,) = await gathered(world, gatherer)
    assert (row["reasons"], row["outcome"], row["avoidable"]) == (["not_helpful"], {"kind": "open"}, False)

    await reply(
        world,
        conversation_id,
        "geef mij een mens",
        intent="ask_human",
        action="handoff",
        handoff={"reason": "not_helped"},
    )
    (row,) = await gathered(world, gatherer)
    assert (row["seq"], row["avoidable"], row["outcome"]["kind"]) == (1, True, "handed_off")

    agent = await world.agent()
    await world.take(agent, conversation_id)
    await world.write(agent, conversation_id, "Ik kijk even.")
    (ticket,) = await world.tickets(conversation_id)
    close = {"status": "closed", "outcome": "solved", "solution": "Kabel vervangen"}
    await world.do(editing.edit, agent=agent, ticket_id=ticket.id, values=close)
    (row,) = await gathered(world, gatherer)
    assert row["outcome"]["kind"] == "solved_by_agent"
    assert row["outcome"]["solution"] == "Kabel vervangen"
    assert row["reasons"] == ["not_helpful", "agent_answered"]


async def test_a_doubt_that_turns_out_none_leaves_unless_it_was_decided(world: World) -> None:
    conversation_id = await ask(world, action="answer")
    other = await ask(world, "ook zoiets", action="answer")
    gatherer = Gatherer(world.store)
    for id_, helpful in ((conversation_id, False), (other, False)):
        opinion = partial(visitor.give_feedback, conversation_id=id_, message_id=f"{id_}.2", reason=None)
        await world.store.write(partial(opinion, helpful=helpful))
    first, second = await gathered(world, gatherer)
    await world.do(deciding.decide, agent=await world.agent("Els"), ids=[first["id"]], decision="delete")

    for id_ in (conversation_id, other):
        opinion = partial(visitor.give_feedback, conversation_id=id_, message_id=f"{id_}.2", reason=None)
        await world.store.write(partial(opinion, helpful=True))

    assert [row["id"] for row in await gathered(world, gatherer)] == [first["id"]]
    assert second["id"] != first["id"]


async def test_an_agents_topic_becomes_the_suggestion(world: World) -> None:
    fields = {"topic": {"value": "wifi-no-connection", "source": "bot", "confidence": 0.5}}
    handoff = {"reason": "article_policy", "fields": fields}
    conversation_id = await ask(world, action="handoff", handoff=handoff)
    agent = await world.agent()
    await world.take(agent, conversation_id)
    (ticket,) = await world.tickets(conversation_id)
    await world.do(editing.edit, agent=agent, ticket_id=ticket.id, values={"fields": {"topic": "vpn-no-connection"}})

    (row,) = await gathered(world)
    (group,) = (await page(world))["groups"]

    assert (row["reasons"], row["corrected_family"]) == (["corrected"], "vpn-no-connection")
    assert (group["suggestion"]["intent"], group["suggestion"]["why"]) == (VPN, "agent")


async def test_each_decision_does_what_it_says(world: World) -> None:
    els = await world.agent("Els", role="knowledge_manager")
    for text in ("een", "twee dingen", "drie dingen", "vier dingen"):
        await ask(world, text)
    ids = [row["id"] for row in await gathered(world)]
    assert len(ids) == 4

    await world.do(deciding.decide, agent=els, ids=[ids[0]], decision="validate")
    entity = {"start": 5, "end": 11, "entity": "device"}
    await world.do(deciding.decide, agent=els, ids=[ids[1]], decision="intent", intent=VPN, entities=[entity])
    await world.do(deciding.decide, agent=els, ids=[ids[2]], decision="unknown")
    await world.do(deciding.decide, agent=els, ids=[ids[3]], decision="delete")

    made = {e.intent: (e.part, e.entities, e.agent_id) for e in await examples(world)}
    assert made == {
        WIFI: ("eval", (), els.id),
        VPN: ("eval", (entity,), els.id),
        "out_of_scope": ("eval", (), els.id),
    }
    assert await world.see(listing.count) == {"open": 0, "avoidable": 0}
    kinds = [entry.act for entry in await world.see(lambda db: db.execute(select(t.audit_log)).all())]
    assert kinds.count("messages_labelled") == 4


async def test_the_share_goes_to_the_examination_by_intent_and_language_and_a_repeat_stays_where_it_was(
    world: World,
) -> None:
    els = await world.agent("Els")
    for number in range(6):
        await ask(world, f"draadloos nummer {number}")
    await ask(world, "Draadloos, nummer 0!")
    ids = [row["id"] for row in await gathered(world)]

    await world.do(deciding.decide, agent=els, ids=ids, decision="intent", intent=WIFI)

    by_text = {e.text: e.part for e in await examples(world)}
    assert [by_text[f"draadloos nummer {n}"] for n in range(6)] == ["eval", "train", "train", "train", "train", "eval"]
    assert by_text["Draadloos, nummer 0!"] == "eval"


async def test_no_message_is_labelled_twice(world: World) -> None:
    els, tom = await world.agent("Els"), await world.agent("Tom")
    await ask(world)
    await ask(world, "nog iets")
    first, second = [row["id"] for row in await gathered(world)]

    claimed = await world.do(deciding.claim, agent=els, ids=[first])
    refused = await world.do(deciding.claim, agent=tom, ids=[first, second])
    assert claimed == {"claimed": [first], "taken": []}
    assert refused["claimed"] == [second]
    assert (refused["taken"][0]["id"], refused["taken"][0]["by"]["name"]) == (first, "Els")
    with pytest.raises(Fixable, match="already_labelled") as late:
        await world.do(deciding.decide, agent=tom, ids=[first], decision="unknown")
    assert late.value.params["name"] == "Els"

    done = await world.do(deciding.decide, agent=els, ids=[first, second], decision="validate")
    assert (done["done"], [one["by"]["name"] for one in done["refused"]]) == ([first], ["Tom"])
    with pytest.raises(Fixable, match="already_labelled"):
        await world.do(deciding.decide, agent=els, ids=[first], decision="delete")
    assert len(await examples(world)) == 1


async def test_a_claim_ends_by_itself_or_when_another_message_is_looked_at(world: World) -> None:
    els, tom = await world.agent("Els"), await world.agent("Tom")
    await ask(world)
    await ask(world, "nog iets")
    first, second = [row["id"] for row in await gathered(world)]
    await world.do(deciding.claim, agent=els, ids=[first])

    await world.do(deciding.claim, agent=els, ids=[second])
    assert (await world.do(deciding.claim, agent=tom, ids=[first]))["claimed"] == [first]
    world.clock.forward(world.settings.label_claim_s)
    assert (await world.do(deciding.claim, agent=tom, ids=[second]))["claimed"] == [second]


async def test_undo_opens_a_message_and_forgets_its_example(world: World) -> None:
    els = await world.agent("Els")
    await ask(world)
    ids = [row["id"] for row in await gathered(world)]
    await world.do(deciding.decide, agent=els, ids=ids, decision="validate")

    assert await world.do(deciding.undo, agent=els, ids=ids) == ids

    assert await examples(world) == []
    assert (await page(world))["n_open"] == 1
    await world.do(deciding.decide, agent=els, ids=ids, decision="unknown")
    assert [e.intent for e in await examples(world)] == ["out_of_scope"]
    with pytest.raises(Fixable, match="not_found"):
        await world.do(deciding.undo, agent=els, ids=[ids[0] + 1])


@pytest.mark.parametrize(
    "bad",
    [
        {"decision": "intent", "intent": "problem_nobody_knows"},
        {"decision": "intent"},
        {"decision": "unknown", "intent": WIFI},
        {"decision": "validate", "entities": [{"start": 0, "end": 99, "entity": "device"}]},
        {"decision": "intent", "intent": "start_steps"},
    ],
)
async def test_a_decision_that_cannot_be_changes_nothing(world: World, bad: dict[str, Any]) -> None:
    els = await world.agent("Els")
    await ask(world)
    (row,) = await gathered(world)

    with pytest.raises(Fixable, match="invalid"):
        await world.do(deciding.decide, agent=els, ids=[row["id"]], **bad)

    assert await gathered(world) == [row]
    assert await examples(world) == []


async def test_a_label_that_contradicts_another_says_so(world: World) -> None:
    els = await world.agent("Els")
    await ask(world, "het tolt hier rond")
    await ask(world, "Het tolt hier rond!")
    first, second = [row["id"] for row in await gathered(world)]

    await world.do(deciding.decide, agent=els, ids=[first], decision="validate")
    await world.do(deciding.decide, agent=els, ids=[second], decision="unknown")

    rows = {row["id"]: row for row in await gathered(world)}
    assert rows[first]["decision"]["hints"] == []
    assert rows[second]["decision"]["hints"][0] == {"code": "contradicts", "text": "het tolt hier rond", "intent": WIFI}


async def test_groups_come_by_what_they_could_have_saved(world: World) -> None:
    for text in ("vraag a", "vraag b"):
        await ask(world, text)
    saved = await ask(world, "vraag c", action="handoff", handoff={"reason": "low_confidence"})
    rows = await gathered(world)
    numbers = {"vraag a": 7, "vraag b": 7}
    for row in rows:
        values = {"group_id": numbers.get(row["text"])}
        query = t.inbox_items.update().where(t.inbox_items.c.id == row["id"]).values(values)
        await world.do(lambda work, query=query: work.db.execute(query))

    found = await page(world)

    assert [(g["n_avoidable"], [i["text"] for i in g["items"]]) for g in found["groups"]] == [
        (1, ["vraag c"]),
        (0, ["vraag b", "vraag a"]),
    ]
    assert found["groups"][0]["items"][0]["conversation_id"] == saved
    assert found["groups"][1]["items"][0]["guess"][0]["title"] == "Wifi no connection"
    rest = partial(listing.page, filters=Filters(), articles={}, language="nl", now=world.clock.now(), limit=1)
    first = await world.store.read(partial(rest, after=None))
    second = await world.store.read(partial(rest, after=first["next"]))
    assert [page["groups"][0]["n"] for page in (first, second)] == [1, 2]
    assert second["next"] is None
    assert [g["n"] for g in (await page(world, text="vraag A"))["groups"]] == [1]
    assert (await page(world, language="fr"))["groups"] == []
    assert [g["n"] for g in (await page(world, reason="handed_off"))["groups"]] == [1]


async def test_who_is_erased_is_forgotten_here_too_and_an_export_has_it(world: World) -> None:
    els = await world.agent("Els")
    await ask(world, "van An")
    await ask(world, "van Bo")
    gatherer = Gatherer(world.store)
    rows = await gathered(world, gatherer)
    await world.do(deciding.decide, agent=els, ids=[row["id"] for row in rows], decision="validate")
    person_id = await world.see(
        lambda db: db.scalar(select(t.people.c.id).where(t.people.c.email == "van An@example.org"))
    )
    told = await world.see(lambda db: people.export(db, person_id))
    assert [row["text"] for row in told["inbox_items"] + told["examples"]] == ["van An", "van An"]

    deleted = await world.do(people.erase, who=person_id)

    assert (deleted["inbox_items"], deleted["examples"]) == (1, 1)
    assert [e.text for e in await examples(world)] == ["van Bo"]
    assert [row["text"] for row in await gathered(world, Gatherer(world.store))] == ["van Bo"]


async def test_an_erasure_between_reading_and_writing_leaves_nothing(world: World) -> None:
    await ask(world)
    gatherer = Gatherer(world.store)
    write = world.store.write

    async def late(use_case: Any) -> Any:
        await write(partial(people.erase, who="het tolt hier maar rond@example.org"))
        return await write(use_case)

    world.store.write = late  # type: ignore[method-assign]  # the moment between the two is what is tested
    await gatherer.run()

    assert await world.see(lambda db: db.scalar(select(func.count()).select_from(t.inbox_items))) == 0


def test_a_group_keeps_its_number_while_most_of_it_stays() -> None:
    before = {"1": 1, "2": 1, "3": 3, "4": None, "5": 1}

    found = numbered([["1", "2", "4"], ["3"], ["5"]], before)

    assert found["1"] == found["2"] == found["4"] == 1
    assert found["3"] == 3
    assert found["5"] not in (1, 3)
