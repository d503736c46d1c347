"""The desk's opening hours, from the document that says when it is open."""

from __future__ import annotations

from datetime import date
from functools import cache
from zoneinfo import ZoneInfo

from webchat.adapters.calendar import public_holidays
from webchat.documents import Hours
from webchat.domain.business_hours import BusinessHours, Opening

_YEARS = range(2025, 2061)


def hours(document: Hours) -> BusinessHours:
    """Return the desk's opening hours with the country's holidays and its own closing days."""
    weekly = tuple(tuple(openings) for openings in document.weekly.minutes())
    return _hours(document.time_zone, weekly, document.holiday_country, frozenset(document.closed_on))


@cache
def _hours(
    zone: str, weekly: tuple[tuple[tuple[int, int], ...], ...], country: str | None, closed_on: frozenset[date]
) -> BusinessHours:
    closed = public_holidays(country, _YEARS) if country else frozenset()
    openings = {day: tuple(Opening(*opening) for opening in openings) for day, openings in enumerate(weekly)}
    return BusinessHours(ZoneInfo(zone), openings, closed | closed_on)
