"""What is owed: events to the consoles and work to be done."""

from __future__ import annotations

from sqlalchemy import JSON, Column, ForeignKey, Index, Integer, String, Table, UniqueConstraint

from webchat.adapters.db.tables.base import Utc, metadata

console_events = Table(
    "console_events",
    metadata,
    Column("event_id", Integer, primary_key=True, autoincrement=False),
    Column("event", String(40), nullable=False),
    Column("conversation_id", String(32)),  # no index: each costs a page a message, and only erasing asks
    Column("data", JSON, nullable=False),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("kind", String(20), nullable=False),
    Column("key", String(80), nullable=False),
    Column("conversation_id", String(32), ForeignKey("conversations.id"), index=True),
    Column("data", JSON, nullable=False),
    Column("due_at", Utc, nullable=False),
    Column("attempts", Integer, nullable=False, default=0),
    Column("done_at", Utc),
    Column("last_error", String(200)),
    Column("created_at", Utc, nullable=False),
    UniqueConstraint("kind", "key"),
    Index("ix_outbox_done_at_due_at", "done_at", "due_at"),
)
