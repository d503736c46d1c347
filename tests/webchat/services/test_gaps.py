"""Unsolved questions become gaps, gaps become drafts and close; proposals are answered; fixes are weighed."""

from __future__ import annotations

from typing import Any

import pytest

from tests.webchat.world import World
from webchat.adapters import front_matter
from webchat.domain.errors import Fixable
from webchat.services import desk, effect, gap_work, gaps, knowledge_news, proposals
from webchat.services.accounts import Agent
from webchat.services.articles import create_draft, publishing, rows

COFFEE = "het koffieapparaat op de tweede verdieping lekt"


class Words:
    """The knowledge base: texts with the same first word mean the same."""

    async def clusters(self, texts: list[dict[str, str]]) -> list[list[str]]:
        groups: dict[str, list[str]] = {}
        for text in texts:
            groups.setdefault(text["text"].split()[0], []).append(text["id"])
        return sorted(groups.values(), key=len, reverse=True)

    async def search(self, text: str, *, language: str | None, k: int) -> dict[str, Any]:
        hit = {"article_id": "wifi.nl", "family": "wifi", "title": "Wifi", "language": "nl", "p_helps": 0.05}
        return {"results": [hit]}


async def _ask(world: World, text: str, *, language: str = "nl", **decision: Any) -> str:
    conversation_id = (await world.begin(language=language)).conversation_id
    await world.say(conversation_id, text)
    turn = await world.claim(conversation_id)
    assert turn is not None
    handed = {"reason": "low_confidence"}
    said = {"action": "handoff", "p_helps": 0.1, "signals": {"found": "wifi", "act": "problem"}, "handoff": handed}
    await world.answer(turn, **(said | decision))
    return conversation_id


async def _solve(world: World, agent: Agent, conversation_id: str, solution: str) -> None:
    await world.take(agent, conversation_id)
    await world.do(desk.resolve, agent=agent, conversation_id=conversation_id, outcome="solved", solution=solution)


async def _gather(world: World) -> None:
    await world.do(gaps.close_published)
    await gaps.gather(world.store, Words())  # type: ignore[arg-type]


async def _open(world: World) -> list[dict[str, Any]]:
    return (await world.see(gaps.listed, state="open", now=world.clock.at))["gaps"]  # type: ignore[no-any-return]


async def test_alike_unsolved_questions_are_one_gap_and_what_is_by_rule_is_none(world: World) -> None:
    for n in range(3):
        await _ask(world, f"koffie {n}")
        await _ask(world, f"toegang {n}", handoff={"reason": "access_request"})
        await _ask(world, f"wifi {n}", action="answer", family="wifi", p_helps=0.9, handoff=None)
    await _gather(world)

    (gap,) = await _open(world)
    assert (gap["n"], gap["n_handed_off"], gap["languages"], gap["nearest"]["family"]) == (3, 3, {"nl": 3}, "wifi")

    await _ask(world, "koffie weer")
    await _gather(world)
    (again,) = await _open(world)
    assert (again["id"], again["n"]) == (gap["id"], 4)


async def test_a_gap_becomes_a_draft_with_its_sources_and_closes_when_it_is_published(world: World) -> None:
    manager, agent = await world.agent("Marie", role="knowledge_manager", connect=False), await world.agent()
    asked = [await _ask(world, f"{COFFEE} {n}") for n in range(3)]
    await _solve(world, agent, asked[0], "1. Zet het apparaat uit.\n2. Bel Facility.")
    await _gather(world)
    (gap,) = await _open(world)
    made = await world.do(gap_work.make_article, agent=manager, gap_id=gap["id"])
    again = await world.do(gap_work.make_article, agent=manager, gap_id=gap["id"])
    assert made == again

    article = await world.see(rows.working, article_id=made["article_id"])
    ticket = (await world.tickets(asked[0]))[0]
    assert article["state"] == "draft"
    assert "1. Zet het apparaat uit.\n2. Bel Facility." in article["markdown"]
    assert front_matter.read(article["markdown"])["questions"][0].startswith(COFFEE)
    assert {"ticket", "conversation"} == {source["kind"] for source in article["sources"]}
    assert ticket.id in {source["id"] for source in article["sources"]}

    world.clock.forward(60)
    await world.do(
        publishing.publish, agent=manager, article_id=made["article_id"], at=None, visibility=None, note=None
    )
    await _gather(world)
    assert await _open(world) == []
    (closed,) = (await world.see(gaps.listed, state="closed", now=world.clock.at))["gaps"]
    assert (closed["id"], closed["article"]["article_id"]) == (gap["id"], made["article_id"])


