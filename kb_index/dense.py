"""The dense list: exact inner products over centred vectors (FAISS)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import faiss
import numpy as np
from numpy.typing import NDArray

from kb_index.articles import LANGUAGES, Language
from kb_index.encoder import Vectors

# A question's search takes a millisecond; on a busy machine a second thread costs twenty.
faiss.omp_set_num_threads(1)
# Below so many passages a language's own mean and deviation are drawn to those of all.
PRIOR_PASSAGES = 10


class DenseIndex:
    """Exact search over unit vectors; rows come and go without a rebuild.

    Beside the vectors it keeps their first two moments, so the mean and deviation of a query's
    scores over *all* rows come in closed form, without scoring all of them:
    mean = m·q and variance = qᵀCq, with m and C the mean and covariance of the rows.

    Args:
        dim: Length of a vector.
    """

    def __init__(self, dim: int) -> None:
        self._index = faiss.IndexIDMap2(faiss.IndexFlatIP(dim))
        self._sum = np.zeros(dim, dtype=np.float64)
        self._outer = np.zeros((dim, dim), dtype=np.float64)

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def add(self, ids: Sequence[int], vectors: Vectors) -> None:
        """Add rows (n, dim) under ids that are not in the index yet."""
        if len(ids):
            self._index.add_with_ids(np.ascontiguousarray(vectors), np.asarray(ids, dtype=np.int64))
            self._count(vectors, 1)

    def remove(self, ids: Sequence[int]) -> None:
        """Remove rows; every id must be in the index."""
        if len(ids):
            rows = np.asarray(ids, dtype=np.int64)
            self._count(self._index.reconstruct_batch(rows), -1)
            self._index.remove_ids(faiss.IDSelectorBatch(rows))

    def search(self, query: Vectors, k: int) -> list[tuple[int, float]]:
        """The k nearest rows of a query (dim,): (id, inner product), best first."""
        if not len(self):
            return []
        scores, ids = self._index.search(query.reshape(1, -1), min(k, len(self)))
        return [(int(row), float(score)) for row, score in zip(ids[0], scores[0], strict=True) if row >= 0]

    def scores(self, ids: Sequence[int], query: Vectors) -> Vectors:
        """Inner products (n,) of rows that are in the index with a query (dim,)."""
        if not len(ids):
            return np.zeros(0, dtype=np.float32)
        rows: Vectors = self._index.reconstruct_batch(np.asarray(ids, dtype=np.int64))
        result: Vectors = rows @ query
        return result

    def moments(self, query: Vectors) -> tuple[float, float]:
        """Mean and standard deviation of a query's (dim,) scores over all rows; (0, 0) when empty."""
        n = len(self)
        if n == 0:
            return 0.0, 0.0
        q: NDArray[np.float64] = query.astype(np.float64)
        mean = float(self._sum @ q) / n
        return mean, max(0.0, float(q @ self._outer @ q) / n - mean**2) ** 0.5

    def _count(self, vectors: Vectors, sign: int) -> None:
        rows = vectors.astype(np.float64)
        self._sum += sign * rows.sum(axis=0)
        self._outer += sign * (rows.T @ rows)


class LanguageLists:
    """One encoder's passages, language by language: a score is a deviation within its own language.

    Passages in the question's language are nearer to it whatever they say; measured against their own
    language's, the languages compare.

    Args:
        dim: Length of a vector.
    """

    def __init__(self, dim: int) -> None:
        self._lists = {language: DenseIndex(dim) for language in LANGUAGES}

    def __getitem__(self, language: Language) -> DenseIndex:
        return self._lists[language]

    def deviations(self, query: Vectors, ids: Mapping[Language, Iterable[int]]) -> dict[int, tuple[float, float]]:
        """(deviation above the mean of its language, inner product) of rows."""
        known = {language: (len(rows), *rows.moments(query)) for language, rows in self._lists.items() if len(rows)}
        total = sum(n for n, _, _ in known.values())
        mean = sum(n * m for n, m, _ in known.values()) / max(1, total)
        spread = sum(n * (s**2 + (m - mean) ** 2) for n, m, s in known.values()) / max(1, total)
        found = {}
        for language, rows in ids.items():
            n, own_mean, own_deviation = known[language]
            share = n / (n + PRIOR_PASSAGES)
            middle = share * own_mean + (1 - share) * mean
            deviation = max((share * own_deviation**2 + (1 - share) * spread) ** 0.5, 1e-6)
            ordered = list(rows)
            scores = self._lists[language].scores(ordered, query).tolist()
            found.update({r: ((s - middle) / deviation, s) for r, s in zip(ordered, scores, strict=True)})
        return found
