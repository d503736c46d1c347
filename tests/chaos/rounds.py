"""One round: some people chat, two agents work, something breaks, everything heals, the checker reads."""

from __future__ import annotations

import asyncio
import contextlib
import random
import signal
from collections.abc import Sequence
from dataclasses import dataclass, field

import socketio

from tests.chaos.check import Finding, check, integrity, read_database
from tests.support.clients import AgentClient, UserClient, eventually
from tests.support.product import Product

PARTS = ("webchat", "bot", "actions", "kb_index")

OPENINGS = {
    "nl": (
        "Mijn wifi doet het niet meer sinds vanmorgen",
        "de printer drukt niets meer af",
        "ik ben mijn wachtwoord vergeten",
    ),
    "fr": ("Je n'ai plus de wifi depuis ce matin", "mon imprimante n'imprime plus", "j'ai oublié mon mot de passe"),
    "en": ("My wifi stopped working this morning", "the printer prints nothing", "I forgot my password"),
}
ASK_HUMAN = {"nl": "ik wil een mens spreken", "fr": "je veux parler à quelqu'un", "en": "I want to talk to a person"}
MORE = {"nl": ("dat hielp niet", "ok", "nog altijd niet"), "fr": ("ça n'a pas aidé", "d'accord", "toujours pas"),
        "en": ("that did not help", "ok", "still not")}  # fmt: skip


@dataclass(frozen=True)
class Fault:
    """What breaks in a round. `stop_s` > 0 stops the process that long (SIGSTOP), 0 kills it (SIGKILL)."""

    part: str
    stop_s: float
    after_s: float


@dataclass
class Outcome:
    """What a round showed."""

    faults: Sequence[Fault]
    n_acked: int = 0
    n_handoffs: int = 0
    n_agent_messages: int = 0
    findings: list[Finding] = field(default_factory=list)


def make_faults(rng: random.Random, n: int) -> list[Fault]:
    """Draw `n` faults; webchat, which holds the truth, is hit half of the time."""
    parts = [rng.choice(PARTS) if rng.random() < 0.5 else "webchat" for _ in range(n)]
    return [Fault(part, rng.choice((0.0, 0.0, rng.uniform(0.5, 4))), rng.uniform(0.1, 2.5)) for part in parts]


async def play_round(product: Product, rng: random.Random, n_users: int = 5, n_faults: int = 1) -> Outcome:
    """Play one round and judge it.

    Args:
        product: Running, healthy.
        rng: Source of all choices, so that a round can be played again from its seed.
        n_users: People who chat at the same time.
        n_faults: Faults in this round.
    """
    outcome = Outcome(make_faults(rng, n_faults))
    agents = [AgentClient(product.url, email) for email in ("agent@example.org", "agent2@example.org")]
    users = [UserClient(product.url, rng.choice(("nl", "fr", "en"))) for _ in range(n_users)]
    await asyncio.gather(*(a.connect() for a in agents))
    done = asyncio.Event()
    races: dict[str, list[list[str]]] = {}
    working = asyncio.gather(*(_work(a, agents, outcome, races, done, random.Random(rng.random())) for a in agents))
    breaking = asyncio.gather(*(_break(product, fault) for fault in outcome.faults))
    await asyncio.gather(*(_chat(user, random.Random(rng.random())) for user in users))
    await breaking
    await asyncio.to_thread(product.wait_healthy)
    await _come_to_rest(product, users)
    done.set()
    await working
    await asyncio.gather(*(_close(agent) for agent in agents))
    await _catch_up(users)
    await asyncio.gather(*(client.disconnect() for client in users), *(client.disconnect() for client in agents))
    for user in users:
        stored = read_database(product.database, user.conversation_id)
        outcome.findings += check(user, stored, races.get(user.conversation_id, ()))
        outcome.n_acked += sum(s.ack is not None for s in user.sent)
        outcome.n_handoffs += len(stored.tickets)
    outcome.findings += integrity(product.database)
    return outcome


