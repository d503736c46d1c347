"""When the desk is open, and time as its clock counts it: closed hours, weekends and holidays do not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import pairwise
from typing import NamedTuple

_DAY = timedelta(days=1)
_LONGEST_CLOSURE_DAYS = 366


class Span(NamedTuple):
    """A stretch of open time, both ends aware UTC; the end is outside it."""

    start: datetime
    end: datetime


class Opening(NamedTuple):
    """Open from `start` to `end`, minutes of the local day, 0..1440."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class BusinessHours:
    """The desk's week.

    Attributes:
        zone: Time zone of the opening hours.
        weekly: Openings by weekday, 0 = Monday, in order; a weekday that is missing is closed.
        holidays: Local days on which the desk stays closed.

    Raises:
        ValueError: If it never opens, or a day's openings are empty, overlap or lie outside the day.
    """

    zone: tzinfo
    weekly: Mapping[int, Sequence[Opening]]
    holidays: frozenset[date] = field(default_factory=frozenset)

    def __post_init__(self) -> None:
        if not any(self.weekly.values()):
            raise ValueError("the desk never opens")
        for openings in self.weekly.values():
            edges = [minute for opening in openings for minute in opening]
            is_ordered = all(a <= b for a, b in pairwise(edges))
            if not is_ordered or any(o.start >= o.end for o in openings) or not all(0 <= e <= 1440 for e in edges):
                raise ValueError(f"these are no opening hours: {list(openings)}")


def is_open(hours: BusinessHours, now: datetime) -> bool:
    """Return whether the desk is open at `now`."""
    return opens_at(hours, now) == now


def opens_at(hours: BusinessHours, now: datetime) -> datetime:
    """Return the first moment from `now` on at which the desk is open: `now` itself if it is.

    Raises:
        ValueError: If that is more than a year away.
    """
    return max(now, next(_spans(hours, now)).start).astimezone(now.tzinfo)


def add_business_time(hours: BusinessHours, start: datetime, amount: timedelta) -> datetime:
    """Return the moment at which `amount` of open time has passed since `start`, UTC.

    An amount that fills the day ends at its closing time, not at the next opening; zero ends at `start`.

    Raises:
        ValueError: If `amount` is negative, or the desk stays closed for more than a year.
    """
    if amount < timedelta():
        raise ValueError("negative business time")
    if not amount:
        return start.astimezone(UTC)
    for span in _spans(hours, start):
        begin = max(span.start, start.astimezone(UTC))  # in UTC, where an hour is an hour
        if amount <= span.end - begin:
            return begin + amount
        amount -= span.end - begin
    raise AssertionError("spans do not end")


def business_time_between(hours: BusinessHours, start: datetime, end: datetime) -> timedelta:
    """Return how much open time lies between two moments; zero if `end` is not after `start`."""
    total = timedelta()
    if end <= start:
        return total
    for day in _days(hours, start, end):
        for span in day:
            total += max(timedelta(), min(span.end, end) - max(span.start, start))
    return total


def _spans(hours: BusinessHours, since: datetime) -> Iterator[Span]:
    """Yield the open spans that end after `since`, in order."""
    day = since.astimezone(hours.zone).date()
    n_closed = 0
    while n_closed <= _LONGEST_CLOSURE_DAYS:
        spans = [span for span in _of_day(hours, day) if span.end > since]
        yield from spans
        n_closed = 0 if spans else n_closed + 1
        day += _DAY
    raise ValueError("the desk stays closed for more than a year")


def _days(hours: BusinessHours, start: datetime, end: datetime) -> Iterator[list[Span]]:
    day, last = start.astimezone(hours.zone).date(), end.astimezone(hours.zone).date()
    while day <= last:
        yield _of_day(hours, day)
        day += _DAY


def _of_day(hours: BusinessHours, day: date) -> list[Span]:
    if day in hours.holidays:
        return []
    spans: list[Span] = []
    for opening in hours.weekly.get(day.weekday(), ()):
        start, end = _at(hours, day, opening.start), _at(hours, day, opening.end)
        if spans:  # where clocks go forward, a time that does not exist lies after one that does
            start = max(start, spans[-1].end)
        if start < end:
            spans.append(Span(start, end))
    return spans


def _at(hours: BusinessHours, day: date, minute: int) -> datetime:
    """Return a local time of day in UTC; where clocks go back, the first of the two."""
    if minute == 1440:
        day, minute = day + _DAY, 0
    return datetime.combine(day, time(minute // 60, minute % 60), hours.zone).astimezone(UTC)
