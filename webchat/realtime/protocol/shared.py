"""What both namespaces share: the bases, and the shapes of a message and a conversation."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

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


class Attachment(Wire):
    """A file in a message; `width` and `height` mean a picture, which has a thumbnail."""

    id: str
    name: str
    media_type: str
    size: int
    width: int | None = None
    height: int | None = None


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
    attachments: list[Attachment] | None = None
    kind: Literal["text", "answer", "question", "step", "notice", "note"] = "text"
    at: datetime


class TicketRef(Wire):
    """What the end user sees of a ticket."""

    number: str


class AgentRef(Wire):
    """An agent as others see them."""

    id: str
    name: str


class Takeover(Wire):
    """A remote take-over that is proposed or under way; the user gets `url` and `code` only with their consent."""

    state: Literal["proposed", "accepted"]
    url: str | None = None
    code: str | None = None


class ConversationState(Wire):
    """State as the end user sees it. `position` counts from 1; `wait_s` is an estimate in seconds.

    With `can_mail`, news goes to `email` when the user has left.
    """

    status: Status
    owner: OwnerKind
    language: Language
    agent: AgentRef | None = None
    position: int | None = None
    wait_s: int | None = None
    ticket: TicketRef | None = None
    agents_online: int = 0
    rated: bool = False
    can_mail: bool = False
    email: str | None = None
    takeover: Takeover | None = None


class ErrorBody(Wire):
    """Why a request was refused; `code` is stable, `message` is in the reader's language."""

    code: str
    message: str
    retry_after_s: float | None = None
    params: dict[str, Any] = Field(default_factory=dict)


class ChatPage(ClientPayload):
    """The page the widget is on."""

    url: str | None = None
    title: str | None = None
