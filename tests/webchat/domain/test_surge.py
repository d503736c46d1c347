"""The signal of a heap: its false alarms by simulation, what it sees, and quiet hours and young desks."""

from __future__ import annotations

import random
from bisect import bisect_left
from datetime import UTC, datetime, timedelta

import pytest

from webchat.domain.surge import FALSE_ALARM_DAYS, WINDOW, assess, bar, history, tail

MONDAY = datetime(2026, 3, 2, 0, 0, tzinfo=UTC)
# What a desk's day looks like: nothing at night, a morning peak.
SHAPE = [0, 0, 0, 0, 0, 0, 1, 3, 9, 12, 10, 7, 4, 7, 8, 7, 5, 2, 1, 1, 1, 1, 0.5, 0]


def _times(rng: random.Random, per_day: float, days: int) -> list[datetime]:
    """Reports by chance alone: Poisson with the shape of the day, a fifth of it in the weekend."""
    found = []
    for day in range(days):
        at = MONDAY + timedelta(days=day)
        rate = per_day * (0.2 if at.isoweekday() > 5 else 1.0)
        for hour, weight in enumerate(SHAPE):
            mean = rate * weight / sum(SHAPE)
            n, limit, product = 0, 2.718281828**-mean, rng.random()
            while product > limit:
                n, product = n + 1, product * rng.random()
            found += [at + timedelta(hours=hour, seconds=rng.uniform(0, 3600)) for _ in range(n)]
    return sorted(found)


def _n_signals(topics: list[list[datetime]], *, since: datetime) -> int:
    """Judge every report as it comes in; heaps of one topic within two windows are one signal."""
    everything = sorted(at for topic in topics for at in topic)
    n_signals = 0
    for topic in topics:
        quiet_until = since
        for i, now in enumerate(topic):
            first = bisect_left(topic, now - WINDOW)
            if now < quiet_until or i + 1 - first < 4:
                continue
            start, end = now - WINDOW - timedelta(days=28), now - WINDOW
            of_topic = topic[bisect_left(topic, start) : bisect_left(topic, end)]
            a, b = bisect_left(everything, start), bisect_left(everything, end)
            n_window = bisect_left(everything, now) + 1 - b
            before = history(now, everything[a:b])
            if assess(i + 1 - first, before, n_topic=len(of_topic), n_window=n_window).is_surge:
                n_signals += 1
                quiet_until = now + 2 * WINDOW
    return n_signals


@pytest.mark.parametrize("per_day", [8, 60, 150])
def test_chance_alone_signals_at_most_once_in_thirty_days(per_day: float) -> None:
    """Months of a desk with 30 topics, some frequent and most rare, and nothing ever wrong."""
    rng = random.Random(round(per_day))
    weights = [1 / (rank + 1) for rank in range(30)]
    n_false, n_days = 0, 0
    for _ in range(2):
        topics = [_times(rng, per_day * weight / sum(weights), 58) for weight in weights]
        n_false += _n_signals(topics, since=MONDAY + timedelta(days=28))
        n_days += 30

    assert n_false <= n_days / FALSE_ALARM_DAYS


def test_an_outage_is_signalled_soon_also_on_a_busy_topic() -> None:
    rng = random.Random(4)
    busy, others = _times(rng, 20, 29), _times(rng, 100, 29)
    outage = MONDAY + timedelta(days=28, hours=9)
    everything = sorted(busy + others)
    topic = [at for at in busy if at < outage - WINDOW]
    usual = sum(outage - WINDOW <= at < outage for at in busy)

    before = history(outage, [at for at in everything if at < outage - WINDOW])

    needed = next(
        n for n in range(4, 60) if assess(usual + n, before, n_topic=len(topic), n_window=usual + n + 10).is_surge
    )

    assert needed <= 12  # twelve people in the hour that usually brings two or three


def test_in_a_quiet_hour_few_are_enough_and_three_never_are() -> None:
    rng = random.Random(5)
    everything = _times(rng, 60, 28)
    topic = everything[::20]
    night = MONDAY + timedelta(days=28, hours=3)

    def judged(n: int) -> bool:
        return assess(n, history(night, everything), n_topic=len(topic), n_window=n).is_surge

    assert [judged(n) for n in (3, 4)] == [False, True]


def test_a_young_desk_needs_six_people_and_half_of_what_is_asked() -> None:
    now = MONDAY + timedelta(hours=10)
    young = [now - timedelta(hours=5)]

    def judged(n: int, n_window: int) -> bool:
        verdict = assess(n, history(now, young), n_topic=0, n_window=n_window)
        assert verdict.usual is None
        return verdict.is_surge

    assert [judged(5, 5), judged(6, 6), judged(6, 13), judged(7, 13)] == [False, True, False, True]


def test_tail_is_that_of_the_poisson_distribution_where_the_rate_is_known_well() -> None:
    # P(N >= 8 | 3) = 0.011905 (tables of the Poisson distribution)
    assert tail(8, shape=1e6, mean=3.0) == pytest.approx(0.011905, rel=1e-3)
    assert tail(0, shape=2, mean=1) == 1.0
    # More doubt about the rate means more doubt about a heap.
    assert tail(8, shape=2, mean=3.0) > tail(8, shape=50, mean=3.0) > tail(8, shape=1e6, mean=3.0)


def test_the_bar_follows_what_the_desk_gets() -> None:
    assert bar(2800, timedelta(days=28)) == pytest.approx(1 / 3000)
    assert bar(10, timedelta(days=28)) == pytest.approx(1 / 300)
