"""Whether a promised probability comes true: calibration error, its bins, and risk against coverage.

The definitions are those of the knowledge base (`kb_index/measures.py`), so that two figures of one name are one figure:
bins of equal count, mean |share that came true - mean P|, weighted.
"""

from __future__ import annotations

from typing import TypedDict

import numpy as np
from numpy.typing import NDArray

N_BINS = 10
_N_DRAWN = 1000


class Bin(TypedDict):
    """Outcomes of about one promised probability: how many, their mean P, the share that came true."""

    n: int
    p: float
    right: float


class Point(TypedDict):
    """What is wrong among the surest: their share of all, the share of those that is wrong, the last one's P."""

    coverage: float
    risk: float
    threshold: float


def in_order(promised: NDArray[np.float64], right: NDArray[np.bool_]) -> NDArray[np.int64]:
    """The order in which outcomes fall into bins: by rising P, of equals the wrong ones first."""
    return np.asarray(np.lexsort((right, promised)), dtype=np.int64)


def calibration_error(promised: NDArray[np.float64], right: NDArray[np.bool_], *, bins: int = N_BINS) -> float:
    """Expected calibration error of (n,) outcomes in any order; 0 without any.

    Source: Nguyen & O'Connor, "Posterior calibration and exploratory analysis", EMNLP 2015 (equal counts).
    """
    order = in_order(promised, right)
    return error_in_order(promised[order], right[order], bins=bins)


def error_in_order(promised: NDArray[np.float64], right: NDArray[np.bool_], *, bins: int = N_BINS) -> float:
    """`calibration_error` of outcomes that already stand `in_order`."""
    n = len(promised)
    if not n:
        return 0.0
    starts = _starts(n, bins)
    return float(np.abs(np.add.reduceat(right.astype(np.float64) - promised, starts)).sum() / n)


def by_chance(promised: NDArray[np.float64], *, bins: int = N_BINS, seed: int = 0) -> tuple[float, float]:
    """The `calibration_error` that so many outcomes show where every P is right: its mean, and the 95 % point.

    Source: consistency resampling; Bröcker & Smith, "Increasing the reliability of reliability diagrams", 2007.
    """
    n = len(promised)
    if not n:
        return 0.0, 0.0
    p = np.sort(promised)
    came_true = np.random.default_rng(seed).random((_N_DRAWN, n)) < p
    errors = np.abs(np.add.reduceat(came_true - p, _starts(n, bins), axis=1)).sum(axis=1) / n
    return float(np.mean(errors)), float(np.quantile(errors, 0.95))


def reliability(promised: NDArray[np.float64], right: NDArray[np.bool_], *, bins: int = N_BINS) -> list[Bin]:
    """The bins of `calibration_error`."""
    n = len(promised)
    if not n:
        return []
    parts = np.array_split(in_order(promised, right), min(bins, n))
    return [{"n": len(part), "p": float(promised[part].mean()), "right": float(right[part].mean())} for part in parts]


def risk_coverage(promised: NDArray[np.float64], right: NDArray[np.bool_]) -> list[Point]:
    """For each tenth of the outcomes, the surest first: the share of those that is wrong."""
    n = len(promised)
    order = np.argsort(-promised, kind="stable")
    sizes = sorted({max(1, round(n * tenth / 10)) for tenth in range(1, 11)}) if n else []
    return [
        {
            "coverage": size / n,
            "risk": 1 - float(right[order[:size]].mean()),
            "threshold": float(promised[order[size - 1]]),
        }
        for size in sizes
    ]


def _starts(n: int, bins: int) -> NDArray[np.int64]:
    """Where each of `np.array_split`'s parts begins; none is empty."""
    bins = min(bins, n)
    sizes = np.full(bins, n // bins, dtype=np.int64)
    sizes[: n % bins] += 1
    return np.concatenate([[0], np.cumsum(sizes)[:-1]])
