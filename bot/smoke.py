"""Questions that every model of ours must know: does it load, understand and answer at all?"""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage

from bot.predict import predict
from bot.settings import ROOT

QUESTIONS = ROOT / "data" / "smoke" / "questions.jsonl"
ACTION = "action_support_turn"
# One in three may be understood otherwise, since labels move meanings; a model that misses more knows nothing.
_RIGHT_SHARE = 2 / 3


@dataclass(frozen=True)
class Smoke:
    """How a model did. `fault` is None where it may serve."""

    n: int
    n_right: int
    fault: str | None


def smoke(agent: Agent) -> Smoke:
    """Ask a loaded model the questions, and whether it acts on a message."""
    questions = [json.loads(line) for line in QUESTIONS.read_text(encoding="utf-8").splitlines() if line]
    answers = list(predict(agent, [question["text"] for question in questions]))
    right = sum(answer["intent"] == question["intent"] for question, answer in zip(questions, answers, strict=True))
    fault = None
    if any(not answer["ranking"] for answer in answers):
        fault = "untrained"
    elif right < _RIGHT_SHARE * len(questions):
        fault = "ignorant"
    elif not asyncio.run(_acts(agent, questions[0]["text"])):
        fault = "no_policy"
    return Smoke(len(questions), right, fault)


def fault_of(agent: Agent) -> str | None:
    """What is wrong with a loaded model; None if it may serve. Not inside a running event loop."""
    return smoke(agent).fault


async def _acts(agent: Agent, text: str) -> bool:
    """Whether a message leads to our action; a model without policies would leave every message without an answer."""
    processor: Any = agent.processor
    if processor.model_metadata.core_target is None:
        return False
    # In memory, and thrown away with it: Agent makes such a store where it is given none.
    tracker = await processor.log_message(UserMessage(text, sender_id="smoke"), should_save_tracker=False)
    action, _ = processor.predict_next_with_tracker_if_should(tracker)
    return bool(action.name() == ACTION)


def smoke_command(model: Path) -> dict[str, Any]:
    """Load a model in this process and ask it; what `python -m bot smoke` prints."""
    try:
        agent = Agent.load(str(model))
    except MemoryError:
        return {"ok": False, "error": "out_of_memory"}
    except Exception as error:  # whatever a damaged archive makes Rasa raise
        return {"ok": False, "error": "not_loadable", "detail": type(error).__name__}
    found = smoke(agent)
    asked = {"model_id": agent.model_id, "n": found.n, "n_right": found.n_right}
    if found.fault is None:
        return {"ok": True, "error": None, **asked}
    return {"ok": False, "error": "smoke_failed", "detail": found.fault, **asked}
