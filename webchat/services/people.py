"""A person's rights over what is kept about them."""

from __future__ import annotations

from sqlalchemy import delete, or_, select, update

from webchat.adapters.db import tables as t
from webchat.services.work import Work


def erase(work: Work, who: str) -> dict[str, int]:
    """Delete a person with everything they said.

    Args:
        work: The transaction.
        who: The person's id, signed identifier, or e-mail address.

    Returns:
        Deleted rows by table; empty if nobody is known by that name.
    """
    p = t.people.c
    query = select(p.id).where(or_(p.id == who, p.identifier == who, p.email == who.strip().lower(), p.email == who))
    person_ids = list(work.db.scalars(query))
    if not person_ids:
        return {}
    c = t.conversations.c
    ids = list(work.db.scalars(select(c.id).where(c.person_id.in_(person_ids))))
    ticket_ids = list(work.db.scalars(select(t.tickets.c.id).where(t.tickets.c.conversation_id.in_(ids))))
    work.db.execute(update(t.conversations).where(c.previous_id.in_(ids)).values(previous_id=None))
    deleted = {
        "ticket_changes": work.db.execute(
            delete(t.ticket_changes).where(t.ticket_changes.c.ticket_id.in_(ticket_ids))
        ).rowcount
    }
    for table in (t.labels, t.feedback, t.outbox, t.console_events, t.tickets, t.messages, t.sessions):
        deleted[table.name] = work.db.execute(delete(table).where(table.c.conversation_id.in_(ids))).rowcount
    deleted["conversations"] = work.db.execute(delete(t.conversations).where(c.id.in_(ids))).rowcount
    deleted["people"] = work.db.execute(delete(t.people).where(p.id.in_(person_ids))).rowcount
    return deleted
