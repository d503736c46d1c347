"""What reports need to know of one conversation, as plain numbers: derived from its log, tickets and opinions.

A quarter is the number of quarter-hours since 1970 (UTC). The days of every time zone begin at one, so facts need not
be made again when the desk moves or the clock is changed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

QUARTER_S = 900
QUIET_Q = 24 * 3600 // QUARTER_S  # after so long without a word a conversation with the bot is over
NOTHING_SAID = -1  # `begun_q` of a conversation in which the user never said a word

_NOT_IT = ("/report_not_solved", "/correct_problem")
_ANSWERS = ("answer", "guide")
_SENDERS = ("user", "bot", "agent")


def quarter(at: datetime) -> int:
    """Return the number of the quarter-hour in which a moment lies."""
    return int(at.timestamp()) // QUARTER_S


class Said(NamedTuple):
    """One public message; `decision` is the bot's, on the first message of a turn."""

    seq: int
    at: datetime
    sender: str
    payload: str | None = None
    decision: Mapping[str, Any] | None = None


class Opinion(NamedTuple):
    """What the user thought of an answer."""

    at: datetime
    helpful: bool


class Stint(NamedTuple):
    """A stretch of time in which an agent had the conversation open."""

    started_at: datetime
    ended_at: datetime | None


class Resolved(NamedTuple):
    """A time the conversation was resolved."""

    at: datetime
    reopened_at: datetime | None


@dataclass(frozen=True, slots=True)
class Ticket:
    """A hand-off, in order of its episode."""

    id: str
    created_at: datetime
    answered_at: datetime | None
    is_over: bool
    team: str | None
    reason: str
    family: str | None
    first_response: str | None
    resolution: str | None


@dataclass(frozen=True, slots=True)
class Story:
    """All that is known of one conversation."""

    said: Sequence[Said]
    opinions: Sequence[Opinion] = ()
    tickets: Sequence[Ticket] = ()
    stints: Sequence[Stint] = ()
    resolved: Sequence[Resolved] = ()


@dataclass(frozen=True, slots=True)
class TicketFacts:
    """One hand-off in seconds; None where it has not come to that."""

    ticket_id: str
    created_q: int
    team: str | None
    first_response_s: float | None
    wait_s: float | None
    handling_s: float | None
    resolution_s: float | None
    gave_up: bool
    first_response: str | None
    resolution: str | None


@dataclass(frozen=True, slots=True)
class Facts:
    """One conversation in numbers.

    Attributes:
        begun_q: Of the user's first word, or `NOTHING_SAID`.
        last_q: Of the last message.
        verdict: The last that is known of the bot's help: `solved`, `answered`, `unhelped`; None before any answer.
        family: What it was about: the ticket's topic, or the article the bot had last.
        reason: Of the first hand-off.
        messages: How many, by quarter and sender.
    """

    begun_q: int
    last_q: int
    verdict: str | None
    family: str | None
    reason: str | None
    team: str | None
    n_answers: int
    n_helpful: int
    n_unhelpful: int
    messages: Mapping[int, Mapping[str, int]] = field(default_factory=dict)
    tickets: Sequence[TicketFacts] = ()


def facts(story: Story) -> Facts:
    """Derive the facts of a conversation."""
    begun = next((quarter(s.at) for s in story.said if s.sender == "user"), NOTHING_SAID)
    counted: dict[int, Counter[str]] = {}
    for said in story.said:
        if said.sender in _SENDERS:
            counted.setdefault(quarter(said.at), Counter())[said.sender] += 1
    decisions = [said.decision for said in story.said if said.decision]
    newest = story.tickets[-1] if story.tickets else None
    shown = next((d["family"] for d in reversed(decisions) if d.get("family")), None)
    return Facts(
        begun_q=begun,
        last_q=quarter(story.said[-1].at) if story.said else NOTHING_SAID,
        verdict=_verdict(story),
        family=(newest.family if newest else None) or shown,
        reason=story.tickets[0].reason if story.tickets else None,
        team=newest.team if newest else None,
        n_answers=sum(d.get("action") == "answer" for d in decisions),
        n_helpful=sum(opinion.helpful for opinion in story.opinions),
        n_unhelpful=sum(not opinion.helpful for opinion in story.opinions),
        messages=counted,
        tickets=[_ticket(story, number) for number in range(len(story.tickets))],
    )


def _verdict(story: Story) -> str | None:
    """The last word on the bot's help, in the order in which things happened."""
    events: list[tuple[datetime, int, Said | Opinion]] = [(said.at, 0, said) for said in story.said]
    events += [(opinion.at, 1, opinion) for opinion in story.opinions]
    verdict: str | None = None
    for _, _, event in sorted(events, key=lambda each: each[:2]):
        if isinstance(event, Opinion):
            verdict = "solved" if event.helpful else "unhelped"
        elif event.decision:
            if event.decision.get("solved") or event.decision.get("action") == "solved":
                verdict = "solved"
            elif event.decision.get("action") in _ANSWERS:
                verdict = "answered"
        elif verdict and event.sender == "user" and (event.payload or "").startswith(_NOT_IT):
            verdict = "unhelped"
    return verdict


def _ticket(story: Story, number: int) -> TicketFacts:
    ticket = story.tickets[number]
    until = story.tickets[number + 1].created_at if number + 1 < len(story.tickets) else None

    def is_of(at: datetime) -> bool:
        return at >= ticket.created_at and (until is None or at < until)

    stints = [stint for stint in story.stints if is_of(stint.started_at)]
    done = [stint.ended_at - stint.started_at for stint in stints if stint.ended_at]
    lasting = [each.at for each in story.resolved if is_of(each.at) and each.reopened_at is None]
    return TicketFacts(
        ticket_id=ticket.id,
        created_q=quarter(ticket.created_at),
        team=ticket.team,
        first_response_s=_seconds(ticket.created_at, ticket.answered_at),
        wait_s=_seconds(ticket.created_at, min((stint.started_at for stint in stints), default=None)),
        handling_s=sum(each.total_seconds() for each in done) if done and len(done) == len(stints) else None,
        resolution_s=_seconds(ticket.created_at, max(lasting, default=None)),
        gave_up=ticket.is_over and not stints and ticket.answered_at is None,
        first_response=ticket.first_response if ticket.first_response in ("met", "breached") else None,
        resolution=ticket.resolution if ticket.resolution in ("met", "breached") else None,
    )


def _seconds(start: datetime, end: datetime | None) -> float | None:
    return None if end is None else max(0.0, (end - start).total_seconds())
