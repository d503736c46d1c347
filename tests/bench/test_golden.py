import numpy as np

from bench.golden import losses
from bench.intents import with_typing_errors
from bench.statistics import interval, macro_f1


def test_a_figure_that_fell_is_a_loss_and_one_that_rose_is_none():
    before = {"intents": [{"language": "nl", "accuracy": "0.90 (0.88–0.92)", "alarms": 0.01, "n": 10}]}
    now = {"intents": [{"language": "nl", "accuracy": "0.80 (0.78–0.82)", "alarms": 0.0, "n": 5}]}

    assert losses(before, now) == [{"figure": "intents/nl/accuracy", "before": 0.90, "now": 0.80}]
    assert losses(now, before) == []


def test_more_false_alarms_are_a_loss():
    before = {"urgent": [{"intent": "complain", "alarms": 0.01}]}
    now = {"urgent": [{"intent": "complain", "alarms": 0.05}]}

    assert [row["now"] for row in losses(before, now)] == [0.05]


def test_points_of_a_curve_are_no_figures_to_lose():
    row = {"language": "nl", "helped": 1.0}

    assert losses({"reliability": [row]}, {"reliability": [{**row, "helped": 0.0}]}) == []


def test_macro_f1_counts_every_class_alike():
    truth, guess = np.array([0, 0, 0, 1]), np.array([0, 0, 0, 0])

    assert macro_f1(truth, guess, 2) == (6 / 7 + 0) / 2


def test_interval_of_a_constant_is_the_constant_and_repeats():
    values = np.array([0.0, 1.0] * 50)

    assert interval(10, lambda chosen: 0.5) == (0.5, 0.5)
    assert interval(100, lambda c: float(values[c].mean())) == interval(100, lambda c: float(values[c].mean()))


def test_typing_errors_change_one_word_by_one_letter():
    rows = with_typing_errors([{"text": "mijn printer werkt niet meer", "intent": "x"}, {"text": "ok", "intent": "y"}])

    assert len(rows) == 1
    changed = [
        a for a, b in zip(rows[0]["text"].split(), "mijn printer werkt niet meer".split(), strict=True) if a != b
    ]
    assert len(changed) <= 1
