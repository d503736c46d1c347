"""How the desk works: its rules, as edited while it runs."""

from __future__ import annotations

from sqlalchemy import JSON, Column, ForeignKey, String, Table

from webchat.adapters.db.tables.base import Utc, metadata

desk_settings = Table(
    "desk_settings",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("value", JSON, nullable=False),
    Column("version", String(32), nullable=False),
    Column("updated_by", String(32), ForeignKey("agents.id"), nullable=False),
    Column("updated_at", Utc, nullable=False),
)
