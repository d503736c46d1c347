"""The tables. Times are aware UTC in Python; JSON columns hold what the wire shows."""

from webchat.adapters.db.tables.agents import agent_sessions, agents, recovery_codes, two_factor
from webchat.adapters.db.tables.audit import audit_head, audit_log
from webchat.adapters.db.tables.base import Utc, metadata
from webchat.adapters.db.tables.conversations import conversations, feedback, labels, messages, people, sessions
from webchat.adapters.db.tables.desk import desk_settings
from webchat.adapters.db.tables.outbox import console_events, outbox
from webchat.adapters.db.tables.tickets import ticket_changes, tickets

__all__ = [
    "Utc",
    "agent_sessions",
    "agents",
    "audit_head",
    "audit_log",
    "console_events",
    "conversations",
    "desk_settings",
    "feedback",
    "labels",
    "messages",
    "metadata",
    "outbox",
    "people",
    "recovery_codes",
    "sessions",
    "ticket_changes",
    "tickets",
    "two_factor",
]
