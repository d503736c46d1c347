"""What the desk knows of a published article beside its text."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, select

from webchat.adapters.db import tables as t


class Standing(NamedTuple):
    """How old an article is.

    Attributes:
        changed_at: When its text was last published; None where nobody knows.
        outdated_since: When the text that it translates was changed; None while it is in step.
        newer_language: The language of that text.
    """

    changed_at: datetime | None = None
    outdated_since: datetime | None = None
    newer_language: str | None = None


def standing(db: Connection, article_id: str, family: str) -> Standing:
    """Return how old a published article is."""
    a = t.articles.c
    query = select(a.article_id, a.language, a.published_at, a.outdated_since).where(
        a.family == family, a.published_at.is_not(None)
    )
    rows = {row.article_id: row for row in db.execute(query)}
    own = rows.get(article_id)
    if own is None:
        return Standing()
    in_step = [row for row in rows.values() if row.outdated_since is None]
    newest = max(in_step, key=lambda row: row.published_at, default=None)
    return Standing(own.published_at, own.outdated_since, newest.language if own.outdated_since and newest else None)


def picture_sizes(db: Connection, names: Iterable[str]) -> dict[str, tuple[int, int]]:
    """Return width and height of pictures by file name."""
    i = t.article_images.c
    rows = db.execute(select(i.name, i.width, i.height).where(i.name.in_(list(names))))
    return {row.name: (row.width, row.height) for row in rows}
