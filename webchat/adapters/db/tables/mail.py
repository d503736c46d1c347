"""What was mailed about a conversation."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Integer, String, Table

from webchat.adapters.db.tables.base import Utc, metadata

# `mailed_seq`: everything up to it has been mailed. `link_epoch` grows when the links in mails are revoked.
mail_threads = Table(
    "mail_threads",
    metadata,
    Column("conversation_id", String(32), ForeignKey("conversations.id"), primary_key=True),
    Column("mailed_seq", Integer, nullable=False, default=0),
    Column("link_epoch", Integer, nullable=False, default=0),
    Column("stopped_at", Utc),
)
