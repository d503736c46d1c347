"""One ranking out of several lists: standardised scores, bounded ones, and what the bot understood."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T", bound=Hashable)

# Rounded from a conditional logit on the calibration questions (docs/decisions/0002), reported on others.
# A family without examples counts its dense score four times, so lexical weights compare to that.
EXAMPLES_WEIGHT = 3.0
LEXICAL_WEIGHT = 12.0
CODE_WEIGHT = 30.0
TOPIC_WEIGHT = 4.0
# Below this share the bot's confidence in a topic says nothing.
TOPIC_FLOOR = 0.02


@dataclass(frozen=True, slots=True)
class Fused:
    """One candidate's place in the lists.

    Attributes:
        dense: Standardised dense score (deviations above the mean of all passages).
        lexical: Share of the query's word weight that BM25 found, 0..1.
        code: Share of the query's exact names (codes, versions) found, 0..1.
        examples: Standardised nearness to the family's example questions; without any, `dense`.
        topic: What the bot's topic adds, >= 0.
        total: What orders the candidates.
    """

    dense: float
    lexical: float
    code: float
    examples: float
    topic: float
    total: float

    @property
    def text(self) -> float:
        """The total without the bot's word: comparable whether or not it was asked."""
        return self.total - self.topic


def combine(
    dense: Mapping[T, float],
    lexical: Mapping[T, float],
    codes: Mapping[T, float],
    examples: Mapping[T, float],
    topics: Mapping[T, float] | None = None,
    *,
    floor: float,
    known: float = 1.0,
) -> list[tuple[T, Fused]]:
    """Add the lists up.

    Args:
        dense: Standardised score per candidate.
        lexical: Lexical score per candidate, 0..1; absent means 0.
        codes: Share of the query's exact names per candidate, 0..1; absent means 0.
        examples: Standardised score of the nearest example questions; absent means none exist, and
            the dense score speaks for them, so that families with and without compare.
        topics: Probability of the topic that a candidate is named for; absent means 0.
        floor: Dense score of a candidate that only another list has.
        known: Share of all candidates that a topic can name, 0..1: a bot that knows few of them has less to say.

    Returns:
        (candidate, scores), best first; equal totals in the order of the candidates' names.
    """
    result = []
    for candidate in dense.keys() | lexical.keys() | (topics or {}).keys():
        d, x, c = dense.get(candidate, floor), lexical.get(candidate, 0.0), codes.get(candidate, 0.0)
        e = examples.get(candidate, d)
        t = known * TOPIC_WEIGHT * math.log1p((topics or {}).get(candidate, 0.0) / TOPIC_FLOOR)
        total = d + EXAMPLES_WEIGHT * e + LEXICAL_WEIGHT * x + CODE_WEIGHT * c + t
        result.append((candidate, Fused(d, x, c, e, t, total)))
    return sorted(result, key=lambda pair: (-pair[1].total, str(pair[0])))
