"""Every payload that crosses a socket, as pydantic models: the one place where the wire is written down.

`make types` turns these into `webchat/frontend/protocol/wire.ts`; `docs/protocol.md` shows the same tables.
Client payloads forbid unknown keys; server payloads are what clients may rely on.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

Language = Literal["nl", "fr", "en"]
Status = Literal["pending", "open", "snoozed", "resolved"]
OwnerKind = Literal["bot", "queue", "agent", "none"]
SenderKind = Literal["user", "bot", "agent", "system"]
SlaState = Literal["ok", "warning", "breached", "met"]


class ClientPayload(BaseModel):
    """What a client sends: unknown keys are an error that names them."""

    model_config = ConfigDict(extra="forbid")


class Wire(BaseModel):
    """What the server sends."""


# --- shared shapes -----------------------------------------------------------------------------------


class Sender(Wire):
    """Who wrote a message."""

    kind: SenderKind
    name: str
    id: str | None = None


class Button(Wire):
    """A quick reply: `payload` goes back in `message`."""

    title: str
    payload: str


class ArticleRef(Wire):
    """An article card. `fallback` is true when it is not in the reader's language."""

    id: str
    title: str
    url: str
    language: Language
    fallback: bool = False


class StepRef(Wire):
    """Progress in a walk through an article: step `number` of `of`."""

    number: int
    of: int


class Message(Wire):
    """One entry of the message log. `kind` tells what the bot's words are for."""

    seq: int
    id: str
    client_id: str | None = None
    sender: Sender
    text: str
    language: Language
    buttons: list[Button] | None = None
    article: ArticleRef | None = None
    step: StepRef | None = None
    kind: Literal["text", "answer", "question", "step", "notice", "note"] = "text"
    at: datetime


class TicketRef(Wire):
    """What the end user sees of a ticket."""

    number: str


class AgentRef(Wire):
    """An agent as others see them."""

    id: str
    name: str


class ConversationState(Wire):
    """State as the end user sees it. `position` counts from 1; `wait_s` is an estimate in seconds."""

    status: Status
    owner: OwnerKind
    language: Language
    agent: AgentRef | None = None
    position: int | None = None
    wait_s: int | None = None
    ticket: TicketRef | None = None
    agents_online: int = 0
    rated: bool = False


class ErrorBody(Wire):
    """Why a request was refused; `code` is stable, `message` is in the reader's language."""

    code: str
    message: str
    retry_after_s: float | None = None
    params: dict[str, Any] = Field(default_factory=dict)


# --- /chat -------------------------------------------------------------------------------------------


class ChatUser(ClientPayload):
    """Who the site says the end user is; `identifier_hash` is HMAC-SHA256(identifier, site secret), hex."""

    identifier: str | None = None
    name: str | None = None
    email: str | None = None
    identifier_hash: str | None = None


class ChatPage(ClientPayload):
    """The page the widget is on."""

    url: str | None = None
    title: str | None = None


class ChatAuth(BaseModel):
    """`auth` of a connection to `/chat`."""

    session: str | None = None
    site: str | None = None
    language: str | None = None
    page: ChatPage | None = None
    user: ChatUser | None = None


class SendMessage(ClientPayload):
    """`message` on `/chat`."""

    client_id: UUID
    text: str = ""
    payload: str | None = None
    attachment_ids: list[str] | None = None


class Resume(ClientPayload):
    """`resume` on `/chat`: everything with `seq` above `after`."""

    after: int = Field(ge=0)


class Typing(ClientPayload):
    """`typing` on `/chat`."""

    on: bool


class Read(ClientPayload):
    """`read` on `/chat`: the user has seen everything up to `seq`."""

    seq: int = Field(ge=0)


class Feedback(ClientPayload):
    """`feedback` on `/chat`."""

    message_id: str
    helpful: bool
    reason: str | None = Field(default=None, max_length=500)


class Rate(ClientPayload):
    """`rate` on `/chat`."""

    score: int = Field(ge=1, le=5)
    comment: str | None = Field(default=None, max_length=2000)


class SetLanguage(ClientPayload):
    """`set_language` on `/chat`: the user chose a language in the widget."""

    language: Language


class SessionStarted(Wire):
    """`session_started`: the token resumes this conversation on another connection."""

    session: str
    conversation_id: str
    state: ConversationState
    last_seq: int


class TypingSign(Wire):
    """`typing` from the server (never stored)."""

    on: bool
    sender: Sender
    conversation_id: str | None = None


# --- /agent ------------------------------------------------------------------------------------------


class AgentAuth(BaseModel):
    """`auth` of a connection to `/agent`; browsers use the session cookie instead."""

    token: str | None = None


class SetStatus(ClientPayload):
    """`set_status`."""

    status: Literal["online", "busy", "away"]
    languages: list[Language] | None = None
    capacity: int | None = Field(default=None, ge=1, le=20)


