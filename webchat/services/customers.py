"""Who the customer is: what an agent sees beside the conversation."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, func, select

from webchat.adapters.db import tables as t
from webchat.domain import ticket as tickets
from webchat.domain.errors import Fixable
from webchat.services import conversations, views

_N_EARLIER = 20


def beside(db: Connection, conversation_id: str) -> dict[str, Any]:
    """Return the customer of a conversation that agents may see.

    Earlier conversations are those of the same person: who signs in with a signed identity is one person, who does
    not is known by nothing but this browser's session, and the two are never taken for one.

    Raises:
        Fixable: `not_found`.
    """
    conversation = conversations.load(db, conversation_id)
    if not conversation.seen_by_agents:
        raise Fixable("not_found")
    person = conversations.person(db, conversation.person_id)
    c = t.conversations.c
    of_person = select(c.id).where(c.person_id == conversation.person_id)
    count = select(func.count(), func.count(c.rating), func.avg(c.rating)).where(c.person_id == conversation.person_id)
    n, n_ratings, rating = db.execute(count).one()
    return {
        "id": person["id"],
        **views.customer(person),
        "identifier": person["identifier"] if person["known"] else None,
        "since": views.iso(person["created_at"]),
        "language": conversation.language,
        "skill": conversation.skill,
        "n_conversations": n,
        "n_by_bot": db.scalar(select(func.count()).where(c.id.in_(of_person), c.episode == 0)),
        "satisfaction": {"n": n_ratings, "mean": round(float(rating), 1) if n_ratings else None},
        "earlier": _earlier(db, conversation.person_id, but=conversation_id),
    }


def _earlier(db: Connection, person_id: str, *, but: str) -> list[dict[str, Any]]:
    """Return the newest conversations that agents may see, each with its last ticket."""
    c, k = t.conversations.c, t.tickets.c
    query = (
        select(c.id, c.status, c.outcome, c.rating, c.created_at, k.serial, k.fields, k.solution)
        .add_columns(k.status.label("ticket_status"), k.kind)
        .join(t.tickets, (k.conversation_id == c.id) & (k.episode == c.episode))
        .where(c.person_id == person_id, c.id != but)
        .order_by(c.created_at.desc(), c.id)
        .limit(_N_EARLIER)
    )
    return [
        {
            "conversation_id": row.id,
            "status": row.status,
            "outcome": row.outcome,
            "rating": row.rating,
            "at": views.iso(row.created_at),
            "ticket": {"number": tickets.number(row.serial), "status": row.ticket_status, "kind": row.kind},
            "subject": (row.fields.get("subject") or {}).get("value"),
            "solution": row.solution,
        }
        for row in db.execute(query)
    ]
