"""What people ask and what became of it, and the questions that nothing answers, gathered."""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, Float, ForeignKey, Index, Integer, String, Table, Text

from webchat.adapters.db.tables.base import Utc, metadata

# One row per problem that somebody brings: `seq` is the message that told it first, `last_seq` the last that added to it.
questions = Table(
    "questions",
    metadata,
    Column("conversation_id", String(32), ForeignKey("conversations.id"), primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("last_seq", Integer, nullable=False),
    Column("at", Utc, nullable=False, index=True),
    Column("language", String(2), nullable=False),
    Column("family", String(200)),
    Column("intent", String(80)),
    Column("p_helps", Float),
    Column("answered", Boolean, nullable=False),
    Column("handed_off", String(40)),
    Column("handed_off_at", Utc),
    Column("not_helped_at", Utc),
    Column("reopened_at", Utc),
    Column("solved_at", Utc),
    Index("ix_questions_family_at", "family", "at"),
)

gaps = Table(
    "gaps",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("state", String(10), nullable=False),
    Column("nearest", JSON(none_as_null=True)),
    Column("article_id", String(200)),
    Column("article_title", String(300)),
    Column("reason", Text),
    Column("decided_by", String(32), ForeignKey("agents.id")),
    Column("decided_at", Utc),
    Column("created_at", Utc, nullable=False),
    Column("updated_at", Utc, nullable=False),
    Index("ix_gaps_state", "state"),
)

# `rank` orders a gap's questions by how near they are to its middle: 0 gives the gap its name.
gap_questions = Table(
    "gap_questions",
    metadata,
    Column("gap_id", String(32), ForeignKey("gaps.id"), primary_key=True),
    Column("conversation_id", String(32), ForeignKey("conversations.id"), primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("rank", Integer, nullable=False),
    Index("ix_gap_questions_conversation_id", "conversation_id"),
)

# Until when somebody has seen what is new in the knowledge base.
knowledge_seen = Table(
    "knowledge_seen",
    metadata,
    Column("agent_id", String(32), ForeignKey("agents.id"), primary_key=True),
    Column("at", Utc, nullable=False),
)
