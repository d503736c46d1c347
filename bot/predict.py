"""Understands many texts at once, as the bot would one by one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage
from rasa.engine.constants import PLACEHOLDER_MESSAGE, PLACEHOLDER_TRACKER
from rasa.shared.nlu.constants import ENTITIES, INTENT

_BATCH = 256
_N_RANKED = 10


def predict(agent: Agent, texts: Sequence[str]) -> Iterator[dict[str, Any]]:
    """Classify texts.

    Yields:
        `{"intent", "confidence", "margin", "ranking", "entities"}` of each, in order; `margin` is the confidence
        minus that of the next intent.
    """
    processor: Any = agent.processor
    target = processor.model_metadata.nlu_target
    for start in range(0, len(texts), _BATCH):
        messages = [UserMessage(text) for text in texts[start : start + _BATCH]]
        inputs = {PLACEHOLDER_MESSAGE: messages, PLACEHOLDER_TRACKER: None}
        for message in processor.graph_runner.run(inputs=inputs, targets=[target])[target]:
            ranking = message.get("intent_ranking") or []
            confidences = [float(row["confidence"]) for row in ranking[:2]] + [0.0, 0.0]
            yield {
                "intent": (message.get(INTENT) or {}).get("name"),
                "confidence": confidences[0],
                "margin": confidences[0] - confidences[1],
                "ranking": [
                    {"name": row["name"], "confidence": float(row["confidence"])} for row in ranking[:_N_RANKED]
                ],
                "entities": message.get(ENTITIES) or [],
            }
