"""What a turn of the bot says about the question that the user put: is it one, about what, what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

# From here on what a search found first counts as what the question is about, also where the bot did not answer with it.
ABOUT_FROM = 0.3
# Hand-offs that say nothing about what the knowledge base lacks: wanted, or laid down.
BY_RULE = frozenset({"complaint", "abuse", "security_incident", "access_request", "software_request", "article_policy"})
_ANSWERS = ("answer", "guide")
_UNSOLVED = ("low_confidence", "not_helped")


@dataclass(frozen=True, slots=True)
class Asked:
    """One question as far as it is known.

    Attributes:
        family: The article family it is about; None where nothing was near.
        answered: Whether the bot gave an answer to it.
        over: Whether it is done with: solved, or handed to a person.
    """

    family: str | None = None
    answered: bool = False
    over: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """What one turn does to the questions of its conversation.

    Attributes:
        is_new: A question of its own, not more about the last.
        not_helped: The user said that the answer did not help.
    """

    is_new: bool
    family: str | None
    answered: bool
    not_helped: bool
    solved: bool


def follow(last: Asked | None, decision: Mapping[str, Any], *, is_button: bool) -> Step | None:
    """Return what the turn does; None where it is no question and adds to none.

    Args:
        last: The newest question of the conversation.
        decision: The bot's decision of this turn.
        is_button: Whether the user pressed a button rather than wrote.
    """
    signals = decision.get("signals") or {}
    act, action = signals.get("act"), decision.get("action")
    reason = (decision.get("handoff") or {}).get("reason")
    asks = not is_button and ("found" in signals or act == "out_of_scope" or reason in _UNSOLVED)
    if last is None and not asks:
        return None
    family = _family(decision, signals)
    is_other = (
        last is not None
        and not is_button
        and (
            last.over
            or (last.answered and act == "problem" and family is not None and last.family not in (None, family))
        )
    )
    if last is not None and last.over and not asks:
        return None
    is_new = last is None or is_other
    not_helped = reason == "not_helped" or (signals.get("negative_feedback") or 0) > 0
    return Step(
        is_new=is_new,
        family=family,
        answered=action in _ANSWERS,
        not_helped=not_helped and not is_new,
        solved=bool(decision.get("solved")) or action == "solved",
    )


def _family(decision: Mapping[str, Any], signals: Mapping[str, Any]) -> str | None:
    if decision.get("family"):
        return str(decision["family"])
    found, p_helps = signals.get("found"), decision.get("p_helps")
    return str(found) if found and (p_helps or 0.0) >= ABOUT_FROM else None
