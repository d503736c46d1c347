"""The tables. Times are aware UTC in Python; JSON columns hold what the wire shows."""

from webchat.adapters.db.tables.agents import agent_sessions, agents, recovery_codes, two_factor
from webchat.adapters.db.tables.articles import (
    article_images,
    article_imports,
    article_index,
    article_revisions,
    article_sources,
    articles,
)
from webchat.adapters.db.tables.attachments import attachments
from webchat.adapters.db.tables.audit import audit_head, audit_log
from webchat.adapters.db.tables.base import Utc, metadata
from webchat.adapters.db.tables.conversations import conversations, feedback, labels, messages, people, sessions
from webchat.adapters.db.tables.desk import abuse_reports, assignments, desk_settings, reviews, team_members, teams
from webchat.adapters.db.tables.gaps import gap_questions, gaps, knowledge_seen, questions
from webchat.adapters.db.tables.help import article_votes
from webchat.adapters.db.tables.inbox import examples, inbox_items, intents, job_cursors
from webchat.adapters.db.tables.incidents import incident_reports, incident_signal_reports, incident_signals, incidents
from webchat.adapters.db.tables.mail import mail_threads
from webchat.adapters.db.tables.outbox import console_events, outbox
from webchat.adapters.db.tables.reports import (
    dial,
    report_choices,
    report_conversations,
    report_messages,
    report_tickets,
    resolutions,
)
from webchat.adapters.db.tables.search import search_documents
from webchat.adapters.db.tables.tickets import ticket_changes, ticket_fields, ticket_links, ticket_views, tickets
from webchat.adapters.db.tables.tools import canned_replies, macros, mentions, proposals, reminders, takeovers
from webchat.adapters.db.tables.training import model_changes, models, training_runs

__all__ = [
    "Utc",
    "abuse_reports",
    "agent_sessions",
    "agents",
    "article_images",
    "article_imports",
    "article_index",
    "article_revisions",
    "article_sources",
    "article_votes",
    "articles",
    "assignments",
    "attachments",
    "audit_head",
    "audit_log",
    "canned_replies",
    "console_events",
    "conversations",
    "desk_settings",
    "dial",
    "examples",
    "feedback",
    "gap_questions",
    "gaps",
    "inbox_items",
    "incident_reports",
    "incident_signal_reports",
    "incident_signals",
    "incidents",
    "intents",
    "job_cursors",
    "knowledge_seen",
    "labels",
    "macros",
    "mail_threads",
    "mentions",
    "messages",
    "metadata",
    "model_changes",
    "models",
    "outbox",
    "people",
    "proposals",
    "questions",
    "recovery_codes",
    "reminders",
    "report_choices",
    "report_conversations",
    "report_messages",
    "report_tickets",
    "resolutions",
    "reviews",
    "search_documents",
    "sessions",
    "takeovers",
    "team_members",
    "teams",
    "ticket_changes",
    "ticket_fields",
    "ticket_links",
    "ticket_views",
    "tickets",
    "training_runs",
    "two_factor",
]
