"""What agents propose for the knowledge base from inside a chat."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, RowMapping, insert, select, update

from webchat.adapters.db import tables as t
from webchat.domain import gaps as rules
from webchat.domain import ticket as tickets
from webchat.domain.errors import Fixable
from webchat.domain.gaps import Solution
from webchat.domain.masking import mask
from webchat.services import audit, conversations, desk, gaps, views
from webchat.services.accounts import Agent
from webchat.services.articles import create_draft
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
    query = _rows().where(c.status == status)
    if after is not None:
        made_at = db.scalar(select(c.created_at).where(c.id == after))
        if made_at is None:
            raise Fixable("invalid", field="after")
        query = query.where((c.created_at > made_at) | ((c.created_at == made_at) & (c.id > after)))
    rows = list(db.execute(query.order_by(c.created_at, c.id).limit(limit + 1)).mappings())
    found = [_wire(row) for row in rows[:limit]]
    return {"proposals": found, "next": found[-1]["id"] if len(rows) > limit else None}


def mine(db: Connection, agent: Agent, *, limit: int) -> dict[str, Any]:
    """Return what became of an agent's own proposals, the newest first; `is_new` until they have seen it."""
    c = t.proposals.c
    rows = db.execute(_rows().where(c.agent_id == agent.id).order_by(c.created_at.desc(), c.id).limit(limit)).mappings()
    found = [{**_wire(row), "is_new": row["status"] != "open" and row["seen_at"] is None} for row in rows]
    return {"proposals": found, "n_new": sum(proposal["is_new"] for proposal in found)}


def seen(work: Work, agent: Agent) -> None:
    """Note that an agent has read what became of their proposals."""
    c = t.proposals.c
    where = (c.agent_id == agent.id, c.status != "open", c.seen_at.is_(None))
    work.db.execute(update(t.proposals).where(*where).values(seen_at=work.now))


def accept(work: Work, agent: Agent, proposal_id: str) -> dict[str, Any]:
    """Take a proposal up: a solution becomes a draft with its source, an article that is wrong is named to be mended.

    Raises:
        Fixable: `not_found`, or `already_taken` where somebody decided before.
    """
    row = _undecided(work, proposal_id)
    article_id = row["article_id"] if row["kind"] == "article_wrong" else _draft(work, agent, row)
    _decide(work, agent, row["id"], status="done", made_article_id=article_id)
    audit.record(work, "proposal_accepted", actor=agent.id, id=row["id"], article=article_id)
    return {"proposal": _one(work.db, row["id"]), "article_id": article_id}


def decline(work: Work, agent: Agent, proposal_id: str, *, answer: str) -> dict[str, Any]:
    """Say no, with a word to the agent who proposed it.

    Raises:
        Fixable: `not_found`, or `already_taken` where somebody decided before.
    """
    row = _undecided(work, proposal_id)
    _decide(work, agent, row["id"], status="dropped", answer=mask(answer).text)
    audit.record(work, "proposal_declined", actor=agent.id, id=row["id"])
    return {"proposal": _one(work.db, row["id"])}


def _draft(work: Work, agent: Agent, row: RowMapping) -> str:
    """A draft of the agent's solution, with what the customer asked and nothing that nobody wrote."""
    question, number = "", ""
    if row["conversation_id"]:
        asked = gaps.said(work.db, [row["conversation_id"]]).get(row["conversation_id"], [])
        question = asked[0][1] if asked else ""
    if row["ticket_id"]:
        ticket = work.db.execute(select(t.tickets).where(t.tickets.c.id == row["ticket_id"])).mappings().one()
        number = tickets.number(ticket["serial"])
        question = str((ticket["fields"].get("subject") or {}).get("value") or question)
    solution = Solution(number, row["language"], row["text"])
    markdown = rules.draft(language=row["language"], questions=[question], solutions=[solution])
    sources = [{"kind": "ticket", "id": row["ticket_id"]}] if row["ticket_id"] else []
    sources += [{"kind": "conversation", "id": row["conversation_id"]}] if row["conversation_id"] else []
    title = rules.title_of(question) or rules.title_of(row["text"])
    return create_draft(work, agent, language=row["language"], title=title, markdown=markdown, sources=sources)


def _undecided(work: Work, proposal_id: str) -> RowMapping:
    row = work.db.execute(select(t.proposals).where(t.proposals.c.id == proposal_id)).mappings().one_or_none()
    if row is None:
        raise Fixable("not_found")
    if row["status"] != "open":
        by = views.agent_ref(work.db, row["decided_by"])["name"] if row["decided_by"] else ""
        raise Fixable("already_taken", agent=by)
    return row


def _decide(work: Work, agent: Agent, proposal_id: str, **values: Any) -> None:
    where = t.proposals.c.id == proposal_id
    decided = {"decided_by": agent.id, "decided_at": work.now}
    work.db.execute(update(t.proposals).where(where).values(**values, **decided))


def _rows() -> Any:
    c, k, a = t.proposals.c, t.tickets.c, t.articles.c
    by, decider = t.agents.alias(), t.agents.alias()
    return (
        select(
            t.proposals,
            by.c.name.label("by_name"),
            decider.c.name.label("decider_name"),
            k.serial,
            a.title.label("article_title"),
        )
        .join(by, by.c.id == c.agent_id)
        .outerjoin(decider, decider.c.id == c.decided_by)
        .outerjoin(t.tickets, k.id == c.ticket_id)
        .outerjoin(t.articles, a.article_id == c.article_id)
    )


def _one(db: Connection, proposal_id: str) -> dict[str, Any]:
    return _wire(db.execute(_rows().where(t.proposals.c.id == proposal_id)).mappings().one())


def _wire(row: RowMapping) -> dict[str, Any]:
    names = ("id", "kind", "status", "conversation_id", "ticket_id", "article_id", "language", "text", "answer")
    return {
        **{name: row[name] for name in names},
        "ticket": {"id": row["ticket_id"], "number": tickets.number(row["serial"])} if row["serial"] else None,
        "article": {"article_id": row["article_id"], "title": row["article_title"] or row["article_id"]}
        if row["article_id"]
        else None,
        "made_article_id": row["made_article_id"],
        "by": {"id": row["agent_id"], "name": row["by_name"]},
        "created_at": views.iso(row["created_at"]),
        "decided_by": {"id": row["decided_by"], "name": row["decider_name"]} if row["decided_by"] else None,
        "decided_at": views.iso(row["decided_at"]) if row["decided_at"] else None,
    }
