"""webchat with one bug seeded into it, to prove that the checker notices.

`python -m tests.chaos.mutant NAME` serves the whole product with that bug; the product's own code stays as it is.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ops import __main__ as ops_main
from ops import parts
from ops.layout import APP_PYTHON

Patch = Callable[[], None]


def ack_before_commit() -> None:
    """Tell the sender that it is stored, then store it."""
    from webchat.adapters.db.writer import Writer

    def commit(self: Any, connection: Any, batch: list[Any]) -> list[Any]:
        with connection.begin():
            results = [r for task in batch for r in self._run_group(connection, task.run, [task.item])]
            self._loop.call_soon_threadsafe(self._settle, batch, results)
            time.sleep(0.4)
        return []

    def work(self: Any) -> None:
        from webchat.adapters.db.engine import writing

        connection = writing(self._engine)
        while (batch := self._tasks.get()) is not None:
            commit(self, connection, batch)

    Writer._work = work  # type: ignore[method-assign]


def no_unique_key() -> None:
    """Store a repeated message again."""
    import uuid

    from webchat.services import messages

    real = messages._Batch._append

    def append(self: Any, item: Any, conversation: Any, text: str) -> Any:
        ack = real(self, item, conversation, text)
        if self.rows[-1]["client_id"] in _seen:
            self.rows[-1]["client_id"] = uuid.uuid4().hex
        _seen.add(item.client_id)
        return ack

    _seen: set[str] = set()
    messages._known = lambda db, keys: {}  # type: ignore[assignment]
    messages._Batch._append = append  # type: ignore[method-assign]


def lost_offset() -> None:
    """Resume one message too late."""
    from webchat.services import views

    real = views.messages
    views.messages = lambda db, cid, *, after=0, **more: real(db, cid, after=after + 1, **more)  # type: ignore[assignment]


def doubled_emit() -> None:
    """Push every message twice."""
    from webchat.realtime.relay import Relay

    real = Relay._to_user

    async def twice(self: Any, event: Any) -> None:
        await real(self, event)
        await real(self, event)

    Relay._to_user = twice  # type: ignore[method-assign]


def gap_in_sequence() -> None:
    """Count a message that is not there."""
    from webchat.services import messages

    real = messages._Batch._append

    def append(self: Any, item: Any, conversation: Any, text: str) -> Any:
        conversation.last_seq += conversation.last_seq % 4 == 2
        return real(self, item, conversation, text)

    messages._Batch._append = append  # type: ignore[method-assign]


def forgotten_turns() -> None:
    """Do not look for the turns that a crash left behind."""
    from webchat.services import turns

    turns.due = lambda db: []  # type: ignore[assignment]
    turns.claim = _sometimes(turns.claim, lambda: None)  # type: ignore[assignment]


def bot_speaks_after_handoff() -> None:
    """Post what the bot says although people have the conversation."""
    from webchat.services import turns

    real = turns._post

    def post(*args: Any, note: bool) -> None:
        real(*args, note=False)

    turns._post = post  # type: ignore[assignment]
    real_answer = turns.answer

    def late(work: Any, turn: Any, reply: Any) -> None:
        time.sleep(0.2)
        real_answer(work, turn, reply)
        if reply.decision.handoff:
            reply.decision.handoff = None
            object.__setattr__(turn, "number", turn.number + 1)
            real_answer(work, turn, reply)

    turns.answer = late


def answer_twice() -> None:
    """Write the bot's answer once more, as after a retry without a turn number."""
    from webchat.services import turns

    real = turns.answer

    def twice(work: Any, turn: Any, reply: Any) -> None:
        real(work, turn, reply)
        if not reply.decision.handoff:
            object.__setattr__(turn, "number", turn.number + 1)
            real(work, turn, reply)

    turns.answer = twice


def two_tickets() -> None:
    """Hand off again what people already have."""
    from webchat.services import handoff, turns, visitor

    real = handoff.hand_off

    def again(work: Any, conversation: Any, why: Any, *, actor: Any) -> bool:
        done = real(work, conversation, why, actor=actor)
        if done:
            conversation.episode += 1
            handoff._create_ticket(work, conversation, why, [])
        return done

    for module in (handoff, turns, visitor):
        if hasattr(module, "hand_off"):
            module.hand_off = again


def both_agents_win() -> None:
    """Let the second agent take what the first has."""
    from webchat.services import desk, views

    real = desk.take

    def take(work: Any, agent: Any, conversation_id: str) -> dict[str, Any]:
        conversation = desk.seen(work, conversation_id)
        if conversation.agent_id and conversation.agent_id != agent.id:
            return {"conversation": views.summary(work.db, conversation)}
        return real(work, agent, conversation_id)

    desk.take = take


def _sometimes(real: Callable[..., Any], instead: Callable[[], Any]) -> Callable[..., Any]:
    calls = 0

    def patched(*args: Any, **named: Any) -> Any:
        nonlocal calls
        calls += 1
        return instead() if calls % 3 == 0 else real(*args, **named)

    return patched


MUTANTS: dict[str, Patch] = {
    patch.__name__: patch
    for patch in (
        ack_before_commit, no_unique_key, lost_offset, doubled_emit, gap_in_sequence, forgotten_turns,
        bot_speaks_after_handoff, answer_twice, two_tickets, both_agents_win,
    )
}  # fmt: skip


def main() -> int:
    """Serve the product with a bug, or (started by ourselves) only its webchat."""
    name = sys.argv[1]
    if sys.argv[2:] == ["webchat"]:
        from webchat.cli import app

        MUTANTS[name]()
        app(["serve"])
        return 0
    real = parts.make_parts

    def with_bug(port: int, var: Path) -> list[parts.Part]:
        command = [str(APP_PYTHON), "-m", "tests.chaos.mutant", name, "webchat"]
        made = real(port, var)
        return [parts.Part(p.name, command if p.name == "webchat" else p.command, p.environment, p.health_url, p.slow_start_s)
                for p in made]  # fmt: skip

    ops_main.make_parts = with_bug
    os.environ.setdefault("DEMO", "1")
    return ops_main.serve()


if __name__ == "__main__":
    sys.exit(main())
