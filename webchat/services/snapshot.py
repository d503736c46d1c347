"""All a console needs to start, and what happened since."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, delete, func, select

from webchat.adapters.db import tables as t
from webchat.domain.conversation import Status
from webchat.domain.errors import Fixable
from webchat.services import conversations, incidents, mentions, reminders, teams, views
from webchat.services.work import Work
from webchat.settings import Settings

PERSONAL = frozenset({"mention_changed", "reminder_changed"})
_N_RESOLVED = 50


def snapshot(db: Connection, agent_id: str, settings: Settings) -> dict[str, Any]:
    """Return agents, open conversations and the newest resolved ones, as of one event."""
    c = t.conversations.c
    handed = select(*conversations.columns()).where(c.episode > 0)
    still_open = handed.where(c.status != Status.RESOLVED.value).order_by(c.updated_at.desc())
    resolved = handed.where(c.status == Status.RESOLVED.value).order_by(c.resolved_at.desc()).limit(_N_RESOLVED)
    found = [conversations.from_row(row) for query in (still_open, resolved) for row in db.execute(query)]
    agents = views.presences(db)
    return {
        "event_id": newest_event_id(db),
        "me": next(agent for agent in agents if agent["id"] == agent_id),
        "agents": agents,
        "conversations": views.summaries(db, found),
        "mentions": mentions.unread(db, agent_id),
        "reminders": reminders.still_to_do(db, agent_id),
        "teams": teams.listed(db),
        "incidents": incidents.counts(db),
        "max_message_chars": settings.max_message_chars,
        "max_attachment_bytes": settings.attachment_max_bytes,
    }


def newest_event_id(db: Connection) -> int:
    """Return the number of the newest console event, 0 if there is none."""
    return db.scalar(select(func.max(t.console_events.c.event_id))) or 0


def events_since(db: Connection, after: int, agent_id: str) -> dict[str, Any]:
    """Return the console events after `after`.

    Raises:
        Fixable: `too_old` when some of them are gone, `invalid` when `after` lies in the future.
    """
    c = t.console_events.c
    newest = newest_event_id(db)
    if after > newest:
        raise Fixable("invalid", field="after", event_id=newest)
    oldest = db.scalar(select(func.min(c.event_id))) or 0
    if after + 1 < oldest:
        raise Fixable("too_old")
    rows = db.execute(select(c.event, c.conversation_id, c.data).where(c.event_id > after).order_by(c.event_id)).all()
    posted = _messages(db, [(row.conversation_id, row.data["seq"]) for row in rows if row.event == "message_created"])
    events = []
    for event, conversation_id, data in rows:
        if event == "message_created":
            row = posted.get((conversation_id, data["seq"], data["part"]))
            if row is None:
                continue  # erased since
            data = views.console_event(event, {**row, "event_id": data["event_id"]})
        shown = for_agent(event, data, agent_id)
        if shown is not None:
            events.append({"event": event, "data": shown})
    return {"events": events, "event_id": newest}


def _messages(db: Connection, keys: Sequence[tuple[str, int]]) -> dict[tuple[str, int, int], Mapping[Any, Any]]:
    """Read the messages that events refer to, by conversation, seq and part."""
    lowest: dict[str, int] = {}
    for conversation_id, seq in keys:
        lowest[conversation_id] = min(seq, lowest.get(conversation_id, seq))
    c = t.messages.c
    found: dict[tuple[str, int, int], Mapping[Any, Any]] = {}
    for conversation_id, seq in lowest.items():
        query = select(t.messages).where(c.conversation_id == conversation_id, c.seq >= seq)
        for row in db.execute(query).mappings():
            found[conversation_id, row["seq"], row["part"]] = row
    return found


def for_agent(event: str, data: Mapping[str, Any], agent_id: str) -> Mapping[str, Any] | None:
    """Return an event as this agent gets it; None for what is another's own business.

    A hand-off tells the one it is offered to until when.
    """
    if event in PERSONAL:
        return data if data["agent_id"] == agent_id else None
    if event != "handoff_created":
        return data
    offer = data["conversation"].get("offer")
    if not offer or offer["agent_id"] != agent_id:
        return data
    return {**data, "offer_expires_at": offer["expires_at"]}


def opened(db: Connection, conversation_id: str, after: int) -> dict[str, Any]:
    """Return a conversation with its messages, notes included.

    Raises:
        Fixable: `not_found`.
    """
    conversation = conversations.load(db, conversation_id)
    if not conversation.seen_by_agents:
        raise Fixable("not_found")
    return {
        "conversation": views.summary(db, conversation),
        "messages": views.messages(db, conversation_id, after=after, notes=True),
    }


def prune(work: Work) -> None:
    """Forget the oldest console events; the newest always stays, because it carries the count."""
    c = t.console_events.c
    oldest_kept = newest_event_id(work.db) - max(1, work.settings.console_events_kept)
    if oldest_kept > 0:
        work.db.execute(delete(t.console_events).where(c.event_id <= oldest_kept))
