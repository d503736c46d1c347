"""The tables of what agents work with: replies, macros, mentions, reminders, take-overs, proposals."""

from __future__ import annotations

from sqlalchemy import JSON, Column, ForeignKey, Index, Integer, String, Table, Text

from webchat.adapters.db.tables.base import Utc, metadata

# Without an owner a reply or a macro is everybody's.
canned_replies = Table(
    "canned_replies",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("owner_id", String(32), ForeignKey("agents.id"), index=True),
    Column("shortcut", String(40), nullable=False),
    Column("texts", JSON, nullable=False),
    Column("version", Integer, nullable=False, default=1),
    Column("changed_by", String(32), ForeignKey("agents.id")),
    Column("changed_at", Utc, nullable=False),
)

macros = Table(
    "macros",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("owner_id", String(32), ForeignKey("agents.id"), index=True),
    Column("title", String(100), nullable=False),
    Column("steps", JSON, nullable=False),
    Column("version", Integer, nullable=False, default=1),
    Column("changed_by", String(32), ForeignKey("agents.id")),
    Column("changed_at", Utc, nullable=False),
)

mentions = Table(
    "mentions",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("agent_id", String(32), ForeignKey("agents.id"), nullable=False),
    Column("conversation_id", String(32), ForeignKey("conversations.id"), nullable=False, index=True),
    Column("seq", Integer, nullable=False),
    Column("part", Integer, nullable=False),
    Column("by_id", String(32), ForeignKey("agents.id"), nullable=False),
    Column("at", Utc, nullable=False),
    Column("read_at", Utc),
    Index("ix_mentions_agent_id_read_at", "agent_id", "read_at"),
)

reminders = Table(
    "reminders",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("agent_id", String(32), ForeignKey("agents.id"), nullable=False),
    Column("conversation_id", String(32), ForeignKey("conversations.id"), nullable=False, index=True),
    Column("kind", String(10), nullable=False),
    Column("at", Utc, nullable=False),
    Column("phone", String(40)),
    Column("note", String(500)),
    Column("done_at", Utc),
    Column("created_at", Utc, nullable=False),
    Index("ix_reminders_agent_id_done_at", "agent_id", "done_at"),
)

takeovers = Table(
    "takeovers",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("conversation_id", String(32), ForeignKey("conversations.id"), nullable=False, index=True),
    Column("agent_id", String(32), ForeignKey("agents.id"), nullable=False),
    Column("state", String(10), nullable=False),
    Column("code", String(20), nullable=False),
    Column("proposed_at", Utc, nullable=False),
    Column("answered_at", Utc),
    Column("ended_at", Utc),
    Column("ended_by", String(10)),
)

proposals = Table(
    "proposals",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("kind", String(20), nullable=False),
    Column("status", String(10), nullable=False),
    Column("conversation_id", String(32), ForeignKey("conversations.id"), index=True),
    Column("ticket_id", String(32), ForeignKey("tickets.id")),
    Column("article_id", String(200)),
    Column("language", String(2), nullable=False),
    Column("text", Text, nullable=False),
    Column("agent_id", String(32), ForeignKey("agents.id"), nullable=False),
    Column("created_at", Utc, nullable=False),
    Column("answer", String(500)),
    Column("made_article_id", String(200)),
    Column("decided_by", String(32), ForeignKey("agents.id")),
    Column("decided_at", Utc),
    Column("seen_at", Utc),
    Index("ix_proposals_status_created_at", "status", "created_at"),
)
