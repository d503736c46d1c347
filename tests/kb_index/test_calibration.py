from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import expit, logit
from scipy.stats import binom

from kb_index.calibration import (
    CONFIDENCE,
    PRIOR,
    SEARCH_SIGNALS,
    ConfidenceModel,
    any_helps,
    risk_threshold,
)
from kb_index.fitting import fit, widened
from kb_index.measures import calibration_error, risk_coverage
from kb_index.settings import Settings

PAIRS = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 1)), max_size=60)


@given(PAIRS, st.floats(0.01, 0.5))
def test_threshold_keeps_the_share_of_wrong_answers_with_room_for_chance(
    pairs: list[tuple[float, int]], alpha: float
) -> None:
    threshold = risk_threshold(pairs, alpha)

    wrong = sum(1 for p, helped in pairs if p >= threshold and not helped)

    assert threshold == 1.0 or binom.cdf(wrong, len(pairs), alpha) <= 0.1 + 1e-6


@given(PAIRS)
def test_threshold_never_rises_when_more_wrong_answers_are_accepted(pairs: list[tuple[float, int]]) -> None:
    assert risk_threshold(pairs, 0.2) <= risk_threshold(pairs, 0.05)


@pytest.mark.parametrize("share", [0.02, 0.05, 0.1])
def test_promise_of_the_dial_holds_for_its_share_of_calibration_sets(share: float) -> None:
    everybody = ConfidenceModel.load(Settings().model_file).held_out
    p, helped = np.array(everybody).T
    rng = np.random.default_rng(0)

    wrong, answered = [], []
    for _ in range(1000):
        drawn = rng.integers(len(everybody), size=400)
        threshold = risk_threshold([everybody[i] for i in drawn], share)
        wrong.append(np.mean((p >= threshold) & (helped == 0)))
        answered.append(np.mean(p >= threshold))

    assert np.mean(np.array(wrong) <= share) >= CONFIDENCE
    assert np.mean(answered) > share  # and it is not bought by never answering


def test_fit_separates_and_survives_saving(tmp_path: Path) -> None:
    rng = np.random.default_rng(1)
    helped = [bool(rng.integers(2)) for _ in range(200)]
    signals = [
        {name: float(rng.normal()) for name in SEARCH_SIGNALS} | {"cosine": 0.3 + 0.3 * h + float(rng.normal()) * 0.1}
        for h in helped
    ]
    for row in signals:
        row["intent_confidence"] = 0.9
    model = fit(signals, helped)

    model.save(tmp_path / "model.json")
    loaded = ConfidenceModel.load(tmp_path / "model.json")

    assert loaded.probability(signals[0]) == pytest.approx(model.probability(signals[0]))
    assert "intent_confidence" in model.names
    assert calibration_error(model.held_out) < 0.15
    assert risk_coverage(model.held_out)[0]["risk"] < 0.1 < risk_coverage(model.held_out)[-1]["risk"]


def test_conversation_signals_lower_the_probability() -> None:
    base = dict.fromkeys(SEARCH_SIGNALS, 0.5)

    for name in ("n_failed_turns", "negative_feedback", "frustration", "repeated"):
        assert PRIOR.probability({**base, name: 1.0}) < PRIOR.probability(base)


def test_fit_refuses_one_outcome() -> None:
    with pytest.raises(ValueError, match="both"):
        fit([dict.fromkeys(SEARCH_SIGNALS, 0.0)] * 10, [True] * 10)


def test_no_signal_counts_against_its_meaning() -> None:
    rng = np.random.default_rng(2)
    helped = [bool(rng.integers(2)) for _ in range(100)]
    rows = [{"margin": -2.0 * h, "unknown": 1.0 * h, "cosine": h + float(rng.normal())} for h in helped]
    model = fit([dict.fromkeys(SEARCH_SIGNALS, 0.0) | row for row in rows], helped)
    weights = dict(zip(model.names, model.weights, strict=True))

    assert weights["margin"] == weights["unknown"] == 0.0
    assert weights["cosine"] > 0


def test_rows_of_one_question_do_not_predict_each_other() -> None:
    rng = np.random.default_rng(3)
    n = 60
    helped = rng.integers(2, size=n).tolist()
    rows = [{name: float(rng.normal()) for name in SEARCH_SIGNALS} for _ in range(n)]  # noise: nothing to learn

    leaking = fit(rows * 4, [bool(h) for h in helped * 4])
    apart = fit(rows * 4, [bool(h) for h in helped * 4], list(range(n)) * 4)

    def brier(model: ConfidenceModel) -> float:
        return float(np.mean([(p - h) ** 2 for p, h in model.held_out]))

    assert brier(apart) > brier(leaking)
    assert brier(apart) > 0.24


