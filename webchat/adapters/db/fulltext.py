"""Full-text search as SQLite does it (FTS5); another database gets its own version of these functions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnClause,
    Connection,
    Select,
    TextClause,
    bindparam,
    column,
    func,
    literal_column,
    select,
    table,
    text,
)

from webchat.adapters.db import tables as t

MAX_WORDS = 12

_WORD = re.compile(r"\w+")
_INDEX = table("search_index", column("rowid"))
_DOCUMENTS = _INDEX.join(t.search_documents, t.search_documents.c.id == _INDEX.c.rowid)
_RANK: ColumnClause[Any] = literal_column("search_index.rank")
_START, _END = "\x02", "\x03"
_SNIPPET_WORDS = 16


class Part(NamedTuple):
    """A piece of an excerpt; `is_hit` for the words that were searched."""

    text: str
    is_hit: bool


def expression(asked: str) -> str:
    """Return the query: every word must occur, its beginning is enough; accents and capitals do not count."""
    words = _WORD.findall(asked)[:MAX_WORDS]
    return " ".join(f'"{word}"*' for word in words)


def documents(asked: str) -> Select[Any]:
    """Return a query for the ids of the documents that have all the words."""
    return select(_INDEX.c.rowid).where(_match(expression(asked)))


def tickets_like(stems: Sequence[str], *, limit: int) -> Select[Any]:
    """Return a query for tickets that have some of these beginnings of words, best first; join what else must hold.

    Args:
        stems: Letters and digits only, one at least.
        limit: How many to return at most.
    """
    words = " OR ".join(f'"{stem}"*' for stem in stems)
    d = t.search_documents.c
    return (
        select(d.ticket_id)
        .select_from(_DOCUMENTS.join(t.tickets, t.tickets.c.id == d.ticket_id))
        .where(_match(words))
        .order_by(_RANK)
        .limit(limit)
    )


def excerpts(db: Connection, asked: str, conversation_ids: Sequence[str]) -> dict[str, tuple[int | None, list[Part]]]:
    """Return the best place by conversation: the message's seq (None: the ticket itself) and its words.

    Args:
        db: The database.
        asked: As for `documents`.
        conversation_ids: Where to look.
    """
    d = t.search_documents.c
    snippet = func.snippet(literal_column("search_index"), 0, _START, _END, " … ", _SNIPPET_WORDS)
    query = (
        select(d.conversation_id, d.seq, snippet)
        .select_from(_DOCUMENTS)
        .where(_match(expression(asked)), d.conversation_id.in_(conversation_ids))
        .order_by(_RANK)
    )
    found: dict[str, tuple[int | None, list[Part]]] = {}
    for conversation_id, seq, marked in db.execute(query):
        found.setdefault(conversation_id, (seq, _parts(marked)))
    return found


def _match(words: str) -> TextClause:
    return text("search_index MATCH :words").bindparams(bindparam("words", words))


def _parts(marked: str) -> list[Part]:
    parts: list[Part] = []
    for piece in re.split(f"({_START}[^{_END}]*{_END})", marked):
        if piece:
            parts.append(Part(piece.strip(_START + _END), piece.startswith(_START)))
    return parts


def forget(db: Connection) -> None:
    """Leave no word of deleted documents in the index: until its parts are merged they still hold them."""
    if db.dialect.name == "sqlite":
        db.exec_driver_sql("INSERT INTO search_index (search_index) VALUES ('optimize')")
