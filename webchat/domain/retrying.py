"""When to try again what failed."""

from __future__ import annotations

from datetime import datetime, timedelta

_LONGEST_S = 3600.0
_MOST_DOUBLINGS = 20  # far beyond the longest pause; larger powers would not fit a float


def retry_at(attempts: int, now: datetime, *, first_s: float) -> datetime:
    """Return when to try again: the pause doubles with each attempt, up to an hour.

    Args:
        attempts: How often it has been tried, from 1.
        now: The time.
        first_s: The pause after the first attempt.
    """
    return now + timedelta(seconds=min(first_s * 2 ** min(attempts - 1, _MOST_DOUBLINGS), _LONGEST_S))
