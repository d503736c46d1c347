"""How simulated dialogues ended, counted the way a helpdesk would."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bench.statistics import interval, share, written

KINDS = ("curable", "incurable", "policy", "unanswerable")


@dataclass(frozen=True, slots=True)
class Ended:
    """How one dialogue ended.

    Attributes:
        language: The user's.
        kind: What was asked for: `curable` and `incurable` problems, `policy` (the article always ends with a person),
            `unanswerable`.
        outcome: How it ended.
        turns: Of the user.
    """

    language: str
    kind: str
    outcome: str
    turns: int


def summary(language: str, ended: Sequence[Ended]) -> dict[str, Any]:
    """One row of figures for a language, or for `all`."""
    part = [each for each in ended if language in (each.language, "all")]
    kinds = {kind: [each for each in part if each.kind == kind] for kind in KINDS}
    curable, answerable = kinds["curable"], kinds["curable"] + kinds["incurable"]
    solved = [each.outcome == "solved" for each in answerable]
    of_curable = [each.outcome == "solved" for each in curable]
    outcomes = Counter(each.outcome for each in answerable)
    turns = sorted(each.turns for each in answerable if each.outcome == "solved")
    to_person = sorted(each.turns for each in kinds["unanswerable"])

    def with_bounds(hits: Sequence[bool]) -> str:
        return written(share(hits), interval(len(hits), lambda chosen: sum(hits[i] for i in chosen) / len(hits)))

    return {
        "language": language,
        "answerable": len(answerable),
        "solved": with_bounds(solved),
        "solved of what can be": with_bounds(of_curable),
        "right article, then a person": outcomes["handed off after the right article"] / max(1, len(answerable)),
        "person without the article": outcomes["handed off"] / max(1, len(answerable)),
        "closed unsolved": outcomes["closed unsolved"] / max(1, len(answerable)),
        "no end": sum(each.outcome == "no end" for each in part),
        "turns to solve (median)": turns[len(turns) // 2] if turns else 0,
        "always a person": share([each.outcome.startswith("handed off") for each in kinds["policy"]]),
        "unanswerable": len(kinds["unanswerable"]),
        "rightly to a person": share([each.outcome.startswith("handed off") for each in kinds["unanswerable"]]),
        "turns to a person (median)": to_person[len(to_person) // 2] if to_person else 0,
    }
