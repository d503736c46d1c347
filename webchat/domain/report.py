"""The arithmetic of reports: days of the desk, middle values, shares, and what rose by more than chance."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import NamedTuple

from webchat.domain.errors import Fixable
from webchat.domain.facts import QUARTER_S, quarter

LONGEST_DAYS = 366
FALSE_ALARMS = 0.05  # share of false ones among what is told to have risen


@dataclass(frozen=True, slots=True)
class Period:
    """Whole local days, both ends included.

    Raises:
        Fixable: `invalid` (field `to`) if it ends before it begins or is longer than a year.
    """

    first: date
    last: date
    zone: tzinfo

    def __post_init__(self) -> None:
        if self.last < self.first or self.n_days > LONGEST_DAYS or self.first.year < 2000 or self.last.year > 2999:
            raise Fixable("invalid", field="to")

    @property
    def n_days(self) -> int:
        """Number of days."""
        return (self.last - self.first).days + 1

    @property
    def before(self) -> Period:
        """The equally long period that ends where this one begins."""
        return Period(self.first - timedelta(self.n_days), self.first - timedelta(1), self.zone)

    @property
    def days(self) -> list[date]:
        """Each day."""
        return [self.first + timedelta(n) for n in range(self.n_days)]

    @property
    def quarters(self) -> tuple[int, int]:
        """The quarters it spans; the second is outside it. A day on which the clock changes has 92 or 100."""
        return quarter(self._start(self.first)), quarter(self._start(self.last + timedelta(1)))

    @property
    def moments(self) -> tuple[datetime, datetime]:
        """Where it begins and ends, UTC; the end is outside it."""
        return self._start(self.first), self._start(self.last + timedelta(1))

    def local(self, q: int) -> datetime:
        """The local time at which a quarter begins."""
        return datetime.fromtimestamp(q * QUARTER_S, UTC).astimezone(self.zone)

    def _start(self, day: date) -> datetime:
        return datetime.combine(day, time(), self.zone).astimezone(UTC)


def quantile(values: Sequence[float], share: float) -> float | None:
    """The smallest of the values that at least `share` of them do not exceed; None of nothing.

    Args:
        values: In order.
        share: 0 < share <= 1; 0.5 is the median, of an even number the lower of the two in the middle.
    """
    return values[max(0, math.ceil(share * len(values) - 1e-9) - 1)] if values else None


def share(part: float, whole: float) -> float | None:
    """Part of a whole; None of nothing."""
    return part / whole if whole else None


class Rise(NamedTuple):
    """How often something came in a period and in the one before it, and how probable that is by chance alone."""

    key: str
    n: int
    before: int
    chance: float


def risen(now: Mapping[str, int], before: Mapping[str, int]) -> list[Rise]:
    """Return what came more often than chance explains, the least probable first.

    Each is held against everything: were its share the same in both periods, its cases would fall on the two like all
    others. The probability of so many or more in the later one is exact; of all that is returned at most one in twenty
    rose by chance alone.

    Sources: Przyborowski & Wilenski, "Homogeneity of results in testing samples from Poisson series", Biometrika 1940;
    Benjamini & Hochberg, "Controlling the false discovery rate", JRSS B 1995.
    """
    n_now, n_before = sum(now.values()), sum(before.values())
    if not n_now or not n_before:
        return []
    expected = n_now / (n_now + n_before)
    found = [
        Rise(
            key,
            now.get(key, 0),
            before.get(key, 0),
            _at_least(now.get(key, 0), now.get(key, 0) + before.get(key, 0), expected),
        )
        for key in {**now, **before}
    ]
    found.sort(key=lambda rise: (rise.chance, rise.key))
    last = max(
        (rank for rank, rise in enumerate(found, 1) if rise.chance <= FALSE_ALARMS * rank / len(found)), default=0
    )
    return found[:last]


def _at_least(k: int, n: int, p: float) -> float:
    """P(Binomial(n, p) >= k), summed from k away from the mean, where the terms soon vanish."""
    if k > n * p:
        return min(1.0, _sum_of_terms(range(k, n + 1), n, p))
    return 1.0 - min(1.0, _sum_of_terms(range(k - 1, -1, -1), n, p))


def _sum_of_terms(counts: range, n: int, p: float) -> float:
    total = 0.0
    for i in counts:
        ways = math.lgamma(n + 1) - math.lgamma(i + 1) - math.lgamma(n - i + 1)
        term = math.exp(ways + i * math.log(p) + (n - i) * math.log1p(-p))
        total += term
        if term < total * 1e-17:
            break
    return total
