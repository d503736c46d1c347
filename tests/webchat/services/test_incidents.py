"""A known incident from the heap to its end: who is told what, once each, whatever dies in between."""

from __future__ import annotations

import contextlib
import random
from typing import Any

import pytest
from sqlalchemy import select

from tests.webchat.world import World
from webchat.adapters.db import tables as t
from webchat.domain.errors import Fixable
from webchat.services import heaps, incident_desk, incidents, people
from webchat.services.accounts import Agent

TITLE = {"nl": "Storing: wifi", "fr": "Panne : wifi", "en": "Incident: wifi"}
TEXT = {"nl": "De wifi ligt plat.", "fr": "Le wifi est en panne.", "en": "The wifi is down."}


class NoWords:
    """The knowledge base where no words are alike."""

    async def clusters(self, texts: list[dict[str, str]]) -> list[list[str]]:
        return [[text["id"]] for text in texts]


class SameWords(NoWords):
    """The knowledge base where all words are alike."""

    async def clusters(self, texts: list[dict[str, str]]) -> list[list[str]]:
        return [[text["id"] for text in texts]]


async def _report(world: World, said: str = "geen wifi", *, family: str | None = "wifi", language: str = "nl") -> str:
    conversation_id = (await world.begin(language=language)).conversation_id
    world.clock.forward(1)
    await world.say(conversation_id, said)
    turn = await world.claim(conversation_id)
    assert turn is not None
    found = {"found": family or "vpn", "act": "problem"}
    p_helps = 0.8 if family else 0.1
    await world.answer(turn, action="answer" if family else "chat", family=family, p_helps=p_helps, signals=found)
    return conversation_id


async def _told_by_bot(world: World, incident_id: str) -> str:
    conversation_id = (await world.begin()).conversation_id
    await world.say(conversation_id, "geen wifi")
    turn = await world.claim(conversation_id)
    assert turn is not None
    assert [each["id"] for each in turn.metadata["incidents"]] == [incident_id]
    await world.answer(turn, "Gekende storing.", action="answer", signals={"found": "wifi", "incident": incident_id})
    return conversation_id


async def _declare(world: World, agent: Agent, signal_id: str | None = None, **more: Any) -> dict[str, Any]:
    words = {"title": TITLE, "text": TEXT, "families": ["wifi"]}
    return await world.do(incident_desk.declare, agent=agent, signal_id=signal_id, **(words | more))


async def _notices(world: World, conversation_id: str, words: str) -> list[str]:
    return [m["text"] for m in await world.log(conversation_id) if m["kind"] == "notice" and words in m["text"]]


async def _signals(world: World) -> list[dict[str, Any]]:
    return await world.see(incident_desk.signals)


async def test_a_heap_is_signalled_once_declared_told_and_its_tickets_are_linked(world: World) -> None:
    manager = await world.agent("Marie", role="knowledge_manager")
    reporters = [await _report(world, language=language) for language in ("nl", "fr", "en", "nl", "nl", "nl")]
    await world.ask_human(reporters[0])
    await world.ask_human(reporters[1])
    watch = heaps.Watch()
    await heaps.look(world.store, NoWords(), watch)  # type: ignore[arg-type]
    await heaps.look(world.store, NoWords(), watch)  # type: ignore[arg-type]
    (signal,) = await _signals(world)
    assert (signal["family"], signal["n"], signal["languages"]) == ("wifi", 6, {"nl": 4, "fr": 1, "en": 1})
    assert world.console_events()[-1].event == "incidents_changed"

    incident = await _declare(world, manager, signal["id"])
    assert await _signals(world) == []
    with pytest.raises(Fixable, match="already_taken"):
        await _declare(world, manager, signal["id"])
    for _ in range(3):
        await world.do(incidents.tell)

    for conversation_id, words in zip(reporters[:3], ("De wifi ligt plat", "Le wifi", "The wifi"), strict=True):
        assert len(await _notices(world, conversation_id, words)) == 1
    first, second = (await world.tickets(reporters[0]))[0], (await world.tickets(reporters[1]))[0]
    known = await world.see(incident_desk.one, incident_id=incident["id"])
    assert (known["ticket"]["id"], known["n_tickets"], known["n_reports"], known["n_told"]) == (first.id, 2, 6, 6)
    links = await world.see(lambda db: list(db.execute(select(t.ticket_links))))
    assert [(link.ticket_id, link.other_id, link.kind) for link in links] == [(second.id, first.id, "known_problem")]


