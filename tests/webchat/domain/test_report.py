"""Days, middle values and chance, each checked against another way to the same number."""

from __future__ import annotations

import statistics
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom

from webchat.domain.errors import Fixable
from webchat.domain.facts import quarter
from webchat.domain.report import Period, _at_least, quantile, risen

BRUSSELS = ZoneInfo("Europe/Brussels")
ZONES = st.sampled_from(
    [BRUSSELS, ZoneInfo("America/St_Johns"), ZoneInfo("Asia/Kathmandu"), ZoneInfo("Australia/Lord_Howe"), UTC]
)


@pytest.mark.parametrize(
    ("day", "n_hours"),
    [(date(2026, 3, 28), 24), (date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 10, 26), 24)],
)
def test_a_day_on_which_the_clock_changes_has_its_own_length(day: date, n_hours: int) -> None:
    start, end = Period(day, day, BRUSSELS).quarters

    assert end - start == 4 * n_hours


def test_midnight_belongs_to_the_day_that_begins() -> None:
    period = Period(date(2026, 10, 25), date(2026, 10, 25), BRUSSELS)
    start, end = period.quarters

    assert start == quarter(datetime(2026, 10, 24, 22, 0, tzinfo=UTC))
    assert start > quarter(datetime(2026, 10, 24, 21, 59, 59, tzinfo=UTC))
    assert end == quarter(datetime(2026, 10, 25, 23, 0, tzinfo=UTC))
    # The hour that comes twice lies in it twice, with the same name.
    assert [period.local(quarter(datetime(2026, 10, 25, h, 30, tzinfo=UTC))).hour for h in (0, 1)] == [2, 2]


@given(st.dates(date(2024, 1, 1), date(2027, 12, 31)), st.integers(1, 90), ZONES)
def test_each_quarter_belongs_to_one_day_and_periods_touch(first: date, n: int, zone: ZoneInfo) -> None:
    period = Period(first, first + timedelta(n - 1), zone)

    start, end = period.quarters
    days = {period.local(q).date() for q in range(start, end)}

    assert sorted(days) == period.days
    assert period.before.n_days == period.n_days == n
    assert period.before.quarters[1] == start


@pytest.mark.parametrize(("first", "last"), [("2026-03-02", "2026-03-01"), ("2024-01-01", "2026-01-01")])
def test_a_period_is_in_order_and_at_most_a_year(first: str, last: str) -> None:
    with pytest.raises(Fixable):
        Period(date.fromisoformat(first), date.fromisoformat(last), BRUSSELS)


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=60), st.sampled_from([0.1, 0.5, 0.9, 1.0]))
def test_quantile_is_the_first_value_that_enough_do_not_exceed(values: list[float], share: float) -> None:
    values.sort()

    found = quantile(values, share)

    assert found is not None
    assert sum(v <= found for v in values) >= share * len(values) - 1e-6
    assert sum(v < found for v in values) < share * len(values)
    if share == 0.5:
        assert found == statistics.median_low(values)


def test_of_nothing_there_is_no_middle() -> None:
    assert quantile([], 0.5) is None


@given(st.integers(0, 200), st.integers(0, 200), st.floats(0.05, 0.95))
def test_chance_is_the_exact_tail(k: int, more: int, p: float) -> None:
    assert _at_least(k, k + more, p) == pytest.approx(binom.sf(k - 1, k + more, p), rel=1e-6, abs=1e-12)


def test_what_rose_by_more_than_chance_is_told_and_the_rest_is_not() -> None:
    before = {f"topic-{n}": 20 for n in range(40)}
    now = {**before, "topic-3": 60, "topic-4": 26, "new": 15}

    assert [rise.key for rise in risen(now, before)] == ["topic-3", "new"]
    assert risen(now, {}) == []


def test_seldom_anything_rises_where_nothing_changed() -> None:
    import random

    draw = random.Random(4)
    alarms = 0
    for _ in range(200):
        now, before = ({f"t{n}": 0 for n in range(30)} for _ in range(2))
        for _ in range(600):
            now[f"t{draw.randrange(30)}"] += 1
            before[f"t{draw.randrange(30)}"] += 1
        alarms += bool(risen(now, before))

    assert alarms <= 200 * 0.08
