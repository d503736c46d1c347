"""Character n-grams of short chat texts, weighted by how telling they are."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

SIZES = (2, 3, 4, 5)
_MASK = re.compile(r"\[masked:[^\]]*\]")  # says that something was private, nothing about the intent
_DIGITS = re.compile(r"\d+")
_DRAWN_OUT = re.compile(r"(\w)\1{2,}")  # "halloooo"
_COMMON = 0.04  # share of the texts


class Counted(NamedTuple):
    """How often each n-gram stands in each text: a sparse (n, n_grams) matrix, and the n-grams of its columns."""

    counts: csr_matrix
    grams: Sequence[str]


def without_masks(text: str) -> str:
    """Drop the masks that stand for private data, such as `[masked:phone]`."""
    return _MASK.sub(" ", text)


def normalise(text: str) -> str:
    """Fold case, accents, numbers, drawn-out letters and white space; drop masks."""
    text = _DIGITS.sub("0", without_masks(text).casefold())
    folded = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(_DRAWN_OUT.sub(r"\1\1", folded).split())


def ngrams(word: str) -> list[str]:
    """The n-grams of one normalised word, its edges marked by a blank; the blank alone is none."""
    edged = f" {word} "
    # A word shorter than n counts once as a whole: short words are often the whole message.
    return [edged[i : i + size] for size in SIZES for i in range(max(len(edged) - size, 0) + 1)]


def counted(texts: Sequence[str]) -> Counted:
    """Count the n-grams of each text."""
    columns: dict[str, int] = {}
    of_word: dict[str, NDArray[np.int32]] = {}  # people use the same words: each is taken apart once
    found = [np.zeros(0, dtype=np.int32)]
    starts = [0]
    for text in texts:
        n = starts[-1]
        for word in normalise(text).split():
            grams = of_word.get(word)
            if grams is None:
                places = [columns.setdefault(gram, len(columns)) for gram in ngrams(word)]
                grams = of_word[word] = np.array(places, dtype=np.int32)
            found.append(grams)
            n += len(grams)
        starts.append(n)
    ones = np.ones(starts[-1], dtype=np.float32)
    counts = csr_matrix((ones, np.concatenate(found), starts), shape=(len(texts), len(columns)))
    counts.sum_duplicates()
    return Counted(counts, list(columns))


def learn_vocabulary(texts: Counted, *, min_texts: int = 2) -> tuple[dict[str, int], NDArray[np.float32]]:
    """Choose the n-grams that stand in at least `min_texts` texts.

    Returns:
        Column of every n-gram, in alphabetical order, and its weight, the smoothed inverse document
        frequency, shape (n_grams,).
    """
    n_texts, n_grams = texts.counts.shape
    found = np.bincount(texts.counts.indices, minlength=n_grams)
    kept = sorted((texts.grams[place], int(found[place])) for place in np.flatnonzero(found >= min_texts))
    frequencies = np.array([n for _, n in kept], dtype=np.float64)
    weights = np.log((1 + n_texts) / (1 + frequencies)) + 1
    return {gram: column for column, (gram, _) in enumerate(kept)}, weights.astype(np.float32)


def tf_idf(texts: Counted, vocabulary: Mapping[str, int], weights: NDArray[np.float32]) -> csr_matrix:
    """Describe texts by their n-grams.

    Returns:
        Sparse (n, n_grams) float32 rows of length 1; a text without a known n-gram has a zero row.
    """
    n = texts.counts.shape[0]
    places = np.array([vocabulary.get(gram, -1) for gram in texts.grams], dtype=np.int32)
    columns = places[texts.counts.indices]
    is_known = columns >= 0
    columns = columns[is_known]
    rows = np.repeat(np.arange(n), np.diff(texts.counts.indptr))[is_known]
    values = (1 + np.log(texts.counts.data[is_known])) * weights[columns]
    norms = np.sqrt(np.bincount(rows, weights=values**2, minlength=n)).astype(np.float32)
    starts = np.concatenate([[0], np.cumsum(np.bincount(rows, minlength=n))])
    values /= np.maximum(norms, np.float32(1e-9))[rows]
    return csr_matrix((values, columns, starts), shape=(n, len(vocabulary)))


class Likeness:
    """The products of the rows of `tf_idf` with each other, block by block.

    A few hundred n-grams stand in so many texts that their part is faster as a full matrix: a third of the time.

    Args:
        rows: (n, n_grams), as `tf_idf` gives them.
    """

    def __init__(self, rows: csr_matrix) -> None:
        n_texts = np.bincount(rows.indices, minlength=rows.shape[1])
        is_common = n_texts > _COMMON * rows.shape[0]
        self._common: NDArray[np.float32] = rows[:, is_common].toarray()
        self._rare = rows[:, ~is_common]

    def __call__(self, some: NDArray[np.int64], others: NDArray[np.int64]) -> NDArray[np.float32]:
        """(n_some, n_others), given places of rows."""
        result: NDArray[np.float32] = self._common[some] @ self._common[others].T
        result += (self._rare[some] @ self._rare[others].T).toarray()
        return result
