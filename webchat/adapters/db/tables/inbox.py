"""The knowledge desk's inbox, the examples that were labelled in it, and the intents that were added."""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, ForeignKey, Index, Integer, String, Table, Text, UniqueConstraint

from webchat.adapters.db.tables.base import Utc, metadata

# A message that the bot did not get right. `seq` is the last message of its turn; `text` is what the bot was asked.
# All but the last block follows from the conversation and is made anew when it changes.
inbox_items = Table(
    "inbox_items",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("conversation_id", String(32), ForeignKey("conversations.id"), nullable=False),
    Column("seq", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("language", String(2), nullable=False),
    Column("at", Utc, nullable=False),
    Column("reasons", JSON, nullable=False),
    Column("guess", JSON, nullable=False),
    Column("corrected_family", String(200)),
    Column("outcome", JSON, nullable=False),
    Column("avoidable", Boolean, nullable=False),
    Column("group_id", Integer),
    Column("neighbours", JSON(none_as_null=True)),
    Column("state", String(10), nullable=False),
    Column("decision", JSON(none_as_null=True)),
    Column("decided_by", String(32), ForeignKey("agents.id")),
    Column("decided_at", Utc),
    Column("claimed_by", String(32), ForeignKey("agents.id")),
    Column("claimed_until", Utc),
    UniqueConstraint("conversation_id", "seq"),
    Index("ix_inbox_items_state_decided_at", "state", "decided_at"),
)

# What the bot learns from beside `data/nlu`, or (part `eval`) is examined with. What was imported is nobody's words.
examples = Table(
    "examples",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("item_id", Integer, ForeignKey("inbox_items.id"), unique=True),
    Column("conversation_id", String(32), ForeignKey("conversations.id"), index=True),
    Column("seq", Integer),
    Column("text", Text, nullable=False),
    Column("language", String(2), nullable=False),
    Column("intent", String(100), nullable=False),
    Column("entities", JSON, nullable=False),
    Column("part", String(5), nullable=False),
    Column("source", String(10), nullable=False),
    Column("agent_id", String(32), ForeignKey("agents.id"), nullable=False),
    Column("created_at", Utc, nullable=False, index=True),
    Index("ix_examples_intent_language", "intent", "language"),
)

intents = Table(
    "intents",
    metadata,
    Column("name", String(100), primary_key=True),
    Column("titles", JSON, nullable=False),
    Column("family", String(200)),
    Column("agent_id", String(32), ForeignKey("agents.id"), nullable=False),
    Column("created_at", Utc, nullable=False),
)

# How far a job that follows the conversations has come.
job_cursors = Table(
    "job_cursors",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("at", Utc, nullable=False),
)
