"""Classifies many questions with a trained model, for evaluation and calibration."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from rasa.core.agent import Agent, load_agent

_N_RANKED = 5


def parse_questions(model: Path, questions: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Classify questions.

    Args:
        model: Archive, or a folder whose newest archive is taken.
        questions: Each with `id`, `text` and, where known, `language`.

    Yields:
        `{"id", "intent", "confidence", "margin", "ranking"}` in the given order; `margin` is the
        confidence minus that of the next intent.
    """

    async def load() -> Agent:
        return await load_agent(model_path=str(model))

    loop = asyncio.new_event_loop()
    try:
        agent = loop.run_until_complete(load())
        for question in questions:
            parsed = loop.run_until_complete(agent.parse_message(question["text"]))
            yield {"id": question["id"], **classification(parsed)}
    finally:
        loop.close()


def classification(parsed: dict[str, Any]) -> dict[str, Any]:
    """What evaluation needs of a parsed message."""
    ranking = parsed.get("intent_ranking", [])[:_N_RANKED]
    confidences = [float(r["confidence"]) for r in ranking] + [0.0, 0.0]
    return {
        "intent": parsed["intent"]["name"],
        "confidence": float(parsed["intent"]["confidence"]),
        "margin": confidences[0] - confidences[1],
        "ranking": [{"name": r["name"], "confidence": float(r["confidence"])} for r in ranking],
    }
