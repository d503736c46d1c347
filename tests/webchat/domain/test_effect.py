"""Before and after: equal windows, an interval that covers, and silence where there is too little."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import pytest

from webchat.domain.effect import compare, wilson, windows

NOW = datetime(2026, 3, 30, tzinfo=UTC)


def test_windows_are_equal_and_touch_at_the_fix() -> None:
    recent = windows(NOW - timedelta(days=3), NOW)
    assert (recent.start, recent.end, recent.days) == (NOW - timedelta(days=6), NOW, 3)
    old = windows(NOW - timedelta(days=100), NOW)
    assert (old.days, old.end) == (28, NOW - timedelta(days=72))


def test_newcombes_example() -> None:
    # Newcombe 1998, table II (a): 56/70 and 48/80 differ by 0.2, interval 0.0524 to 0.3339.
    change = compare(48, 80, 56, 70)
    assert (change.low, change.high) == (pytest.approx(0.0524, abs=1e-4), pytest.approx(0.3339, abs=1e-4))
    assert change.verdict == "more"


def test_few_questions_say_nothing_and_no_difference_is_called_so() -> None:
    assert compare(5, 10, 0, 400).verdict == "too_few"
    assert compare(0, 0, 3, 30).before is None
    assert compare(20, 100, 18, 100).verdict == "no_clear_change"
    assert compare(60, 100, 20, 100).verdict == "fewer"


def test_where_nothing_changed_a_change_is_claimed_seldom() -> None:
    rng = random.Random(2)

    def drawn(n: int) -> int:
        return sum(rng.random() < 0.3 for _ in range(n))

    claims = sum(compare(drawn(60), 60, drawn(45), 45).verdict != "no_clear_change" for _ in range(1000))
    assert claims <= 70  # 5 %, with what 1,000 trials leave open


def test_the_interval_of_a_share_stays_within_it() -> None:
    assert wilson(0, 20)[0] == 0
    assert wilson(20, 20)[1] == 1
