"""What the knowledge base calls the problems that reports are about."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, func, select

from webchat.adapters.db import tables as t


def catalogue(db: Connection) -> dict[str, dict[str, Any]]:
    """Return by family its `topic`, and its `titles` by language, as readers know them."""
    c = t.articles.c
    query = select(
        c.family, c.language, func.coalesce(c.published_title, c.title), func.coalesce(c.published_topic, c.topic)
    )
    found: dict[str, dict[str, Any]] = {}
    for family, language, title, topic in db.execute(query.order_by(c.article_id)):
        entry = found.setdefault(family, {"topic": None, "titles": {}})
        entry["topic"] = entry["topic"] or topic
        entry["titles"][language] = title
    return found
