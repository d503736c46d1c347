"""Canned replies: texts kept under a shortcut, per language, with variables that are filled in when used."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection

from webchat.adapters.db import tables as t
from webchat.domain import placeholders
from webchat.domain import ticket as tickets
from webchat.domain.conversation import Conversation
from webchat.domain.errors import Fixable
from webchat.services import conversations, kept, views
from webchat.services.accounts import Agent
from webchat.services.work import Work

SHELF = kept.Shelf(t.canned_replies, "shortcut", "canned_reply_changed", is_unique=True)

Texts = Mapping[str, Mapping[str, str]]


def create(work: Work, agent: Agent, *, shared: bool, shortcut: str, texts: Texts) -> dict[str, Any]:
    """Keep a new reply."""
    return kept.create(work, SHELF, agent, shared=shared, values=_checked(shortcut, texts))


def edit(work: Work, agent: Agent, reply_id: str, *, version: str, shortcut: str, texts: Texts) -> dict[str, Any]:
    """Change a reply."""
    return kept.edit(work, SHELF, agent, reply_id, version=version, values=_checked(shortcut, texts))


def filled(
    db: Connection, agent: Agent, reply_id: str, *, conversation_id: str, language: str | None
) -> dict[str, Any]:
    """Return a reply's text for a conversation, in its language or, failing that, another.

    Args:
        db: One consistent view of the database.
        agent: Who is going to say it.
        reply_id: Which reply.
        conversation_id: Where.
        language: The language wanted; None for the conversation's.
    """
    row = kept.load(db, SHELF, agent, reply_id)
    conversation = conversations.load(db, conversation_id)
    if not conversation.seen_by_agents:
        raise Fixable("not_found")
    wanted = language or conversation.language
    found = wanted if wanted in row["texts"] else next(iter(row["texts"]))
    text = placeholders.fill(row["texts"][found]["text"], values(db, conversation, agent))
    return {"text": text, "language": found, "fallback": found != wanted}


def values(db: Connection, conversation: Conversation, agent: Agent) -> dict[str, str | None]:
    """Return what the variables stand for in a conversation."""
    person = conversations.person(db, conversation.person_id)
    ticket = views.current_ticket(db, conversation)
    fields = ticket["fields"] if ticket else {}

    def field(name: str) -> str | None:
        value = (fields.get(name) or {}).get("value")
        return value if isinstance(value, str) else None

    return {
        "customer.name": person["name"],
        "customer.email": person["email"],
        "agent.name": agent.name,
        "ticket.number": tickets.number(ticket["serial"]) if ticket else None,
        "ticket.subject": field("subject"),
        "ticket.device": field("device"),
        "ticket.application": field("application"),
    }


def _checked(shortcut: str, texts: Texts) -> dict[str, Any]:
    if not texts:
        raise Fixable("invalid", field="texts")
    for language, text in texts.items():
        placeholders.check(text["text"], field=f"texts.{language}.text")
    return {"shortcut": shortcut, "texts": {language: dict(text) for language, text in texts.items()}}
