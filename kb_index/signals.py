"""What a search says about itself: the signals that P(helps) is made of. `calibration.py` names and uses them."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from kb_index.articles import Language
from kb_index.calibration import Signals
from kb_index.fusion import Fused, Lists


def search_signals(
    fused: Sequence[tuple[str, Fused]],
    *,
    language: Language,
    cosine: float,
    unknown: float,
    n_words: int,
    n_passages: int,
    fallback: bool,
) -> Signals:
    """Signals of a search for its first family.

    Args:
        fused: All candidates, best first; at least one.
        language: The question's.
        cosine: Centred cosine of the first family's best passage.
        unknown: Share of the question's word weight that stands nowhere in the knowledge base.
        n_words: Of the question.
        n_passages: Of the knowledge base.
        fallback: Whether the article is in another language than the question.
    """
    (top, first), rest = fused[0], [scores for _, scores in fused[1:]]
    said = first.lists
    # The best of many chance deviations is about this: without it a large knowledge base seems to know everything.
    chance = math.sqrt(2 * math.log(max(2, n_passages)))

    def lead(of: Callable[[Fused], float]) -> float:
        return of(first) - max((of(other) for other in rest), default=0.0)

    views: tuple[Callable[[Lists], float], ...] = (lambda s: s.dense, lambda s: s.table, lambda s: s.lexical)
    named = [max(fused, key=lambda pair, view=view: view(pair[1].lists))[0] for view in views]  # type: ignore[misc]
    return {
        "dense_z": said.dense - chance,
        "dense_margin": lead(lambda scores: scores.lists.dense),
        "table_z": said.table - chance,
        "table_margin": lead(lambda scores: scores.lists.table),
        "examples": first.examples,
        "examples_margin": lead(lambda scores: scores.examples),
        "cosine": cosine,
        "lexical": said.lexical,
        "title": said.title,
        "unknown": unknown,
        "agreement": sum(name == top for name in named) / len(named),
        "margin": lead(lambda scores: scores.text),
        "length": math.log1p(n_words),
        "fallback": float(fallback),
        "known": float(said.examples is not None),
        "french": float(language == "fr"),
        "english": float(language == "en"),
    }


def later_signals(first: Fused, scores: Fused) -> Signals:
    """Signals of a hit after the first, for the chance that it helps where none before it does."""
    said = scores.lists
    return {
        "behind": first.text - scores.text,
        "share": said.topic,
        "dense_z": said.dense,
        "table_z": said.table,
        "examples": scores.examples,
        "lexical": said.lexical,
        "title": said.title,
    }
