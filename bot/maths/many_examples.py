"""Fits a kernel of any size: exactly up to some thousands of examples, as the mean of exact fits beyond.

A factor takes n³ time and n² memory. Past `MOST_AT_ONCE` examples are dealt out to parts of equal size and make-up, each
is fitted exactly, and the scores are averaged: time and memory grow with n. Landmarks (Nyström) of the size that takes
as long lose five points of accuracy here, since nearly every example tells something of its own.

Source: Zhang, Duchi & Wainwright, "Divide and conquer kernel ridge regression", JMLR 16, 2015.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from bot.maths.kernel_ridge import fit

MOST_AT_ONCE = 16_000
MOST_HELD_OUT = 3_000
_BLOCK = 1024

Rows = NDArray[np.int64]
Kernel = Callable[[Rows, Rows], NDArray[np.float32]]


def fit_many(
    kernel: Kernel,
    labels: NDArray[np.int64],
    folds: NDArray[np.int64],
    noise: float,
    *,
    most_at_once: int = MOST_AT_ONCE,
    threads: int = 1,
) -> tuple[NDArray[np.float32], NDArray[np.float32], Rows]:
    """Fit all examples.

    Args:
        kernel: Given rows and columns (places of examples), their block of the kernel.
        labels: (n,), classes 0 … n_classes − 1, each present.
        folds: (n,), which examples are held out together.
        noise: As in `kernel_ridge.fit`.
        most_at_once: Examples of one factor.
        threads: That make the kernel.

    Returns:
        Weights (n, n_classes), so that `kernel(new, examples) @ weights` scores new texts; the scores of held-out
        examples by fits without them, and which those are: all where that is cheap, else a fifth or the first thousands.
    """
    n = len(labels)
    parts = _deal(labels, -(-n // most_at_once))
    names = np.unique(folds)
    held_sets = [np.flatnonzero(folds == name) for name in (names if n <= MOST_HELD_OUT else names[:1])]
    weights: NDArray[np.float32] | None = None
    scores = []
    for held in held_sets:
        held = held[_spread(len(held), MOST_HELD_OUT)]
        weights, held_out = _fit_parts(kernel, labels, parts, held, noise, threads)
        scores.append(held_out)
    assert weights is not None
    return (
        weights,
        np.concatenate(scores),
        np.concatenate([held[_spread(len(held), MOST_HELD_OUT)] for held in held_sets]),
    )


def _fit_parts(
    kernel: Kernel, labels: NDArray[np.int64], parts: Sequence[Rows], held: Rows, noise: float, threads: int
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    n_classes = int(labels.max()) + 1
    weights = np.zeros((len(labels), n_classes), dtype=np.float32)
    scores = np.zeros((len(held), n_classes), dtype=np.float32)
    for part in parts:
        is_held = np.isin(part, held)
        rows = np.concatenate([part[~is_held], part[is_held]])
        present, local = np.unique(labels[rows], return_inverse=True)
        fitted = fit(lower_triangle(kernel, rows, threads), local, int(is_held.sum()), noise)
        weights[np.ix_(rows, present)] = fitted.weights / len(parts)
        own = np.searchsorted(held, part[is_held])
        scores[np.ix_(own, present)] += fitted.held_out
        others = np.setdiff1d(np.arange(len(held)), own)
        for start in range(0, len(others), _BLOCK):
            block = others[start : start + _BLOCK]
            scores[np.ix_(block, present)] += kernel(held[block], rows) @ fitted.without
    return weights, scores / len(parts)


def lower_triangle(kernel: Kernel, rows: Rows, threads: int) -> NDArray[np.float32]:
    """The kernel of some examples with each other; above the diagonal's blocks it is left empty."""
    filled = np.empty((len(rows), len(rows)), dtype=np.float32)
    starts = range(0, len(rows), _BLOCK)

    def fill(place: tuple[int, int]) -> None:
        row, column = (slice(start, start + _BLOCK) for start in place)  # small enough for the processor's cache
        filled[row, column] = kernel(rows[row], rows[column])

    # Nearly all of it happens in libraries, which let other threads run; theirs would wait for each other.
    with threadpool_limits(1, "blas"), ThreadPoolExecutor(threads) as pool:
        for _ in pool.map(fill, [(row, column) for row in starts for column in starts if column <= row]):
            pass
    return filled


def _deal(labels: NDArray[np.int64], n_parts: int) -> list[Rows]:
    """Like cards: every part gets its share of each class."""
    order = np.argsort(labels, kind="stable")
    return [np.sort(order[part::n_parts]) for part in range(n_parts)]


def _spread(n: int, most: int) -> Rows:
    """At most `most` places out of `n`, evenly spread."""
    return np.arange(n) if n <= most else np.linspace(0, n - 1, most).astype(np.int64)
