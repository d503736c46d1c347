"""Vector arithmetic for sentence embeddings."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray


def centre(
    vectors: NDArray[np.float32], mean: NDArray[np.float32], languages: NDArray[np.float32] | None = None
) -> NDArray[np.float32]:
    """Take out of unit vectors what says nothing about the intent, and give them unit length again.

    Sentence encoders put every text into a narrow cone, and the texts of each language into a corner of it. Without
    the mean the classifier's probabilities spread as they should; without the corners an example in one language
    helps the others.

    Args:
        vectors: (n, dim), one row a sentence.
        mean: (dim,), usually the mean of the training vectors.
        languages: (k, dim) orthonormal rows, the directions from `language_directions`.

    Returns:
        (n, dim) rows of length 1; a row equal to the mean stays zero.

    Source: Mu & Viswanath, "All-but-the-top", ICLR 2018 (the mean); Yang et al., "A simple and effective method to
    eliminate the self language bias in multilingual representations", EMNLP 2021 (the languages).
    """
    shifted = vectors - mean
    if languages is not None:
        shifted = shifted - (shifted @ languages.T) @ languages
    norms = np.linalg.norm(shifted, axis=1, keepdims=True)
    result: NDArray[np.float32] = (shifted / np.maximum(norms, 1e-9)).astype(np.float32)
    return result


def language_directions(vectors: NDArray[np.float32], languages: Sequence[str | None]) -> NDArray[np.float32]:
    """The directions in which the languages' means differ.

    Args:
        vectors: (n, dim), one row a sentence.
        languages: The n languages; sentences without one count for nothing.

    Returns:
        (n_languages − 1, dim) orthonormal rows; none for fewer than two languages.
    """
    known = sorted({language for language in languages if language})
    if len(known) < 2:
        return np.zeros((0, vectors.shape[1]), dtype=np.float32)
    given = np.array([language or "" for language in languages])
    means = np.stack([vectors[given == language].mean(axis=0) for language in known])
    _, _, directions = np.linalg.svd(means - means.mean(axis=0), full_matrices=False)
    result: NDArray[np.float32] = directions[: len(known) - 1].astype(np.float32)
    return result
