"""Before and after a fix: two shares, and whether they differ by more than chance.

The interval for the difference of two shares is Newcombe's (hybrid of Wilson's intervals), good for small counts.
Source: R. G. Newcombe, "Interval estimation for the difference between independent proportions: comparison of eleven
methods", Statistics in Medicine 17 (1998), method 10.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

# Questions that either side needs before anything is said of a difference.
FEWEST = 20
LONGEST = timedelta(days=28)
_Z = 1.959964  # 95 %

Verdict = Literal["fewer", "more", "no_clear_change", "too_few"]


@dataclass(frozen=True, slots=True)
class Change:
    """The difference of a share, after minus before, with its 95 % interval."""

    before: float | None
    after: float | None
    low: float | None
    high: float | None
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Windows:
    """Two stretches of time of one length, touching at the fix."""

    start: datetime
    at: datetime
    end: datetime

    @property
    def days(self) -> float:
        """Length of either."""
        return (self.end - self.at) / timedelta(days=1)


def windows(at: datetime, now: datetime, *, longest: timedelta = LONGEST) -> Windows:
    """Return the longest equal windows before and after a fix."""
    length = min(longest, max(timedelta(0), now - at))
    return Windows(at - length, at, at + length)


def compare(k_before: int, n_before: int, k_after: int, n_after: int) -> Change:
    """Compare how many of the questions before and after went a certain way."""
    before = k_before / n_before if n_before else None
    after = k_after / n_after if n_after else None
    if before is None or after is None or min(n_before, n_after) < FEWEST:
        return Change(before, after, None, None, "too_few")
    low_b, high_b = wilson(k_before, n_before)
    low_a, high_a = wilson(k_after, n_after)
    difference = after - before
    low = difference - math.hypot(after - low_a, high_b - before)
    high = difference + math.hypot(high_a - after, before - low_b)
    verdict: Verdict = "fewer" if high < 0 else "more" if low > 0 else "no_clear_change"
    return Change(before, after, low, high, verdict)


def wilson(k: int, n: int) -> tuple[float, float]:
    """Return the 95 % interval of a share."""
    share = k / n
    centre = share + _Z**2 / (2 * n)
    reach = _Z * math.sqrt(share * (1 - share) / n + _Z**2 / (4 * n**2))
    scale = 1 + _Z**2 / n
    return max(0.0, (centre - reach) / scale), min(1.0, (centre + reach) / scale)