async def _break(product: Product, fault: Fault) -> None:
    await asyncio.sleep(fault.after_s)
    if fault.stop_s == 0:
        product.signal(fault.part, signal.SIGKILL)
        return
    pid = product.pid(fault.part)
    if product.signal(fault.part, signal.SIGSTOP):
        await asyncio.sleep(fault.stop_s)
        if product.pid(fault.part) == pid:
            product.signal(fault.part, signal.SIGCONT)


async def _chat(user: UserClient, rng: random.Random) -> None:
    await user.connect()
    first = await user.send(rng.choice(OPENINGS[user.language]))
    if rng.random() < 0.3:  # an ack that got lost on the way: the same message again
        with contextlib.suppress(socketio.exceptions.SocketIOError, TimeoutError, AssertionError):
            await user.try_send(first)
    for _ in range(rng.randint(1, 3)):
        await asyncio.sleep(rng.uniform(0, 1.2))
        if rng.random() < 0.2:  # the network drops between two messages
            await user.disconnect()
            await user.connect()
        buttons = [b for m in user.messages[-1:] for b in m.get("buttons") or []]
        if buttons and rng.random() < 0.5:
            button = rng.choice(buttons)
            await user.send(button["title"], button["payload"])
        elif rng.random() < 0.35:
            await user.send(ASK_HUMAN[user.language])
        else:
            await user.send(rng.choice(MORE[user.language]))


async def _come_to_rest(product: Product, users: Sequence[UserClient]) -> None:
    """Wait until every user's last message has been dealt with and nobody is owed a turn any more."""

    def at_rest() -> bool:
        return not any(
            f.rule == "I4" for user in users for f in check(user, read_database(product.database, user.conversation_id))
        )

    with contextlib.suppress(AssertionError):  # the checker will tell which and why
        await eventually(at_rest, 40)
    await asyncio.sleep(0.7)


async def _catch_up(users: Sequence[UserClient]) -> None:
    """Bring each client up to date with what it missed."""
    for user in users:
        try:
            await user.resume()
        except (socketio.exceptions.SocketIOError, TimeoutError, AssertionError):
            await user.disconnect()
            await user.connect()


async def _work(
    agent: AgentClient,
    agents: Sequence[AgentClient],
    outcome: Outcome,
    races: dict[str, list[list[str]]],
    done: asyncio.Event,
    rng: random.Random,
) -> None:
    """Take what waits (the first agent starts a race for it with the other) and answer once."""
    while not done.is_set():
        await asyncio.sleep(rng.uniform(0.1, 0.4))
        try:
            waiting = [c for c in agent.conversations.values() if c["owner"] == "queue"]
            for conversation in waiting if agent is agents[0] else ():
                await _race(conversation["id"], agents, outcome, races, rng)
        except (socketio.exceptions.SocketIOError, TimeoutError, AssertionError):
            await agent.disconnect()
            with contextlib.suppress(Exception):
                await agent.connect(30)


async def _close(agent: AgentClient) -> None:
    """Resolve what the agent has, or the next round finds no room: nobody has more chats at once than the rules let."""
    mine = [c["id"] for c in agent.conversations.values() if (c.get("agent") or {}).get("id") == agent.me["id"]]
    for conversation_id in mine:
        payload = {"conversation_id": conversation_id, "outcome": "solved"}
        with contextlib.suppress(socketio.exceptions.SocketIOError, TimeoutError, AssertionError):
            await agent.call("resolve", payload)


async def _race(
    conversation_id: str,
    agents: Sequence[AgentClient],
    outcome: Outcome,
    races: dict[str, list[list[str]]],
    rng: random.Random,
) -> None:
    acks = await asyncio.gather(
        *(a.call("take", {"conversation_id": conversation_id}) for a in agents), return_exceptions=True
    )
    told = [ack for ack in acks if isinstance(ack, dict)]
    winners = [a for a, ack in zip(agents, acks, strict=True) if isinstance(ack, dict) and ack["ok"]]
    if len(told) == len(agents):  # both heard: a cut in between leaves it open who won
        races.setdefault(conversation_id, []).append([a.email for a in winners])
    for agent in winners:
        await asyncio.sleep(rng.uniform(0, 0.3))
        if (await agent.say(conversation_id, "Ik neem het over. Je prends le relais. I take over."))["ok"]:
            outcome.n_agent_messages += 1