async def test_who_reports_later_is_told_by_the_bot_linked_at_hand_off_and_told_the_end(world: World) -> None:
    manager = await world.agent("Marie", role="knowledge_manager")
    incident = await _declare(world, manager)
    told = await _told_by_bot(world, incident["id"])
    away = await _report(world, family="wifi")  # the bot did not tell, the hand-off does
    other = await _report(world, family="print")
    for conversation_id in (told, away, other):
        await world.ask_human(conversation_id)
    assert [len(await _notices(world, c, "Storing: wifi")) for c in (told, away, other)] == [1, 1, 0]

    await world.do(incident_desk.end, agent=manager, incident_id=incident["id"], text={"nl": "Er was een kabel stuk."})
    await world.do(incident_desk.end, agent=manager, incident_id=incident["id"], text={})
    for _ in range(3):
        await world.do(incidents.tell)

    for conversation_id, n in ((told, 1), (away, 1), (other, 0)):
        assert len(await _notices(world, conversation_id, "voorbij: Storing: wifi. Er was een kabel stuk.")) == n
    assert await world.see(incidents.open_now) == []
    late = await world.begin()
    await world.say(late.conversation_id, "geen wifi")
    turn = await world.claim(late.conversation_id)
    assert turn is not None
    assert turn.metadata["incidents"] == []


async def test_a_turn_that_tells_of_an_incident_that_ended_meanwhile_is_followed_by_its_end(world: World) -> None:
    manager = await world.agent("Marie", role="knowledge_manager")
    incident = await _declare(world, manager)
    conversation_id = (await world.begin()).conversation_id
    await world.say(conversation_id, "geen wifi")
    turn = await world.claim(conversation_id)
    assert turn is not None
    await world.do(incident_desk.end, agent=manager, incident_id=incident["id"], text={})
    await world.do(incidents.tell)
    await world.answer(turn, action="answer", signals={"found": "wifi", "incident": incident["id"]})
    await world.do(incidents.tell)

    assert len(await _notices(world, conversation_id, "voorbij")) == 1


async def test_who_says_it_is_something_else_is_no_reporter_any_more(world: World) -> None:
    manager = await world.agent("Marie", role="knowledge_manager")
    incident = await _declare(world, manager)
    conversation_id = await _told_by_bot(world, incident["id"])
    await world.say(conversation_id, "nee, iets anders")
    turn = await world.claim(conversation_id)
    assert turn is not None
    await world.answer(turn, action="ask", signals={"found": "vpn", "incident_denied": incident["id"]})

    assert (await world.see(incident_desk.one, incident_id=incident["id"]))["reports"] == []


