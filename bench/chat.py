"""What a person waits for: the bot's answer (against the same call to Rasa directly) and the agent's screen."""

from __future__ import annotations

import asyncio
import json
import time
import uuid
from typing import Any

import httpx

from bench.raw import RawClient
from bench.tables import Figure, percentile
from tests.support.clients import AgentClient
from tests.support.product import Product

QUESTION = "mijn printer drukt niets meer af sinds gisteren"


async def _answers_direct(bot_url: str, token: str, n: int) -> list[float]:
    times = []
    async with httpx.AsyncClient(headers={"authorization": f"Bearer {token}"}) as http:
        for _ in range(n):
            body = {"sender": str(uuid.uuid4()), "message": QUESTION, "message_id": str(uuid.uuid4()),
                    "metadata": {"language": "nl", "language_source": "site", "seq": 1}}  # fmt: skip
            started = time.perf_counter()
            answer = await http.post(f"{bot_url}/webhooks/support/webhook", json=body, timeout=30)
            times.append((time.perf_counter() - started) * 1000)
            assert answer.json()["ok"], answer.text
    return times


async def _answers_ours(url: str, n: int) -> list[float]:
    times = []
    for _ in range(n):
        answered = asyncio.Event()

        def on_event(name: str, payload: Any, answered: asyncio.Event = answered) -> None:
            if name == "message_created" and payload["sender"]["kind"] == "bot":
                answered.set()

        async with RawClient(url, "/chat", {"site": "demo", "language": "nl"}, on_event) as client:
            await asyncio.sleep(0.05)
            answered.clear()
            started = time.perf_counter()
            await client.call("message", {"client_id": str(uuid.uuid4()), "text": QUESTION})
            await asyncio.wait_for(answered.wait(), 30)
            times.append((time.perf_counter() - started) * 1000)
    return times


def answer(product: Product, token: str, n: int = 60) -> tuple[list[dict[str, Any]], list[Figure]]:
    """Whole path from the user's message to the bot's answer, above the same call made to Rasa directly.

    The product must run with `WEBCHAT_BURST_WINDOW_S=0`: waiting for a person to finish typing is meant, not overhead.
    """
    bot_url = json.loads((product.folder / "parts.json").read_text())["bot"]["health_url"].split("/webhooks")[0]
    direct, ours = [], []
    for _ in range(3):  # interleaved, so that both see the same neighbours
        direct += asyncio.run(_answers_direct(bot_url, token, n // 3))
        ours += asyncio.run(_answers_ours(product.url, n // 3))
    rows = [
        {"path": name, "p50_ms": percentile(times, 0.5), "p95_ms": percentile(times, 0.95), "n": len(times)}
        for name, times in (("Rasa directly", direct), ("widget → webchat → Rasa → widget", ours))
    ]
    added = percentile(ours, 0.5) - percentile(direct, 0.5)
    return rows, [Figure("added to the bot's answer, p50 ms", added, 15)]


async def _handoffs(product: Product, n: int) -> list[float]:
    times = []
    async with AgentClient(product.url) as agent:
        for _ in range(n):
            async with RawClient(product.url, "/chat", {"site": "demo", "language": "nl"}) as client:
                started = time.perf_counter()
                before = len(agent.events)
                asking = asyncio.create_task(client.call("ask_human", {}))
                while not any(name == "handoff_created" for name, _ in agent.events[before:]):
                    await asyncio.sleep(0.0005)
                times.append((time.perf_counter() - started) * 1000)
                await asking
    return times


def handoff(product: Product, n: int = 300) -> tuple[list[dict[str, Any]], list[Figure]]:
    """From the decision to hand off until the ticket is in an agent's socket."""
    times = asyncio.run(_handoffs(product, n))
    row = {"path": "asked for a person → on the agent's socket", "n": n, "p50_ms": percentile(times, 0.5),
           "p99_ms": percentile(times, 0.99)}  # fmt: skip
    return [row], [Figure("hand-off on the agent's screen, p99 ms", percentile(times, 0.99), 100)]
