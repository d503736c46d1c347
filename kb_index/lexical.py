"""The lexical list: BM25 over folded, lightly stemmed words."""

from __future__ import annotations

import functools
import logging
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

import bm25s
import numpy as np
from numpy.typing import NDArray

# bm25s sets itself to DEBUG when imported and tells every build.
logging.getLogger("bm25s").setLevel(logging.WARNING)

K1, B = 1.2, 0.75
Variants = Mapping[str, Mapping[str, float]]  # by term: other terms and what a match of each is worth, (0, 1)
# Words, and codes and versions such as 0x80070005, 5.7.750, wi-fi, KB5034441, user@host.
_TOKEN = re.compile(r"[^\W_]+(?:[.@_+-][^\W_]+)*")
_PART = re.compile(r"[^\W_]+")
# Endings of nl, fr and en (folded, without a plural s) that rarely change the meaning; longest first.
_ENDINGS = (
    "ement",
    "ation",
    "ingen",
    "elijk",
    "euse",
    "ing",
    "eur",
    "ent",
    "ees",
    "ez",
    "en",
    "er",
    "ed",
    "ee",
    "e",
    "t",
)
_MIN_STEM = 4


def fold(text: str) -> str:
    """Lower case without accents."""
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def stem(word: str) -> str:
    """Strip a plural s and one common ending, leaving at least four letters; words with digits stay whole."""
    if not word.isalpha():
        return word
    if word.endswith("s") and len(word) > _MIN_STEM:
        word = word[:-1]
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _MIN_STEM:
            return word[: -len(ending)]
    return word


def words(text: str) -> list[str]:
    """The index terms of a text; a compound with a mark inside (`wi-fi`, `5.7.750`) also counts whole."""
    terms: list[str] = []
    for token in _TOKEN.findall(fold(text)):
        terms += _terms(token)
    return terms


@lru_cache(maxsize=50_000)  # a language's frequent words: a large index opens twice as fast
def _terms(token: str) -> tuple[str, ...]:
    parts = _PART.findall(token)
    stems = tuple(stem(part) for part in parts if len(part) > 1 or part.isdigit())
    if len(parts) == 1:
        return stems
    # Of a path or an address the pieces say little.
    return ("".join(parts), *(stems if len(parts) <= 4 else ()))


def is_code(term: str) -> bool:
    """Whether a term is an exact name rather than a word: letters with digits, or a long number."""
    return len(term) >= 3 and any(char.isdigit() for char in term)


class LexicalIndex:
    """BM25 over rows that come and go.

    `bm25s` scores eagerly and cannot grow; but building it from term numbers that are kept takes
    0.3 s for 10,000 passages, so a change rebuilds it and the next search already sees it.
    """

    def __init__(self) -> None:
        self._vocabulary: dict[str, int] = {}
        self._rows: dict[int, list[int]] = {}
        self._stale = False
        self._ids: NDArray[np.int64] = np.zeros(0, dtype=np.int64)
        self._frequency: NDArray[np.int64] = np.zeros(0, dtype=np.int64)
        self._bm25: bm25s.BM25 | None = None

    def __len__(self) -> int:
        return len(self._rows)

    def add(self, texts: Mapping[int, str]) -> None:
        """Add rows; call `refresh` before the next search."""
        for row, text in texts.items():
            self._rows[row] = [self._vocabulary.setdefault(term, len(self._vocabulary)) for term in words(text)]
        self._stale = self._stale or bool(texts)

    def remove(self, ids: Iterable[int]) -> None:
        """Remove rows; call `refresh` before the next search."""
        for row in ids:
            del self._rows[row]
            self._stale = True

    def refresh(self) -> None:
        """Make the scorer agree with the rows."""
        if not self._stale:
            return
        self._stale = False
        self._ids = np.fromiter(self._rows, dtype=np.int64, count=len(self._rows))
        rows = list(self._rows.values())
        self._frequency = np.zeros(len(self._vocabulary), dtype=np.int64)
        for terms in rows:
            self._frequency[list(set(terms))] += 1
        self._bm25 = None
        if any(rows):
            self._bm25 = bm25s.BM25(method="lucene", k1=K1, b=B)
            self._bm25.index((rows, self._vocabulary), show_progress=False, create_empty_token=False)

    def scores(
        self, terms: Sequence[str], variants: Variants | None = None
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Rows that share a term with the query and their BM25 scores, unordered.

        Args:
            terms: Of the query.
            variants: What else a term may be called, and what that is worth; only the best of them counts.
        """
        varied = {term: known for term, others in (variants or {}).items() if (known := self._known(others))}
        plain = [self._vocabulary[term] for term in terms if term not in varied and self.frequency(term)]
        if self._bm25 is None or not (plain or varied):
            return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float32)
        scores = self._bm25.get_scores_from_ids(plain)
        for term in varied:
            asked = {term: 1.0, **varied[term]} if self.frequency(term) else varied[term]
            each = (w * self._bm25.get_scores_from_ids([self._vocabulary[other]]) for other, w in asked.items())
            scores = scores + functools.reduce(np.maximum, each)
        hit = np.flatnonzero(scores > 0)
        return self._ids[hit], scores[hit]

    def _known(self, others: Mapping[str, float]) -> dict[str, float]:
        return {other: worth for other, worth in others.items() if self.frequency(other)}

    def frequency(self, term: str) -> int:
        """In how many rows a term occurs."""
        number = self._vocabulary.get(term)
        return 0 if number is None or number >= len(self._frequency) else int(self._frequency[number])

    def weight(self, term: str) -> float:
        """Inverse document frequency (Lucene's): what a term is worth; that of an unseen term is the highest."""
        n, df = len(self._rows), self.frequency(term)
        return float(np.log1p((n - df + 0.5) / (df + 0.5)))

    def best(self, term: str, variants: Variants) -> str:
        """The term itself where some row holds it, else the variant that is worth most there, else the term."""
        known = {} if self.frequency(term) else self._known(variants.get(term, {}))
        return max(known, key=lambda other: known[other] * self.weight(other), default=term)

    def unknown(self, terms: Sequence[str]) -> float:
        """Share of the terms' weight, 0..1, that occurs in no row."""
        weights = [(self.weight(term), self.frequency(term)) for term in terms]
        return sum(weight for weight, count in weights if not count) / (sum(weight for weight, _ in weights) or 1.0)

    def contains(self, row: int, term: str) -> bool:
        """Whether a row holds a term."""
        return self._vocabulary.get(term, -1) in self._rows[row]