async def test_everybody_is_told_once_however_often_the_telling_dies(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A crash anywhere in a tick undoes that tick alone; the next goes on. Ten histories by chance."""
    manager = await world.agent("Marie", role="knowledge_manager")
    rng = random.Random(6)
    monkeypatch.setattr(incidents, "_TOLD_AT_ONCE", 3)
    real, deaths = incidents.messages.notice, 0

    def dying(*args: Any, **more: Any) -> Any:
        nonlocal deaths
        ack = real(*args, **more)
        if rng.random() < 0.3:
            deaths += 1
            raise RuntimeError("killed")
        return ack

    async def tick() -> None:
        monkeypatch.setattr(incidents.messages, "notice", dying)
        with contextlib.suppress(RuntimeError):
            await world.do(incidents.tell)
        monkeypatch.setattr(incidents.messages, "notice", real)

    for _ in range(10):
        reporters = [await _report(world) for _ in range(4)]
        incident = await _declare(world, manager)
        for conversation_id in reporters:
            await world.do(incidents.attach, incident_id=incident["id"], conversation_id=conversation_id, seq=1)
        reporters.append(await _told_by_bot(world, incident["id"]))
        n_before = rng.randrange(4)
        for _ in range(n_before):
            await tick()
        await world.do(incident_desk.end, agent=manager, incident_id=incident["id"], text={})
        for _ in range(20):
            await tick()
        for conversation_id in reporters:
            known = len(await _notices(world, conversation_id, "gekende storing"))
            over = len(await _notices(world, conversation_id, "voorbij: "))
            told = known or conversation_id == reporters[-1]
            assert known <= 1
            assert over == (1 if told else 0)
    assert deaths > 10


async def test_a_dismissed_heap_is_not_signalled_again_while_it_lasts(world: World) -> None:
    manager = await world.agent("Marie", role="knowledge_manager")
    for _ in range(6):
        await _report(world)
    await heaps.look(world.store, NoWords(), heaps.Watch())  # type: ignore[arg-type]
    (signal,) = await _signals(world)
    await world.do(incident_desk.dismiss, agent=manager, signal_id=signal["id"])
    world.clock.forward(600)
    await _report(world)
    await heaps.look(world.store, NoWords(), heaps.Watch())  # type: ignore[arg-type]
    assert await _signals(world) == []

    world.clock.forward(3 * 3600)
    for _ in range(6):
        await _report(world)
    await heaps.look(world.store, NoWords(), heaps.Watch())  # type: ignore[arg-type]
    assert len(await _signals(world)) == 1
    world.clock.forward(3 * 3600)
    await heaps.look(world.store, NoWords(), heaps.Watch())  # type: ignore[arg-type]
    assert await _signals(world) == []  # gone quiet


async def test_reports_that_no_article_is_near_to_are_a_heap_by_their_words(world: World) -> None:
    for _ in range(6):
        await _report(world, "het koffieapparaat lekt", family=None)
    await heaps.look(world.store, NoWords(), heaps.Watch())  # type: ignore[arg-type]
    assert await _signals(world) == []
    await heaps.look(world.store, SameWords(), heaps.Watch())  # type: ignore[arg-type]
    (signal,) = await _signals(world)
    assert (signal["family"], signal["n"]) == (None, 6)


async def test_one_person_who_asks_six_times_is_no_heap(world: World) -> None:
    person = (await world.conversation((await world.begin()).conversation_id)).person_id
    for _ in range(7):
        conversation_id = await _report(world)
        await world.do(lambda work, c=conversation_id: _belongs_to(work, c, person))
    await heaps.look(world.store, NoWords(), heaps.Watch())  # type: ignore[arg-type]
    assert await _signals(world) == []


def _belongs_to(work: Any, conversation_id: str, person_id: str) -> None:
    c = t.conversations.c
    work.db.execute(t.conversations.update().where(c.id == conversation_id).values(person_id=person_id))


async def test_two_who_edit_one_incident_see_both_versions(world: World) -> None:
    manager = await world.agent("Marie", role="knowledge_manager")
    incident = await _declare(world, manager)
    edit = {"agent": manager, "incident_id": incident["id"], "version": 1, "text": TEXT, "families": ["wifi"]}
    await world.do(incident_desk.edit, **edit, title={**TITLE, "nl": "Storing: wifi in Gent"})
    with pytest.raises(Fixable, match="edited") as refused:
        await world.do(incident_desk.edit, **edit, title={**TITLE, "nl": "Storing: wifi in Brugge"})
    assert refused.value.params["current"]["title"]["nl"] == "Storing: wifi in Gent"


async def test_erasing_the_first_reporter_leaves_the_incident(world: World) -> None:
    manager = await world.agent("Marie", role="knowledge_manager")
    incident = await _declare(world, manager)
    conversation_id = await _told_by_bot(world, incident["id"])
    await world.ask_human(conversation_id)
    person_id = (await world.conversation(conversation_id)).person_id
    await world.do(people.erase, who=person_id, actor=manager.id)

    known = await world.see(incident_desk.one, incident_id=incident["id"])
    assert (known["state"], known["reports"], known["ticket"]) == ("open", [], None)
    again = await _told_by_bot(world, incident["id"])
    await world.ask_human(again)
    assert (await world.see(incident_desk.one, incident_id=incident["id"]))["ticket"] is not None
