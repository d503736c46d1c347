"""What readers of the help pages say."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table, Text, UniqueConstraint

from webchat.adapters.db.tables.base import Utc, metadata

# One row a reader and article. `reader` is the hash of a cookie that leads to nobody; the words are masked.
article_votes = Table(
    "article_votes",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("article_id", String(200), nullable=False),
    Column("family", String(200), nullable=False),
    Column("language", String(2), nullable=False),
    Column("reader", String(64), nullable=False),
    Column("helped", Boolean, nullable=False),
    Column("reason", String(20)),
    Column("text", Text, nullable=False),
    Column("at", Utc, nullable=False),
    Column("handled_by", String(32), ForeignKey("agents.id")),
    Column("handled_at", Utc),
    UniqueConstraint("article_id", "reader"),
    Index("ix_article_votes_helped_handled_at", "helped", "handled_at"),
)
