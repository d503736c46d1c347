"""Whether alike reports are more than usual for this hour: the rule behind the signal of a possible incident.

Each report is judged when it comes in: how likely are so many others in the window before it, by what the hour usually
brings? Under that model the expected number of false signals in a period is at most the number of reports of the period
times the bar, so a bar of 1 / (reports in 30 days) means at most one false signal in 30 days for the whole desk. The
rate itself is estimated; its uncertainty is in the tail (gamma prior, so the count is negative binomial), which makes the
rule careful where little was seen. Source of the predictive distribution: Gelman et al., Bayesian Data Analysis, 3rd ed.,
section 2.6.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

WINDOW = timedelta(hours=1)
HISTORY = timedelta(days=28)
FALSE_ALARM_DAYS = 30
# Fewer people than this are never a heap, whatever the hour.
FEWEST = 4
# Before the desk has seen three days nothing is usual yet: six people, and half of all that is asked.
LEARNT_AFTER = timedelta(days=3)
FEWEST_AT_FIRST = 6
_DAY = timedelta(days=1)
_PRIOR = 0.5  # Jeffreys' prior of a Poisson rate
_FEWEST_REPORTS = 300  # a small desk's bar is not laxer than this


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the rule says of a heap.

    Attributes:
        is_surge: Whether to signal it.
        usual: Reports that this hour usually brings in a window; None before the desk has a history.
        chance: Of so many by chance; None without history.
    """

    is_surge: bool
    usual: float | None
    chance: float | None


@dataclass(frozen=True, slots=True)
class History:
    """What a desk has seen before a window: how long, how many questions, and the share of them in windows like this one."""

    seen: timedelta
    n_reports: int
    share: float


def history(now: datetime, of_all: Sequence[datetime]) -> History:
    """Return the history before the window that ends now.

    Args:
        now: The desk's local time.
        of_all: When anything was asked before the window; local.
    """
    seen = min(now - WINDOW - min(of_all, default=now), HISTORY)
    return History(seen, len(of_all), _share(now, of_all, seen) if seen >= LEARNT_AFTER else 0.0)


def assess(n: int, before: History, *, n_topic: int, n_window: int) -> Verdict:
    """Judge a heap at its newest report.

    Args:
        n: People who reported it within the window, the newest included.
        before: The desk's history.
        n_topic: Reports of the same in that history.
        n_window: Questions of any kind in the window.
    """
    if before.seen < LEARNT_AFTER:
        return Verdict(n >= FEWEST_AT_FIRST and 2 * n >= n_window, None, None)
    shape = n_topic + _PRIOR
    usual = shape * before.share
    chance = tail(n - 1, shape=shape, mean=usual)
    return Verdict(n >= FEWEST and chance <= bar(before.n_reports, before.seen), usual, chance)


def bar(n_reports: int, seen: timedelta) -> float:
    """Return the chance from which a heap is signalled: one false signal in `FALSE_ALARM_DAYS` for all reports together."""
    per_period = n_reports * timedelta(days=FALSE_ALARM_DAYS) / seen
    return 1 / max(per_period, _FEWEST_REPORTS)


def tail(n: int, *, shape: float, mean: float) -> float:
    """Return P(N >= n) of a count whose rate has a gamma distribution with this shape and mean."""
    if n <= 0:
        return 1.0
    odds = mean / (shape + mean)
    log_odds, log_rest = math.log(odds), math.log1p(-odds)
    total, k = 0.0, n
    while True:  # the terms fall at least geometrically once k is past the mean
        log_term = math.lgamma(k + shape) - math.lgamma(shape) - math.lgamma(k + 1) + k * log_odds + shape * log_rest
        term = math.exp(log_term)
        total += term
        if k > mean and term < total * 1e-12:
            return min(1.0, total)
        k += 1


def _share(now: datetime, of_all: Iterable[datetime], seen: timedelta) -> float:
    """The share of everything that falls into a window like this one: same time of day, working day or weekend."""
    n_days = max(1, round(seen / _DAY))
    alike = {d for d in range(1, n_days + 1) if _is_weekend(now - d * _DAY) == _is_weekend(now)}
    n_all = n_alike = 0
    for at in of_all:
        n_all += 1
        days_ago = (now - at) // _DAY  # the window like this one ended so many days before now
        n_alike += days_ago in alike and (now - at) - days_ago * _DAY < WINDOW
    # One report spread over all windows is imagined, so that a quiet hour is never impossible.
    return (n_alike + len(alike) / (n_days * (_DAY / WINDOW))) / (n_all + 1) / max(1, len(alike))


def _is_weekend(at: datetime) -> bool:
    return at.isoweekday() > 5
