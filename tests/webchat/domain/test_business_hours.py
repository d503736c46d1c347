from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webchat.domain.business_hours import (
    BusinessHours,
    Opening,
    add_business_time,
    business_time_between,
    is_open,
    opens_at,
)

BRUSSELS = ZoneInfo("Europe/Brussels")
OFFICE = dict.fromkeys(range(5), (Opening(480, 1080),))
DESK = BusinessHours(BRUSSELS, OFFICE, frozenset({date(2026, 5, 1), date(2026, 5, 14)}))
ALWAYS = BusinessHours(BRUSSELS, dict.fromkeys(range(7), (Opening(0, 1440),)))


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BRUSSELS)


@st.composite
def _openings(draw: st.DrawFn) -> tuple[Opening, ...]:
    edges = sorted(draw(st.sets(st.integers(0, 1440), min_size=2, max_size=6)))
    return tuple(Opening(a, b) for a, b in zip(edges[::2], edges[1::2], strict=False))


days = st.dates(date(2025, 1, 1), date(2027, 12, 31))
hours = st.builds(
    BusinessHours,
    zone=st.sampled_from([BRUSSELS, ZoneInfo("America/New_York"), UTC]),
    weekly=st.dictionaries(st.integers(0, 6), _openings(), min_size=1),
    holidays=st.frozensets(days, max_size=20),
)
# Half of the moments lie near a change of the clocks.
moments = st.one_of(
    st.datetimes(datetime(2025, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC)),
    st.timedeltas(timedelta(days=-2), timedelta(days=2)).map(
        lambda delta: datetime(2026, 3, 29, 1, tzinfo=UTC) + delta
    ),
    st.timedeltas(timedelta(days=-2), timedelta(days=2)).map(
        lambda delta: datetime(2026, 10, 25, 1, tzinfo=UTC) + delta
    ),
)
amounts = st.timedeltas(timedelta(), timedelta(hours=30))


@given(hours, moments, amounts)
def test_time_added_is_the_time_between(desk: BusinessHours, start: datetime, amount: timedelta) -> None:
    assert business_time_between(desk, start, add_business_time(desk, start, amount)) == amount


@given(hours, moments, amounts, amounts)
def test_adding_twice_is_adding_the_sum(desk: BusinessHours, start: datetime, a: timedelta, b: timedelta) -> None:
    assert add_business_time(desk, add_business_time(desk, start, a), b) == add_business_time(desk, start, a + b)


@given(hours, moments, moments, moments)
def test_time_between_is_never_more_than_passed_and_adds_up(
    desk: BusinessHours, a: datetime, b: datetime, c: datetime
) -> None:
    a, b, c = sorted((a, b, c))

    assert timedelta() <= business_time_between(desk, a, b) <= b - a
    parts = business_time_between(desk, a, b) + business_time_between(desk, b, c)
    assert parts == business_time_between(desk, a, c)
    assert business_time_between(desk, c, a) == timedelta() or a == c


@given(hours, moments)
def test_opens_at_the_first_open_moment(desk: BusinessHours, now: datetime) -> None:
    opening = opens_at(desk, now)

    assert opening >= now
    assert is_open(desk, opening)
    assert is_open(desk, now) == (opening == now)
    assert business_time_between(desk, now, opening) == timedelta()
    assert opening.astimezone(desk.zone).date() not in desk.holidays


@given(moments, amounts)
def test_a_desk_that_never_closes_counts_every_second(start: datetime, amount: timedelta) -> None:
    assert add_business_time(ALWAYS, start, amount) == start + amount


@pytest.mark.parametrize(
    ("start", "minutes", "due"),
    [
        ("2026-11-24T09:00", 60, "2026-11-24T10:00"),
        ("2026-11-24T17:30", 60, "2026-11-25T08:30"),
        ("2026-11-24T17:30", 30, "2026-11-24T18:00"),  # the day's end, not the next morning
        ("2026-11-24T06:00", 15, "2026-11-24T08:15"),
        ("2026-11-27T17:00", 120, "2026-11-30T09:00"),  # over a weekend
        ("2026-04-30T17:00", 120, "2026-05-04T09:00"),  # over Labour Day and a weekend
        ("2026-03-27T17:00", 120, "2026-03-30T09:00"),  # clocks go forward meanwhile
        ("2026-10-23T17:00", 120, "2026-10-26T09:00"),  # and back
    ],
)
def test_belgian_desk(start: str, minutes: int, due: str) -> None:
    assert add_business_time(DESK, local(start), timedelta(minutes=minutes)) == local(due)


@pytest.mark.parametrize(("day", "n_hours"), [("2026-03-29", 23), ("2026-10-25", 25), ("2026-10-26", 24)])
def test_days_on_which_clocks_change_are_shorter_or_longer(day: str, n_hours: int) -> None:
    start = local(f"{day}T00:00")
    end = local(f"{date.fromisoformat(day) + timedelta(days=1)}T00:00")

    assert business_time_between(ALWAYS, start, end) == timedelta(hours=n_hours)


def test_openings_around_the_hour_that_does_not_exist_do_not_count_it_twice() -> None:
    night = BusinessHours(BRUSSELS, {6: (Opening(0, 170), Opening(180, 240))})

    counted = business_time_between(night, local("2026-03-29T00:00"), local("2026-03-29T12:00"))

    assert counted == timedelta(hours=3)


@pytest.mark.parametrize(
    ("now", "opens"),
    [
        ("2026-11-24T18:00", "2026-11-25T08:00"),
        ("2026-11-24T07:59", "2026-11-24T08:00"),
        ("2026-11-28T12:00", "2026-11-30T08:00"),
        ("2026-05-13T19:00", "2026-05-15T08:00"),  # Ascension Day
    ],
)
def test_opens_again(now: str, opens: str) -> None:
    assert not is_open(DESK, local(now))
    assert opens_at(DESK, local(now)) == local(opens)


@pytest.mark.parametrize(
    "weekly",
    [{}, {0: ()}, {0: (Opening(600, 600),)}, {0: (Opening(480, 1441),)}, {0: (Opening(480, 700), Opening(600, 800))}],
)
def test_hours_that_make_no_sense_are_refused(weekly: dict[int, tuple[Opening, ...]]) -> None:
    with pytest.raises(ValueError, match=r"opens|opening"):
        BusinessHours(BRUSSELS, weekly)


def test_negative_time_and_endless_closure_are_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        add_business_time(DESK, local("2026-11-24T09:00"), timedelta(seconds=-1))
    closed = frozenset(date(2026, 1, 1) + timedelta(days=n) for n in range(800))
    with pytest.raises(ValueError, match="year"):
        opens_at(BusinessHours(BRUSSELS, OFFICE, closed), local("2026-01-01T09:00"))
