from __future__ import annotations

import numpy as np
import pytest

from kb_index.centring import centre
from kb_index.dense import DenseIndex
from kb_index.fusion import combine


def unit(n: int, dim: int = 16, seed: int = 0) -> np.ndarray:
    return centre(np.random.default_rng(seed).normal(size=(n, dim)).astype(np.float32), np.zeros(dim, dtype=np.float32))


def test_search_is_exact_after_adding_and_removing() -> None:
    vectors, query = unit(50), unit(1, seed=1)[0]
    index = DenseIndex(16)
    index.add(list(range(50)), vectors)
    index.remove([3, 7, 49])

    kept = [row for row in range(50) if row not in (3, 7, 49)]
    expected = sorted(kept, key=lambda row: -float(vectors[row] @ query))[:10]

    assert [row for row, _ in index.search(query, 10)] == expected


def test_moments_equal_those_of_all_scores() -> None:
    vectors, query = unit(80), unit(1, seed=2)[0]
    index = DenseIndex(16)
    index.add(list(range(80)), vectors)
    index.remove(list(range(20)))

    scores = vectors[20:] @ query

    assert index.moments(query) == pytest.approx((scores.mean(), scores.std()), abs=1e-5)


def test_exact_code_beats_a_better_dense_score() -> None:
    order = combine({"near": 4.5, "exact": 1.0}, {"exact": 0.3}, {"exact": 1.0}, {}, floor=0.0)

    assert [name for name, _ in order] == ["exact", "near"]
    assert combine({"near": 4.5, "exact": 1.0}, {}, {}, {}, floor=0.0)[0][0] == "near"


def test_topic_decides_between_near_families_but_not_against_all_words() -> None:
    dense, lexical = {"a": 3.0, "b": 2.8, "c": -1.0}, {"a": 0.4, "b": 0.4}

    assert combine(dense, lexical, {}, {}, {}, floor=0.0)[0][0] == "a"
    likely = combine(dense, lexical, {}, {}, {"b": 0.7, "c": 0.1}, floor=0.0)
    assert [family for family, _ in likely] == ["b", "a", "c"]
    assert [round(scores.text, 6) for _, scores in likely] == [
        round(combine(dense, lexical, {}, {}, {}, floor=0.0)[place][1].total, 6) for place in (1, 0, 2)
    ]
