"""Random histories of delivery and hand-off against a model: one list per conversation (GOALS I1, I3, I5, I6, I8, I10)."""

from __future__ import annotations

import asyncio
import tempfile
import uuid
from collections import defaultdict
from datetime import timedelta
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlalchemy import select

from tests.webchat.fold import fold, normal
from tests.webchat.world import make_world
from webchat.adapters.db import tables as t
from webchat.adapters.mail import Letter
from webchat.domain.errors import FirstlineError
from webchat.services import (
    abuse,
    desk,
    mentions,
    presence,
    reminders,
    sessions,
    snapshot,
    takeovers,
    teams,
    transfers,
    turns,
    views,
    visitor,
)
from webchat.services.accounts import Agent
from webchat.services.mail import letters, threads
from webchat.services.messages import Ack
from webchat.services.tickets import editing, links, merging
from webchat.services.ticks import EVERY_TICK
from webchat.services.turns import Fallback, Turn
from webchat.services.work import Store

HANDOFF = {"reason": "low_confidence", "kind": "incident", "fields": {}, "signals": {}}
AGENTS = st.sampled_from(["Sofie", "Karim"])
CONVERSATIONS = st.integers(0, 2)
TICKET_CHANGES: dict[str, dict[str, Any]] = {
    "urgent": {"fields": {"impact": "high", "urgency": "high"}},
    "team": {"team": "first-line", "kind": "request"},
    "close": {"status": "closed", "outcome": "no_answer"},
    "wait": {"status": "pending"},
    "go on": {"status": "open"},
    "assign": {},
    "queue": {"agent_id": None},
}


