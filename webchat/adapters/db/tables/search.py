"""What agents search: the text of tickets and of messages that people have seen.

On SQLite triggers keep the full-text index `search_index` in step with this table (`adapters/db/fulltext.py`).
"""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Integer, String, Table, Text

from webchat.adapters.db.tables.base import metadata

search_documents = Table(
    "search_documents",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("conversation_id", String(32), ForeignKey("conversations.id"), nullable=False, index=True),
    Column("ticket_id", String(32), ForeignKey("tickets.id"), unique=True),
    Column("seq", Integer),
    Column("text", Text, nullable=False),
)
