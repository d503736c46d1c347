"""Tickets: what they hold, how they changed, what they are linked to."""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, Float, ForeignKey, Integer, String, Table, Text, UniqueConstraint

from webchat.adapters.db.tables.base import Utc, metadata

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
    Column("priority_set", Boolean, nullable=False, default=False),
    Column("team", String(64)),
    Column("agent_id", String(32), ForeignKey("agents.id"), index=True),
    Column("reason", String(40), nullable=False),
    Column("signals", JSON, nullable=False),
    Column("outcome", String(20)),
    Column("solution", Text),
    Column("approval", JSON(none_as_null=True)),
    Column("first_response_due_at", Utc),
    Column("resolution_due_at", Utc),
    Column("first_response_state", String(10)),
    Column("resolution_state", String(10)),
    Column("answered_at", Utc),
    Column("stopped_at", Utc),
    Column("stopped_s", Float, nullable=False, default=0.0),
    Column("sla_next_at", Utc, index=True),
    Column("version", Integer, nullable=False, default=1),
    Column("created_at", Utc, nullable=False, index=True),
    Column("updated_at", Utc, nullable=False, index=True),
    UniqueConstraint("conversation_id", "episode"),
)

ticket_changes = Table(
    "ticket_changes",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("ticket_id", String(32), ForeignKey("tickets.id"), nullable=False, index=True),
    Column("actor_kind", String(10), nullable=False),
    Column("agent_id", String(32), ForeignKey("agents.id")),
    Column("field", String(40), nullable=False),
    Column("before", JSON),
    Column("after", JSON),
    Column("note", String(400)),
    Column("at", Utc, nullable=False),
)

# `ticket_id` is a duplicate of, follows up, or is caused by the known problem `other_id`.
ticket_links = Table(
    "ticket_links",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("ticket_id", String(32), ForeignKey("tickets.id"), nullable=False),
    Column("other_id", String(32), ForeignKey("tickets.id"), nullable=False, index=True),
    Column("kind", String(20), nullable=False),
    Column("agent_id", String(32), ForeignKey("agents.id")),
    Column("at", Utc, nullable=False),
    UniqueConstraint("ticket_id", "other_id", "kind"),
)

ticket_fields = Table(
    "ticket_fields",
    metadata,
    Column("key", String(40), primary_key=True),
    Column("labels", JSON, nullable=False),
    Column("type", String(10), nullable=False),
    Column("choices", JSON, nullable=False),
    Column("kinds", JSON, nullable=False),
    Column("required_for", JSON, nullable=False),
    Column("position", Integer, nullable=False),
    Column("archived", Boolean, nullable=False),
    Column("version", Integer, nullable=False),
)

ticket_views = Table(
    "ticket_views",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("agent_id", String(32), ForeignKey("agents.id"), nullable=False, index=True),
    Column("name", String(100), nullable=False),
    Column("filters", JSON, nullable=False),
    Column("shared", Boolean, nullable=False),
    Column("version", Integer, nullable=False),
    Column("created_at", Utc, nullable=False),
)
