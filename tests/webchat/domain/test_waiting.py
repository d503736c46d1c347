from __future__ import annotations

import heapq
import random
from datetime import UTC, datetime
from statistics import mean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webchat.domain.routing import Candidate
from webchat.domain.waiting import expected_wait_s, handling_time_s, is_news

NOW = datetime(2026, 3, 2, tzinfo=UTC)


def crew(n_agents: int, capacity: int, n_busy: int) -> list[Candidate]:
    return [Candidate(str(i), "online", ("nl",), capacity, n_busy, NOW) for i in range(n_agents)]


@given(st.integers(0, 50), st.integers(0, 5), st.integers(1, 4), st.integers(0, 4))
def test_wait_never_gets_shorter_further_back(n_ahead: int, n_agents: int, capacity: int, n_busy: int) -> None:
    serving = crew(n_agents, capacity, min(n_busy, capacity))
    here = expected_wait_s(n_ahead, serving, handling_s=300)
    behind = expected_wait_s(n_ahead + 1, serving, handling_s=300)

    assert (here is None) == (behind is None) == (n_agents == 0)
    assert here is None or behind is None or 0 < here <= behind


def _simulate(seed: int, n_agents: int, capacity: int, mean_s: float, sigma: float) -> list[tuple[float, float]]:
    """A queue that is never empty for long: (what is told at arrival, what it turned out to be)."""
    rng = random.Random(seed)
    places = n_agents * capacity
    mu_s = mean_s / (2.718281828 ** (sigma * sigma / 2))
    free_at = [0.0] * places
    heapq.heapify(free_at)
    ended: list[tuple[float, float]] = []
    starts: list[float] = []
    told: list[tuple[float, float]] = []
    now = 0.0
    while now < 8 * 3600:
        # A little more comes in than can be handled, then a little less.
        load = 1.1 if (now // 3600) % 2 == 0 else 0.8
        now += rng.expovariate(load * places / mean_s)
        starts_at = max(now, heapq.heappop(free_at))
        duration = mu_s * 2.718281828 ** rng.gauss(0, sigma)
        heapq.heappush(free_at, starts_at + duration)
        n_ahead = sum(start > now for start in starts[-200:])
        starts.append(starts_at)
        ended.append((starts_at + duration, duration))
        n_taken = sum(end > now for end, d in ended[-400:-1] if end - d <= now)
        if now > 3600 and n_taken >= places:
            recent = [d for end, d in ended if now - 3600 <= end <= now]
            n_busy, extra = divmod(n_taken, n_agents)
            serving = crew(extra, capacity, n_busy + 1) + crew(n_agents - extra, capacity, n_busy)
            estimate = expected_wait_s(n_ahead, serving, handling_s=handling_time_s(recent, prior_s=300))
            assert estimate is not None
            told.append((estimate, starts_at - now))
    return told


@pytest.mark.parametrize(
    ("n_agents", "capacity", "mean_s", "sigma"), [(2, 2, 240, 0.6), (6, 3, 480, 0.9), (12, 4, 900, 0.5)]
)
def test_what_is_told_is_about_what_it_turns_out_to_be(
    n_agents: int, capacity: int, mean_s: float, sigma: float
) -> None:
    told = [pair for seed in range(12) for pair in _simulate(seed, n_agents, capacity, mean_s, sigma)]

    assert len(told) > 300
    estimated, real = mean(t for t, _ in told), mean(r for _, r in told)
    assert 0.8 < estimated / (real + 15) < 1.25, (estimated, real)  # told in steps of 30 s, upwards


def test_chat_left_open_over_lunch_does_not_count_whole_and_few_chats_do_not_count_alone() -> None:
    usual = [300.0] * 40
    assert handling_time_s([], prior_s=300) == 300
    assert handling_time_s([*usual, 4 * 3600], prior_s=300) < 350
    assert 200 < handling_time_s([60.0], prior_s=300) < 300


@pytest.mark.parametrize(
    ("told_s", "elapsed_s", "expected_s", "news"),
    [
        (300, 0, 300, False),
        (300, 240, 60, False),
        (300, 240, 180, False),
        (300, 240, 260, True),
        (600, 60, 900, False),
        (600, 60, 1100, True),
        (900, 0, 700, False),
        (900, 0, 400, True),
        (120, 0, 30, False),
    ],
)
def test_user_hears_again_when_it_is_off_by_minutes_and_by_half(
    told_s: float, elapsed_s: float, expected_s: float, news: bool
) -> None:
    assert is_news(told_s, elapsed_s, expected_s) == news
