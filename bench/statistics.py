"""Intervals by resampling, and scores that a whole table needs."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

_RESAMPLES = 1000


def macro_f1(truth: NDArray[np.int64], guess: NDArray[np.int64], n_classes: int) -> float:
    """Mean over the classes that occur in `truth` of each one's F1, 0..1."""
    right = np.bincount(truth[truth == guess], minlength=n_classes)
    meant = np.bincount(truth, minlength=n_classes)
    said = np.bincount(guess, minlength=n_classes)
    f1 = 2 * right / np.maximum(meant + said, 1)
    return float(f1[meant > 0].mean())


def interval(
    n: int, statistic: Callable[[NDArray[np.int64]], float], *, level: float = 0.95, seed: int = 0
) -> tuple[float, float]:
    """Percentile bootstrap interval of a statistic of n examples.

    Args:
        n: Examples.
        statistic: Of the examples with these indices (n,), drawn with replacement.
        level: Share of resamples inside.
        seed: Of the drawing: the same data give the same interval.

    Source: Efron & Tibshirani, "An Introduction to the Bootstrap", 1993.
    """
    random = np.random.default_rng(seed)
    values = [statistic(random.integers(0, n, n)) for _ in range(_RESAMPLES)]
    low, high = np.quantile(values, [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)


def share(hits: Sequence[bool]) -> float:
    """Share of true values; 0 for none at all."""
    return sum(hits) / len(hits) if hits else 0.0


def written(value: float, bounds: tuple[float, float]) -> str:
    """`0.91 (0.88–0.93)`."""
    return f"{value:.3f} ({bounds[0]:.2f}–{bounds[1]:.2f})"
