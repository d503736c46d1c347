"""Conversations reviewed against the desk's checklist, for the agent to learn from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, insert, select

from webchat.adapters.db import tables as t
from webchat.domain import review
from webchat.domain import ticket as tickets
from webchat.domain.errors import Fixable
from webchat.domain.permissions import Action, may
from webchat.services import audit, desk, desk_settings
from webchat.services.accounts import Agent
from webchat.services.views import iso
from webchat.services.work import Work


def write(
    work: Work, agent: Agent, conversation_id: str, *, answers: Mapping[str, str], remarks: str
) -> dict[str, Any]:
    """Review a conversation; the questions are kept with the answers, because the checklist changes.

    Raises:
        Fixable: `not_found`, or `invalid` with the `field`: a conversation that nobody had or one's own, an answer
            that is missing or unknown.
    """
    conversation = desk.seen(work, conversation_id)
    if conversation.agent_id is None or conversation.agent_id == agent.id:
        raise Fixable("invalid", field="conversation_id")
    items = desk_settings.of(work).checklist.items
    known = {item.id for item in items}
    for wrong in [*(known - answers.keys()), *(answers.keys() - known)]:
        raise Fixable("invalid", field=f"answers.{wrong}")
    try:
        score = review.score(answers.values())
    except ValueError:
        raise Fixable("invalid", field="answers") from None
    kept = [{"id": item.id, "words": item.words.model_dump(), "answer": answers[item.id]} for item in items]
    values = {"conversation_id": conversation_id, "agent_id": conversation.agent_id, "reviewer_id": agent.id}
    done = work.db.execute(insert(t.reviews).values(**values, answers=kept, score=score, remarks=remarks, at=work.now))
    audit.record(work, "review_written", actor=agent.id, conversation=conversation_id, of=conversation.agent_id)
    (review_id,) = done.inserted_primary_key or (0,)
    return _found(work.db, t.reviews.c.id == review_id, limit=1)[0]


def listed(db: Connection, *, reader: Agent, agent_id: str | None, before: int | None, limit: int) -> dict[str, Any]:
    """Return reviews, newest first: of everybody for who leads the desk, of oneself for the others."""
    r = t.reviews.c
    conditions = []
    if not may(reader.role, Action.LEAD_DESK):
        conditions.append(r.agent_id == reader.id)
    elif agent_id is not None:
        conditions.append(r.agent_id == agent_id)
    if before is not None:
        conditions.append(r.id < before)
    found = _found(db, *conditions, limit=limit + 1)
    return {"reviews": found[:limit], "next": found[limit - 1]["id"] if len(found) > limit else None}


def _found(db: Connection, *conditions: Any, limit: int) -> list[dict[str, Any]]:
    r, k = t.reviews.c, t.tickets.c
    of, by = t.agents.alias(), t.agents.alias()
    query = (
        select(t.reviews, of.c.name.label("agent_name"), by.c.name.label("reviewer_name"))
        .join(of, of.c.id == r.agent_id)
        .join(by, by.c.id == r.reviewer_id)
        .where(*conditions)
        .order_by(r.id.desc())
        .limit(limit)
    )
    rows = list(db.execute(query).mappings())
    numbers = select(k.conversation_id, k.serial).where(k.conversation_id.in_([row["conversation_id"] for row in rows]))
    by_conversation = {row.conversation_id: tickets.number(row.serial) for row in db.execute(numbers)}
    return [_wire(row, by_conversation.get(row["conversation_id"])) for row in rows]


def _wire(row: Mapping[Any, Any], number: str | None) -> dict[str, Any]:
    return {
        "id": row["id"],
        "conversation_id": row["conversation_id"],
        "number": number,
        "agent": {"id": row["agent_id"], "name": row["agent_name"]},
        "reviewer": {"id": row["reviewer_id"], "name": row["reviewer_name"]},
        "answers": row["answers"],
        "score": row["score"],
        "remarks": row["remarks"],
        "at": iso(row["at"]),
    }
