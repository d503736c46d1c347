"""What users are promised: when somebody answers and when it is solved, by priority, in business time.

Both clocks of a ticket start at the hand-off. They stand still while the ticket waits for the customer (pending,
which includes a snoozed conversation) and when it is closed; a reopened ticket goes on where it stopped. A new
priority restarts nothing: the same start and the same time used are judged by the new target.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from webchat.domain.business_hours import BusinessHours, add_business_time, business_time_between

STOPPED_STATUS = frozenset({"pending", "closed", "merged"})


class State(StrEnum):
    """How one promise stands."""

    OK = "ok"
    WARNING = "warning"
    BREACHED = "breached"
    MET = "met"


@dataclass(frozen=True, slots=True)
class Target:
    """Business time within which the first answer and the solution are promised."""

    first_response: timedelta
    resolution: timedelta


@dataclass(frozen=True, slots=True)
class Terms:
    """What the desk promises: its hours, and the share (0..1) of a target after which it warns."""

    hours: BusinessHours
    warning_share: float


@dataclass(frozen=True, slots=True)
class Progress:
    """A ticket's way so far.

    Attributes:
        started_at: The hand-off.
        answered_at: An agent's first message to the customer.
        stopped_at: Since when both clocks stand still; None while they run.
        stopped: Business time of the stops that are over.
        is_closed: Whether the stop is the end.
    """

    started_at: datetime
    answered_at: datetime | None = None
    stopped_at: datetime | None = None
    stopped: timedelta = timedelta()
    is_closed: bool = False


@dataclass(frozen=True, slots=True)
class Clock:
    """One promise: when it is due, how it stands, and when that changes if nobody does anything."""

    due_at: datetime
    state: State
    next_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Sla:
    """Both promises of a ticket."""

    first_response: Clock
    resolution: Clock

    @property
    def next_at(self) -> datetime | None:
        """When the first of them changes by itself."""
        return min((c.next_at for c in (self.first_response, self.resolution) if c.next_at), default=None)


def follow(progress: Progress, status: str, terms: Terms, now: datetime) -> Progress:
    """Stop or start the clocks as the ticket's new status wants."""
    is_closed = status in ("closed", "merged")
    if status in STOPPED_STATUS:
        return replace(progress, stopped_at=progress.stopped_at or now, is_closed=is_closed)
    if progress.stopped_at is None:
        return progress
    stop = business_time_between(terms.hours, progress.stopped_at, now)
    return replace(progress, stopped_at=None, stopped=progress.stopped + stop, is_closed=False)


def assess(progress: Progress, target: Target, terms: Terms, now: datetime, *, settled: Clock | None = None) -> Sla:
    """Judge both promises at `now`.

    Args:
        progress: Of the ticket.
        target: Of its priority.
        terms: Of the desk.
        now: Aware.
        settled: The first response as the answer settled it: a later priority does not judge it again.
    """
    solved_at = progress.stopped_at if progress.is_closed else None
    first = settled or _judge(progress, target.first_response, terms, now, done_at=progress.answered_at)
    return Sla(first, _judge(progress, target.resolution, terms, now, done_at=solved_at))


def _judge(progress: Progress, target: timedelta, terms: Terms, now: datetime, *, done_at: datetime | None) -> Clock:
    due_at = add_business_time(terms.hours, progress.started_at, progress.stopped + target)
    if done_at is not None:
        return Clock(due_at, State.MET if done_at <= due_at else State.BREACHED)
    warn_at = add_business_time(terms.hours, progress.started_at, progress.stopped + target * terms.warning_share)
    at = progress.stopped_at or now
    if at >= due_at:
        return Clock(due_at, State.BREACHED)
    state = State.WARNING if at >= warn_at else State.OK
    next_at = due_at if state is State.WARNING else warn_at
    return Clock(due_at, state, None if progress.stopped_at else next_at)
