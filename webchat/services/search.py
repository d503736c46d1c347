"""Keep what agents search in step: in the transaction of what changed, from what it touched.

Messages count from the first hand-off on; before that the bot alone has the conversation, and nobody searches it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import insert, select, update

from webchat.adapters.db import tables as t
from webchat.adapters.db.statements import InsertMany
from webchat.domain import ticket as tickets
from webchat.domain.conversation import Conversation
from webchat.services import views
from webchat.services.work import Work

_d = t.search_documents.c
_DOCUMENTS = InsertMany(t.search_documents, [_d.conversation_id, _d.seq, _d.text])
_SKIPPED = frozenset({"language", "skill", "mood", "impact", "urgency"})


def follow(work: Work) -> None:
    """Add the messages and tickets of this transaction to what can be found."""
    new = {c.id: c for c in work.handed_off.values() if c.episode == 1}
    rows = [
        (conversation.id, row["seq"], row["text"])
        for conversation, row in work.posted
        if conversation.seen_by_agents and conversation.id not in new and _counts(row)
    ]
    for conversation in new.values():
        rows += _log(work, conversation)
    if rows:
        _DOCUMENTS(work.db, rows)
    handed = [views.current_ticket(work.db, conversation) for conversation in work.handed_off.values()]
    for ticket_id in dict.fromkeys((*work.touched_tickets, *(row["id"] for row in handed if row))):
        _ticket(work, ticket_id)


def _counts(row: Mapping[Any, Any]) -> bool:
    return row["kind"] != "notice" and bool(row["text"])


def _log(work: Work, conversation: Conversation) -> list[tuple[str, int, str]]:
    c = t.messages.c
    query = select(c.seq, c.kind, c.text).where(c.conversation_id == conversation.id).order_by(c.seq, c.part)
    return [(conversation.id, row.seq, row.text) for row in work.db.execute(query) if _counts(row._mapping)]


def _ticket(work: Work, ticket_id: str) -> None:
    row = work.db.execute(select(t.tickets).where(t.tickets.c.id == ticket_id)).mappings().one()
    text = words(row)
    known = work.db.execute(select(_d.id, _d.text).where(_d.ticket_id == ticket_id)).first()
    if known is None:
        values = {"conversation_id": row["conversation_id"], "ticket_id": ticket_id, "text": text}
        work.db.execute(insert(t.search_documents).values(**values))
    elif known.text != text:
        work.db.execute(update(t.search_documents).where(_d.id == known.id).values(text=text))


def words(row: Mapping[Any, Any]) -> str:
    """Return what a ticket is found by: its number, the texts of its fields, its solution."""
    texts = [tickets.number(row["serial"])]
    for name, field in row["fields"].items():
        if name not in _SKIPPED:
            texts += _texts(field["value"])
    return "\n".join([*texts, row["solution"] or ""]).strip()


def _texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, list | dict):
        items = value.values() if isinstance(value, dict) else value
        return [text for item in items for text in _texts(item)]
    return []
