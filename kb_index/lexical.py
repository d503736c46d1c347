"""The lexical list: BM25 over folded, lightly stemmed words."""

from __future__ import annotations

import re
import sys
import unicodedata
from array import array
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

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


class _Postings:
    """In which rows a term stands, and how often. Rows that are gone stay until many are."""

    __slots__ = ("counts", "n_gone", "rows")

    def __init__(self) -> None:
        self.rows, self.counts = array("q"), array("i")
        self.n_gone = 0

    def __len__(self) -> int:
        return len(self.rows) - self.n_gone

    def keep(self, is_in: Mapping[int, object]) -> None:
        """Drop the rows that are gone."""
        pairs = [(row, n) for row, n in zip(self.rows, self.counts, strict=True) if row in is_in]
        self.rows, self.counts = array("q", [row for row, _ in pairs]), array("i", [n for _, n in pairs])
        self.n_gone = 0


class LexicalIndex:
    """BM25 over rows that come and go: a change costs what the changed rows hold, whatever the rest holds.

    Source: Lucene's variant, as in Kamphuis et al., "Which BM25 do you mean?", ECIR 2020.
    """

    def __init__(self) -> None:
        self._postings: dict[str, _Postings] = {}
        self._rows: dict[int, frozenset[str]] = {}
        self._lengths: NDArray[np.float32] = np.zeros(0, dtype=np.float32)  # by row; below zero: gone
        self._total = 0

    def __len__(self) -> int:
        return len(self._rows)

    def add(self, texts: Mapping[int, str]) -> None:
        """Add rows that are not in yet; the next search sees them."""
        if not texts:
            return
        self._make_room(max(texts) + 1)
        for row, text in texts.items():
            terms = words(text)
            counts = Counter(terms)
            for term, n in counts.items():
                held = self._postings.setdefault(sys.intern(term), _Postings())
                held.rows.append(row)
                held.counts.append(n)
            self._rows[row] = frozenset(counts)
            self._lengths[row] = len(terms)
            self._total += len(terms)

    def remove(self, ids: Iterable[int]) -> None:
        """Remove rows that are in."""
        gone = {row: self._rows.pop(row) for row in ids}
        for row in gone:
            self._total -= int(self._lengths[row])
            self._lengths[row] = -1
        for term, n in Counter(term for terms in gone.values() for term in terms).items():
            held = self._postings[term]
            held.n_gone += n
            if not len(held):
                del self._postings[term]
            elif held.n_gone > len(held):
                held.keep(self._rows)

    def _make_room(self, size: int) -> None:
        if size > len(self._lengths):
            grown = np.full(max(size, 2 * len(self._lengths)), -1, dtype=np.float32)
            grown[: len(self._lengths)] = self._lengths
            self._lengths = grown

    def scores(
        self, terms: Sequence[str], variants: Variants | None = None
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Rows that share a term with the query and their BM25 scores, by row.

        Args:
            terms: Of the query.
            variants: What else a term may be called, and what that is worth; only the best of them counts.
        """
        varied = {term: known for term, others in (variants or {}).items() if (known := self._known(others))}
        scores = np.zeros(len(self._lengths), dtype=np.float32)
        for term in terms:
            if term not in varied and self.frequency(term):
                rows, gains = self._gains(term)
                scores[rows] += gains
        for term in varied:
            best = np.zeros(len(self._lengths), dtype=np.float32)
            for other, worth in {term: 1.0, **varied[term]}.items():
                if self.frequency(other):
                    rows, gains = self._gains(other)
                    best[rows] = np.maximum(best[rows], worth * gains)
            scores += best
        hit = np.flatnonzero(scores > 0)
        return hit, scores[hit]

    def _gains(self, term: str) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """The rows that hold a term, and what it adds to each; 0 for rows that are gone."""
        held = self._postings[term]
        rows = np.array(held.rows, dtype=np.int64)
        counts = np.array(held.counts, dtype=np.float32)
        lengths = self._lengths[rows]
        average = max(1, self._total) / len(self._rows)
        gains = self.weight(term) * counts / (counts + K1 * (1 - B + B * lengths / average))
        return rows, np.where(lengths < 0, 0, gains).astype(np.float32)

    def _known(self, others: Mapping[str, float]) -> dict[str, float]:
        return {other: worth for other, worth in others.items() if self.frequency(other)}

    def frequency(self, term: str) -> int:
        """In how many rows a term occurs."""
        held = self._postings.get(term)
        return 0 if held is None else len(held)

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
        return term in self._rows[row]
