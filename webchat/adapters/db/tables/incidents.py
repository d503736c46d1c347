"""Known incidents: what was signalled, what was declared, and who reported it."""

from __future__ import annotations

from sqlalchemy import JSON, Column, Float, ForeignKey, Index, Integer, String, Table

from webchat.adapters.db.tables.base import Utc, metadata

# A heap of alike reports: of an article's family, or of the same words where no article is near.
incident_signals = Table(
    "incident_signals",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("family", String(200)),
    Column("state", String(10), nullable=False),
    Column("n", Integer, nullable=False),
    Column("usual", Float, nullable=False),
    Column("window_s", Integer, nullable=False),
    Column("first_at", Utc, nullable=False),
    Column("last_at", Utc, nullable=False),
    Column("decided_by", String(32), ForeignKey("agents.id")),
    Column("decided_at", Utc),
    Column("created_at", Utc, nullable=False),
    Index("ix_incident_signals_state", "state"),
)

incident_signal_reports = Table(
    "incident_signal_reports",
    metadata,
    Column("signal_id", String(32), ForeignKey("incident_signals.id"), primary_key=True),
    Column("conversation_id", String(32), ForeignKey("conversations.id"), primary_key=True, index=True),
    Column("seq", Integer, nullable=False),
)

# `ticket_id` is the known problem that the others' tickets are linked to. No foreign key: it is one reporter's ticket,
# and erasing that person must leave the incident.
incidents = Table(
    "incidents",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("titles", JSON, nullable=False),
    Column("texts", JSON, nullable=False),
    Column("end_texts", JSON(none_as_null=True)),
    Column("families", JSON, nullable=False),
    Column("ticket_id", String(32)),
    Column("signal_id", String(32), ForeignKey("incident_signals.id")),
    Column("declared_by", String(32), ForeignKey("agents.id"), nullable=False),
    Column("declared_at", Utc, nullable=False),
    Column("ended_by", String(32), ForeignKey("agents.id")),
    Column("ended_at", Utc, index=True),
    Column("version", Integer, nullable=False),
)

# Who reported an incident. The times say what they were told; each is written with the message that tells it.
incident_reports = Table(
    "incident_reports",
    metadata,
    Column("incident_id", String(32), ForeignKey("incidents.id"), primary_key=True),
    Column("conversation_id", String(32), ForeignKey("conversations.id"), primary_key=True, index=True),
    Column("seq", Integer, nullable=False),
    Column("at", Utc, nullable=False),
    Column("told_at", Utc),
    Column("told_over_at", Utc),
    Index("ix_incident_reports_told_over_at", "told_over_at"),
)
