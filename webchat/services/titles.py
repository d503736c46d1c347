"""What article families are called, by language."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from sqlalchemy import Connection, select

from webchat.adapters.db import tables as t

Titles = dict[str, dict[str, str]]


def of_families(db: Connection, families: Collection[str]) -> Titles:
    """Return titles by family and language; a published title goes before that of a draft."""
    if not families:
        return {}
    c = t.articles.c
    query = select(c.family, c.language, c.title, c.published_title).where(c.family.in_(families))
    found: Titles = defaultdict(dict)
    for family, language, title, published in db.execute(query):
        found[family][language] = published or title
    return dict(found)
