"""Files that people sent."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table

from webchat.adapters.db.tables.base import Utc, metadata

# Without `seq` it waits for its message; `part` is above 0 for a private note, as in `messages`.
attachments = Table(
    "attachments",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("conversation_id", String(32), ForeignKey("conversations.id"), nullable=False, index=True),
    Column("agent_id", String(32), ForeignKey("agents.id")),
    Column("seq", Integer),
    Column("part", Integer),
    Column("name", String(200), nullable=False),
    Column("media_type", String(100), nullable=False),
    Column("size", Integer, nullable=False),
    Column("width", Integer),
    Column("height", Integer),
    Column("location_removed", Boolean, nullable=False),
    Column("created_at", Utc, nullable=False),
    Index("ix_attachments_seq_created_at", "seq", "created_at"),
)
