"""Rows as the wire shows them: plain dicts in the shapes of `realtime/protocol/` (a test compares)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, select

from webchat.adapters.db import tables as t
from webchat.domain import ticket as tickets
from webchat.domain.conversation import Conversation, Owner
from webchat.domain.routing import Candidate
from webchat.services import desk_settings, roster
from webchat.settings import Settings

Wire = dict[str, Any]


def iso(at: datetime) -> str:
    """Return the time as ISO 8601 UTC with milliseconds."""
    return at.isoformat(timespec="milliseconds")[:-6] + "Z"


def _present(**values: Any) -> Wire:
    return {name: value for name, value in values.items() if value is not None}


# --- messages ----------------------------------------------------------------------------------------


def message_id(conversation_id: str, seq: int, part: int = 0) -> str:
    """Return a message's id: unique, and derived, so that it costs no index."""
    return f"{conversation_id}.{seq}" if not part else f"{conversation_id}.{seq}.{part}"


def message(row: Mapping[Any, Any]) -> Wire:
    """Return one message as both sides see it."""
    extras = row["extras"] or {}
    client_id = row["client_id"]
    wire: Wire = {
        "seq": row["seq"],
        "id": message_id(row["conversation_id"], row["seq"], row["part"]),
        "sender": sender(row),
        "text": row["text"],
        "language": row["language"],
        "kind": row["kind"],
        "at": iso(row["at"]),
    }
    if ":" not in client_id:  # the service's own ids are nobody's business
        wire["client_id"] = client_id
    for name in ("buttons", "article", "step", "attachments"):
        if extras.get(name):
            wire[name] = extras[name]
    return wire


def sender(row: Mapping[Any, Any]) -> Wire:
    """Return who wrote a message."""
    return _present(kind=row["sender_kind"], name=row["sender_name"], id=row["sender_id"])


def console_message(row: Mapping[Any, Any]) -> Wire:
    """Return one message as the console gets it."""
    return {**message(row), "conversation_id": row["conversation_id"]}


