"""Measures of a probability that was promised: calibration, reliability, risk against coverage.

The one definition of the calibration error, for whoever reports it: bins of equal count, mean |share that came true -
mean P|, weighted. On n outcomes it is above 0 even where every P is right; `by_chance` says by how much.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

_N_DRAWN = 1000


def calibration_error(pairs: Sequence[tuple[float, int]], *, bins: int = 10) -> float:
    """Expected calibration error over bins of equal count: mean |share helped - mean P|, weighted.

    Source: Nguyen & O'Connor, "Posterior calibration and exploratory analysis", EMNLP 2015 (equal counts).
    """
    parts = _bins(pairs, bins)
    return float(sum(len(part) * abs(part[:, 0].mean() - part[:, 1].mean()) for part in parts) / max(1, len(pairs)))


def by_chance(promised: Sequence[float], *, bins: int = 10, seed: int = 0) -> tuple[float, float]:
    """The `calibration_error` that so many outcomes show where every P is right.

    Args:
        promised: P of each outcome.
        bins: As for `calibration_error`.
        seed: Of the drawing.

    Returns:
        Its mean, and what it stays below in 95 % of the cases.

    Source: consistency resampling; Bröcker & Smith, "Increasing the reliability of reliability diagrams", 2007.
    """
    if not promised:
        return 0.0, 0.0
    p = np.sort(np.array(promised))
    came_true = np.random.default_rng(seed).random((_N_DRAWN, len(p))) < p
    parts = zip(np.array_split(p, min(bins, len(p))), np.array_split(came_true, min(bins, len(p)), axis=1), strict=True)
    errors = sum(abs(some.sum() - drawn.sum(axis=1)) for some, drawn in parts) / len(p)
    return round(float(np.mean(errors)), 4), round(float(np.quantile(errors, 0.95)), 4)


def reliability(pairs: Sequence[tuple[float, int]], *, bins: int = 10) -> list[dict[str, float]]:
    """The bins of `calibration_error`: how many, their mean P, and the share that helped."""
    return [
        {"n": len(part), "p": round(float(part[:, 0].mean()), 4), "helped": round(float(part[:, 1].mean()), 4)}
        for part in _bins(pairs, bins)
    ]


def _bins(pairs: Sequence[tuple[float, int]], n: int) -> list[NDArray[np.float64]]:
    """Pairs by rising P, in at most `n` parts of equal count; none of them empty."""
    return np.array_split(np.array(sorted(pairs), dtype=np.float64), min(n, len(pairs))) if pairs else []


def risk_coverage(pairs: Sequence[tuple[float, int]]) -> list[dict[str, float]]:
    """For each share of questions answered, most certain first: the share of those that is wrong."""
    ordered = sorted(pairs, key=lambda pair: -pair[0])
    curve = []
    for tenth in range(1, 11):
        part = ordered[: max(1, round(len(ordered) * tenth / 10))] if ordered else []
        if part:
            curve.append(
                {
                    "coverage": len(part) / len(ordered),
                    "risk": 1 - sum(h for _, h in part) / len(part),
                    "threshold": part[-1][0],
                }
            )
    return curve
