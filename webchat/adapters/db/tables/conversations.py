"""People, their conversations and what is said in them."""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, ForeignKey, Index, Integer, String, Table, Text, UniqueConstraint, false

from webchat.adapters.db.tables.base import Utc, metadata

people = Table(
    "people",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("site", String(64), nullable=False),
    Column("identifier", String(255)),
    Column("name", String(200)),
    Column("email", String(320)),
    Column("known", Boolean, nullable=False, server_default=false()),
    Column("created_at", Utc, nullable=False),
    UniqueConstraint("site", "identifier"),
)

conversations = Table(
    "conversations",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("person_id", String(32), ForeignKey("people.id"), nullable=False, index=True),
    Column("site", String(64), nullable=False),
    Column("language", String(2), nullable=False),
    Column("language_source", String(10), nullable=False),
    Column("status", String(10), nullable=False),
    Column("owner", String(10), nullable=False),
    Column("agent_id", String(32), ForeignKey("agents.id")),
    Column("team", String(64)),
    Column("skill", String(10)),
    Column("last_seq", Integer, nullable=False, default=0),
    Column("n_notes", Integer, nullable=False, default=0),
    Column("episode", Integer, nullable=False, default=0),
    Column("episode_seq", Integer, nullable=False, default=0),
    Column("turn", Integer, nullable=False, default=0),
    Column("turn_seq", Integer, nullable=False, default=0),
    Column("turn_pending", Boolean, nullable=False, default=False),
    Column("queued_at", Utc),
    Column("queue_rank", Integer, nullable=False, default=0),
    Column("offer_agent_id", String(32), ForeignKey("agents.id")),
    Column("offer_expires_at", Utc),
    Column("offers_passed", JSON, nullable=False, default=list),
    Column("reach", String(10), nullable=False, default="team", server_default="team"),
    Column("told_wait_s", Integer),
    Column("told_wait_at", Utc),
    Column("warnings", Integer, nullable=False, default=0, server_default="0"),
    Column("snoozed_until", Utc),
    Column("resolved_at", Utc),
    Column("resolved_by", String(10)),
    Column("outcome", String(20)),
    Column("page", JSON),
    Column("user_online", Boolean, nullable=False, default=False),
    Column("user_read_seq", Integer, nullable=False, default=0),
    Column("rating", Integer),
    Column("rating_comment", Text),
    Column("previous_id", String(32), ForeignKey("conversations.id")),
    Column("takeover", JSON(none_as_null=True)),
    Column("created_at", Utc, nullable=False),
    Column("updated_at", Utc, nullable=False),
    Index("ix_conversations_owner_queue", "owner", "queue_rank", "queued_at"),
    Index("ix_conversations_agent", "agent_id", "status"),
    Index("ix_conversations_status", "status", "resolved_at"),
)

sessions = Table(
    "sessions",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("conversation_id", String(32), ForeignKey("conversations.id"), nullable=False, index=True),
    Column("created_at", Utc, nullable=False),
    Column("expires_at", Utc),
)

# Notes share the table but not the numbering: a note has the `seq` of the public message it follows and a
# `part` above 0, so what the customer gets has no gaps.
messages = Table(
    "messages",
    metadata,
    Column("conversation_id", String(32), ForeignKey("conversations.id"), primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("part", Integer, primary_key=True, default=0),
    Column("client_id", String(64), nullable=False),
    Column("visibility", String(10), nullable=False),
    Column("kind", String(10), nullable=False),
    Column("sender_kind", String(10), nullable=False),
    Column("sender_id", String(32)),
    Column("sender_name", String(200), nullable=False),
    Column("text", Text, nullable=False),
    Column("payload", String(1000)),
    Column("language", String(2), nullable=False),
    Column("extras", JSON(none_as_null=True)),
    Column("at", Utc, nullable=False),
    UniqueConstraint("client_id", "conversation_id"),
)

labels = Table(
    "labels",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("conversation_id", String(32), ForeignKey("conversations.id"), nullable=False, index=True),
    Column("message_seq", Integer),
    Column("kind", String(40), nullable=False),
    Column("value", JSON),
    Column("was", JSON),
    Column("agent_id", String(32), ForeignKey("agents.id")),
    Column("at", Utc, nullable=False, index=True),
)

feedback = Table(
    "feedback",
    metadata,
    Column("conversation_id", String(32), ForeignKey("conversations.id"), primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("helpful", Boolean, nullable=False),
    Column("reason", String(500)),
    Column("at", Utc, nullable=False, index=True),
)
