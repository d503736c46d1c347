"""All conversations that reached the desk, in pages."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, select, tuple_

from webchat.adapters.db import tables as t
from webchat.domain.conversation import Status
from webchat.domain.errors import Fixable
from webchat.services import conversations, views

_c = t.conversations.c


def page(db: Connection, *, status: Status | None, before: str | None, limit: int) -> dict[str, Any]:
    """Return conversations by their beginning, newest first, and in `next` where the next page goes on.

    Args:
        db: The database.
        status: Only these.
        before: The last conversation of the page before.
        limit: How many.

    Raises:
        Fixable: `invalid` (field `before`).
    """
    query = select(*conversations.columns()).where(_c.episode > 0)
    if status is not None:
        query = query.where(_c.status == status.value)
    if before is not None:
        created_at = db.scalar(select(_c.created_at).where(_c.id == before))
        if created_at is None:
            raise Fixable("invalid", field="before")
        query = query.where(tuple_(_c.created_at, _c.id) < (created_at, before))
    query = query.order_by(_c.created_at.desc(), _c.id.desc()).limit(limit + 1)
    found = [conversations.from_row(row) for row in db.execute(query)]
    return {
        "conversations": views.summaries(db, found[:limit]),
        "next": found[limit - 1].id if len(found) > limit else None,
    }
