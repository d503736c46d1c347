from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from webchat.domain.business_hours import BusinessHours, Opening, business_time_between
from webchat.domain.sla import Progress, State, Target, Terms, assess, follow

HOURS = BusinessHours(ZoneInfo("Europe/Brussels"), dict.fromkeys(range(5), (Opening(480, 1080),)))
TERMS = Terms(HOURS, warning_share=0.8)
MEDIUM = Target(timedelta(hours=4), timedelta(hours=16))
URGENT = Target(timedelta(minutes=15), timedelta(hours=4))
START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)  # a Monday, 10:00 in Brussels


def after(**duration: float) -> datetime:
    return START + timedelta(**duration)


def states(progress: Progress, now: datetime, target: Target = MEDIUM) -> tuple[State, State]:
    sla = assess(progress, target, TERMS, now)
    return sla.first_response.state, sla.resolution.state


def test_due_times_are_business_time_from_the_hand_off() -> None:
    sla = assess(Progress(START), MEDIUM, TERMS, START)

    assert sla.first_response.due_at == after(hours=4)
    # Eight hours on Monday, eight on Tuesday: 16:00 in Brussels.
    assert sla.resolution.due_at == after(hours=30)
    assert business_time_between(HOURS, START, sla.resolution.due_at) == timedelta(hours=16)
    assert sla.next_at == after(hours=3.2)


def test_warns_at_four_fifths_and_breaches_when_it_is_due() -> None:
    progress = Progress(START)

    assert states(progress, after(hours=3.19)) == (State.OK, State.OK)
    assert states(progress, after(hours=3.2)) == (State.WARNING, State.OK)
    assert states(progress, after(hours=3.99)) == (State.WARNING, State.OK)
    assert states(progress, after(hours=4)) == (State.BREACHED, State.OK)


def test_an_answer_in_time_keeps_the_promise_for_good_and_a_late_one_does_not() -> None:
    in_time = Progress(START, answered_at=after(hours=4))
    late = Progress(START, answered_at=after(hours=4, seconds=1))

    assert states(in_time, after(days=30))[0] is State.MET
    assert states(late, after(days=30))[0] is State.BREACHED


def test_clocks_stand_still_while_waiting_for_the_customer() -> None:
    waiting = follow(Progress(START), "pending", TERMS, after(hours=1))
    assert states(waiting, after(days=20)) == (State.OK, State.OK)
    assert assess(waiting, MEDIUM, TERMS, after(days=20)).next_at is None

    # Back on Tuesday at 10:00: of the 24 hours ten belong to the desk.
    again = follow(waiting, "open", TERMS, after(hours=25))
    assert again.stopped == timedelta(hours=10)
    assert assess(again, MEDIUM, TERMS, after(hours=25)).first_response.due_at == after(hours=28)


def test_closing_ends_the_second_promise_and_reopening_goes_on_where_it_stopped() -> None:
    answered = Progress(START, answered_at=after(hours=1))
    closed = follow(answered, "closed", TERMS, after(hours=2))
    assert states(closed, after(days=9)) == (State.MET, State.MET)

    again = follow(closed, "open", TERMS, after(hours=4))
    assert assess(again, MEDIUM, TERMS, after(hours=4)).resolution.state is State.OK
    assert again.stopped == timedelta(hours=2)


def test_closed_from_pending_counts_the_stop_as_the_end() -> None:
    waiting = follow(Progress(START), "pending", TERMS, after(hours=1))
    closed = follow(waiting, "closed", TERMS, after(days=30))

    assert states(closed, after(days=30))[1] is State.MET


def test_a_new_priority_judges_the_time_used_by_the_new_target() -> None:
    progress = Progress(START)
    now = after(hours=1)

    assert states(progress, now, URGENT) == (State.BREACHED, State.OK)
    assert states(progress, now, MEDIUM) == (State.OK, State.OK)


def test_a_settled_first_response_is_not_judged_again() -> None:
    progress = Progress(START, answered_at=after(hours=1))
    settled = assess(progress, MEDIUM, TERMS, after(hours=1)).first_response

    sla = assess(progress, URGENT, TERMS, after(hours=2), settled=settled)

    assert sla.first_response == settled
    assert settled.state is State.MET
    assert sla.resolution.due_at == after(hours=4)


@given(
    st.timedeltas(timedelta(), timedelta(days=60)),
    st.lists(st.timedeltas(timedelta(), timedelta(days=3)), max_size=4),
)
def test_looking_only_at_the_announced_moments_misses_no_change(later: timedelta, pauses: list[timedelta]) -> None:
    """A desk that looks at `next_at` alone knows what one that always looks knows."""
    progress, now = Progress(START), START
    for i, pause in enumerate(pauses):
        now += pause
        progress = follow(progress, "open" if i % 2 else "pending", TERMS, now)
    sla = assess(progress, MEDIUM, TERMS, now)
    end = now + later
    while sla.next_at and sla.next_at <= end:
        before = (sla.first_response.state, sla.resolution.state)
        sla = assess(progress, MEDIUM, TERMS, sla.next_at)
        assert (sla.first_response.state, sla.resolution.state) != before

    assert (sla.first_response.state, sla.resolution.state) == states(progress, end)
