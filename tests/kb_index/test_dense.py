from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from kb_index.centring import centre
from kb_index.dense import DenseIndex, LanguageLists
from kb_index.fusion import Lists, combine


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


def test_deviations_are_taken_within_a_language() -> None:
    lists = LanguageLists(16)
    dutch, french = unit(200, seed=3), unit(200, seed=4)
    # A language that lies nearer to every question.
    french = centre(french + np.float32(0.5) * dutch[:1], np.zeros(16, dtype=np.float32))
    lists["nl"].add(range(200), dutch)
    lists["fr"].add(range(200, 400), french)

    found = lists.deviations(dutch[0], {"nl": range(200), "fr": range(200, 400)})

    for rows in (range(200), range(200, 400)):
        assert np.mean([found[row][0] for row in rows]) == pytest.approx(0, abs=0.1)
    assert found[0][0] == max(z for z, _ in found.values())
    assert found[0][1] == pytest.approx(1, abs=1e-5)


def test_exact_code_beats_a_better_dense_score() -> None:
    near, exact = Lists(4.5, 4.0), Lists(2.0, 1.8, lexical=0.3, code=1.0)

    assert [name for name, _ in combine({"near": near, "exact": exact})] == ["exact", "near"]
    assert combine({"near": near, "exact": replace(exact, lexical=0.0, code=0.0)})[0][0] == "near"


def test_topic_decides_between_near_families_but_not_against_all_words() -> None:
    said = {"a": Lists(3.0, 3.0, lexical=0.4), "b": Lists(2.8, 2.8, lexical=0.4), "c": Lists(-1.0, -1.0)}

    assert combine(said)[0][0] == "a"
    likely = combine({**said, "b": replace(said["b"], topic=0.7), "c": replace(said["c"], topic=0.1)})
    assert [family for family, _ in likely] == ["b", "a", "c"]
    assert {family: scores.text for family, scores in likely} == {
        family: scores.total for family, scores in combine(said)
    }


def test_families_with_and_without_examples_compare() -> None:
    said = {"passages only": Lists(3.0, 3.0), "examples too": Lists(3.0, 3.0, examples=(2.0, 2.0))}

    assert [family for family, _ in combine(said)] == ["passages only", "examples too"]
    assert combine({**said, "examples too": Lists(3.0, 3.0, examples=(3.5, 3.5))})[0][0] == "examples too"
