"""Namespace `/agent`: what the console gets."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from pydantic import Field

from webchat.realtime.protocol.shared import (
    AgentRef,
    ChatPage,
    Language,
    Message,
    OwnerKind,
    Sender,
    SlaState,
    Status,
    Takeover,
    Wire,
)
from webchat.realtime.protocol.tools import Mention, Reminder


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


class TicketApproval(Wire):
    """Whether a request may go on: who is asked, since when it stands as it does, and what they said."""

    state: Literal["asked", "approved", "refused"]
    approver: str
    at: datetime
    note: str | None = None


class Ticket(Wire):
    """A ticket as agents see it.

    `priority_set` says that a person set the priority, so impact and urgency no longer do. `version` is what an edit
    over REST names in `If-Match`.
    """

    id: str
    number: str
    conversation_id: str
    status: Literal["new", "open", "pending", "closed", "merged"]
    kind: Literal["incident", "request", "complaint", "security"]
    fields: dict[str, TicketField]
    priority: Literal["low", "medium", "high", "urgent"]
    priority_set: bool = False
    team: str | None = None
    due: TicketDue = Field(default_factory=TicketDue)
    sla: TicketSla | None = None
    handoff: TicketHandoff
    approval: TicketApproval | None = None
    version: int = 1
    created_at: datetime
    updated_at: datetime


class AgentPresence(Wire):
    """An agent, online or not, and how loaded. After a chat an agent who is online wraps up until `wrap_up_until`."""

    id: str
    name: str
    role: str
    status: Literal["online", "busy", "away", "break", "wrap_up", "offline"]
    languages: list[Language]
    capacity: int
    n_chats: int
    wrap_up_until: datetime | None = None


class TeamNames(Wire):
    """What a team is called."""

    nl: str
    fr: str
    en: str


class TeamMember(Wire):
    """Somebody of a team. `skills` are topics, applications and the like that they know best."""

    agent_id: str
    skills: list[str]


class Team(Wire):
    """A team; an empty list of kinds, topics and so on names nothing. Who is in no team works for the default team."""

    id: str
    names: TeamNames
    line: Literal["first", "second"]
    is_default: bool
    kinds: list[str]
    categories: list[str]
    topics: list[str]
    languages: list[Language]
    escalates_to: str | None = None
    members: list[TeamMember]


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
    n_attachments: int | None = None
    at: datetime


class ConversationSummary(Wire):
    """One row of the console's list. `warnings` counts those for abuse."""

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
    warnings: int = 0
    takeover: Takeover | None = None


class ConsoleMessage(Message):
    """A message as the console gets it; `kind` is `note` for a private note."""

    conversation_id: str


class Incidents(Wire):
    """How many heaps of alike reports wait for a judgement, and how many known incidents last."""

    n_signals: int
    n_open: int


class Snapshot(Wire):
    """All the console needs to start. Open conversations and the 50 newest resolved ones.

    `mentions` are the agent's unread ones, `reminders` those not done.
    """

    event_id: int
    me: AgentPresence
    agents: list[AgentPresence]
    conversations: list[ConversationSummary]
    mentions: list[Mention]
    reminders: list[Reminder]
    teams: list[Team]
    incidents: Incidents
    max_message_chars: int
    max_attachment_bytes: int


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


class TeamsChanged(Wire):
    """`teams_changed`: all teams as they are now."""

    event_id: int
    teams: list[Team]


class IncidentsChanged(Incidents):
    """`incidents_changed`: how many there are now."""

    event_id: int


class LoggedEvent(Wire):
    """One event as `resume` returns it."""

    event: str
    data: dict[str, Any]
