"""Keep the promises of tickets: due times, their states, and when to look again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import select, update

from webchat.adapters.db import tables as t
from webchat.adapters.db.statements import SelectIn
from webchat.documents import Documents
from webchat.domain import sla, ticket
from webchat.domain.conversation import Conversation, Owner
from webchat.domain.sla import Clock, Progress, State, Target, Terms
from webchat.domain.who import SYSTEM, Who
from webchat.services import desk_settings, opening_hours, views
from webchat.services.reports import stale
from webchat.services.tickets import history
from webchat.services.work import Work

_MAX_CHECKED = 200

Row = Mapping[Any, Any]


def opened(work: Work, priority: str) -> dict[str, Any]:
    """Return the columns of a ticket that is made now: its clocks start."""
    return _columns(Progress(work.now), _judge(work, Progress(work.now), priority))


def change(work: Work, row: Row, *, by: Who = SYSTEM, note: str | None = None, **values: Any) -> dict[str, Any]:
    """Write `values` into a ticket with what they do to its clocks and its history, and have the consoles told.

    Args:
        work: The transaction.
        row: The ticket as it is.
        by: Who changes it.
        note: Why, for the history.
        **values: New columns.

    Returns:
        The changed columns.
    """
    new = {**row, **values}
    progress = Progress(
        started_at=row["created_at"],
        answered_at=new["answered_at"],
        stopped_at=row["stopped_at"],
        stopped=timedelta(seconds=row["stopped_s"]),
    )
    progress = sla.follow(progress, new["status"], _terms(desk_settings.of(work)), work.now)
    clocks = _columns(progress, _judge(work, progress, new["priority"], settled=_settled(row)))
    changed = history.differences(row, values)
    history.record(work, row["id"], changed, by, note=note)
    history.record(work, row["id"], history.differences(row, clocks), SYSTEM)
    values |= clocks
    if changed:
        values |= {"version": row["version"] + 1, "updated_at": work.now}
    work.db.execute(update(t.tickets).where(t.tickets.c.id == row["id"]).values(**values))
    work.touched_tickets[row["id"]] = None
    stale.mark(work, row["conversation_id"])
    return values


def follow(work: Work, conversation: Conversation, by: Who) -> None:
    """Give the ticket of the newest hand-off the status and the agent that its conversation's state means."""
    row = views.current_ticket(work.db, conversation)
    if row is None:
        return
    status = ticket.status_after(conversation.state, row["status"])
    new: dict[str, Any] = {"status": status}
    if status not in ticket.OVER:  # a closed ticket keeps who closed it
        new["agent_id"] = conversation.agent_id if conversation.owner is Owner.AGENT else None
    if any(row[name] != value for name, value in new.items()):
        change(work, row, by=by, **new)


_TICKETS = SelectIn(
    [t.tickets.c[name] for name in ("id", "conversation_id", "episode", "answered_at")], t.tickets.c.conversation_id
)


def answered(work: Work, conversations: Iterable[Conversation]) -> None:
    """Note that an agent has written to these customers; only the first time counts."""
    episodes = {conversation.id: conversation.episode for conversation in conversations}
    for ticket_id, conversation_id, episode, answered_at in list(_TICKETS(work.db, list(episodes))):
        if answered_at is None and episode == episodes[conversation_id]:
            change(work, _row(work, ticket_id), answered_at=work.now)


def check(work: Work) -> None:
    """Raise each warning and breach whose moment has come: once, because the state is stored with it."""
    c = t.tickets.c
    query = select(c.id).where(c.sla_next_at <= work.now).order_by(c.sla_next_at).limit(_MAX_CHECKED)
    for ticket_id in list(work.db.scalars(query)):
        change(work, _row(work, ticket_id))


def _row(work: Work, ticket_id: str) -> Row:
    return work.db.execute(select(t.tickets).where(t.tickets.c.id == ticket_id)).mappings().one()


def _terms(documents: Documents) -> Terms:
    return Terms(opening_hours.hours(documents.hours), documents.sla.warning_share)


def _judge(work: Work, progress: Progress, priority: str, *, settled: Clock | None = None) -> sla.Sla:
    documents = desk_settings.of(work)
    promised = getattr(documents.sla.targets, priority)
    target = Target(timedelta(minutes=promised.first_response_min), timedelta(minutes=promised.resolution_min))
    return sla.assess(progress, target, _terms(documents), work.now, settled=settled)


def _settled(row: Row) -> Clock | None:
    if row["answered_at"] is None or row["first_response_state"] is None:
        return None
    return Clock(row["first_response_due_at"], State(row["first_response_state"]))


def _columns(progress: Progress, judged: sla.Sla) -> dict[str, Any]:
    return {
        "first_response_due_at": judged.first_response.due_at,
        "first_response_state": judged.first_response.state.value,
        "resolution_due_at": judged.resolution.due_at,
        "resolution_state": judged.resolution.state.value,
        "stopped_at": progress.stopped_at,
        "stopped_s": progress.stopped.total_seconds(),
        "sla_next_at": judged.next_at,
    }
