"""Accounts of the people who answer, and how they sign in."""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, ForeignKey, Integer, String, Table

from webchat.adapters.db.tables.base import Utc, metadata

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
    Column("wrap_up_until", Utc),
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
