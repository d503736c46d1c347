"""Labelled examples: what the bot is trained on and examined with beside the data it came with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select

from webchat.adapters.db import tables as t
from webchat.domain.labels import Example, Part, checked_entities, example_text, folded, part_for
from webchat.services import conversations, views
from webchat.services.accounts import Agent
from webchat.services.work import Work


def training_examples(db: Connection) -> list[Example]:
    """Return all labelled examples, oldest first; those of part `eval` must not be trained on."""
    c = t.examples.c
    return [_example(row) for row in db.execute(select(t.examples).order_by(c.created_at, c.id)).mappings()]


def count_since(db: Connection, at: datetime | None) -> int:
    """Return how many labels there are, or have come since a training began."""
    c = t.examples.c
    query = select(func.count()).select_from(t.examples)
    return db.scalar(query if at is None else query.where(c.created_at > at)) or 0


def counts(db: Connection) -> dict[tuple[str, str, str], int]:
    """Return the number of labelled examples by intent, language and part."""
    c = t.examples.c
    query = select(c.intent, c.language, c.part, func.count()).group_by(c.intent, c.language, c.part)
    return {(intent, language, part): n for intent, language, part, n in db.execute(query)}


def page(db: Connection, *, intent: str | None, after: str | None, limit: int) -> dict[str, Any]:
    """Return labels, newest first, with who made them and what they are for."""
    c = t.examples.c
    query = select(t.examples, t.agents.c.name).join(t.agents, t.agents.c.id == c.agent_id)
    if intent is not None:
        query = query.where(c.intent == intent)
    if after is not None:
        made_at = select(c.created_at).where(c.id == after).scalar_subquery()
        query = query.where((c.created_at < made_at) | ((c.created_at == made_at) & (c.id < after)))
    rows = list(db.execute(query.order_by(c.created_at.desc(), c.id.desc()).limit(limit + 1)).mappings())
    shown = ("id", "text", "language", "intent", "entities", "part", "source", "conversation_id", "seq")
    found = [
        {
            **{name: row[name] for name in shown},
            "by": {"id": row["agent_id"], "name": row["name"]},
            "at": views.iso(row["created_at"]),
        }
        for row in rows[:limit]
    ]
    return {"labels": found, "next": found[-1]["id"] if len(rows) > limit else None}


def add(
    work: Work,
    agent: Agent,
    *,
    text: str,
    language: str,
    intent: str,
    entities: Sequence[Mapping[str, Any]] = (),
    item: Mapping[Any, Any] | None = None,
    part: Part | None = None,
) -> Part:
    """Write one example; returns what it is for.

    Args:
        work: The transaction.
        agent: Who labels.
        text: As `example_text` gives it.
        language: Of the text.
        intent: What it should be understood as.
        entities: Spans in the text.
        item: The row of the inbox it comes from; None for an import.
        part: None: as the share says.

    Raises:
        Fixable: `invalid` (field `entities`).
    """
    chosen = part or _part(work, text, language, intent)
    row = {
        "id": conversations.new_id(),
        "item_id": item["id"] if item else None,
        "conversation_id": item["conversation_id"] if item else None,
        "seq": item["seq"] if item else None,
        "text": text,
        "language": language,
        "intent": intent,
        "entities": checked_entities(text, entities),
        "part": chosen,
        "source": "inbox" if item else "import",
        "agent_id": agent.id,
        "created_at": work.now,
    }
    work.db.execute(insert(t.examples).values(row))
    return chosen


def _part(work: Work, text: str, language: str, intent: str) -> Part:
    """What was said before goes where it went before: a text that is trained on examines nothing."""
    c = t.examples.c
    rows = work.db.execute(select(c.text, c.part).where(c.intent == intent, c.language == language)).all()
    same = folded(text)
    for row in rows:
        if folded(row.text) == same:
            return "eval" if row.part == "eval" else "train"
    n_eval = sum(row.part == "eval" for row in rows)
    return part_for(n_eval, len(rows) - n_eval, work.settings.label_eval_share)


def remove(work: Work, item_ids: Iterable[int]) -> None:
    """Take back the examples of rows of the inbox."""
    work.db.execute(delete(t.examples).where(t.examples.c.item_id.in_(list(item_ids))))


def known(db: Connection) -> set[tuple[str, str, str]]:
    """Return (intent, language, text without spelling) of all labelled examples."""
    return {(e.intent, e.language, folded(e.text)) for e in training_examples(db)}


def cleaned(text: str) -> str:
    """Return a text as an example.

    Raises:
        Fixable: `no_text`.
    """
    return example_text(text)


def _example(row: Mapping[Any, Any]) -> Example:
    return Example(
        id=row["id"],
        text=row["text"],
        language=row["language"],
        intent=row["intent"],
        entities=tuple(row["entities"]),
        part="eval" if row["part"] == "eval" else "train",
        source=row["source"],
        agent_id=row["agent_id"],
        created_at=row["created_at"],
    )
