"""Vector arithmetic for sentence embeddings."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def centre(vectors: NDArray[np.float32], mean: NDArray[np.float32]) -> NDArray[np.float32]:
    """Take a common mean out of unit vectors and give them unit length again.

    Sentence encoders put every text into a narrow cone; what all texts share says nothing about
    the intent, and without it the classifier's probabilities spread as they should.

    Args:
        vectors: (n, dim), one row a sentence.
        mean: (dim,), usually the mean of the training vectors.

    Returns:
        (n, dim) rows of length 1; a row equal to the mean stays zero.

    Source: Mu & Viswanath, "All-but-the-top", ICLR 2018 (the mean alone).
    """
    shifted = vectors - mean
    norms = np.linalg.norm(shifted, axis=1, keepdims=True)
    result: NDArray[np.float32] = (shifted / np.maximum(norms, 1e-9)).astype(np.float32)
    return result
