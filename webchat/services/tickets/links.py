"""Links between tickets: a known problem, a duplicate, a follow-up."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, delete, insert, select

from webchat.adapters.db import tables as t
from webchat.domain import ticket as tickets
from webchat.domain.errors import Fixable
from webchat.domain.who import Who
from webchat.services import audit, conversations, messages
from webchat.services.accounts import Agent
from webchat.services.tickets import history
from webchat.services.tickets.loading import Row, load
from webchat.services.work import Work


def add(work: Work, agent: Agent, ref: str, *, kind: str, to: str) -> dict[str, Any]:
    """Link a ticket to another; linking twice is once. The customer hears of a known problem.

    Raises:
        Fixable: `not_found`, or `invalid` (field `ticket`) for a link to itself.
    """
    row, other = load(work.db, ref), load(work.db, to)
    if row["id"] == other["id"]:
        raise Fixable("invalid", field="ticket")
    if (
        connect(work, Who("agent", agent.id), row, other, kind)
        and kind == "known_problem"
        and row["status"] not in tickets.OVER
    ):
        tell(work, row, "ticket_known_problem")
    return {"links": of(work.db, row["id"])}


def connect(work: Work, by: Who, row: Row, other: Row, kind: str) -> bool:
    """Store a link with its history; returns False if it was there."""
    k = t.ticket_links.c
    known = select(k.id).where(k.ticket_id == row["id"], k.other_id == other["id"], k.kind == kind)
    if work.db.scalar(known):
        return False
    values = {"ticket_id": row["id"], "other_id": other["id"], "kind": kind, "agent_id": by.agent_id, "at": work.now}
    work.db.execute(insert(t.ticket_links).values(**values))
    _record(work, by, row, other, kind, is_new=True)
    audit.record(
        work, "ticket_linked", actor=by.agent_id, actor_kind=by.kind, ticket=row["id"], to=other["id"], kind=kind
    )
    return True


def remove(work: Work, agent: Agent, ref: str, link_id: int) -> None:
    """Take a link away, from either of its tickets.

    Raises:
        Fixable: `not_found`.
    """
    row = load(work.db, ref)
    link = work.db.execute(select(t.ticket_links).where(t.ticket_links.c.id == link_id)).mappings().one_or_none()
    if link is None or row["id"] not in (link["ticket_id"], link["other_id"]):
        raise Fixable("not_found")
    work.db.execute(delete(t.ticket_links).where(t.ticket_links.c.id == link_id))
    source, target = load(work.db, link["ticket_id"]), load(work.db, link["other_id"])
    _record(work, Who("agent", agent.id), source, target, link["kind"], is_new=False)
    to = link["other_id"]
    audit.record(work, "ticket_unlinked", actor=agent.id, ticket=link["ticket_id"], to=to, kind=link["kind"])


def _record(work: Work, by: Who, row: Row, other: Row, kind: str, *, is_new: bool) -> None:
    value = {"kind": kind, "ticket": tickets.number(row["serial"]), "to": tickets.number(other["serial"])}
    change = (None, value) if is_new else (value, None)
    for each in (row, other):
        history.record(work, each["id"], {"links": change}, by)
        work.touched_tickets[each["id"]] = None


def of(db: Connection, ticket_id: str) -> list[dict[str, Any]]:
    """Return a ticket's links; `from` tells that it is the other one which has the link to this."""
    k = t.ticket_links.c
    found = []
    for mine, theirs, direction in ((k.ticket_id, k.other_id, "to"), (k.other_id, k.ticket_id, "from")):
        query = select(k.id, k.kind, t.tickets).join(t.tickets, t.tickets.c.id == theirs).where(mine == ticket_id)
        for row in db.execute(query.order_by(k.id)).mappings():
            found.append(
                {
                    "id": row[k.id],
                    "kind": row[k.kind],
                    "direction": direction,
                    "ticket": {
                        "id": row[t.tickets.c.id],
                        "number": tickets.number(row["serial"]),
                        "status": row["status"],
                        "subject": (row["fields"].get("subject") or {}).get("value"),
                    },
                }
            )
    return found


def tell(work: Work, row: Row, key: str, **params: Any) -> None:
    """Tell the customer in plain words what happens, unless a later hand-off has made this ticket history."""
    conversation = conversations.load(work.db, row["conversation_id"])
    if conversation.episode != row["episode"]:
        return
    messages.notice(work, conversation, key, number=tickets.number(row["serial"]), **params)
    work.touched[conversation.id] = conversation
