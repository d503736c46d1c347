"""The static encoder: one vector per word piece, added up. No transformer, no PyTorch, a tenth of a millisecond.

Words of the three languages that mean the same have vectors that point the same way, so a question finds
articles in other languages. `data/encoder/README.md` describes the files, so that other parts can read them.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
WEIGHTS = Path(__file__).resolve().parent.parent / "data/encoder"
WORD_START = "▁"
MAX_WORD = 40  # letters; a longer word is a key or a joke
_WORD = re.compile(r"[^\W_]+")
_REPEAT = re.compile(r"(.)\1{2,}")
_CACHED_WORDS = 50_000


def split_words(text: str) -> list[str]:
    """Words as the table knows them: lower case, without accents, punctuation and drawn-out letters (`heeelp`)."""
    folded = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(c for c in folded if not unicodedata.combining(c))
    return [_REPEAT.sub(r"\1\1", word)[:MAX_WORD] for word in _WORD.findall(letters)]


class Pieces:
    """A unigram vocabulary: a word is one piece, or else cut where the sum of the pieces' scores is highest.

    Args:
        scores: Score (log probability) by piece; a piece's row is its place. Pieces that begin a word start with `▁`.

    Source: Kudo 2018, "Subword Regularization", section 3.2 (Viterbi segmentation of a unigram model).
    """

    def __init__(self, scores: dict[str, float]) -> None:
        self._pieces = {piece: (row, score) for row, (piece, score) in enumerate(scores.items())}
        self._longest = max(map(len, self._pieces), default=0)
        self._start = [self._pieces[WORD_START][0]] if WORD_START in self._pieces else []
        self._unknown = min(scores.values(), default=0.0) - 10.0

    def __len__(self) -> int:
        return len(self._pieces)

    def rows(self, word: str) -> list[int]:
        """Rows of a word's pieces in order; letters that no piece has are skipped."""
        rows = self.inner_rows(WORD_START + word)
        # The mark alone says that there was a word, not which.
        return [] if rows == self._start else rows

    def knows(self, word: str) -> bool:
        """Whether a word is a piece of its own."""
        return WORD_START + word in self._pieces

    def inner_rows(self, text: str) -> list[int]:
        """Rows of the pieces of a part of a word."""
        if (known := self._pieces.get(text)) is not None:
            return [known[0]]
        pieces, longest = self._pieces, self._longest
        best: list[tuple[float, int, int]] = [(0.0, 0, -1)]  # score, where the last piece starts, its row
        for end in range(1, len(text) + 1):
            found = (best[end - 1][0] + self._unknown, end - 1, -1)
            for start in range(max(0, end - longest), end):
                piece = pieces.get(text[start:end])
                if piece is not None and (score := best[start][0] + piece[1]) > found[0]:
                    found = (score, start, piece[0])
            best.append(found)
        rows = []
        at = len(text)
        while at:
            _, at, row = best[at]
            if row >= 0:
                rows.append(row)
        return rows[::-1]


class StaticEncoder:
    """Sentence vectors from the table: the sum of the words' vectors, scaled to length 1.

    Questions and passages are encoded alike. A text without a known letter has the vector zero.

    Args:
        folder: Holds `table.npz` and `pieces.json`.

    Raises:
        OSError: If a file is missing.
        ValueError: If the files do not belong together.
    """

    def __init__(self, folder: Path = WEIGHTS) -> None:
        with np.load(folder / "table.npz") as file:
            table, scales = file["rows"], file["scales"]
            self.name = f"static-{file['version'].item()}"
        self._pieces = Pieces(dict(json.loads((folder / "pieces.json").read_text(encoding="utf-8"))))
        if table.shape[0] != len(self._pieces) or scales.shape != (len(self._pieces),):
            raise ValueError(f"{folder}: {len(self._pieces)} pieces, {table.shape[0]} rows, {len(scales)} scales")
        self._table, self._scales = table, scales.astype(np.float32)
        self.dim: int = table.shape[1]
        self._word = lru_cache(_CACHED_WORDS)(self._word_vector)

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Encode passages: (n, dim), rows of length 1."""
        vectors = np.zeros((len(texts), self.dim), dtype=np.float32)
        for row, text in enumerate(texts):
            for word in split_words(text):
                vectors[row] += self._word(word)
        norms = np.linalg.norm(vectors, axis=1, keepdims=True)
        result: Vectors = vectors / np.maximum(norms, 1e-9)
        return result

    def queries(self, texts: Sequence[str]) -> Vectors:
        """Encode questions: (n, dim), rows of length 1."""
        return self.passages(texts)

    def knows(self, word: str) -> bool:
        """Whether a folded word is one that the training text used often."""
        return self._pieces.knows(word)

    def _word_vector(self, word: str) -> Vectors:
        rows = self._pieces.rows(word)
        vector: Vectors = self._scales[rows] @ self._table[rows].astype(np.float32)
        return vector