class Delivery(RuleBasedStateMachine):
    """Three conversations, two agents, a bot that may be slow, and processes that die."""

    @initialize()
    def start(self) -> None:
        self.runner = asyncio.Runner()
        self.folder = tempfile.TemporaryDirectory()
        self.world = make_world(
            Path(self.folder.name),
            agent_grace_s=45.0,
            takeover_link="https://help.example.org/{code}",
            smtp_host="mail.example.org",
            mail_unread_s=0.0,
        )
        self.run(self._begin())

    async def _begin(self) -> None:
        self.world.store.start()
        self.agents: dict[str, Agent] = {name: await self.world.agent(name) for name in ("Sofie", "Karim")}
        self.lead = await self.world.agent("Nathalie", role="supervisor")
        self.teams = await self._make_teams()
        users = [(language, f"user{which}@example.org") for which, language in enumerate(("nl", "fr", "en"))]
        self.ids = [(await self.world.begin(language, email=email)).conversation_id for language, email in users]
        self.acked: dict[str, dict[str, Ack]] = defaultdict(dict)
        self.unacked: dict[str, list[str]] = defaultdict(list)
        self.held: dict[str, list[dict[str, Any]]] = defaultdict(list)
        self.claimed: dict[str, Turn] = {}
        self.letters: dict[str, Letter] = {}
        self.snapshot = await self.world.snapshot(self.agents["Sofie"])
        self.world.works.clear()

    async def _make_teams(self) -> list[str]:
        """First line, and behind it the second, which Karim and Nathalie are in too."""
        facts = {"names": dict.fromkeys(("nl", "fr", "en"), "B"), "line": "second", "escalates_to": None}
        facts |= {"kinds": [], "categories": [], "topics": [], "languages": []}
        members = [{"agent_id": a.id, "skills": []} for a in (self.agents["Karim"], self.lead)]
        second, _ = await self.world.do(teams.create, agent=self.lead, facts={**facts, "members": members})
        first, version = await self.world.see(teams.one, team_id="first-line")
        members = [{"agent_id": a.id, "skills": []} for a in (*self.agents.values(), self.lead)]
        change = {**facts, "line": "first", "escalates_to": second["id"], "members": members}
        await self.world.do(teams.change, agent=self.lead, team_id=first["id"], facts=change, version=version)
        return [first["id"], second["id"]]

    def run(self, coroutine: Any) -> Any:
        return self.runner.run(coroutine)

    def attempt(self, use_case: Any, **arguments: Any) -> str:
        try:
            self.run(self.world.do(use_case, **arguments))
            return "ok"
        except FirstlineError as error:
            return error.code

    def teardown(self) -> None:
        if hasattr(self, "runner"):
            self.run(self.world.store.stop())
            self.runner.close()
            self.folder.cleanup()

    def owner(self, conversation_id: str) -> str:
        return str(self.run(self.world.conversation(conversation_id)).owner)

    # --- the end user --------------------------------------------------------------------------------

    @rule(which=CONVERSATIONS, ack_arrives=st.booleans())
    def send(self, which: int, ack_arrives: bool) -> None:
        conversation_id, client_id = self.ids[which], str(uuid.uuid4())
        ack = self.run(self.world.say(conversation_id, f"bericht {client_id}", client_id=client_id))
        if ack_arrives:
            self.acked[conversation_id][client_id] = ack
        else:  # the worker died between commit and ack: the client will send again
            self.unacked[conversation_id].append(client_id)

    @rule(which=CONVERSATIONS)
    def burst(self, which: int) -> None:
        conversation_id = self.ids[which]
        ids = [str(uuid.uuid4()) for _ in range(3)]

        async def send_all() -> list[Ack]:
            return await asyncio.gather(*(self.world.say(conversation_id, i, client_id=i) for i in (*ids, *ids)))

        for client_id, ack in zip((*ids, *ids), self.run(send_all()), strict=True):
            assert self.acked[conversation_id].setdefault(client_id, ack) == ack

    @precondition(lambda self: any(self.unacked.values()))
    @rule()
    def send_again(self) -> None:
        for conversation_id, client_ids in self.unacked.items():
            for client_id in client_ids:
                ack = self.run(self.world.say(conversation_id, "again", client_id=client_id))
                self.acked[conversation_id][client_id] = ack
            client_ids.clear()

    @rule(which=CONVERSATIONS)
    def resume(self, which: int) -> None:
        conversation_id = self.ids[which]
        held = self.held[conversation_id]
        after = held[-1]["seq"] if held else 0
        came = self.run(
            self.world.see(visitor.resume, conversation_id=conversation_id, after=after, settings=self.world.settings)
        )
        held += came["messages"]

    @rule(which=CONVERSATIONS)
    def ask_human(self, which: int) -> None:
        self.run(self.world.ask_human(self.ids[which]))
        assert self.owner(self.ids[which]) in ("queue", "agent")

    @rule(which=CONVERSATIONS)
    def send_a_file_alone(self, which: int) -> None:
        conversation_id, client_id = self.ids[which], str(uuid.uuid4())
        ack = self.run(self.world.say(conversation_id, "", client_id=client_id, with_file=True))
        self.acked[conversation_id][client_id] = ack

    @rule(which=CONVERSATIONS, what=st.sampled_from(["leave", "transcript", "come", "go", "read"]))
    def wants_news(self, which: int, what: str) -> None:
        conversation_id = self.ids[which]
        if what == "leave":
            self.attempt(threads.set_address, conversation_id=conversation_id, email=f"user{which}@example.org")
        elif what == "transcript":
            self.attempt(visitor.mail_transcript, conversation_id=conversation_id)
        elif what == "read":
            self.attempt(visitor.read_up_to, conversation_id=conversation_id, seq=99)
        else:
            (self.world.online.add if what == "come" else self.world.online.discard)(conversation_id)
            self.attempt(sessions.set_online, conversation_id=conversation_id, online=what == "come")

    @rule(which=CONVERSATIONS, is_told=st.booleans())
    def news_goes_out(self, which: int, is_told: bool) -> None:
        conversation_id = self.ids[which]
        self.attempt(desk.take, agent=self.agents["Sofie"], conversation_id=conversation_id)
        self.agent_writes(which, "Sofie")
        self.postman_comes(is_told)

    @rule(is_told=st.booleans())
    def postman_comes(self, is_told: bool) -> None:
        for outbox_id in self.run(self.world.see(letters.due, now=self.world.clock.now())):
            letter = self.run(self.world.do(letters.write, outbox_id=outbox_id, key=b"key"))
            if letter is not None:  # one that goes out again is the same letter
                assert self.letters.setdefault(letter.message_id, letter) == letter
                if is_told:  # otherwise the process died between the server's yes and ours
                    self.run(self.world.do(letters.settle, outbox_id=outbox_id))

    @rule(which=CONVERSATIONS)
    def reopen(self, which: int) -> None:
        self.attempt(visitor.reopen, conversation_id=self.ids[which])

    @rule(which=CONVERSATIONS)
    def close(self, which: int) -> None:
        self.attempt(visitor.close, conversation_id=self.ids[which])

    @rule(which=CONVERSATIONS, score=st.integers(1, 5))
    def rate(self, which: int, score: int) -> None:
        self.attempt(visitor.rate, conversation_id=self.ids[which], score=score, comment=None)

    # --- the bot -------------------------------------------------------------------------------------

    @rule(which=CONVERSATIONS)
    def bot_claims(self, which: int) -> None:
        turn = self.run(self.world.claim(self.ids[which]))
        former = self.claimed.get(self.ids[which])
        if turn and former and turn.id == former.id:
            assert turn.message == former.message, "the same turn asks the same"
        if turn:
            self.claimed[self.ids[which]] = turn

    @precondition(lambda self: self.claimed)
    @rule(ending=st.sampled_from(["answer", "hand off", "solved", "slow", "fallback", "down"]), data=st.data())
    def bot_ends(self, ending: str, data: st.DataObject) -> None:
        self.end(data.draw(st.sampled_from(sorted(self.claimed))), ending)

    @rule(which=CONVERSATIONS, ending=st.sampled_from(["answer", "hand off", "solved", "slow", "fallback", "down"]))
    def person_takes_over_while_the_bot_thinks(self, which: int, ending: str) -> None:
        self.send(which, True)
        self.bot_claims(which)
        self.ask_human(which)
        if self.ids[which] in self.claimed:
            self.end(self.ids[which], ending)

    def end(self, conversation_id: str, ending: str) -> None:
        turn = self.claimed[conversation_id]  # kept: a crash may bring the same ending again
        owner = self.owner(conversation_id)
        before = self.run(self.world.log(conversation_id))
        card = {"id": "a.nl", "title": "A", "url": "http://x", "language": "nl", "fallback": False}
        if ending == "slow":
            self.run(self.world.do(turns.tell_slow, turn=turn))
        elif ending in ("fallback", "down"):
            fallback = Fallback(card if ending == "fallback" else None)
            self.run(self.world.do(turns.fall_back, turn=turn, fallback=fallback))
        else:
            decision = {"hand off": {"handoff": HANDOFF}, "solved": {"solved": True}}.get(ending, {})
            self.run(self.world.answer(turn, **decision))
        after = self.run(self.world.log(conversation_id))
        if owner != "bot":
            assert after == before, "the bot does not speak over people"

    # --- agents --------------------------------------------------------------------------------------

    @rule(which=CONVERSATIONS)
    def take_race(self, which: int) -> None:
        conversation_id = self.ids[which]
        was_queued = self.owner(conversation_id) == "queue"

        async def race() -> list[Any]:
            takes = (self.world.take(agent, conversation_id) for agent in self.agents.values())
            return await asyncio.gather(*takes, return_exceptions=True)

        codes = [getattr(result, "code", "ok") for result in self.run(race())]
        if was_queued:
            assert sorted(codes) == ["already_taken", "ok"]

    @rule(which=CONVERSATIONS, name=AGENTS)
    def agent_writes(self, which: int, name: str) -> None:
        conversation_id, client_id = self.ids[which], str(uuid.uuid4())
        conversation = self.run(self.world.conversation(conversation_id))
        may = conversation.owner == "agent" and conversation.agent_id == self.agents[name].id
        try:
            ack = self.run(
                self.world.write(self.agents[name], conversation_id, f"dag {client_id}", client_id=client_id)
            )
            assert may
            self.acked[conversation_id][client_id] = ack
        except FirstlineError:
            assert not may

    @rule(which=CONVERSATIONS, name=AGENTS, what=st.sampled_from(["note", "release", "bot", "resolve", "decline"]))
    def agent_decides(self, which: int, name: str, what: str) -> None:
        who: dict[str, Any] = {"agent": self.agents[name], "conversation_id": self.ids[which]}
        if what == "note":
            self.attempt(desk.note, **who, client_id=str(uuid.uuid4()), text="onder ons")
        elif what == "resolve":
            self.attempt(desk.resolve, **who, outcome="solved", solution=None)
        else:
            self.attempt({"release": desk.release, "bot": desk.return_to_bot, "decline": desk.decline}[what], **who)

    @rule(which=CONVERSATIONS, name=AGENTS, what=st.sampled_from(["mention", "see", "plan", "tick off"]))
    def agent_keeps_track(self, which: int, name: str, what: str) -> None:
        agent, conversation_id = self.agents[name], self.ids[which]
        if what == "mention":
            text = "kijk even mee, @Sofie en @Karim"
            self.attempt(
                desk.note, agent=agent, conversation_id=conversation_id, client_id=str(uuid.uuid4()), text=text
            )
        elif what == "see":
            self.attempt(mentions.read, agent=agent, conversation_id=conversation_id)
        elif what == "plan":
            at = self.world.clock.now() + timedelta(hours=1)
            about: dict[str, Any] = {"conversation_id": conversation_id, "kind": "follow_up", "phone": None}
            self.attempt(reminders.plan, agent=agent, at=at, note=None, **about)
        else:
            for reminder in self.run(self.world.see(reminders.still_to_do, agent_id=agent.id)):
                self.attempt(reminders.change, agent=agent, reminder_id=reminder["id"], at=None, done=True)

    @rule(which=CONVERSATIONS, name=AGENTS, what=st.sampled_from(["propose", "yes", "no", "user ends", "agent ends"]))
    def remote_takeover(self, which: int, name: str, what: str) -> None:
        conversation_id, agent = self.ids[which], self.agents[name]
        before = self.run(self.world.conversation(conversation_id)).takeover
        if what == "propose":
            self.attempt(takeovers.propose, agent=agent, conversation_id=conversation_id)
        elif what == "agent ends":
            self.attempt(takeovers.end_by_agent, agent=agent, conversation_id=conversation_id)
        elif what == "user ends":
            self.attempt(takeovers.end_by_user, conversation_id=conversation_id)
        else:
            self.attempt(takeovers.answer, conversation_id=conversation_id, accept=what == "yes")
        after = self.run(self.world.conversation(conversation_id)).takeover
        if after and after["state"] == "accepted" and before != after:
            assert what == "yes", "nobody but the user consents"

    @invariant()
    def only_who_has_the_conversation_takes_over(self) -> None:
        for conversation_id in getattr(self, "ids", ()):
            conversation = self.run(self.world.conversation(conversation_id))
            assert conversation.takeover is None or conversation.owner == "agent"

    @rule(which=CONVERSATIONS, other=CONVERSATIONS, name=AGENTS, data=st.data())
    def agent_works_on_a_ticket(self, which: int, other: int, name: str, data: st.DataObject) -> None:
        ids = [self.ids[which], self.ids[other]]
        refs = [row[-1].id for row in (self.run(self.world.tickets(i)) for i in ids) if row]
        if len(refs) < 2:
            return
        who: dict[str, Any] = {"agent": self.agents[name]}
        what = data.draw(st.sampled_from(["merge", "follow up", "link", *TICKET_CHANGES]))
        if what == "merge":
            self.attempt(merging.merge, **who, ref=refs[0], into=refs[1])
        elif what == "follow up":
            self.attempt(merging.follow_up, **who, ref=refs[0])
        elif what == "link":
            self.attempt(links.add, **who, ref=refs[0], kind="known_problem", to=refs[1])
        else:
            values = dict(TICKET_CHANGES[what])
            if what == "assign":
                values["agent_id"] = self.agents[data.draw(AGENTS)].id
            if what == "wait":
                values["wake_at"] = self.world.clock.at + timedelta(minutes=data.draw(st.integers(1, 90)))
            self.attempt(editing.edit, **who, ticket_id=refs[0], values=values)

    @rule(which=CONVERSATIONS, name=AGENTS, to=st.sampled_from(["Sofie", "Karim", "first", "second", "behind"]))
    def agent_passes_on(self, which: int, name: str, to: str) -> None:
        self.pass_on(self.agents[name], self.ids[which], to)

    @rule(which=CONVERSATIONS, to=st.sampled_from(["Sofie", "Karim", "Nathalie", "first", "second", "behind"]))
    def supervisor_moves(self, which: int, to: str) -> None:
        conversation_id = self.ids[which]
        before = self.run(self.world.conversation(conversation_id))
        code = self.pass_on(self.lead, conversation_id, to)
        after = self.run(self.world.conversation(conversation_id))
        if code == "ok":
            assert before.owner in ("queue", "agent")
            assert after.owner == ("agent" if to in ("Sofie", "Karim", "Nathalie") else "queue")
        else:
            assert (after.owner, after.agent_id, after.team) == (before.owner, before.agent_id, before.team)

    def pass_on(self, who: Agent, conversation_id: str, to: str) -> str:
        about: dict[str, Any] = {"agent": who, "conversation_id": conversation_id, "note_text": "kijk jij?"}
        if to == "behind":
            return self.attempt(transfers.escalate, **about)
        team = dict(zip(("first", "second"), self.teams, strict=True)).get(to)
        colleague = None if team else {**self.agents, "Nathalie": self.lead}[to].id
        return self.attempt(transfers.transfer, to_agent=colleague, to_team=team, **about)

    @rule(which=CONVERSATIONS, name=AGENTS, leads=st.booleans(), ends=st.booleans())
    def somebody_meets_abuse(self, which: int, name: str, leads: bool, ends: bool) -> None:
        conversation_id, who = self.ids[which], self.lead if leads else self.agents[name]
        n_warned = self.run(self.world.conversation(conversation_id)).warnings
        if not ends:
            self.attempt(abuse.warn, agent=who, conversation_id=conversation_id, seq=None)
        elif self.attempt(abuse.end, agent=who, conversation_id=conversation_id) == "ok":
            assert n_warned > 0, "nobody is sent away without a warning"

    @rule(which=CONVERSATIONS, name=AGENTS, seconds=st.sampled_from([10, 5000]))
    def agent_snoozes(self, which: int, name: str, seconds: int) -> None:
        until = self.world.clock.at + timedelta(seconds=seconds)
        self.attempt(desk.snooze, agent=self.agents[name], conversation_id=self.ids[which], until=until)

    @rule(name=AGENTS, status=st.sampled_from(["online", "busy", "away", "break"]))
    def agent_says_where_they_are(self, name: str, status: str) -> None:
        who = self.agents[name].id
        self.attempt(presence.set_status, agent_id=who, status=status, languages=None, capacity=None)

    @rule(name=AGENTS, there=st.booleans())
    def agent_comes_or_goes(self, name: str, there: bool) -> None:
        self.attempt(presence.connected if there else presence.disconnected, agent_id=self.agents[name].id)

    @rule(seconds=st.sampled_from([1, 31, 46, 3600, 90_000]))
    def time_passes(self, seconds: int) -> None:
        self.world.clock.forward(seconds)
        for job in EVERY_TICK:
            self.attempt(job)

    @rule()
    def process_restarts(self) -> None:
        async def restart() -> None:
            await self.world.store.stop()
            fresh = make_world(Path(self.folder.name), agent_grace_s=45.0)
            store = Store(fresh.store._engine, self.world.store.env, publish=self.world.works.append)
            store.start()
            self.world.store = store
            await store.write(presence.start)

        self.run(restart())

    # --- what always holds ---------------------------------------------------------------------------

    @invariant()
    def acked_messages_are_in_the_log_once_in_order_without_gaps(self) -> None:
        for conversation_id in getattr(self, "ids", ()):
            for ack_conversation in {
                conversation_id,
                *(a.conversation_id for a in self.acked[conversation_id].values()),
            }:
                log = self.run(self.world.log(ack_conversation))
                assert [m["seq"] for m in log] == list(range(1, len(log) + 1))
                by_client = [m["client_id"] for m in log if "client_id" in m]
                assert len(by_client) == len(set(by_client))
                for client_id, ack in self.acked[conversation_id].items():
                    if ack.conversation_id == ack_conversation:
                        assert log[ack.seq - 1]["client_id"] == client_id

    @invariant()
    def what_a_client_holds_is_the_log(self) -> None:
        for conversation_id, held in getattr(self, "held", {}).items():
            log = self.run(self.world.log(conversation_id))
            assert held == log[: len(held)]

    @invariant()
    def no_answer_is_mailed_twice(self) -> None:
        for conversation_id in getattr(self, "ids", ()):
            for said in self.run(self.world.log(conversation_id)):
                if said["sender"]["kind"] == "agent":
                    assert sum(said["text"] in letter.text for letter in self.letters.values()) <= 1

    @invariant()
    def one_ticket_per_hand_off(self) -> None:
        for conversation_id in getattr(self, "ids", ()):
            tickets = self.run(self.world.tickets(conversation_id))
            conversation = self.run(self.world.conversation(conversation_id))
            assert [row.episode for row in tickets] == list(range(1, conversation.episode + 1))

    @invariant()
    def who_has_it_is_written_down(self) -> None:
        if not hasattr(self, "ids"):
            return
        a = t.assignments.c
        query = select(a.conversation_id, a.agent_id).where(a.ended_at.is_(None))
        open_now = sorted(tuple(row) for row in self.run(self.world.see(lambda db: list(db.execute(query)))))
        c = t.conversations.c
        having = select(c.id, c.agent_id).where(c.owner == "agent", c.status == "open")
        assert open_now == sorted(tuple(row) for row in self.run(self.world.see(lambda db: list(db.execute(having)))))

    @invariant()
    def snapshot_and_events_are_a_fresh_snapshot(self) -> None:
        if not hasattr(self, "snapshot"):
            return
        events = [(event.event, views.console_event(event.event, event.data)) for event in self.world.console_events()]
        ids = [data["event_id"] for _, data in events]
        assert ids == list(range(self.snapshot["event_id"] + 1, self.snapshot["event_id"] + 1 + len(ids)))
        sofie = self.agents["Sofie"]
        assert fold(self.snapshot, events) == normal(self.run(self.world.snapshot(sofie)))
        since, who = self.snapshot["event_id"], sofie.id
        resumed = self.run(self.world.see(snapshot.events_since, after=since, agent_id=who))["events"]
        shown = [(name, snapshot.for_agent(name, data, who)) for name, data in events]
        assert resumed == [{"event": name, "data": data} for name, data in shown if data is not None]


Delivery.TestCase.settings = settings(
    max_examples=25,
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
TestDelivery = Delivery.TestCase
