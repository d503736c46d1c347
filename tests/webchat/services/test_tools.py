"""Replies, macros, mentions, reminders, take-overs, proposals and suggestions, on a real database."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from tests.webchat.fold import fold, normal
from tests.webchat.world import World
from webchat.adapters.db import tables as t
from webchat.adapters.kb import KnowledgeBase
from webchat.domain.errors import FirstlineError
from webchat.domain.permissions import Role
from webchat.services import (
    canned_replies,
    desk,
    kept,
    macros,
    mentions,
    people,
    presence,
    proposals,
    reminders,
    suggestions,
    takeovers,
    transfers,
    views,
    visitor,
)
from webchat.services.accounts import Agent
from webchat.services.snapshot import for_agent

TEXTS = {"nl": {"title": "Dag", "text": "Dag {{customer.name}}, dossier {{ticket.number}}."}}


async def _chat(world: World, agent: Agent, text: str = "mijn wifi werkt niet", **who: Any) -> str:
    conversation_id = (await world.begin(**who)).conversation_id
    await world.say(conversation_id, text)
    await world.ask_human(conversation_id)
    await world.take(agent, conversation_id)
    return conversation_id


async def _code(attempt: Any) -> str:
    try:
        await attempt
    except FirstlineError as error:
        return error.code
    return "ok"


async def _with_role(world: World, name: str, role: Role) -> Agent:
    agent = await world.agent(name)
    await world.do(lambda work: work.db.execute(update(t.agents).where(t.agents.c.id == agent.id).values(role=role)))
    return Agent(agent.id, agent.name, agent.email, role, agent.languages)


async def _acts(world: World) -> list[str]:
    return await world.see(lambda db: list(db.scalars(select(t.audit_log.c.act).order_by(t.audit_log.c.id))))


# --- kept things -------------------------------------------------------------------------------------


async def test_shipped_replies_are_there_in_three_languages_and_can_be_filled(world: World) -> None:
    agent = await world.agent()
    conversation_id = await _chat(world, agent, name="An")

    page = await world.see(kept.page, shelf=canned_replies.SHELF, agent=agent, after=None, limit=100)

    assert len(page["items"]) >= 12
    assert all(set(reply["texts"]) == {"nl", "fr", "en"} for reply in page["items"])
    for reply in page["items"]:
        filled = await world.see(
            canned_replies.filled, agent=agent, reply_id=reply["id"], conversation_id=conversation_id, language=None
        )
        assert "{{" not in filled["text"]
        assert filled["language"] == "nl"


async def test_reply_in_another_language_says_so(world: World) -> None:
    agent = await world.agent()
    conversation_id = await _chat(world, agent, language="fr", name="An")
    reply = await world.do(canned_replies.create, agent=agent, shared=False, shortcut="dag", texts=TEXTS)

    filled = await world.see(
        canned_replies.filled, agent=agent, reply_id=reply["id"], conversation_id=conversation_id, language=None
    )

    assert filled == {"text": "Dag An, dossier FL-1001.", "language": "nl", "fallback": True}


async def test_own_reply_is_nobody_elses_and_a_shared_one_is_for_editors(world: World) -> None:
    sofie, karim = await world.agent("Sofie"), await world.agent("Karim")
    boss = await _with_role(world, "Nathalie", Role.SUPERVISOR)
    new: dict[str, Any] = {"shortcut": "dag", "texts": TEXTS}
    own = await world.do(canned_replies.create, agent=sofie, shared=False, **new)
    edit: dict[str, Any] = {"reply_id": own["id"], "version": "1", **new}

    assert await _code(world.do(canned_replies.edit, agent=karim, **edit)) == "not_found"
    assert await _code(world.do(canned_replies.edit, agent=boss, **edit)) == "not_found"
    assert await _code(world.do(canned_replies.create, agent=sofie, shared=True, **new)) == "forbidden"
    assert await _code(world.do(canned_replies.edit, agent=sofie, **edit)) == "ok"

    shared = await world.do(canned_replies.create, agent=boss, shared=True, **new)
    edit = {"reply_id": shared["id"], "version": "1", **new}
    assert await _code(world.do(canned_replies.edit, agent=karim, **edit)) == "forbidden"
    assert await _code(world.do(canned_replies.edit, agent=boss, **edit)) == "ok"
    assert (await _acts(world)).count("canned_reply_changed") == 4


async def test_lost_race_and_used_shortcut_are_refused(world: World) -> None:
    agent = await world.agent()
    first = await world.do(canned_replies.create, agent=agent, shared=False, shortcut="a", texts=TEXTS)
    await world.do(canned_replies.create, agent=agent, shared=False, shortcut="b", texts=TEXTS)
    edit: dict[str, Any] = {"agent": agent, "reply_id": first["id"], "texts": TEXTS}

    assert await _code(world.do(canned_replies.edit, **edit, version="1", shortcut="b")) == "exists"
    assert await _code(world.do(canned_replies.edit, **edit, version="1", shortcut="c")) == "ok"
    assert await _code(world.do(canned_replies.edit, **edit, version="1", shortcut="d")) == "edited"
    remove: dict[str, Any] = {"shelf": canned_replies.SHELF, "agent": agent, "thing_id": first["id"]}
    assert await _code(world.do(kept.remove, **remove, version="1")) == "edited"
    assert await _code(world.do(kept.remove, **remove, version="2")) == "ok"


async def test_pages_hold_everything_once(world: World) -> None:
    agent = await world.agent()
    whole = await world.see(kept.page, shelf=canned_replies.SHELF, agent=agent, after=None, limit=200)
    found, after = [], None
    while True:
        page = await world.see(kept.page, shelf=canned_replies.SHELF, agent=agent, after=after, limit=5)
        found += page["items"]
        after = page["next"]
        if after is None:
            break

    assert found == whole["items"]


# --- macros ------------------------------------------------------------------------------------------

CLOSE_UP = [
    {"do": "take"},
    {"do": "reply", "texts": {"nl": "Dag {{customer.name}}, opgelost.", "en": "Solved."}},
    {"do": "note", "text": "via macro"},
    {"do": "set_fields", "fields": {"impact": "high", "urgency": "high"}},
    {"do": "resolve", "outcome": "solved", "solution": "Router herstart."},
]


async def _macro(world: World, agent: Agent, steps: list[dict[str, Any]], title: str = "Afronden") -> str:
    made = await world.do(macros.create, agent=agent, shared=False, title=title, steps=steps)
    return str(made["id"])


async def test_macro_does_all_its_steps_at_once_and_a_repeat_nothing(world: World) -> None:
    agent = await world.agent()
    conversation_id = (await world.begin(name="An")).conversation_id
    await world.say(conversation_id, "mijn wifi werkt niet")
    await world.ask_human(conversation_id)
    macro_id = await _macro(world, agent, CLOSE_UP)
    run = {"agent": agent, "conversation_id": conversation_id, "macro_id": macro_id, "client_id": uuid.uuid4()}

    await world.do(macros.run, **run)
    log = await world.log(conversation_id, notes=True)
    await world.do(macros.run, **run)

    assert await world.log(conversation_id, notes=True) == log
    assert [m["text"] for m in log if m["sender"]["kind"] == "agent"] == ["Dag An, opgelost.", "via macro"]
    ticket = (await world.tickets(conversation_id))[0]
    assert (ticket.status, ticket.outcome, ticket.priority) == ("closed", "solved", "urgent")
    acts = await _acts(world)
    for act in ("conversation_taken", "note_written", "ticket_edited", "conversation_resolved", "macro_run"):
        assert acts.count(act) == 1, act


async def test_macro_of_which_one_step_is_refused_does_nothing(world: World) -> None:
    agent = await world.agent()
    french = await _chat(world, agent, language="fr")
    macro_id = await _macro(world, agent, [{"do": "note", "text": "eerst"}, *CLOSE_UP[1:]])
    before = await world.log(french, notes=True)
    run: dict[str, Any] = {"agent": agent, "macro_id": macro_id}

    code = await _code(world.do(macros.run, conversation_id=french, client_id=uuid.uuid4(), **run))

    assert code == "no_text"
    assert await world.log(french, notes=True) == before
    dutch = await _chat(world, agent, language="nl")
    assert await _code(world.do(macros.run, conversation_id=dutch, client_id=uuid.uuid4(), **run)) == "ok"


async def test_macro_goes_through_the_rules_of_its_steps(world: World) -> None:
    sofie, karim = await world.agent("Sofie"), await world.agent("Karim")
    conversation_id = await _chat(world, sofie)
    macro_id = await _macro(world, karim, [{"do": "snooze", "minutes": 60}])
    run: dict[str, Any] = {"conversation_id": conversation_id, "client_id": uuid.uuid4()}

    assert await _code(world.do(macros.run, agent=karim, macro_id=macro_id, **run)) == "not_yours"
    assert await _code(world.do(macros.run, agent=sofie, macro_id=macro_id, **run)) == "not_found"
    hers = await _macro(world, sofie, [{"do": "snooze", "minutes": 60}])
    assert await _code(world.do(macros.run, agent=sofie, macro_id=hers, **run)) == "ok"
    assert (await world.conversation(conversation_id)).status == "snoozed"


@pytest.mark.parametrize(
    ("steps", "code"),
    [
        ([], "invalid"),
        ([{"do": "resolve", "outcome": "solved"}, {"do": "note", "text": "te laat"}], "invalid"),
        ([{"do": "note", "text": "a"}, {"do": "take"}], "invalid"),
        ([{"do": "reply", "texts": {"nl": "{{wie}}"}}], "unknown_variable"),
    ],
    ids=["none", "after the end", "take later", "unknown variable"],
)
async def test_macro_that_could_never_run_is_refused(steps: list[dict[str, Any]], code: str, world: World) -> None:
    agent = await world.agent()
    assert await _code(_macro(world, agent, steps, "fout")) == code
    assert await _code(_macro(world, agent, CLOSE_UP, "goed")) == "ok"


# --- mentions and reminders --------------------------------------------------------------------------


async def _snapshot_follows(world: World, agent: Agent, before: dict[str, Any]) -> dict[str, Any]:
    events = [(e.event, views.console_event(e.event, e.data)) for e in world.console_events()]
    now = await world.snapshot(agent)
    assert fold(before, events) == normal(now)
    return now


async def test_who_is_mentioned_hears_of_it_until_they_have_seen_it(world: World) -> None:
    sofie, karim = await world.agent("Sofie"), await world.agent("Karim")
    conversation_id = await _chat(world, sofie)
    before, hers = await world.snapshot(karim), await world.snapshot(sofie)
    world.works.clear()
    note: dict[str, Any] = {"conversation_id": conversation_id, "client_id": str(uuid.uuid4())}

    for _ in range(2):  # the repeat of a note mentions nobody again
        await world.do(desk.note, agent=sofie, text="@Karim en @Sofie, kennen jullie dit?", **note)

    now = await _snapshot_follows(world, karim, before)
    assert [(m["by"]["name"], m["conversation_id"]) for m in now["mentions"]] == [("Sofie", conversation_id)]
    assert (await _snapshot_follows(world, sofie, hers))["mentions"] == []
    personal = [e for e in world.console_events() if e.event == "mention_changed"]
    assert [for_agent(e.event, e.data, who.id) is None for e in personal for who in (sofie, karim)] == [True, False]
    await world.do(desk.note, agent=karim, conversation_id=conversation_id, client_id=str(uuid.uuid4()), text="Ja!")
    await world.do(mentions.read, agent=karim, conversation_id=conversation_id)
    assert (await _snapshot_follows(world, karim, before))["mentions"] == []
    page = await world.see(mentions.page, agent=karim, before=None, limit=10)
    assert [m["read"] for m in page["mentions"]] == [True]


async def test_reminder_is_its_agents_and_leaves_when_done(world: World) -> None:
    sofie, karim = await world.agent("Sofie"), await world.agent("Karim")
    conversation_id = await _chat(world, sofie)
    before = await world.snapshot(sofie)
    world.works.clear()
    about: dict[str, Any] = {"agent": sofie, "conversation_id": conversation_id, "kind": "call_back"}
    at = world.clock.now() + timedelta(hours=2)

    assert await _code(world.do(reminders.plan, at=at, phone=None, note=None, **about)) == "invalid"
    assert await _code(world.do(reminders.plan, at=world.clock.now(), phone="0470123456", note=None, **about)) == (
        "invalid"
    )
    made = await world.do(reminders.plan, at=at, phone="0470 12 34 56", note="na 14 uur", **about)

    now = await _snapshot_follows(world, sofie, before)
    assert [r["phone"] for r in now["reminders"]] == ["•••• •• •• 56"]
    assert "0470" not in str([e.data for e in world.console_events()])
    change: dict[str, Any] = {"reminder_id": made["id"], "at": None, "done": True}
    assert await _code(world.do(reminders.change, agent=karim, **change)) == "not_found"
    assert await _code(world.do(reminders.phone, agent=karim, reminder_id=made["id"])) == "not_found"
    assert await world.do(reminders.phone, agent=sofie, reminder_id=made["id"]) == {"phone": "0470 12 34 56"}
    await world.do(reminders.change, agent=sofie, **change)
    assert (await _snapshot_follows(world, sofie, before))["reminders"] == []
    done = await world.see(reminders.page, agent=sofie, done=True, after=None, limit=10)
    assert [r["id"] for r in done["reminders"]] == [made["id"]]
    assert {"reminder_set", "phone_shown", "reminder_changed"} <= set(await _acts(world))


# --- remote take-over --------------------------------------------------------------------------------


@pytest.fixture
def tool(world: World) -> None:
    object.__setattr__(world.settings, "takeover_link", "https://help.example.org/join/{code}")


async def test_without_a_tool_nothing_is_proposed(world: World) -> None:
    agent = await world.agent()
    conversation_id = await _chat(world, agent)

    assert await _code(world.do(takeovers.propose, agent=agent, conversation_id=conversation_id)) == "not_set_up"


@pytest.mark.usefixtures("tool")
async def test_link_is_there_only_after_consent_and_all_of_it_is_recorded(world: World) -> None:
    agent = await world.agent()
    conversation_id = await _chat(world, agent)
    before = await world.snapshot(agent)
    world.works.clear()

    async def seen() -> Any:
        conversation = await world.conversation(conversation_id)
        return (await world.see(views.state, conversation=conversation, settings=world.settings)).get("takeover")

    await world.do(takeovers.propose, agent=agent, conversation_id=conversation_id)
    assert await seen() == {"state": "proposed"}
    await world.do(takeovers.answer, conversation_id=conversation_id, accept=True)
    agreed = await seen()
    assert agreed["url"] == f"https://help.example.org/join/{agreed['code']}"
    assert await _code(world.do(takeovers.answer, conversation_id=conversation_id, accept=False)) == "not_found"
    await world.do(takeovers.end_by_user, conversation_id=conversation_id)
    await world.do(takeovers.end_by_user, conversation_id=conversation_id)

    assert await seen() is None
    told = [m["text"] for m in await world.log(conversation_id) if m["kind"] == "notice"][-3:]
    assert ["op afstand" in text for text in told] == [True, True, True]
    assert (await world.tickets(conversation_id))[0].fields["takeover"]["value"] == "ended"
    acts = [act for act in await _acts(world) if act.startswith("takeover")]
    assert acts == ["takeover_proposed", "takeover_answered", "takeover_ended"]
    row = await world.see(lambda db: db.execute(select(t.takeovers)).one())
    assert (row.state, row.ended_by, row.answered_at is not None) == ("ended", "user", True)
    await _snapshot_follows(world, agent, before)


@pytest.mark.usefixtures("tool")
async def test_refusal_leaves_no_link_and_may_be_asked_again(world: World) -> None:
    agent = await world.agent()
    conversation_id = await _chat(world, agent)
    for _ in range(2):
        await world.do(takeovers.propose, agent=agent, conversation_id=conversation_id)
        await world.do(takeovers.answer, conversation_id=conversation_id, accept=False)

    assert (await world.conversation(conversation_id)).takeover is None
    assert (await world.tickets(conversation_id))[0].fields["takeover"]["value"] == "refused"


@pytest.mark.usefixtures("tool")
@pytest.mark.parametrize("how", ["transfer", "close", "lost"])
async def test_who_no_longer_has_the_conversation_no_longer_takes_over(how: str, world: World) -> None:
    sofie, karim = await world.agent("Sofie"), await world.agent("Karim")
    conversation_id = await _chat(world, sofie)
    await world.do(takeovers.propose, agent=sofie, conversation_id=conversation_id)
    await world.do(takeovers.answer, conversation_id=conversation_id, accept=True)

    if how == "transfer":
        await world.do(
            transfers.transfer,
            agent=sofie,
            conversation_id=conversation_id,
            to_agent=karim.id,
            to_team=None,
            note_text=None,
        )
    elif how == "close":
        await world.do(visitor.close, conversation_id=conversation_id)
    else:
        await world.do(presence.disconnected, agent_id=sofie.id)
        world.clock.forward(world.settings.agent_grace_s + 1)
        await world.do(presence.requeue_lost)

    assert (await world.conversation(conversation_id)).takeover is None
    assert "gestopt" in (await world.log(conversation_id))[-1]["text"]
    assert (await world.see(lambda db: db.execute(select(t.takeovers)).one())).ended_by == "system"


# --- suggestions and proposals -----------------------------------------------------------------------


async def test_solved_case_like_this_one_is_suggested_with_its_solution(world: World) -> None:
    agent = await world.agent()
    cases = [
        ("de printer op de derde drukt niet af", "solved", "Papierlade opnieuw ingeschoven."),
        ("mijn laptop vindt de wifi van het kantoor niet", "solved", "Vliegtuigstand stond aan."),
        ("laptop vindt geen wifi", "not_solved", "Niets gevonden."),
    ]
    for text, outcome, solution in cases:
        conversation_id = await _chat(world, agent, text)
        resolve = {"conversation_id": conversation_id, "outcome": outcome, "solution": solution}
        await world.do(desk.resolve, agent=agent, **resolve)
    now = await _chat(world, agent, "laptop vindt de wifi niet meer")
    away = KnowledgeBase("http://127.0.0.1:9", timeout_s=0.5)

    found = await suggestions.suggest(world.store, away, now)
    await away.close()

    assert found["language"] == "nl"
    assert found["articles"] is None
    assert [case["solution"] for case in found["solved"]] == ["Vliegtuigstand stond aan."]


async def test_proposal_is_kept_for_the_desk_and_names_its_article(world: World) -> None:
    agent = await world.agent()
    conversation_id = await _chat(world, agent)
    about: dict[str, Any] = {"agent": agent, "conversation_id": conversation_id, "text": "stap 2 bestaat niet meer"}

    assert await _code(world.do(proposals.propose, kind="article_wrong", article_id=None, **about)) == "invalid"
    await world.do(proposals.propose, kind="article_wrong", article_id="wifi.nl", **about)
    await world.do(proposals.propose, kind="new_article", article_id=None, **about)

    page = await world.see(proposals.page, status="open", after=None, limit=1)
    rest = await world.see(proposals.page, status="open", after=page["next"], limit=1)
    assert {p["kind"] for p in page["proposals"] + rest["proposals"]} == {"article_wrong", "new_article"}
    assert rest["next"] is None


@pytest.mark.usefixtures("tool")
async def test_erasing_a_person_takes_all_of_it_along(world: World) -> None:
    sofie, _ = await world.agent("Sofie"), await world.agent("Karim")
    conversation_id = await _chat(world, sofie, email="an@example.org")
    about: dict[str, Any] = {"agent": sofie, "conversation_id": conversation_id}
    await world.do(desk.note, client_id=str(uuid.uuid4()), text="@Karim?", **about)
    at = world.clock.now() + timedelta(hours=1)
    await world.do(reminders.plan, kind="follow_up", at=at, phone=None, note=None, **about)
    await world.do(takeovers.propose, **about)
    await world.do(proposals.propose, kind="new_article", article_id=None, text="x", **about)

    gone = await world.do(people.erase, who="an@example.org")

    assert [gone[name] for name in ("mentions", "reminders", "takeovers", "proposals")] == [1, 1, 1, 1]


async def test_macro_hands_a_conversation_to_a_team(world: World) -> None:
    agent = await world.agent()
    await world.team("network")
    conversation_id = await _chat(world, agent)
    macro_id = await _macro(world, agent, [{"do": "transfer", "team_id": "network"}], "Naar netwerk")

    await world.do(macros.run, agent=agent, conversation_id=conversation_id, macro_id=macro_id, client_id=uuid.uuid4())

    conversation = await world.conversation(conversation_id)
    assert (conversation.owner, conversation.team) == ("queue", "network")


def test_known_incident_is_shown_once_and_in_the_customers_language() -> None:
    def version(family: str, language: str, **facts: Any) -> dict[str, Any]:
        of = {"article_id": f"{family}.{language}", "family": family, "language": language, "title": family}
        return {**of, "visibility": "public", "incident": True, **facts}

    articles = [
        version("mail", "nl"), version("mail", "fr"), version("vpn", "en"),
        version("wifi", "fr", incident=False), version("secret", "fr", visibility="draft"),
    ]  # fmt: skip

    told = suggestions._incidents(articles, "fr", "http://desk.test")

    assert [(each["id"], each["fallback"]) for each in told] == [("mail.fr", False), ("vpn.en", True)]
