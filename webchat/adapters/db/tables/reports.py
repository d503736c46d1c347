"""What managers' reports are made of, and the dial's history.

The tables `report_…` are derived: they can be emptied at any time and come back (`services/reports/facts.py`). A
quarter is the number of quarter-hours since 1970 (UTC): every time zone's days begin at one.
"""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Float, ForeignKey, Index, Integer, String, Table

from webchat.adapters.db.tables.base import Utc, metadata

# One row each time a conversation was resolved. `reopened_at` says that it did not stay so.
resolutions = Table(
    "resolutions",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("conversation_id", String(32), ForeignKey("conversations.id"), nullable=False, index=True),
    Column("at", Utc, nullable=False, index=True),
    Column("by", String(20), nullable=False),
    Column("outcome", String(20)),
    Column("reopened_at", Utc),
)

# The newest row is in force.
dial = Table(
    "dial",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("max_wrong_share", Float, nullable=False),
    Column("agent_id", String(32), ForeignKey("agents.id"), nullable=False),
    Column("note", String(400)),
    Column("at", Utc, nullable=False),
)

# `seen_at` and `seen_seq` are those of the conversation as it was read; without `seen_at` it has to be read again.
report_conversations = Table(
    "report_conversations",
    metadata,
    Column("conversation_id", String(32), ForeignKey("conversations.id"), primary_key=True),
    Column("seen_at", Utc),
    Column("seen_seq", Integer, nullable=False),
    Column("begun_q", Integer, nullable=False),
    Column("last_q", Integer, nullable=False),
    Column("language", String(2), nullable=False),
    Column("site", String(64), nullable=False),
    Column("team", String(64)),
    Column("family", String(200)),
    Column("reason", String(40)),
    Column("verdict", String(10)),
    Column("ended", Boolean, nullable=False),
    Column("n_answers", Integer, nullable=False),
    Column("n_helpful", Integer, nullable=False),
    Column("n_unhelpful", Integer, nullable=False),
    Column("rating", Integer),
    Index("ix_report_conversations_begun_q", "begun_q"),
)

report_messages = Table(
    "report_messages",
    metadata,
    Column("conversation_id", String(32), ForeignKey("conversations.id"), primary_key=True),
    Column("quarter", Integer, primary_key=True),
    Column("n_user", Integer, nullable=False),
    Column("n_bot", Integer, nullable=False),
    Column("n_agent", Integer, nullable=False),
    Index("ix_report_messages_quarter", "quarter"),
)

report_tickets = Table(
    "report_tickets",
    metadata,
    Column("ticket_id", String(32), ForeignKey("tickets.id"), primary_key=True),
    Column("conversation_id", String(32), ForeignKey("conversations.id"), nullable=False, index=True),
    Column("created_q", Integer, nullable=False, index=True),
    Column("team", String(64)),
    Column("first_response_s", Float),
    Column("wait_s", Float),
    Column("handling_s", Float),
    Column("resolution_s", Float),
    Column("gave_up", Boolean, nullable=False),
    Column("first_response", String(10)),
    Column("resolution", String(10)),
)

# One row per decision of the bot that rested on a search: what it would do above, near and below its thresholds.
report_choices = Table(
    "report_choices",
    metadata,
    Column("conversation_id", String(32), ForeignKey("conversations.id"), primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("quarter", Integer, nullable=False, index=True),
    Column("language", String(2), nullable=False),
    Column("model", String(10), nullable=False),
    Column("p_helps", Float, nullable=False),
    Column("sure", String(10), nullable=False),
    Column("near", String(10), nullable=False),
    Column("far", String(10), nullable=False),
)
