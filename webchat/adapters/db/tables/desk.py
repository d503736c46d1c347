"""How the desk works: its rules, its teams, who had what for how long, reviews and reports."""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, Float, ForeignKey, Integer, String, Table, Text

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

# A conversation's `team` is an id of here; it outlives the team, which is archived and never deleted.
teams = Table(
    "teams",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("names", JSON, nullable=False),
    Column("line", String(10), nullable=False),
    Column("is_default", Boolean, nullable=False, default=False),
    Column("kinds", JSON, nullable=False),
    Column("categories", JSON, nullable=False),
    Column("topics", JSON, nullable=False),
    Column("languages", JSON, nullable=False),
    Column("escalates_to", String(32), ForeignKey("teams.id")),
    Column("version", String(32), nullable=False),
    Column("archived_at", Utc),
    Column("created_at", Utc, nullable=False),
)

team_members = Table(
    "team_members",
    metadata,
    Column("team_id", String(32), ForeignKey("teams.id"), primary_key=True),
    Column("agent_id", String(32), ForeignKey("agents.id"), primary_key=True, index=True),
    Column("skills", JSON, nullable=False),
)

# One row per stretch of time in which an agent had a conversation open: what handling really takes.
assignments = Table(
    "assignments",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("conversation_id", String(32), ForeignKey("conversations.id"), nullable=False, index=True),
    Column("agent_id", String(32), ForeignKey("agents.id"), nullable=False, index=True),
    Column("team", String(32)),
    Column("language", String(2), nullable=False),
    Column("queued_at", Utc),
    Column("started_at", Utc, nullable=False),
    Column("ended_at", Utc, index=True),
    Column("ended_by", String(20)),
)

abuse_reports = Table(
    "abuse_reports",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("conversation_id", String(32), ForeignKey("conversations.id"), nullable=False, index=True),
    Column("message_seq", Integer),
    Column("flagged_by", String(10), nullable=False),
    Column("agent_id", String(32), ForeignKey("agents.id")),
    Column("action", String(10), nullable=False),
    Column("at", Utc, nullable=False),
    Column("handled_by", String(32), ForeignKey("agents.id")),
    Column("handled_at", Utc),
)

reviews = Table(
    "reviews",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("conversation_id", String(32), ForeignKey("conversations.id"), nullable=False, index=True),
    Column("agent_id", String(32), ForeignKey("agents.id"), nullable=False, index=True),
    Column("reviewer_id", String(32), ForeignKey("agents.id"), nullable=False),
    Column("answers", JSON, nullable=False),
    Column("score", Float, nullable=False),
    Column("remarks", Text, nullable=False),
    Column("at", Utc, nullable=False),
)
