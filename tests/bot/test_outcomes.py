"""Every figure of the report is computed once more here from raw rows, the slow and obvious way."""

from collections import Counter

import numpy as np
import pytest

from bot.maths.calibration import by_chance, calibration_error, reliability, risk_coverage
from bot.maths.confusions import folded, matrix, most_confused
from bot.maths.outcomes import Outcomes, figures
from bot.maths.paired import differences
from kb_index import measures

INTENTS = ["ask_human", "complain", "out_of_scope", "problem_a", "problem_b", "problem_c"]


def outcomes(n=400, seed=0, accuracy=0.8, confidence=None):
    """Answers of which about this share is right; what is promised is about that, unless told."""
    rng = np.random.default_rng(seed)
    truth = rng.integers(0, len(INTENTS), n)
    promised = np.round(rng.beta(8 * accuracy, 8 * (1 - accuracy), n), 3) if confidence is None else confidence
    said = np.where(rng.random(n) < promised, truth, (truth + rng.integers(1, len(INTENTS), n)) % len(INTENTS))
    return Outcomes(INTENTS, truth, said, promised)


def once(given):
    return {name: row[0] for name, row in figures(given, np.ones((1, len(given.truth)), dtype=np.int64)).items()}


def naive_f1(truth, said, intent):
    both = sum(t == s == intent for t, s in zip(truth, said, strict=True))
    precision = both / max(1, list(said).count(intent))
    recall = both / list(truth).count(intent)
    return 2 * precision * recall / (precision + recall) if both else 0.0


def naive_bins(pairs, n_bins=10):
    """Hand out the sorted pairs one at a time: the first bins get one more where it does not come out even."""
    left, bins = sorted(pairs), []
    least, over = divmod(len(pairs), min(n_bins, len(pairs)))
    while left:
        size = least + (len(bins) < over)
        bins.append([left.pop(0) for _ in range(size)])
    return bins


@pytest.mark.parametrize("n", [1, 7, 10, 123, 400])
def test_reliability_diagram_equals_bins_filled_by_hand(n):
    given = outcomes(n)
    pairs = [(float(p), bool(r)) for p, r in zip(given.confidence, given.truth == given.said, strict=True)]

    found = reliability(given.confidence, given.right)

    by_hand = naive_bins(pairs)
    assert [each["n"] for each in found] == [len(each) for each in by_hand]
    for bin_, raw in zip(found, by_hand, strict=True):
        assert bin_["p"] == pytest.approx(sum(p for p, _ in raw) / len(raw))
        assert bin_["right"] == pytest.approx(sum(r for _, r in raw) / len(raw))
    error = sum(abs(sum(r - p for p, r in raw)) for raw in by_hand) / n
    assert calibration_error(given.confidence, given.right) == pytest.approx(error)


def test_calibration_means_the_same_as_in_the_knowledge_base():
    given = outcomes(331)
    pairs = [(float(p), int(r)) for p, r in zip(given.confidence, given.right, strict=True)]

    assert calibration_error(given.confidence, given.right) == pytest.approx(measures.calibration_error(pairs))
    assert by_chance(given.confidence) == pytest.approx(measures.by_chance([p for p, _ in pairs]), abs=1e-4)
    theirs = measures.risk_coverage(pairs)
    assert [point["risk"] for point in risk_coverage(given.confidence, given.right)] == pytest.approx(
        [point["risk"] for point in theirs]
    )


def test_figures_equal_counting_by_hand():
    given = outcomes()
    rows = [(INTENTS[t], INTENTS[s]) for t, s in zip(given.truth, given.said, strict=True)]

    found = once(given)

    assert found["accuracy"] == pytest.approx(sum(t == s for t, s in rows) / len(rows))
    assert found["macro_f1"] == pytest.approx(np.mean([naive_f1(*zip(*rows, strict=True), name) for name in INTENTS]))
    refused = [s == "out_of_scope" for t, s in rows if t == "out_of_scope"]
    assert found["oos_recall"] == pytest.approx(sum(refused) / len(refused))
    in_scope = [s == "out_of_scope" for t, s in rows if t != "out_of_scope"]
    assert found["wrongly_refused"] == pytest.approx(sum(in_scope) / len(in_scope))
    safety = [t == s for t, s in rows if t in ("ask_human", "complain")]
    assert found["safety_recall"] == pytest.approx(sum(safety) / len(safety))


def test_weight_of_a_question_equals_so_many_copies_of_it():
    given = outcomes(60)
    weights = np.random.default_rng(1).integers(0, 4, (1, 60))
    copies = np.repeat(np.arange(60), weights[0])

    weighted = figures(given, weights)

    for name, value in once(given.of(copies)).items():
        assert weighted[name][0] == pytest.approx(value), name


def test_clearly_better_model_is_better_and_in_the_other_order_worse():
    poor, good = outcomes(accuracy=0.6), outcomes(accuracy=0.9)

    assert differences(poor, good)["accuracy"].verdict == "better"
    assert differences(poor, good)["wrongly_refused"].verdict == "better"  # of which less is better
    assert differences(good, poor)["accuracy"].verdict == "worse"


def test_equal_answers_are_the_same_and_one_changed_answer_is_chance():
    given = outcomes(confidence=np.full(400, 0.8))
    said = given.said.copy()
    said[0] = (said[0] + 1) % len(INTENTS)
    other = Outcomes(INTENTS, given.truth, said, given.confidence)

    assert {each.verdict for each in differences(given, given).values()} == {"same"}
    assert differences(given, other)["accuracy"].verdict == "chance"


def test_interval_holds_nothing_where_models_are_equally_good_as_often_as_promised():
    verdicts = Counter()
    for seed in range(100):
        old, new = outcomes(150, seed=2 * seed), outcomes(150, seed=2 * seed + 1)
        new = Outcomes(INTENTS, old.truth, np.where(new.right, old.truth, (old.truth + 1) % 6), new.confidence)
        verdicts[differences(old, new, n=100)["accuracy"].verdict] += 1

    assert verdicts["chance"] >= 88  # 95 of 100 are promised; fewer than 88 would come once in 300 times


def test_two_runs_with_the_same_rows_give_the_same_report():
    old, new = outcomes(seed=3), outcomes(seed=4)

    assert differences(old, new) == differences(old, new)


def test_folding_keeps_every_question_and_the_confused_intents_first():
    given = outcomes(accuracy=0.5)
    whole = matrix(given)

    shown = most_confused([whole], most=3)
    small = folded(whole, shown)

    assert small.sum() == whole.sum() == 400
    assert small[:3, :3].tolist() == [[whole[a, b] for b in shown] for a in shown]
    mistakes = {i: (given.truth != given.said)[(given.truth == i) | (given.said == i)].sum() for i in range(6)}
    assert min(mistakes[i] for i in shown) >= max(mistakes[i] for i in range(6) if i not in shown)


def test_without_mistakes_nothing_is_shown_in_the_matrix():
    truth = np.arange(12) % 6
    perfect = Outcomes(INTENTS, truth, truth, np.ones(12))

    shown = most_confused([matrix(perfect)])

    assert not len(shown)
    assert folded(matrix(perfect), shown).tolist() == [[12]]
