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


def temper(probabilities: NDArray[np.float64], temperature: float) -> NDArray[np.float64]:
    """Sharpen (temperature < 1) or flatten (> 1) probabilities without changing their order.

    Args:
        probabilities: (..., n_classes), each row sums to 1.
        temperature: Must be > 0; 1 changes nothing.

    Raises:
        ValueError: If the temperature is not positive.

    Source: Guo et al., "On calibration of modern neural networks", ICML 2017, section 4.2.
    """
    if temperature <= 0:
        raise ValueError("temperature must be positive")
    logits = np.log(np.clip(probabilities, 1e-12, 1.0)) / temperature
    logits -= logits.max(axis=-1, keepdims=True)
    powered = np.exp(logits)
    result: NDArray[np.float64] = powered / powered.sum(axis=-1, keepdims=True)
    return result