def test_widened_is_more_careful_than_the_worst_of_its_knowledge_bases() -> None:
    chance = np.random.default_rng(5)
    pairs, draws = [], []
    for draw, shift in enumerate((-1.5, 0.0, 1.5)):  # one knowledge base flatters, one is worse than it looks
        p = chance.uniform(0.02, 0.98, 400)
        true = 1 / (1 + np.exp(-(np.log(p / (1 - p)) + shift)))
        pairs += [(float(a), int(b)) for a, b in zip(p, chance.random(400) < true, strict=True)]
        draws += [draw] * 400
    model = ConfidenceModel(("x",), (0.0,), (1.0,), (1.0,), 0.0, tuple(pairs))

    careful = widened(model, draws)

    assert careful.intercept == pytest.approx(-np.std([-1.5, 0.0, 1.5]), abs=0.3)
    assert len(careful.held_out) == 400
    assert careful.probability({"x": 1.0}) < model.probability({"x": 1.0})
    bar = expit(logit(careful.thresholds(0.05).answer) - careful.intercept)  # on the scale of the pairs
    answered = [h for p, h in pairs[:400] if p >= bar]
    assert (len(answered) - sum(answered)) / 400 <= 0.05


def test_caller_without_a_word_on_intents_has_its_own_model() -> None:
    alone = ConfidenceModel(("x",), (0.0,), (1.0,), (1.0,), -2.0)
    model = ConfidenceModel(("x",), (0.0,), (1.0,), (1.0,), 2.0, alone=alone)

    assert model.of({"x": 0.0}) is alone
    assert model.of({"x": 0.0, "intent_confidence": 0.0}) is model
    assert model.probability({"x": 0.0}) < 0.5 < model.probability({"x": 0.0, "intent_confidence": 0.0})


def test_an_imported_article_has_its_own_model(tmp_path: Path) -> None:
    foreign = ConfidenceModel(("x",), (0.0,), (1.0,), (1.0,), -2.0, ((0.9, 1),) * 100)
    model = ConfidenceModel(("x",), (0.0,), (1.0,), (1.0,), 2.0, ((0.9, 1),) * 100, foreign=foreign)
    model.save(tmp_path / "model.json")
    loaded = ConfidenceModel.load(tmp_path / "model.json")

    assert loaded.probability({"x": 0.0, "known": 1.0}) == pytest.approx(1 / (1 + np.exp(-2.0)))
    assert loaded.probability({"x": 0.0, "known": 0.0}) == pytest.approx(1 / (1 + np.exp(2.0)))
    assert loaded.of({"known": 0.0}).held_out == foreign.held_out


def test_chance_of_any_hit_grows_with_each_and_is_calibrated_where_the_parts_are() -> None:
    chance = np.random.default_rng(6)
    chances = chance.uniform(size=(4000, 3))
    right = (chance.random((4000, 3)) < chances).any(axis=1)  # a hit is looked at only where none before it helped

    pairs = [(any_helps(row.tolist()), int(h)) for row, h in zip(chances, right, strict=True)]

    assert all(any_helps(row.tolist()) >= row[0] for row in chances)
    assert any_helps([]) == 0.0
    assert calibration_error(pairs) < 0.02


def test_later_hit_far_behind_is_less_likely_and_each_kind_of_article_has_its_own_model() -> None:
    def level(intercept: float) -> ConfidenceModel:
        return ConfidenceModel(("behind",), (0.0,), (1.0,), (-1.0,), intercept)

    model = replace(PRIOR, later=level(0.0), foreign=replace(PRIOR, later=level(-2.0)))

    first, near, far = model.chances({"known": 1.0}, [{"behind": 0.0}, {"behind": 3.0}])
    _, imported, _ = model.chances({"known": 0.0}, [{"behind": 0.0}, {"behind": 3.0}])
    _, prior = PRIOR.chances({}, [{"behind": 3.0}])

    assert first == model.probability({"known": 1.0})
    assert far < near == 0.5
    assert imported == pytest.approx(1 / (1 + np.exp(2.0)))
    assert 0 < prior < 0.5
