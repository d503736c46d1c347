"""What a turn says about the answer before it: whether the article that the search found first was the right one."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_CHOICE = "/choose_article"
_NOT_MEANT = "/correct_problem"


@dataclass(frozen=True, slots=True)
class Found:
    """A decision of the bot that rested on a search.

    Attributes:
        action: `answer` or `ask`.
        family: The article that the search found first.
        signals: Of that search.
    """

    action: str
    family: str
    signals: Mapping[str, float]


def found_in(decision: Mapping[str, Any]) -> Found | None:
    """The search behind a stored decision; None where it answered or asked about something else."""
    signals = decision.get("signals") or {}
    family, action = signals.get("found"), decision.get("action")
    if not family or action not in ("answer", "ask") or (action == "answer" and decision.get("family") != family):
        return None
    numbers = {name: float(value) for name, value in signals.items() if isinstance(value, int | float)}
    return Found(action, family, numbers)


def outcome(last: Found, message: str, decision: Mapping[str, Any]) -> bool | None:
    """Whether what was found first helped; None where the turn does not tell.

    Args:
        last: What the bot decided before.
        message: What the user said to it, or a button's payload.
        decision: What the bot decides now.
    """
    if message.startswith(_NOT_MEANT):
        return False
    if last.action == "ask":
        return _chosen(message) == last.family if message.startswith(_CHOICE) else None
    if decision.get("solved") or decision.get("action") == "solved":
        return True
    n_not_helped = (decision.get("signals") or {}).get("negative_feedback", 0)
    reason = (decision.get("handoff") or {}).get("reason")
    if reason == "not_helped" or n_not_helped > last.signals.get("negative_feedback", 0):
        return False
    return None


def _chosen(payload: str) -> str | None:
    try:
        family = json.loads(payload.removeprefix(_CHOICE)).get("family")
    except (ValueError, AttributeError):
        return None
    return family if isinstance(family, str) else None
