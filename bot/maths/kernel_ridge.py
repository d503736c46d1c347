"""Ridge regression of class membership on a kernel, with held-out scores in closed form.

Source: Rifkin, Yeo & Poggio, "Regularized least-squares classification", 2003; the held-out formula:
Pahikkala et al., "Fast n-fold cross-validation for regularized least-squares", SCAI 2006.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import lapack
from scipy.optimize import minimize

# The link fitted on the project's own examples; stands in where there are too few to fit one.
DEFAULT_LINK = (15.3, 3.7)
_FEWEST_TO_FIT = 50
_BLOCK = 1024


def similarity(one: NDArray[np.float32], other: NDArray[np.float32], sharpness: float) -> NDArray[np.float32]:
    """Gaussian kernel of unit vectors, exp(sharpness · (cosine − 1)): shape (n_one, n_other), 1 for equals."""
    result: NDArray[np.float32] = np.exp(np.float32(sharpness) * (one @ other.T - np.float32(1)))
    return result


def fit(
    kernel: NDArray[np.float32], labels: NDArray[np.int64], folds: NDArray[np.int64], noise: float
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Fit all classes at once.

    Args:
        kernel: (n, n), symmetric, positive semi-definite.
        labels: (n,), classes 0 … n_classes − 1, each present.
        folds: (n,), the fold in which an example is held out.
        noise: Added to the diagonal, in proportion to the size of the example's class: the larger, the less a
            single example counts, and the examples of a small class count more than those of a large one.

    Returns:
        Weights (n, n_classes), so that `kernel(new, examples) @ weights` scores new texts, and the scores
        (n, n_classes) of every example from the fit without its own fold.

    Raises:
        ValueError: If the kernel is not positive definite even with the noise.
    """
    n, n_classes = len(labels), int(labels.max()) + 1
    targets = np.full((n, n_classes), -1 / n_classes, dtype=np.float32)
    targets[np.arange(n), labels] += 1
    sizes = np.bincount(labels)
    noised = kernel.astype(np.float32)
    noised[np.diag_indices(n)] += noise * sizes[labels] * n_classes / n
    inverse = _inverse(noised)
    weights: NDArray[np.float32] = inverse @ targets
    held_out = np.empty_like(targets)
    for fold in np.unique(folds):
        rows = np.flatnonzero(folds == fold)
        held_out[rows] = targets[rows] - np.linalg.solve(inverse[np.ix_(rows, rows)], weights[rows])
    return weights, held_out


def _inverse(matrix: NDArray[np.float32]) -> NDArray[np.float32]:
    """Invert a symmetric positive definite matrix in its own place: a copy of it is what memory would run out of."""
    # Its transpose is the same matrix in the order that LAPACK works on without copying.
    factor, failed = lapack.spotrf(matrix.T, lower=1, clean=0, overwrite_a=1)
    if failed:
        raise ValueError("the kernel is not positive definite: raise the noise")
    inverse: NDArray[np.float32] = lapack.spotri(factor, lower=1, overwrite_c=1)[0]
    for start in range(0, len(inverse), _BLOCK):  # only the lower half is filled
        rows = slice(start, start + _BLOCK)
        inverse[rows, start + _BLOCK :] = inverse[start + _BLOCK :, rows].T
        corner = np.tril(inverse[rows, rows])
        inverse[rows, rows] = corner + np.tril(corner, -1).T
    return inverse


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