def console_event(event: str, data: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a committed console event as the console gets it: a message is still a row until here."""
    if event != "message_created":
        return data
    return {**console_message(data), "event_id": data["event_id"]}


def messages(db: Connection, conversation_id: str, *, after: int = 0, notes: bool = False) -> list[Wire]:
    """Return the log after `after`, in order; with `notes` as the console sees it."""
    c = t.messages.c
    query = select(t.messages).where(c.conversation_id == conversation_id).order_by(c.seq, c.part)
    # A note written behind message n has seq n: a console that has n may not have the note yet.
    query = query.where(c.seq >= after if notes and after else c.seq > after)
    if not notes:
        query = query.where(c.visibility == "public")
    shape = console_message if notes else message
    return [shape(row) for row in db.execute(query).mappings()]


# --- agents ------------------------------------------------------------------------------------------


def presences(db: Connection) -> list[Wire]:
    """Return all agents with status and load."""
    chats = roster.n_busy(db)
    rows = db.execute(select(t.agents).order_by(t.agents.c.name, t.agents.c.id)).mappings()
    return [_presence(row, chats.get(row["id"], 0)) for row in rows]


def presence(db: Connection, agent_id: str) -> Wire:
    """Return one agent with status and load."""
    row = db.execute(select(t.agents).where(t.agents.c.id == agent_id)).mappings().one()
    return _presence(row, roster.n_busy(db).get(agent_id, 0))


def _presence(row: Mapping[Any, Any], n_chats: int) -> Wire:
    return {
        "id": row["id"],
        "name": row["name"],
        "role": row["role"],
        "status": roster.status(row),
        "languages": row["languages"],
        "capacity": row["capacity"],
        "n_chats": n_chats,
        "wrap_up_until": row["wrap_up_until"] and iso(row["wrap_up_until"]),
    }


def agent_ref(db: Connection, agent_id: str) -> Wire:
    """Return an agent's id and name."""
    row = db.execute(select(t.agents.c.id, t.agents.c.name).where(t.agents.c.id == agent_id)).one()
    return {"id": row.id, "name": row.name}


# --- tickets -----------------------------------------------------------------------------------------


def ticket(row: Mapping[Any, Any]) -> Wire:
    """Return a ticket as agents see it."""
    return _present(
        id=row["id"],
        number=tickets.number(row["serial"]),
        conversation_id=row["conversation_id"],
        status=row["status"],
        kind=row["kind"],
        fields=row["fields"],
        priority=row["priority"],
        priority_set=row["priority_set"],
        team=row["team"],
        due=_present(
            first_response_at=row["first_response_due_at"] and iso(row["first_response_due_at"]),
            resolution_at=row["resolution_due_at"] and iso(row["resolution_due_at"]),
        ),
        sla=_sla(row),
        handoff={"reason": row["reason"], "signals": row["signals"]},
        approval=row["approval"],
        version=row["version"],
        created_at=iso(row["created_at"]),
        updated_at=iso(row["updated_at"]),
    )


def _sla(row: Mapping[Any, Any]) -> Wire | None:
    if row["resolution_state"] is None:
        return None
    return {
        "answered": row["answered_at"] is not None,
        "first_response": row["first_response_state"],
        "resolution": row["resolution_state"],
        "stopped": row["stopped_at"] is not None,
    }


def current_ticket(db: Connection, conversation: Conversation) -> Mapping[Any, Any] | None:
    """Return the row of the ticket of the newest hand-off."""
    if not conversation.episode:
        return None
    c = t.tickets.c
    query = select(t.tickets).where(c.conversation_id == conversation.id, c.episode == conversation.episode)
    return db.execute(query).mappings().one_or_none()


# --- conversations -----------------------------------------------------------------------------------


def state(db: Connection, conversation: Conversation, settings: Settings) -> Wire:
    """Return the state as the end user sees it."""
    return states(db, [conversation], settings)[conversation.id]


def states(db: Connection, found: Sequence[Conversation], settings: Settings) -> dict[str, Wire]:
    """Return the states of several conversations, by id; agents and queue are read once."""
    rules = desk_settings.documents(db, settings).routing
    agents = roster.candidates(db, max_chats=rules.max_chats)
    places: dict[str, tuple[int, int | None]] = {}
    if any(c.owner is Owner.QUEUE for c in found):
        places = roster.places(db, agents, settings)
    numbers = _ticket_numbers(db, [c for c in found if c.episode])
    emails = _emails(db, found) if settings.smtp_host is not None else None
    return {c.id: _state(db, c, agents, places, numbers.get((c.id, c.episode)), emails) for c in found}


def _emails(db: Connection, found: Sequence[Conversation]) -> dict[str, str]:
    c = t.people.c
    query = select(c.id, c.email).where(c.id.in_({f.person_id for f in found}), c.email.is_not(None))
    return {row.id: row.email for row in db.execute(query)}


def _ticket_numbers(db: Connection, found: Sequence[Conversation]) -> dict[tuple[str, int], str]:
    if not found:
        return {}
    c = t.tickets.c
    query = select(c.conversation_id, c.episode, c.serial).where(c.conversation_id.in_([f.id for f in found]))
    return {(row.conversation_id, row.episode): tickets.number(row.serial) for row in db.execute(query)}


def _state(
    db: Connection,
    conversation: Conversation,
    agents: Sequence[Candidate],
    places: Mapping[str, tuple[int, int | None]],
    ticket_number: str | None,
    emails: Mapping[str, str] | None,
) -> Wire:
    wire = _present(
        status=conversation.status.value,
        owner=conversation.owner.value,
        language=conversation.language,
        agents_online=sum(agent.is_serving for agent in agents),
        rated=conversation.rating is not None,
        can_mail=emails is not None,
        email=(emails or {}).get(conversation.person_id),
    )
    if conversation.owner is Owner.AGENT and conversation.agent_id:
        wire["agent"] = agent_ref(db, conversation.agent_id)
    if conversation.owner is Owner.QUEUE:
        wire["position"], wait_s = places.get(conversation.id, (len(places) + 1, None))
        if wait_s is not None:
            wire["wait_s"] = wait_s
    if ticket_number:
        wire["ticket"] = {"number": ticket_number}
    if conversation.takeover is not None:
        is_agreed = conversation.takeover["state"] == "accepted"
        wire["takeover"] = takeover(conversation.takeover) if is_agreed else {"state": "proposed"}
    return wire


def takeover(kept: Mapping[str, Any]) -> Wire:
    """Return a take-over as who takes part in it sees it."""
    return {name: kept[name] for name in ("state", "url", "code")}


def summaries(db: Connection, found: Sequence[Conversation]) -> list[Wire]:
    """Return rows of the console's list, in the order given."""
    if not found:
        return []
    ids = [c.id for c in found]
    people = {
        row["id"]: row
        for row in db.execute(select(t.people).where(t.people.c.id.in_({c.person_id for c in found}))).mappings()
    }
    names = {row.id: row.name for row in db.execute(select(t.agents.c.id, t.agents.c.name))}
    last = _last_messages(db, ids)
    by_episode = {
        (row["conversation_id"], row["episode"]): row
        for row in db.execute(select(t.tickets).where(t.tickets.c.conversation_id.in_(ids))).mappings()
    }
    return [_summary(c, people[c.person_id], names, last.get(c.id), by_episode.get((c.id, c.episode))) for c in found]


def summary(db: Connection, conversation: Conversation) -> Wire:
    """Return one row of the console's list."""
    return summaries(db, [conversation])[0]


def _last_messages(db: Connection, ids: Sequence[str]) -> dict[str, Mapping[Any, Any]]:
    newest = t.conversations
    query = (
        select(t.messages)
        .join(
            newest,
            and_(t.messages.c.conversation_id == newest.c.id, t.messages.c.seq == newest.c.last_seq),
        )
        .where(newest.c.id.in_(ids), t.messages.c.part == 0)
    )
    return {row["conversation_id"]: row for row in db.execute(query).mappings()}


def _summary(
    conversation: Conversation,
    person: Mapping[Any, Any],
    names: Mapping[str, str],
    last: Mapping[Any, Any] | None,
    ticket_row: Mapping[Any, Any] | None,
) -> Wire:
    c = conversation
    has_agent = c.owner is Owner.AGENT and c.agent_id is not None
    return _present(
        id=c.id,
        status=c.status.value,
        owner=c.owner.value,
        agent={"id": c.agent_id, "name": names[c.agent_id]} if has_agent and c.agent_id else None,
        team=c.team,
        language=c.language,
        customer=customer(person),
        created_at=iso(c.created_at),
        updated_at=iso(c.updated_at),
        queued_at=iso(c.queued_at) if c.queued_at else None,
        offer={"agent_id": c.offer_agent_id, "expires_at": iso(c.offer_expires_at)}
        if c.offer_agent_id and c.offer_expires_at
        else None,
        last_message=last_message(last) if last else None,
        last_seq=c.last_seq,
        user_read_seq=c.user_read_seq,
        user_online=c.user_online,
        ticket=ticket(ticket_row) if ticket_row else None,
        rating=c.rating,
        page=c.page,
        takeover=takeover(c.takeover) if c.takeover else None,
        warnings=c.warnings,
    )


def last_message(row: Mapping[Any, Any]) -> Wire:
    """Return the newest public message, shortened."""
    return _present(
        seq=row["seq"],
        text=row["text"][:200],
        sender=sender(row),
        n_attachments=len((row["extras"] or {}).get("attachments", ())) or None,
        at=iso(row["at"]),
    )


def customer(person: Mapping[Any, Any]) -> Wire:
    """Return the end user as agents see them."""
    return _present(name=person["name"], email=person["email"], known=bool(person["known"]))