class ConversationId(ClientPayload):
    """`take`, `decline`, `release`."""

    conversation_id: str


class OpenConversation(ClientPayload):
    """`conversation`: the transcript, notes included, from `after` on."""

    conversation_id: str
    after: int = Field(default=0, ge=0)


class AgentResume(ClientPayload):
    """`resume` on `/agent`: the events since `after`."""

    after: int = Field(ge=0)


class AgentMessage(ClientPayload):
    """`message` and `note`."""

    conversation_id: str
    client_id: UUID
    text: str


class AgentTyping(ClientPayload):
    """`typing` on `/agent`."""

    conversation_id: str
    on: bool


class TransferTo(ClientPayload):
    """Where a transfer goes: exactly one of the two."""

    agent: str | None = None
    team: str | None = None


class Transfer(ClientPayload):
    """`transfer`."""

    conversation_id: str
    to: TransferTo
    note: str | None = Field(default=None, max_length=4000)


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


class TicketField(Wire):
    """One value on a ticket with where it came from. `confidence` in 0..1."""

    value: Any
    source: Literal["user", "bot", "system", "agent"]
    message_seq: int | None = None
    confidence: float | None = None


class TicketDue(Wire):
    """When the first response and the resolution are due."""

    first_response_at: datetime | None = None
    resolution_at: datetime | None = None


class TicketSla(Wire):
    """How the two promises stand. While `stopped` the ticket waits for the customer or is closed: no time counts.

    `answered` says that an agent has written, in time or late.
    """

    answered: bool
    first_response: SlaState
    resolution: SlaState
    stopped: bool


class TicketHandoff(Wire):
    """Why the bot handed off, with the signals behind it."""

    reason: str
    signals: dict[str, Any] = Field(default_factory=dict)


class Ticket(Wire):
    """A ticket as agents see it."""

    id: str
    number: str
    conversation_id: str
    status: Literal["new", "open", "pending", "closed", "merged"]
    kind: Literal["incident", "request", "complaint", "security"]
    fields: dict[str, TicketField]
    priority: Literal["low", "medium", "high", "urgent"]
    team: str | None = None
    due: TicketDue = Field(default_factory=TicketDue)
    sla: TicketSla | None = None
    handoff: TicketHandoff
    created_at: datetime


class AgentPresence(Wire):
    """An agent, online or not, and how loaded."""

    id: str
    name: str
    status: Literal["online", "busy", "away", "offline"]
    languages: list[Language]
    capacity: int
    n_chats: int


class Offer(Wire):
    """Who is asked to take a conversation, and until when."""

    agent_id: str
    expires_at: datetime


class Customer(Wire):
    """The end user as agents see them. `known` is true only for a signed identity."""

    name: str | None = None
    email: str | None = None
    known: bool = False


class LastMessage(Wire):
    """The newest public message of a conversation."""

    seq: int
    text: str
    sender: Sender
    at: datetime


class ConversationSummary(Wire):
    """One row of the console's list."""

    id: str
    status: Status
    owner: OwnerKind
    agent: AgentRef | None = None
    team: str | None = None
    language: Language
    customer: Customer
    created_at: datetime
    updated_at: datetime
    queued_at: datetime | None = None
    offer: Offer | None = None
    last_message: LastMessage | None = None
    last_seq: int
    user_read_seq: int = 0
    user_online: bool = False
    ticket: Ticket | None = None
    rating: int | None = None
    page: ChatPage | None = None


class ConsoleMessage(Message):
    """A message as the console gets it; `kind` is `note` for a private note."""

    conversation_id: str


class Snapshot(Wire):
    """All the console needs to start. Open conversations and the 50 newest resolved ones."""

    event_id: int
    me: AgentPresence
    agents: list[AgentPresence]
    conversations: list[ConversationSummary]
    max_message_chars: int


class ConversationOpened(Wire):
    """Ack of `conversation`."""

    conversation: ConversationSummary
    messages: list[ConsoleMessage]


class HandoffCreated(Wire):
    """`handoff_created`: once per hand-off and entitled agent; the offered one gets `offer_expires_at`."""

    event_id: int
    conversation_id: str
    conversation: ConversationSummary
    ticket: Ticket
    transcript: list[ConsoleMessage]
    offer_expires_at: datetime | None = None


class ConversationChanged(Wire):
    """`conversation_changed`."""

    event_id: int
    conversation: ConversationSummary


class ConsoleMessageCreated(ConsoleMessage):
    """`message_created` on `/agent`."""

    event_id: int


class TicketChanged(Wire):
    """`ticket_changed`."""

    event_id: int
    ticket: Ticket


class PresenceChanged(Wire):
    """`presence_changed`."""

    event_id: int
    agent: AgentPresence


class LoggedEvent(Wire):
    """One event as `resume` returns it."""

    event: str
    data: dict[str, Any]
