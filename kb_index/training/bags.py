"""Texts as bags of rows, fast enough to be made anew for every batch with other errors in them."""

from __future__ import annotations

import random
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from kb_index.static import Pieces, split_words
from kb_index.training.typing_noise import mistype

Ints = NDArray[np.int64]
N_VARIANTS = 6  # of a word: as it is, then mistyped or cut otherwise


class Ragged:
    """Lists of integers of different lengths, one after the other."""

    def __init__(self, lists: Sequence[Sequence[int]]) -> None:
        self.lengths = np.fromiter(map(len, lists), dtype=np.int64, count=len(lists))
        self._starts = np.concatenate([[0], np.cumsum(self.lengths)])
        self._values = np.fromiter((value for part in lists for value in part), dtype=np.int64, count=self._starts[-1])

    def take(self, rows: Ints) -> tuple[Ints, Ints]:
        """The values of some lists, joined, and the length of each list."""
        lengths = self.lengths[rows]
        ends = np.cumsum(lengths)
        places = np.arange(ends[-1] if len(ends) else 0) + np.repeat(self._starts[rows] - ends + lengths, lengths)
        return self._values[places], lengths


class Bags:
    """Rows of the table for texts, with errors at training time.

    Args:
        pieces: The vocabulary.
        seed: Of the errors.
    """

    def __init__(self, pieces: Pieces, seed: int = 0) -> None:
        self._pieces, self._rng = pieces, random.Random(seed)
        self._numbers: dict[str, int] = {}
        self._variants: list[list[int]] = []
        self._ragged: Ragged | None = None

    def texts(self, texts: Sequence[str]) -> Ragged:
        """Word numbers of texts, for `batch`."""
        lists = [[self._number(word) for word in split_words(text)] for text in texts]
        self._ragged = None
        return Ragged(lists)

    def _number(self, word: str) -> int:
        number = self._numbers.get(word)
        if number is None:
            number = self._numbers[word] = len(self._numbers)
            self._variants += [self._pieces.rows(word), *(self._variant(word, n) for n in range(1, N_VARIANTS))]
        return number

    def _variant(self, word: str, number: int) -> list[int]:
        if number % 2 or len(word) < 5:
            return self._pieces.rows(mistype(word, self._rng))
        cut = self._rng.randrange(2, len(word) - 1)
        return self._pieces.rows(word[:cut]) + self._pieces.inner_rows(word[cut:])

    def batch(
        self, texts: Ragged, chosen: Ints, noise: float, rng: np.random.Generator, *, drop: float = 0.0
    ) -> tuple[Ints, Ints]:
        """Rows of some texts, joined, and where each text starts (as `torch.nn.EmbeddingBag` wants it).

        Args:
            texts: From `texts`.
            chosen: Which of them.
            noise: Share of words that are replaced by a variant.
            rng: Chooses them.
            drop: Share of words that are left out; a text of one word keeps it.
        """
        if self._ragged is None:
            self._ragged = Ragged(self._variants)
        words, n_words = texts.take(chosen)
        of_text = np.repeat(np.arange(len(chosen)), n_words)
        if drop:
            kept = (rng.random(len(words)) >= drop) | (n_words[of_text] < 2)
            words, of_text = words[kept], of_text[kept]
        variant = np.where(rng.random(len(words)) < noise, rng.integers(1, N_VARIANTS, len(words)), 0)
        rows, n_rows = self._ragged.take(words * N_VARIANTS + variant)
        per_text = np.bincount(of_text, weights=n_rows, minlength=len(chosen)).astype(np.int64)
        return rows, np.concatenate([[0], np.cumsum(per_text)[:-1]])
