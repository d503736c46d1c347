"""Whether articles helped their readers; what did not help is work for who writes them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from sqlalchemy import Connection, func, insert, select, update

from webchat.adapters.db import tables as t
from webchat.domain.errors import Fixable
from webchat.services import audit
from webchat.services.accounts import Agent
from webchat.services.views import iso
from webchat.services.work import Work


class Voted(NamedTuple):
    """What is voted on."""

    article_id: str
    family: str
    language: str


def vote(work: Work, of: Voted, *, reader: str, helped: bool, reason: str | None = None, text: str = "") -> None:
    """Store what a reader thinks of an article; a second opinion replaces the first and is work again.

    Args:
        work: The transaction.
        of: The article.
        reader: Hash that tells readers apart and leads to nobody.
        helped: Whether it did.
        reason: Of a vote that it did not, one of `domain.article_vote.REASONS`.
        text: The reader's words, masked.
    """
    v = t.article_votes.c
    values = {"helped": helped, "reason": None if helped else reason, "text": "" if helped else text, "at": work.now}
    values |= {"handled_by": None, "handled_at": None}
    where = (v.article_id == of.article_id, v.reader == reader)
    if work.db.execute(update(t.article_votes).where(*where).values(**values)).rowcount == 0:
        work.db.execute(insert(t.article_votes).values(**of._asdict(), reader=reader, **values))


def listed(db: Connection, *, is_open: bool, article_id: str | None, before: int | None, limit: int) -> dict[str, Any]:
    """Return votes that say what did not help, newest first, and in `next` what `before` has to be for the next page."""
    v = t.article_votes.c
    query = (
        select(t.article_votes, t.agents.c.name)
        .outerjoin(t.agents, t.agents.c.id == v.handled_by)
        .where(v.helped.is_(False), v.handled_at.is_(None) if is_open else v.handled_at.is_not(None))
        .order_by(v.id.desc())
        .limit(limit + 1)
    )
    if article_id is not None:
        query = query.where(v.article_id == article_id)
    if before is not None:
        query = query.where(v.id < before)
    rows = list(db.execute(query).mappings())
    return {
        "votes": [_wire(row) for row in rows[:limit]],
        "next": rows[limit - 1]["id"] if len(rows) > limit else None,
    }


def counts(db: Connection) -> dict[str, dict[str, int]]:
    """Return by article: how many it helped, how many it did not, how many of those are still to be looked at."""
    v = t.article_votes.c
    is_open = v.helped.is_(False) & v.handled_at.is_(None)
    query = select(
        v.article_id,
        func.count().filter(v.helped.is_(True)).label("n_helped"),
        func.count().filter(v.helped.is_(False)).label("n_not_helped"),
        func.count().filter(is_open).label("n_open"),
    ).group_by(v.article_id)
    return {
        row.article_id: {"n_helped": row.n_helped, "n_not_helped": row.n_not_helped, "n_open": row.n_open}
        for row in db.execute(query)
    }


def handle(work: Work, agent: Agent, vote_id: int) -> None:
    """Note that somebody saw to it; twice is once.

    Raises:
        Fixable: `not_found`.
    """
    if _is_handled(work.db, vote_id):
        return
    _set(work, vote_id, handled_by=agent.id, handled_at=work.now)
    audit.record(work, "article_vote_handled", actor=agent.id, id=vote_id)


def reopen(work: Work, agent: Agent, vote_id: int) -> None:
    """Make it work again; twice is once.

    Raises:
        Fixable: `not_found`.
    """
    if not _is_handled(work.db, vote_id):
        return
    _set(work, vote_id, handled_by=None, handled_at=None)
    audit.record(work, "article_vote_reopened", actor=agent.id, id=vote_id)


def _is_handled(db: Connection, vote_id: int) -> bool:
    v = t.article_votes.c
    row = db.execute(select(v.handled_at).where(v.id == vote_id, v.helped.is_(False))).first()
    if row is None:
        raise Fixable("not_found")
    return row.handled_at is not None


def _set(work: Work, vote_id: int, **values: Any) -> None:
    work.db.execute(update(t.article_votes).where(t.article_votes.c.id == vote_id).values(**values))


def _wire(row: Mapping[Any, Any]) -> dict[str, Any]:
    is_handled = row["handled_at"] is not None
    return {
        **{name: row[name] for name in ("id", "article_id", "family", "language", "helped", "reason", "text")},
        "at": iso(row["at"]),
        "status": "handled" if is_handled else "open",
        "handled_by": {"id": row["handled_by"], "name": row["name"]} if is_handled else None,
        "handled_at": iso(row["handled_at"]) if is_handled else None,
    }
