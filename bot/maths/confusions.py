"""Which intents are taken for which."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from bot.maths.outcomes import Outcomes

MOST_SHOWN = 20


def matrix(outcomes: Outcomes) -> NDArray[np.int64]:
    """(k, k) questions by true intent (row) and first choice (column)."""
    k = len(outcomes.intents)
    return np.bincount(outcomes.truth * k + outcomes.said, minlength=k * k).reshape(k, k).astype(np.int64)


def most_confused(matrices: Sequence[NDArray[np.int64]], *, most: int = MOST_SHOWN) -> NDArray[np.int64]:
    """Places of the intents that some model confuses, those with the most mistakes first, `most` at the most."""
    wrong = np.maximum.reduce([_mistakes(each) for each in matrices])
    order = np.argsort(-wrong, kind="stable")[:most]
    return np.asarray(order[wrong[order] > 0], dtype=np.int64)


def folded(whole: NDArray[np.int64], shown: NDArray[np.int64]) -> NDArray[np.int64]:
    """(m + 1, m + 1): the shown intents in their order, and all others as one last row and column."""
    k, m = len(whole), len(shown)
    place = np.full(k, m, dtype=np.int64)
    place[shown] = np.arange(m)
    result = np.zeros((m + 1, m + 1), dtype=np.int64)
    np.add.at(result, (place[:, None].repeat(k, 1), place[None, :].repeat(k, 0)), whole)
    return result


def _mistakes(whole: NDArray[np.int64]) -> NDArray[np.int64]:
    """(k,) mistakes in which an intent has a part, as what was meant or as what was understood."""
    wrong = whole - np.diag(np.diag(whole))
    return np.asarray(wrong.sum(axis=0) + wrong.sum(axis=1))
