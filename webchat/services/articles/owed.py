"""What the index is owed: rows of the outbox, read in batches, closed when the index has taken them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, and_, delete, func, select, update

from webchat.adapters.db import tables as t
from webchat.domain.retrying import retry_at
from webchat.services.articles.publishing import BULK_LANE, LANE
from webchat.services.work import Work

_a, _o, _r = t.articles.c, t.outbox.c, t.article_revisions.c
_ARTICLE_ID = _o.data["article_id"].as_string()
_OPEN = (_o.kind.in_((LANE, BULK_LANE)), _o.done_at.is_(None))
_FIRST_S, _LONGEST_S = 1.0, 30.0


@dataclass(slots=True)
class Batch:
    """What is sent at once: texts by article id (None: out), their checksums, and the rows that this settles."""

    texts: dict[str, str | None] = field(default_factory=dict)
    checksums: dict[str, str | None] = field(default_factory=dict)
    row_ids: dict[str, list[int]] = field(default_factory=dict)

    def without(self, article_ids: Collection[str]) -> Batch:
        """Return the batch without some articles."""
        kept = [article_id for article_id in self.texts if article_id not in article_ids]
        return Batch(
            {key: self.texts[key] for key in kept},
            {key: self.checksums[key] for key in kept},
            {key: self.row_ids[key] for key in kept},
        )


def due(db: Connection, lane: str, *, now: Any, limit: int) -> Batch:
    """Return what a lane is to send, oldest first: of each article, what readers are to get now."""
    wanted = select(_ARTICLE_ID).where(_o.kind == lane, _o.done_at.is_(None), _o.due_at <= now)
    article_ids = list(dict.fromkeys(db.scalars(wanted.order_by(_o.id).limit(limit))))
    if not article_ids:
        return Batch()
    batch = Batch()
    published = and_(_r.article_id == _a.article_id, _r.number == _a.published_number)
    query = select(_a.article_id, _a.published_checksum, _r.markdown).outerjoin(t.article_revisions, published)
    for row in db.execute(query.where(_a.article_id.in_(article_ids))):
        batch.texts[row.article_id], batch.checksums[row.article_id] = row.markdown, row.published_checksum
        batch.row_ids[row.article_id] = []
    for row_id, article_id in db.execute(select(_o.id, _ARTICLE_ID).where(*_OPEN, _ARTICLE_ID.in_(batch.texts))):
        batch.row_ids[article_id].append(row_id)
    return batch


def settle(work: Work, batch: Batch, refused: Mapping[str, str]) -> None:
    """Note that the index has taken a batch, but for what it refused."""
    for article_id, checksum in batch.checksums.items():
        error = refused.get(article_id)
        values = {"index_error": error} if error else {"index_error": None, "pushed_checksum": checksum}
        work.db.execute(update(t.articles).where(_a.article_id == article_id).values(**values))
    ids = [row_id for row_ids in batch.row_ids.values() for row_id in row_ids]
    work.db.execute(delete(t.outbox).where(_o.id.in_(ids)))


def put_off(work: Work, batch: Batch, error: str) -> None:
    """Try a batch again later, and ever later."""
    ids = [row_id for row_ids in batch.row_ids.values() for row_id in row_ids]
    attempts = max(work.db.scalars(select(_o.attempts).where(_o.id.in_(ids))), default=0) + 1
    at = min(retry_at(attempts, work.now, first_s=_FIRST_S), work.now + timedelta(seconds=_LONGEST_S))
    values = {"attempts": attempts, "due_at": at, "last_error": error[:200]}
    work.db.execute(update(t.outbox).where(_o.id.in_(ids)).values(**values))


def hasten(work: Work) -> None:
    """Have everything sent now: the index answers again."""
    work.db.execute(update(t.outbox).where(*_OPEN, _o.due_at > work.now).values(due_at=work.now))
    work.articles_due = True


def n_waiting(db: Connection) -> int:
    """Return how many articles of imports and repairs the index does not have yet."""
    where = (_o.kind == BULK_LANE, _o.done_at.is_(None))
    return db.scalar(select(func.count()).select_from(t.outbox).where(*where)) or 0


def waiting(db: Connection) -> dict[str, set[str | None]]:
    """Return the checksums that are on their way, by article id."""
    found: dict[str, set[str | None]] = {}
    for article_id, data in db.execute(select(_ARTICLE_ID, _o.data).where(*_OPEN)):
        found.setdefault(article_id, set()).add(data["checksum"])
    return found
