"""Whether two models differ by more than chance: both judged on the same resampled questions."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from bot.maths.outcomes import FIGURES, Outcomes, figures

Verdict = Literal["better", "worse", "chance", "same"]
N_RESAMPLES = 1000
_OUTSIDE = 0.025  # on each side: an interval of 95 %


@dataclass(frozen=True)
class Difference:
    """One figure of two models, and what lies between them.

    Attributes:
        old: The current model's.
        new: The new model's.
        low: Where the interval (95 %) of `new - old` begins.
        high: Where it ends.
        verdict: `chance` where the interval holds 0; `same` where no resample shows a difference.
    """

    old: float
    new: float
    low: float
    high: float
    verdict: Verdict


def differences(old: Outcomes, new: Outcomes, *, seed: int = 0, n: int = N_RESAMPLES) -> dict[str, Difference | None]:
    """Compare two models on the same questions, by every figure; None where no question has a say in it.

    Source: paired bootstrap; Efron & Tibshirani, "An Introduction to the Bootstrap", 1993; Koehn, "Statistical
    significance tests for machine translation evaluation", EMNLP 2004.
    """
    n_questions = len(old.truth)
    if not n_questions:
        return dict.fromkeys(FIGURES)
    once = np.ones((1, n_questions), dtype=np.int64)
    weights = _resamples(n_questions, n, seed)
    before, after = figures(old, once), figures(new, once)
    drawn_before, drawn_after = figures(old, weights), figures(new, weights)
    return {
        name: _difference(
            float(before[name][0]), float(after[name][0]), drawn_after[name] - drawn_before[name], up=FIGURES[name]
        )
        for name in FIGURES
    }


def sign_test(n_won: int, n_lost: int) -> Verdict:
    """Say whether a few questions that changed sides are more than chance: exact, where a bootstrap would believe one question.

    Source: McNemar, "Note on the sampling error of the difference between correlated proportions", 1947; the exact
    (binomial) form, at 5 % on both sides together.
    """
    n = n_won + n_lost
    if n == 0:
        return "same"
    tail = sum(math.comb(n, k) for k in range(max(n_won, n_lost), n + 1)) / 2**n
    if 2 * tail > 2 * _OUTSIDE:
        return "chance"
    return "better" if n_won > n_lost else "worse"


def _resamples(n_questions: int, n: int, seed: int) -> NDArray[np.int64]:
    """(n, n_questions) how often each question is drawn: ten times as fast as drawing from a multinomial."""
    drawn = np.random.default_rng(seed).integers(n_questions, size=(n, n_questions))
    drawn += np.arange(n)[:, None] * n_questions
    return np.bincount(drawn.ravel(), minlength=n * n_questions).reshape(n, n_questions)


def _difference(old: float, new: float, drawn: NDArray[np.float64], *, up: bool) -> Difference | None:
    drawn = drawn[~np.isnan(drawn)]
    if math.isnan(old) or math.isnan(new) or not len(drawn):
        return None
    low, high = (float(edge) for edge in np.quantile(drawn, [_OUTSIDE, 1 - _OUTSIDE]))
    return Difference(old, new, low, high, _verdict(low, high, moved=bool(np.any(drawn)), up=up))


def _verdict(low: float, high: float, *, moved: bool, up: bool) -> Verdict:
    if not moved:
        return "same"
    if low <= 0 <= high:
        return "chance"
    return "better" if (low > 0) == up else "worse"
