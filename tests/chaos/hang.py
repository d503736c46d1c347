"""`python -m tests.chaos.hang`: how long a user sits before a hanging part, until told so and offered a person.

Each trial stops one process (SIGSTOP), lets somebody say something, and waits for the first message that is not
theirs, in their language, with a way to a person: the button, or the hand-off itself.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import signal
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import yaml

from ops.layout import ROOT
from tests.chaos.rounds import OPENINGS
from tests.support.clients import UserClient, eventually
from tests.support.product import Product
from webchat.texts import LANGUAGES, text

PARTS = ("bot", "actions", "kb_index")
ALLOWED_S = 3.0


def main() -> int:
    """Print median and worst per part, in seconds; returns 1 if one is over `ALLOWED_S`."""
    parser = argparse.ArgumentParser(prog="hang", description=__doc__)
    parser.add_argument("--trials", type=int, default=10)
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=PARTS)
    arguments = parser.parse_args()
    worst = 0.0
    with tempfile.TemporaryDirectory(prefix="firstline-hang-") as folder, Product(Path(folder)) as product:
        for part in arguments.parts:
            taken = [
                asyncio.run(told_after_s(product, part, language))
                for language in itertools.islice(itertools.cycle(LANGUAGES), arguments.trials)
            ]
            worst = max(worst, *taken)
            print(
                f"{part:<10} median {statistics.median(taken):.2f} s, worst {max(taken):.2f} s, n {len(taken)}",
                flush=True,
            )
    return int(worst > ALLOWED_S)


async def told_after_s(product: Product, part: str, language: str) -> float:
    """Stop `part`, ask something, and return the seconds from sending to being told and offered a person.

    Raises:
        AssertionError: If that never comes, or comes in another language.
    """
    async with UserClient(product.url, language) as user:
        await user.answer_after(await _send(user, OPENINGS[language][0]))
        assert product.signal(part, signal.SIGSTOP), part
        try:
            started = time.monotonic()
            seq = await _send(user, OPENINGS[language][1])
            told = await eventually(lambda: _offer(user, seq), 20, f"a way to a person with {part} stopped")
            taken = time.monotonic() - started
        finally:
            product.signal(part, signal.SIGCONT)
    await asyncio.to_thread(product.wait_healthy)
    assert told["text"].startswith(_notices(language)), told
    return taken


async def _send(user: UserClient, said: str) -> int:
    sent = await user.send(said)
    assert sent.ack is not None, sent
    return int(sent.ack["seq"])


def _offer(user: UserClient, seq: int) -> dict[str, Any] | None:
    """The first message after `seq` that offers a person or, with people called already, says so."""
    for message in user.messages:
        if message["seq"] > seq and message["sender"]["kind"] in ("bot", "system"):
            has_button = any(b["payload"] == "/ask_human" for b in message.get("buttons") or [])
            return message if has_button or user.state["owner"] == "queue" else None
    return None


def _notices(language: str) -> tuple[str, ...]:
    said_by_bot = yaml.safe_load((ROOT / "data" / "responses" / "people.yml").read_text())["texts"]
    return text(language, "bot_slow"), text(language, "bot_down_handoff"), said_by_bot["kb_down"][language]


if __name__ == "__main__":
    sys.exit(main())
