"""One ticket as its page shows it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, select

from webchat.adapters.db import tables as t
from webchat.domain.ticket_fields import missing
from webchat.services import views
from webchat.services.tickets import definitions, links, listing
from webchat.services.tickets.loading import load


def one(db: Connection, ref: str) -> dict[str, Any]:
    """Return a ticket with its owner, customer, conversation, links, and what it still lacks.

    Raises:
        Fixable: `not_found`.
    """
    row = load(db, ref)
    c = t.conversations.c
    query = (
        select(t.tickets, t.conversations)
        .join(t.conversations, c.id == t.tickets.c.conversation_id)
        .where(t.tickets.c.id == row["id"])
    )
    found = db.execute(query).mappings().one()
    wake_at = found[c.snoozed_until]
    return {
        **listing.items(db, [found])[0],
        "outcome": row["outcome"],
        "solution": row["solution"],
        "wake_at": views.iso(wake_at) if wake_at and row["status"] == "pending" else None,
        "links": links.of(db, row["id"]),
        "missing": missing(definitions.current(db), row["kind"], row["fields"]),
    }
