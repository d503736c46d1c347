"""Ridge regression of class membership on a kernel, with held-out scores from the same factor.

Source: Rifkin, Yeo & Poggio, "Regularized least-squares classification", 2003.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import lapack
from scipy.optimize import minimize

# The link fitted on the project's own examples; stands in where there are too few to fit one.
DEFAULT_LINK = (15.3, 3.7)
_FEWEST_TO_FIT = 50


def similarity(one: NDArray[np.float32], other: NDArray[np.float32], sharpness: float) -> NDArray[np.float32]:
    """Gaussian kernel of unit vectors, exp(sharpness · (cosine − 1)): shape (n_one, n_other), 1 for equals."""
    result: NDArray[np.float32] = one @ other.T
    result -= np.float32(1)
    result *= np.float32(sharpness)
    np.exp(result, out=result)  # in place: for thousands of rows each copy costs as much as the product
    return result


class Fit(NamedTuple):
    """Weights (n, n_classes): of all examples, and of all but the held-out ones (theirs are zero).

    `held_out` are the scores (n_held, n_classes) of the held-out examples by the second.
    """

    weights: NDArray[np.float32]
    without: NDArray[np.float32]
    held_out: NDArray[np.float32]


def fit(kernel: NDArray[np.float32], labels: NDArray[np.int64], n_held: int, noise: float) -> Fit:
    """Fit all classes at once; one Cholesky factor serves the fit with and without the held-out examples.

    Args:
        kernel: (n, n), C order, its lower triangle filled, positive semi-definite; it is overwritten, since a copy is
            what memory would run out of.
        labels: (n,), classes 0 … n_classes − 1, each present.
        n_held: How many examples, the last ones, are held out.
        noise: Added to the diagonal, in proportion to the size of the example's class: the larger, the less a
            single example counts, and the examples of a small class count more than those of a large one.

    Raises:
        ValueError: If the kernel is not positive definite even with the noise.
    """
    n, n_classes = len(labels), int(labels.max()) + 1
    targets = np.full((n, n_classes), -1 / n_classes, dtype=np.float32, order="F")
    targets[np.arange(n), labels] += 1
    sizes = np.bincount(labels)
    kernel[np.diag_indices(n)] += (noise * sizes[labels] * n_classes / n).astype(np.float32)
    # The transpose is the same memory in the order of LAPACK, which then copies nothing: kernel = upper' · upper.
    upper, failed = lapack.spotrf(kernel.T, lower=0, clean=0, overwrite_a=1)
    if failed:
        raise ValueError("the kernel is not positive definite: raise the noise")
    halfway = lapack.strtrs(upper, targets, lower=0, trans=1)[0]
    weights: NDArray[np.float32] = lapack.strtrs(upper, halfway, lower=0)[0]
    kept = n - n_held
    # Forward substitution never looks ahead: what it gave for the first rows is what they alone would give.
    held_out: NDArray[np.float32] = upper[:kept, kept:].T @ halfway[:kept]
    halfway[kept:] = 0
    return Fit(weights, lapack.strtrs(upper, halfway, lower=0)[0], held_out)


def link(scores: NDArray[np.float32], slope: float, power: float) -> NDArray[np.float64]:
    """Turn scores into probabilities: each in proportion to softplus(slope · score) to the power.

    A ridge score is already an estimate of a probability, only noisy and sometimes negative. So the
    link is nearly linear in it; a softmax, exponential, is too sure above .7 and too modest below.

    Returns:
        (n, n_classes), each row sums to 1, in the order of the scores.
    """
    shifted = scores.astype(np.float64) + 1 / scores.shape[1]
    # softplus(x) underflows to 0 far below zero; the floor keeps its logarithm finite.
    logits = power * np.log(np.maximum(np.logaddexp(0.0, slope * shifted), 1e-12))
    powered = np.exp(logits - logits.max(axis=1, keepdims=True))
    result: NDArray[np.float64] = powered / powered.sum(axis=1, keepdims=True)
    return result


def fit_link(held_out: NDArray[np.float32], labels: NDArray[np.int64]) -> tuple[float, float]:
    """Choose slope and power so that held-out probabilities are honest (least negative log-likelihood).

    With fewer than 50 examples the fit would follow chance: then `DEFAULT_LINK`.
    """
    if len(labels) < _FEWEST_TO_FIT:
        return DEFAULT_LINK
    rows = np.arange(len(labels))

    def loss(logs: NDArray[np.float64]) -> float:
        slope, power = np.exp(logs)
        return float(-np.log(np.maximum(link(held_out, slope, power)[rows, labels], 1e-9)).mean())

    # Bounded, so that a separable set does not drive the confidence to certainty.
    bounds = [(np.log(3), np.log(60)), (np.log(1), np.log(12))]
    found = minimize(loss, np.log(DEFAULT_LINK), method="Nelder-Mead", bounds=bounds)
    slope, power = np.exp(found.x)
    return float(slope), float(power)
