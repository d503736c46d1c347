"""Tickets and their history."""

from __future__ import annotations

from sqlalchemy import JSON, Column, Float, ForeignKey, Integer, String, Table, Text, UniqueConstraint

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
