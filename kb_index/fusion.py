"""One ranking out of several lists: standardised scores, bounded ones, and what the bot understood."""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

T = TypeVar("T", bound=Hashable)

# Rounded from conditional logits on our own questions and titles (docs/decisions/0008), reported on others.
# Per deviation, where the family speaks the question's language and where it does not: the table knows translations.
DENSE_WEIGHT, TABLE_WEIGHT = 0.5, 0.2
CROSS_DENSE_WEIGHT, CROSS_TABLE_WEIGHT = 0.7, 0.7
LEXICAL_WEIGHT, TITLE_WEIGHT = 80.0, 8.0
CODE_WEIGHT = 80.0
EXAMPLES_WEIGHT, EXAMPLES_TABLE_WEIGHT = 14.0, 9.0
TOPIC_WEIGHT = 8.0
# Below this share the bot's confidence in a topic says nothing.
TOPIC_FLOOR = 0.02


@dataclass(frozen=True, slots=True)
class Lists:
    """What each list says of one candidate.

    Attributes:
        dense: Deviations of its best passage above the mean of its language's passages, by the transformer.
        table: The same by the table of words.
        lexical: Share of the question's word weight that BM25 found, 0..1.
        title: Share of that weight that stands in a title, heading or keyword, 0..1.
        code: Share of the question's exact names (codes, versions) found, 0..1.
        same_language: Whether the family has an article in the question's language.
        examples: Standardised nearness to the family's example questions (transformer, table); None without any.
        topic: The bot's probability of the topic that the family is named for, 0..1.
    """

    dense: float
    table: float
    lexical: float = 0.0
    title: float = 0.0
    code: float = 0.0
    same_language: bool = True
    examples: tuple[float, float] | None = None
    topic: float = 0.0


@dataclass(frozen=True, slots=True)
class Fused:
    """One candidate's place.

    Attributes:
        lists: What it was made from.
        examples: Mean nearness to its examples; without any, what its passages say in their place.
        text: What the texts say together, comparable whether or not the bot was asked.
        total: What orders the candidates: `text` and what the bot's topic adds.
    """

    lists: Lists
    examples: float
    text: float
    total: float


def passage_weights(*, same_language: bool) -> tuple[float, float]:
    """Weights of the dense and of the table's score."""
    return (DENSE_WEIGHT, TABLE_WEIGHT) if same_language else (CROSS_DENSE_WEIGHT, CROSS_TABLE_WEIGHT)


def combine(candidates: Mapping[T, Lists], *, known: float = 1.0) -> list[tuple[T, Fused]]:
    """Add the lists up.

    Args:
        candidates: What each list says of each.
        known: Share of all candidates that a topic can name, 0..1: a bot that knows few of them has less to say.

    Returns:
        (candidate, scores), best first; equal totals in the order of the candidates' names.
    """
    result = []
    for candidate, said in candidates.items():
        # Without examples the passages speak for them, so that families with and without compare.
        near, near_table = said.examples or (said.dense, said.table)
        dense, table = passage_weights(same_language=said.same_language)
        text = (
            dense * said.dense
            + table * said.table
            + LEXICAL_WEIGHT * said.lexical
            + TITLE_WEIGHT * said.title
            + CODE_WEIGHT * said.code
            + EXAMPLES_WEIGHT * near
            + EXAMPLES_TABLE_WEIGHT * near_table
        )
        topic = known * TOPIC_WEIGHT * math.log1p(said.topic / TOPIC_FLOOR)
        examples = (EXAMPLES_WEIGHT * near + EXAMPLES_TABLE_WEIGHT * near_table) / (
            EXAMPLES_WEIGHT + EXAMPLES_TABLE_WEIGHT
        )
        result.append((candidate, Fused(said, examples, text, text + topic)))
    return sorted(result, key=lambda pair: (-pair[1].total, str(pair[0])))


def keep_in_reach(
    ranked: Sequence[tuple[T, Fused]], is_named: Callable[[T], bool], *, place: int = 2
) -> list[tuple[T, Fused]]:
    """Keep what the texts say best among the meanings that are asked about.

    A bot that is sure of a topic outweighs the texts; but it cannot be sure of an article that no topic names, an
    imported one. So the candidate with the best text, where it is such a one, stands third at the latest.

    Args:
        ranked: As `combine` returns it.
        is_named: Whether a topic names the candidate.
        place: Position, from 0, that it has at the latest.
    """
    at = max(range(len(ranked)), key=lambda i: ranked[i][1].text, default=0)
    if at <= place or is_named(ranked[at][0]):
        return list(ranked)
    candidate, scores = ranked[at]
    moved = (candidate, replace(scores, total=ranked[place][1].total))
    return [*ranked[:place], moved, *ranked[place:at], *ranked[at + 1 :]]
