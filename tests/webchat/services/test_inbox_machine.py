"""Random histories of the inbox: gathered bit by bit, over restarts and erasures, it is what the rules say of the log."""

from __future__ import annotations

import asyncio
import contextlib
import tempfile
from functools import partial
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy import select

from tests.webchat.services.test_inbox import VPN, WIFI, reply
from tests.webchat.world import make_world
from webchat.adapters.db import tables as t
from webchat.domain.errors import FirstlineError
from webchat.domain.inbox import items
from webchat.services import desk, labels, people, visitor
from webchat.services.inbox import deciding, facts, gathering
from webchat.services.inbox.gathering import Gatherer
from webchat.services.tickets import editing

WHICH = st.integers(0, 2)
DECISIONS: dict[str, dict[str, Any]] = {
    "validate": {"decision": "validate"},
    "choose": {"decision": "intent", "intent": VPN},
    "unknown": {"decision": "unknown"},
    "delete": {"decision": "delete"},
}


class Inbox(RuleBasedStateMachine):
    """Three people, a bot, an agent, two managers, and processes that begin anew."""

    @initialize()
    def start(self) -> None:
        self.runner = asyncio.Runner()
        self.folder = tempfile.TemporaryDirectory()
        self.world = make_world(Path(self.folder.name))
        self.run(self._begin())

    async def _begin(self) -> None:
        self.world.store.start()
        self.sofie = await self.world.agent("Sofie")
        self.managers = [await self.world.agent(name, role="knowledge_manager") for name in ("Els", "Tom")]
        self.ids = [await self._person(number) for number in range(3)]
        self.gatherer = Gatherer(self.world.store)

    async def _person(self, number: int) -> str:
        return (await self.world.begin(email=f"p{number}@example.org")).conversation_id

    def run(self, coroutine: Any) -> Any:
        return self.runner.run(coroutine)

    def gather(self) -> None:
        self.run(self.gatherer.run())
        self.world.clock.forward(0.001)  # no two moments are the same

    def attempt(self, coroutine: Any) -> None:
        """Do what may be refused in this state."""
        with contextlib.suppress(FirstlineError, AssertionError):  # the bot owes nothing while a person has it
            self.run(coroutine)

    def teardown(self) -> None:
        if hasattr(self, "runner"):
            self.run(self.world.store.stop())
            self.runner.close()
            self.folder.cleanup()

    # --- what happens ----------------------------------------------------------------------------------

    @rule(
        which=WHICH,
        intent=st.sampled_from([WIFI, "report_not_solved", "correct_problem"]),
        decision=st.sampled_from(
            [
                {"action": "ask"},
                {"action": "answer"},
                {"action": "handoff", "handoff": {"reason": "low_confidence"}},
                {"action": "handoff", "handoff": {"reason": "not_helped"}},
                {"action": "solved", "solved": True},
            ]
        ),
    )
    def somebody_asks(self, which: int, intent: str, decision: dict[str, Any]) -> None:
        self.attempt(reply(self.world, self.ids[which], "het tolt hier rond", intent=intent, **decision))

    @rule(which=WHICH, back=st.integers(0, 2), opinions=st.lists(st.booleans(), min_size=1, max_size=2))
    def somebody_has_an_opinion_or_another_one(self, which: int, back: int, opinions: list[bool]) -> None:
        id_ = self.ids[which]
        seq = max(1, len(self.run(self.world.log(id_))) - back)
        for helpful in opinions:
            opinion = partial(visitor.give_feedback, message_id=f"{id_}.{seq}", helpful=helpful, reason=None)
            self.attempt(self.world.do(opinion, conversation_id=id_))
            self.gather()

    @rule(which=WHICH, what=st.sampled_from(["answer", "topic", "subject", "solve"]))
    def an_agent_works(self, which: int, what: str) -> None:
        self.attempt(self._work(self.ids[which], what))

    async def _work(self, conversation_id: str, what: str) -> None:
        if (await self.world.conversation(conversation_id)).agent_id != self.sofie.id:
            await self.world.take(self.sofie, conversation_id)
        if what == "answer":
            await self.world.write(self.sofie, conversation_id, "Ik kijk even.")
        elif what == "solve":
            solve = partial(desk.resolve, outcome="solved", solution="Kabel vervangen")
            await self.world.do(solve, agent=self.sofie, conversation_id=conversation_id)
        else:
            ticket = (await self.world.tickets(conversation_id))[-1]
            values = {"fields": {what: "vpn-no-connection"}}
            await self.world.do(editing.edit, agent=self.sofie, ticket_id=ticket.id, values=values)

    @rule(which=WHICH)
    def somebody_is_erased(self, which: int) -> None:
        self.run(self.world.do(people.erase, who=f"p{which}@example.org"))
        self.ids[which] = self.run(self._person(which))

    # --- the inbox -------------------------------------------------------------------------------------

    @rule(is_new=st.booleans())
    def it_is_gathered(self, is_new: bool) -> None:
        if is_new:
            self.gatherer = Gatherer(self.world.store)
        self.gather()

    @rule(who=st.integers(0, 1), how=st.sampled_from(sorted(DECISIONS)), n=st.integers(1, 3))
    def a_manager_decides(self, who: int, how: str, n: int) -> None:
        ids = [row["id"] for row in self.rows() if row["state"] == "open"][:n]
        self.attempt(self.world.do(deciding.decide, agent=self.managers[who], ids=ids, **DECISIONS[how]))

    @rule(who=st.integers(0, 1))
    def a_manager_looks(self, who: int) -> None:
        ids = [row["id"] for row in self.rows()][:1]
        self.run(self.world.do(deciding.claim, agent=self.managers[who], ids=ids))

    @rule(who=st.integers(0, 1))
    def a_manager_takes_back(self, who: int) -> None:
        ids = [row["id"] for row in self.rows() if row["state"] != "open"][:1]
        self.attempt(self.world.do(deciding.undo, agent=self.managers[who], ids=ids))

    @rule(seconds=st.sampled_from([1, 40, 4000]))
    def time_passes(self, seconds: int) -> None:
        self.world.clock.forward(seconds)

    # --- what always holds -----------------------------------------------------------------------------

    def rows(self) -> list[dict[str, Any]]:
        query = select(t.inbox_items).order_by(t.inbox_items.c.id)
        found = self.run(self.world.see(lambda db: [dict(row) for row in db.execute(query).mappings()]))
        return list(found)

    @invariant()
    def each_decided_message_has_its_one_example(self) -> None:
        if not hasattr(self, "ids"):
            return
        taught = sorted(row["id"] for row in self.rows() if row["state"] in ("labelled", "unknown"))
        query = select(t.examples.c.item_id).order_by(t.examples.c.item_id)
        assert self.run(self.world.see(lambda db: list(db.scalars(query)))) == taught
        assert len(self.run(self.world.see(labels.training_examples))) == len(taught)

    @invariant()
    def gathered_it_is_what_the_rules_say(self) -> None:
        if not hasattr(self, "ids"):
            return
        self.gather()
        known = self.run(self.world.see(partial(facts.read, ids=self.ids)))
        wanted = {
            (id_, item.seq): row
            for id_, of in known.items()
            for item in items(of)
            if (row := gathering._row(item)) is not None
        }
        rows = {(row["conversation_id"], row["seq"]): row for row in self.rows()}
        assert {key for key, row in rows.items() if row["state"] == "open"} <= wanted.keys() <= rows.keys()
        for key, derived in wanted.items():
            assert {name: rows[key][name] for name in derived} == derived


Inbox.TestCase.settings = settings(
    max_examples=10,
    stateful_step_count=20,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
TestInbox = Inbox.TestCase
