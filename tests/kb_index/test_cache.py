from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from kb_index.cache import VectorCache
from kb_index.encoder import Vectors


class CountingEncoder:
    """Cheap vectors that depend on text and role; remembers what it was asked."""

    dim = 8

    def __init__(self, name: str = "counting") -> None:
        self.name = name
        self.asked: list[str] = []

    def _encode(self, texts: Sequence[str], seed: int) -> Vectors:
        self.asked += texts
        rows = [np.random.default_rng([seed, *text.encode()]).normal(size=self.dim) for text in texts]
        return np.array(rows, dtype=np.float32)

    def passages(self, texts: Sequence[str]) -> Vectors:
        return self._encode(texts, 1)

    def queries(self, texts: Sequence[str]) -> Vectors:
        return self._encode(texts, 2)

    def knows(self, word: str) -> bool:
        return False


def test_only_changed_texts_are_encoded_again(tmp_path: Path) -> None:
    first, later = CountingEncoder(), CountingEncoder()
    before = VectorCache(tmp_path, first).encode(["a", "longer text", "a"], role="query")

    after = VectorCache(tmp_path, later).encode(["longer text", "new", "a"], role="query")

    assert sorted(first.asked) == ["a", "longer text"]
    assert later.asked == ["new"]
    assert np.array_equal(after[[2, 0, 2]], before)


def test_roles_and_encoders_do_not_mix(tmp_path: Path) -> None:
    encoder = CountingEncoder()
    cache = VectorCache(tmp_path, encoder)
    other = CountingEncoder("other")

    assert not np.array_equal(cache.encode(["a"], role="query"), cache.encode(["a"], role="passage"))
    VectorCache(tmp_path, other).encode(["a"], role="query")

    assert (encoder.asked, other.asked) == (["a", "a"], ["a"])


@pytest.mark.parametrize("content", [b"", b"x" * 5000, b"SQLite format 3\0" + b"x" * 5000])
def test_damaged_file_is_replaced(tmp_path: Path, content: bytes) -> None:
    expected = VectorCache(tmp_path, CountingEncoder()).encode(["a"], role="query")
    for path in tmp_path.iterdir():
        path.unlink()
    (tmp_path / "vectors.sqlite3").write_bytes(content)

    assert np.array_equal(VectorCache(tmp_path, CountingEncoder()).encode(["a"], role="query"), expected)
    again = CountingEncoder()
    assert np.array_equal(VectorCache(tmp_path, again).encode(["a"], role="query"), expected)
    assert again.asked == []


def test_file_that_cannot_be_written_costs_time_only(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")

    assert VectorCache(tmp_path / "file", CountingEncoder()).encode(["a", "b"], role="query").shape == (2, 8)


def test_progress_tells_how_many_are_new(tmp_path: Path) -> None:
    cache = VectorCache(tmp_path, CountingEncoder())
    cache.encode(["known"], role="query")
    told: list[tuple[int, int]] = []

    cache.encode(
        ["known", *map(str, range(100))], role="query", progress=lambda done, total: told.append((done, total))
    )

    assert told == [(64, 100), (100, 100)]
