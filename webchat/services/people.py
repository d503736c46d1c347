"""A person's rights over what is kept about them."""

from __future__ import annotations

from sqlalchemy import Connection, delete, or_, select, update

from webchat.adapters.db import tables as t
from webchat.services import audit
from webchat.services.work import Work


def conversations_of(db: Connection, who: str) -> list[str]:
    """Return the ids of the conversations of a person, named as for `erase`."""
    c = t.conversations.c
    return list(db.scalars(select(c.id).where(c.person_id.in_(_find(db, who)))))


def _find(db: Connection, who: str) -> list[str]:
    p = t.people.c
    query = select(p.id).where(or_(p.id == who, p.identifier == who, p.email == who.strip().lower(), p.email == who))
    return list(db.scalars(query))


def erase(work: Work, who: str) -> dict[str, int]:
    """Delete a person with everything they said.

    Args:
        work: The transaction.
        who: The person's id, signed identifier, or e-mail address.

    Returns:
        Deleted rows by table; empty if nobody is known by that name.
    """
    p, c = t.people.c, t.conversations.c
    person_ids = _find(work.db, who)
    if not person_ids:
        return {}
    ids = conversations_of(work.db, who)
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
    for person_id in person_ids:
        audit.record(
            work,
            "person_erased",
            actor=None,
            actor_kind="command",
            person=person_id,
            n_rows={str(k): n for k, n in deleted.items()},
        )
    return deleted