async def test_a_dismissed_gap_takes_alike_questions_in_and_can_come_back(world: World) -> None:
    manager = await world.agent("Marie", role="knowledge_manager", connect=False)
    for n in range(3):
        await _ask(world, f"koffie {n}")
    await _gather(world)
    (gap,) = await _open(world)
    await world.do(gap_work.dismiss, agent=manager, gap_id=gap["id"], reason="Niet voor ons.")
    await _ask(world, "koffie nog eens")
    await _gather(world)
    assert await _open(world) == []
    with pytest.raises(Fixable, match="closed"):
        await world.do(gap_work.make_article, agent=manager, gap_id=gap["id"])
    back = await world.do(gap_work.reopen, agent=manager, gap_id=gap["id"])
    assert (back["state"], back["n"], back["reason"]) == ("open", 4, None)


async def test_a_solution_that_is_proposed_becomes_a_draft_and_its_agent_hears_so(world: World) -> None:
    manager, agent = await world.agent("Marie", role="knowledge_manager", connect=False), await world.agent()
    conversation_id = await _ask(world, COFFEE)
    await world.take(agent, conversation_id)
    propose = {"agent": agent, "conversation_id": conversation_id, "article_id": None, "text": "Bel Facility."}
    ids = [(await world.do(proposals.propose, kind="new_article", **propose))["id"] for _ in range(2)]
    taken = await world.do(proposals.accept, agent=manager, proposal_id=ids[0])
    await world.do(proposals.decline, agent=manager, proposal_id=ids[1], answer="Dat staat er al.")
    with pytest.raises(Fixable, match="already_taken"):
        await world.do(proposals.accept, agent=manager, proposal_id=ids[1])

    text = (await world.see(rows.working, article_id=taken["article_id"]))["markdown"]
    assert "Bel Facility." in text
    own = await world.see(proposals.mine, agent=agent, limit=10)
    assert own["n_new"] == 2
    assert {(p["status"], p["answer"]) for p in own["proposals"]} == {("done", None), ("dropped", "Dat staat er al.")}
    await world.do(proposals.seen, agent=agent)
    assert (await world.see(proposals.mine, agent=agent, limit=10))["n_new"] == 0


async def test_what_is_published_is_news_until_it_was_seen_and_a_fix_that_is_weighed(world: World) -> None:
    manager, agent = await world.agent("Marie", role="knowledge_manager", connect=False), await world.agent()
    for _ in range(25):
        await _ask(world, COFFEE, family="koffie")
    world.clock.forward(3600)
    article_id = await world.do(
        create_draft, agent=manager, language="nl", title="Koffie", markdown="Tekst.", family="koffie"
    )
    await world.do(publishing.publish, agent=manager, article_id=article_id, at=None, visibility=None, note=None)
    news = await world.see(knowledge_news.news, agent=agent, now=world.clock.at)
    assert [(a["article_id"], a["what"], a["is_unread"]) for a in news["articles"]] == [(article_id, "new", True)]
    await world.do(knowledge_news.seen, agent=agent)
    assert (await world.see(knowledge_news.news, agent=agent, now=world.clock.at))["n_unread"] == 0

    world.clock.forward(60)
    for _ in range(25):
        await _ask(world, COFFEE, family="koffie", action="answer", handoff=None)
    world.clock.forward(3600 * 2)
    (fix,) = (await world.see(effect.listed, now=world.clock.at))["fixes"]
    assert (fix["kind"], fix["before"]["n"], fix["after"]["n"]) == ("article", 25, 25)
    assert fix["changes"]["handed_off"]["verdict"] == "fewer"
    assert fix["changes"]["not_helped"]["verdict"] == "no_clear_change"
