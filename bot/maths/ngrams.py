"""Character n-grams of short chat texts, weighted by how telling they are."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

SIZES = (2, 3, 4, 5)
_MASK = re.compile(r"\[masked:[^\]]*\]")  # says that something was private, nothing about the intent
_DIGITS = re.compile(r"\d+")
_DRAWN_OUT = re.compile(r"(\w)\1{2,}")  # "halloooo"


def without_masks(text: str) -> str:
    """Drop the masks that stand for private data, such as `[masked:phone]`."""
    return _MASK.sub(" ", text)


def normalise(text: str) -> str:
    """Fold case, accents, numbers, drawn-out letters and white space; drop masks."""
    text = _DIGITS.sub("0", without_masks(text).casefold())
    folded = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(_DRAWN_OUT.sub(r"\1\1", folded).split())


def ngrams(text: str) -> Counter[str]:
    """Count the n-grams of each word, its edges marked by a blank; the blank alone is none."""
    counts: Counter[str] = Counter()
    for word in normalise(text).split():
        edged = f" {word} "
        for size in SIZES:
            # A word shorter than n counts once as a whole: short words are often the whole message.
            counts.update(edged[i : i + size] for i in range(max(len(edged) - size, 0) + 1))
    return counts


def counted(texts: Sequence[str]) -> list[Counter[str]]:
    """The n-grams of each text."""
    return [ngrams(text) for text in texts]


def learn_vocabulary(
    texts: Sequence[Counter[str]], *, min_texts: int = 2
) -> tuple[dict[str, int], NDArray[np.float32]]:
    """Choose the n-grams that stand in at least `min_texts` texts, given as `counted` does.

    Returns:
        Column of every n-gram, in alphabetical order, and its weight, the smoothed inverse document
        frequency, shape (n_grams,).
    """
    found = Counter(gram for text in texts for gram in text)
    kept = sorted(gram for gram, n in found.items() if n >= min_texts)
    frequencies = np.array([found[gram] for gram in kept], dtype=np.float64)
    weights = np.log((1 + len(texts)) / (1 + frequencies)) + 1
    return {gram: column for column, gram in enumerate(kept)}, weights.astype(np.float32)


def tf_idf(texts: Sequence[Counter[str]], vocabulary: Mapping[str, int], weights: NDArray[np.float32]) -> csr_matrix:
    """Describe texts, given as `counted` does, by their n-grams.

    Returns:
        Sparse (n, n_grams) float32 rows of length 1; a text without a known n-gram has a zero row.
    """
    columns: list[int] = []
    values: list[NDArray[np.float32]] = []
    starts = [0]
    for text in texts:
        known = [(vocabulary[gram], n) for gram, n in text.items() if gram in vocabulary]
        row = np.array([column for column, _ in known], dtype=np.int64)
        counts = np.array([n for _, n in known], dtype=np.float32)
        value = (1 + np.log(counts)) * weights[row] if known else counts
        values.append(value / max(float(np.linalg.norm(value)), 1e-9))
        columns.extend(row.tolist())
        starts.append(len(columns))
    data = np.concatenate(values) if values else np.zeros(0, dtype=np.float32)
    return csr_matrix((data.astype(np.float32), columns, starts), shape=(len(texts), len(vocabulary)))
