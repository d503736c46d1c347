"""Who has a conversation: the state machine as data, and who may cause what."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from webchat.domain.errors import Fixable


class Status(StrEnum):
    """Where a conversation stands."""

    PENDING = "pending"
    OPEN = "open"
    SNOOZED = "snoozed"
    RESOLVED = "resolved"


class Owner(StrEnum):
    """Who has to answer."""

    BOT = "bot"
    QUEUE = "queue"
    AGENT = "agent"
    NONE = "none"


class Event(StrEnum):
    """What can change the state."""

    HAND_OFF = "hand_off"
    TAKE = "take"
    RELEASE = "release"
    AGENT_LOST = "agent_lost"
    TRANSFER = "transfer"
    TO_TEAM = "to_team"
    RETURN_TO_BOT = "return_to_bot"
    SNOOZE = "snooze"
    WAKE = "wake"
    RESOLVE = "resolve"
    BOT_SOLVED = "bot_solved"
    CLOSE = "close"
    END = "end"
    REOPEN_BOT = "reopen_bot"
    REOPEN_QUEUE = "reopen_queue"
    REOPEN_AGENT = "reopen_agent"


class State(NamedTuple):
    """Status and owner; `STATES` holds the pairs that can occur."""

    status: Status
    owner: Owner


WITH_BOT = State(Status.PENDING, Owner.BOT)
QUEUED = State(Status.OPEN, Owner.QUEUE)
WITH_AGENT = State(Status.OPEN, Owner.AGENT)
SNOOZED = State(Status.SNOOZED, Owner.AGENT)
DONE = State(Status.RESOLVED, Owner.NONE)
STATES = (WITH_BOT, QUEUED, WITH_AGENT, SNOOZED, DONE)

TRANSITIONS: dict[tuple[State, Event], State] = {
    (WITH_BOT, Event.HAND_OFF): QUEUED,
    (DONE, Event.HAND_OFF): QUEUED,
    (QUEUED, Event.TAKE): WITH_AGENT,
    (WITH_AGENT, Event.RELEASE): QUEUED,
    (SNOOZED, Event.RELEASE): QUEUED,
    (WITH_AGENT, Event.AGENT_LOST): QUEUED,
    (WITH_AGENT, Event.TRANSFER): WITH_AGENT,
    (SNOOZED, Event.TRANSFER): WITH_AGENT,
    (QUEUED, Event.TRANSFER): WITH_AGENT,
    (QUEUED, Event.TO_TEAM): QUEUED,
    (WITH_AGENT, Event.TO_TEAM): QUEUED,
    (SNOOZED, Event.TO_TEAM): QUEUED,
    (WITH_AGENT, Event.RETURN_TO_BOT): WITH_BOT,
    (WITH_AGENT, Event.SNOOZE): SNOOZED,
    (SNOOZED, Event.WAKE): WITH_AGENT,
    (WITH_AGENT, Event.RESOLVE): DONE,
    (SNOOZED, Event.RESOLVE): DONE,
    (WITH_BOT, Event.BOT_SOLVED): DONE,
    (WITH_BOT, Event.CLOSE): DONE,
    (QUEUED, Event.CLOSE): DONE,
    (WITH_AGENT, Event.CLOSE): DONE,
    (SNOOZED, Event.CLOSE): DONE,
    (WITH_BOT, Event.END): DONE,
    (QUEUED, Event.END): DONE,
    (WITH_AGENT, Event.END): DONE,
    (SNOOZED, Event.END): DONE,
    (DONE, Event.REOPEN_BOT): WITH_BOT,
    (DONE, Event.REOPEN_QUEUE): QUEUED,
    (DONE, Event.REOPEN_AGENT): WITH_AGENT,
}


class Actor(StrEnum):
    """Who causes an event."""

    USER = "user"
    BOT = "bot"
    OWNING_AGENT = "owning_agent"
    ANY_AGENT = "any_agent"
    SUPERVISOR = "supervisor"
    SYSTEM = "system"


MAY: dict[Event, frozenset[Actor]] = {
    Event.HAND_OFF: frozenset({Actor.USER, Actor.BOT, Actor.SYSTEM}),
    Event.TAKE: frozenset({Actor.ANY_AGENT}),
    Event.RELEASE: frozenset({Actor.OWNING_AGENT}),
    Event.AGENT_LOST: frozenset({Actor.SYSTEM}),
    Event.TRANSFER: frozenset({Actor.OWNING_AGENT, Actor.SUPERVISOR}),
    Event.TO_TEAM: frozenset({Actor.OWNING_AGENT, Actor.SUPERVISOR, Actor.SYSTEM}),
    Event.RETURN_TO_BOT: frozenset({Actor.OWNING_AGENT}),
    Event.SNOOZE: frozenset({Actor.OWNING_AGENT}),
    Event.WAKE: frozenset({Actor.USER, Actor.SYSTEM, Actor.OWNING_AGENT}),
    Event.RESOLVE: frozenset({Actor.OWNING_AGENT}),
    Event.BOT_SOLVED: frozenset({Actor.BOT}),
    Event.CLOSE: frozenset({Actor.USER}),
    Event.END: frozenset({Actor.OWNING_AGENT, Actor.SUPERVISOR, Actor.SYSTEM}),
    Event.REOPEN_BOT: frozenset({Actor.USER}),
    Event.REOPEN_QUEUE: frozenset({Actor.USER}),
    Event.REOPEN_AGENT: frozenset({Actor.USER}),
}


@dataclass(slots=True)
class Conversation:
    """One row of `conversations`.

    `turn` counts the bot's finished turns and `turn_seq` is the last seq they covered; `turn_pending` says that
    an outbox row for the next one exists. `episode` counts hand-offs.
    """

    id: str
    person_id: str
    site: str
    language: str
    language_source: str
    status: Status
    owner: Owner
    created_at: datetime
    updated_at: datetime
    agent_id: str | None = None
    team: str | None = None
    skill: str | None = None
    last_seq: int = 0
    n_notes: int = 0
    episode: int = 0
    episode_seq: int = 0
    turn: int = 0
    turn_seq: int = 0
    turn_pending: bool = False
    queued_at: datetime | None = None
    queue_rank: int = 0
    offer_agent_id: str | None = None
    offer_expires_at: datetime | None = None
    offers_passed: list[str] = field(default_factory=list)
    reach: str = "team"
    told_wait_s: int | None = None
    told_wait_at: datetime | None = None
    snoozed_until: datetime | None = None
    resolved_at: datetime | None = None
    resolved_by: str | None = None
    outcome: str | None = None
    page: dict[str, Any] | None = None
    user_online: bool = False
    user_read_seq: int = 0
    rating: int | None = None
    previous_id: str | None = None
    takeover: dict[str, Any] | None = None
    warnings: int = 0

    @property
    def state(self) -> State:
        """Status and owner."""
        return State(self.status, self.owner)

    @property
    def seen_by_agents(self) -> bool:
        """True from the first hand-off on: the console knows these conversations only."""
        return self.episode > 0


def next_state(state: State, event: Event, actor: Actor) -> State:
    """Return the state that `event` leads to.

    Raises:
        Fixable: `not_yours` if the actor may not cause the event, `closed` if the conversation is resolved,
            `invalid` if the event has no meaning in this state.
    """
    if actor not in MAY[event]:
        raise Fixable("not_yours")
    target = TRANSITIONS.get((state, event))
    if target is None:
        raise Fixable("closed" if state == DONE else "invalid", event=event.value, status=state.status.value)
    return target


def reopen_event(conversation: Conversation, now: datetime, *, grace_s: float, agent_is_online: bool) -> Event | None:
    """Decide what a new message does to a resolved conversation.

    Args:
        conversation: Resolved.
        now: Aware, UTC.
        grace_s: Seconds after resolving within which it reopens.
        agent_is_online: Whether the agent who resolved it is connected.

    Returns:
        The event, or None when the message starts a new, linked conversation.
    """
    if conversation.outcome == "abuse":
        return None
    if conversation.resolved_at and (now - conversation.resolved_at).total_seconds() > grace_s:
        return None
    if conversation.agent_id is None:
        return Event.REOPEN_BOT
    return Event.REOPEN_AGENT if agent_is_online else Event.REOPEN_QUEUE
