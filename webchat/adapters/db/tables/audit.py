"""The audit log and its head."""

from __future__ import annotations

from sqlalchemy import JSON, Column, Integer, String, Table

from webchat.adapters.db.tables.base import Utc, metadata

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
