"""The tables of the knowledge base: articles, every text they ever had, pictures, imports."""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, ForeignKey, Index, Integer, String, Table, Text, UniqueConstraint

from webchat.adapters.db.tables.base import Utc, metadata

# `markdown`, `title`, `topic` and `visibility` are those of the working text; what readers get is the revision
# `published_number`, whose own facts stand beside it. `pushed_checksum`: the text that the index is known to have.
articles = Table(
    "articles",
    metadata,
    Column("article_id", String(200), primary_key=True),
    Column("family", String(200), nullable=False, index=True),
    Column("language", String(2), nullable=False),
    Column("title", String(500), nullable=False),
    Column("topic", String(200)),
    Column("visibility", String(10), nullable=False),
    Column("state", String(10), nullable=False),
    Column("review_asked", Boolean, nullable=False, default=False),
    Column("markdown", Text, nullable=False),
    Column("checksum", String(64), nullable=False),
    Column("version", Integer, nullable=False, default=1),
    Column("has_major_change", Boolean, nullable=False, default=False),
    Column("outdated_since", Utc),
    Column("publish_at", Utc, index=True),
    Column("publish_by", String(32), ForeignKey("agents.id")),
    Column("published_number", Integer),
    Column("published_checksum", String(64)),
    Column("published_title", String(500)),
    Column("published_topic", String(200)),
    Column("published_visibility", String(10)),
    Column("published_at", Utc),
    Column("pushed_checksum", String(64)),
    Column("index_error", String(300)),
    Column("folded", String(800), nullable=False),
    Column("created_at", Utc, nullable=False),
    Column("updated_at", Utc, nullable=False),
    Column("updated_by", String(32), ForeignKey("agents.id")),
    Index("ix_articles_updated_at_article_id", "updated_at", "article_id"),
)

article_revisions = Table(
    "article_revisions",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("article_id", String(200), ForeignKey("articles.article_id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("kind", String(10), nullable=False),
    Column("minor", Boolean, nullable=False, default=False),
    Column("note", String(500)),
    Column("markdown", Text, nullable=False),
    Column("by_id", String(32), ForeignKey("agents.id")),
    Column("at", Utc, nullable=False),
    UniqueConstraint("article_id", "number"),
)

# The index that was compared last, by the name it gives itself: one that was made anew has another.
article_index = Table(
    "article_index",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("index_id", String(32), nullable=False),
)

# What a draft was made from; a row goes when the conversation or the ticket is erased.
article_sources = Table(
    "article_sources",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("article_id", String(200), ForeignKey("articles.article_id"), nullable=False, index=True),
    Column("conversation_id", String(32), ForeignKey("conversations.id"), index=True),
    Column("ticket_id", String(32), ForeignKey("tickets.id"), index=True),
)

# `name` is the file's hash and ending: a picture never changes under its address.
article_images = Table(
    "article_images",
    metadata,
    Column("name", String(80), primary_key=True),
    Column("media_type", String(40), nullable=False),
    Column("size", Integer, nullable=False),
    Column("width", Integer, nullable=False),
    Column("height", Integer, nullable=False),
    Column("by_id", String(32), ForeignKey("agents.id")),
    Column("created_at", Utc, nullable=False),
)

# `done` counts the files that are in, committed together with what they changed: a restart goes on from there.
article_imports = Table(
    "article_imports",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("state", String(10), nullable=False, index=True),
    Column("publish", Boolean, nullable=False),
    Column("dry_run", Boolean, nullable=False),
    Column("language", String(2)),
    Column("files", JSON, nullable=False),
    Column("done", Integer, nullable=False, default=0),
    Column("total", Integer, nullable=False, default=0),
    Column("n_created", Integer, nullable=False, default=0),
    Column("n_changed", Integer, nullable=False, default=0),
    Column("n_unchanged", Integer, nullable=False, default=0),
    Column("n_errors", Integer, nullable=False, default=0),
    Column("errors", JSON, nullable=False),
    Column("changes", JSON, nullable=False),
    Column("by_id", String(32), ForeignKey("agents.id"), nullable=False),
    Column("created_at", Utc, nullable=False),
    Column("ended_at", Utc),
)
