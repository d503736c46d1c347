"""What agents propose for the knowledge base from inside a chat."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, insert, select

from webchat.adapters.db import tables as t
from webchat.domain.errors import Fixable
from webchat.domain.masking import mask
from webchat.services import audit, conversations, desk, views
from webchat.services.accounts import Agent
from webchat.services.work import Work


def propose(
    work: Work, agent: Agent, *, kind: str, conversation_id: str, article_id: str | None, text: str
) -> dict[str, Any]:
    """Store a proposal: an article that is wrong, or a solution that should become one.

    Raises:
        Fixable: `not_found`, or `invalid` (field `article_id`) when an article that is wrong is not named.
    """
    conversation = desk.seen(work, conversation_id)
    if (kind == "article_wrong") != (article_id is not None):
        raise Fixable("invalid", field="article_id")
    ticket = views.current_ticket(work.db, conversation)
    row = {
        "id": conversations.new_id(),
        "kind": kind,
        "status": "open",
        "conversation_id": conversation.id,
        "ticket_id": ticket["id"] if ticket else None,
        "article_id": article_id,
        "language": conversation.language,
        "text": mask(text).text,
        "agent_id": agent.id,
        "created_at": work.now,
    }
    work.db.execute(insert(t.proposals).values(**row))
    audit.record(work, "proposal_made", actor=agent.id, conversation=conversation.id, id=row["id"], kind=kind)
    return {"id": row["id"]}


def page(db: Connection, *, status: str, after: str | None, limit: int) -> dict[str, Any]:
    """Return proposals, oldest first, and in `next` what `after` has to be for the next page.

    Raises:
        Fixable: `invalid` for an `after` that does not exist.
    """
    c = t.proposals.c
    query = select(t.proposals, t.agents.c.name).join(t.agents, t.agents.c.id == c.agent_id).where(c.status == status)
    if after is not None:
        made_at = db.scalar(select(c.created_at).where(c.id == after))
        if made_at is None:
            raise Fixable("invalid", field="after")
        query = query.where((c.created_at > made_at) | ((c.created_at == made_at) & (c.id > after)))
    rows = list(db.execute(query.order_by(c.created_at, c.id).limit(limit + 1)).mappings())
    names = ("id", "kind", "status", "conversation_id", "ticket_id", "article_id", "language", "text")
    found = [
        {
            **{name: row[name] for name in names},
            "by": {"id": row["agent_id"], "name": row["name"]},
            "created_at": views.iso(row["created_at"]),
        }
        for row in rows[:limit]
    ]
    return {"proposals": found, "next": found[-1]["id"] if len(rows) > limit else None}
