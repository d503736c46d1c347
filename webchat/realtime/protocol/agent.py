"""Namespace `/agent`: what the console sends."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from webchat.realtime.protocol.shared import ClientPayload, Language


class AgentAuth(BaseModel):
    """`auth` of a connection to `/agent`; browsers use the session cookie instead."""

    token: str | None = None


class SetStatus(ClientPayload):
    """`set_status`."""

    status: Literal["online", "busy", "away", "break"]
    languages: list[Language] | None = None
    capacity: int | None = Field(default=None, ge=1, le=20)


class ConversationId(ClientPayload):
    """`take`, `decline`, `release`, `end_abuse`."""

    conversation_id: str


class OpenConversation(ClientPayload):
    """`conversation`: the transcript, notes included, from `after` on."""

    conversation_id: str
    after: int = Field(default=0, ge=0)


class AgentResume(ClientPayload):
    """`resume` on `/agent`: the events since `after`."""

    after: int = Field(ge=0)


class AgentNote(ClientPayload):
    """`note`; an `@` before a colleague's name tells that colleague."""

    conversation_id: str
    client_id: UUID
    text: str = ""
    attachment_ids: list[str] | None = Field(default=None, max_length=10)


class AgentMessage(AgentNote):
    """`message` on `/agent`; with `article_id` the customer gets the article's card too."""

    article_id: str | None = Field(default=None, max_length=200)


class AgentTyping(ClientPayload):
    """`typing` on `/agent`; about a `note` only colleagues are told."""

    conversation_id: str
    on: bool
    note: bool = False


class TransferTo(ClientPayload):
    """Where a transfer goes: exactly one of the two."""

    agent: str | None = None
    team: str | None = None


class Transfer(ClientPayload):
    """`transfer`."""

    conversation_id: str
    to: TransferTo
    note: str | None = Field(default=None, max_length=4000)


class Escalate(ClientPayload):
    """`escalate`: to the team behind the conversation's own."""

    conversation_id: str
    note: str | None = Field(default=None, max_length=4000)


class Warn(ClientPayload):
    """`warn`: an abusive message by its `seq`, or the conversation as a whole."""

    conversation_id: str
    seq: int | None = Field(default=None, ge=1, le=2**31)


class ReturnToBot(ClientPayload):
    """`return_to_bot`."""

    conversation_id: str


class Snooze(ClientPayload):
    """`snooze`."""

    conversation_id: str
    until: datetime


class Resolve(ClientPayload):
    """`resolve`."""

    conversation_id: str
    outcome: Literal["solved", "not_solved", "duplicate", "no_answer", "spam"] = "solved"
    solution: str | None = Field(default=None, max_length=4000)


class TicketUpdate(ClientPayload):
    """`ticket_update`: new values by field name; null empties a field."""

    ticket_id: str
    fields: dict[str, Any]
