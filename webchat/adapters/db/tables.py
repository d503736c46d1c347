"""The tables. Times are aware UTC in Python; JSON columns hold what the wire shows."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    false,
)


class Utc(TypeDecorator[datetime]):
    """An aware UTC time, also where the database itself knows no time zones."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse naive times: they are a bug."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("naive datetime")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the zone back where the database dropped it."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

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

tickets = Table(
    "tickets",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("serial", Integer, nullable=False, unique=True),
    Column("conversation_id", String(32), ForeignKey("conversations.id"), nullable=False),
    Column("episode", Integer, nullable=False),
    Column("status", String(10), nullable=False),
    Column("kind", String(10), nullable=False),
    Column("fields", JSON, nullable=False),
    Column("priority", String(10), nullable=False),
    Column("team", String(64)),
    Column("reason", String(40), nullable=False),
    Column("signals", JSON, nullable=False),
    Column("outcome", String(20)),
    Column("solution", Text),
    Column("first_response_due_at", Utc),
    Column("resolution_due_at", Utc),
    Column("first_response_state", String(10)),
    Column("resolution_state", String(10)),
    Column("answered_at", Utc),
    Column("stopped_at", Utc),
    Column("stopped_s", Float, nullable=False, default=0.0),
    Column("sla_next_at", Utc, index=True),
    Column("created_at", Utc, nullable=False),
    UniqueConstraint("conversation_id", "episode"),
)

ticket_changes = Table(
    "ticket_changes",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("ticket_id", String(32), ForeignKey("tickets.id"), nullable=False, index=True),
    Column("agent_id", String(32), ForeignKey("agents.id")),
    Column("field", String(40), nullable=False),
    Column("before", JSON),
    Column("after", JSON),
    Column("at", Utc, nullable=False),
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
    Column("at", Utc, nullable=False),
)

feedback = Table(
    "feedback",
    metadata,
    Column("conversation_id", String(32), ForeignKey("conversations.id"), primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("helpful", Boolean, nullable=False),
    Column("reason", String(500)),
    Column("at", Utc, nullable=False),
)

agents = Table(
    "agents",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("email", String(320), nullable=False, unique=True),
    Column("name", String(200), nullable=False),
    Column("role", String(20), nullable=False),
    Column("password_hash", String(255), nullable=False),
    Column("languages", JSON, nullable=False),
    Column("capacity", Integer, nullable=False),
    Column("status", String(10), nullable=False),
    Column("connected", Boolean, nullable=False, default=False),
    Column("gone_at", Utc),
    Column("idle_since", Utc, nullable=False),
    Column("disabled_at", Utc),
    Column("created_at", Utc, nullable=False),
)

agent_sessions = Table(
    "agent_sessions",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("id", String(32), nullable=False, unique=True),
    Column("agent_id", String(32), ForeignKey("agents.id"), nullable=False, index=True),
    Column("address", String(64), nullable=False),
    Column("program", String(200), nullable=False),
    Column("two_factor", Boolean, nullable=False),
    Column("expires_at", Utc, nullable=False),
    Column("created_at", Utc, nullable=False),
)

two_factor = Table(
    "two_factor",
    metadata,
    Column("agent_id", String(32), ForeignKey("agents.id"), primary_key=True),
    Column("secret", String(64), nullable=False),
    Column("confirmed_at", Utc),
    Column("last_step", Integer, nullable=False, default=0),
    Column("created_at", Utc, nullable=False),
)

recovery_codes = Table(
    "recovery_codes",
    metadata,
    Column("code_hash", String(64), primary_key=True),
    Column("agent_id", String(32), ForeignKey("agents.id"), nullable=False, index=True),
    Column("used_at", Utc),
)

# Append-only: triggers refuse changes, and the chain of hashes shows those that go around the triggers. No foreign
# keys: an entry outlives what it is about.
audit_log = Table(
    "audit_log",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("at", Utc, nullable=False, index=True),
    Column("actor_kind", String(10), nullable=False),
    Column("actor_id", String(32), index=True),
    Column("act", String(40), nullable=False, index=True),
    Column("target_kind", String(20)),
    Column("target_id", String(64), index=True),
    Column("details", JSON, nullable=False),
    Column("prev_hash", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
)

audit_head = Table(
    "audit_head",
    metadata,
    Column("log", Integer, primary_key=True, autoincrement=False),
    Column("last_id", Integer, nullable=False),
    Column("last_hash", String(64), nullable=False),
    Column("seal", String(64), nullable=False),
)

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
