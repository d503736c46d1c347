"""Namespace `/chat`: what the widget sends and gets."""

from __future__ import annotations

from uuid import UUID

from pydantic import BaseModel, Field

from webchat.realtime.protocol.shared import ChatPage, ClientPayload, ConversationState, Language, Sender, Wire


class ChatUser(ClientPayload):
    """Who the site says the end user is; `identifier_hash` is HMAC-SHA256(identifier, site secret), hex."""

    identifier: str | None = None
    name: str | None = None
    email: str | None = None
    identifier_hash: str | None = None


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
    attachment_ids: list[str] | None = Field(default=None, max_length=10)


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


class SetEmail(ClientPayload):
    """`set_email` on `/chat`: where news goes once the user has left; null takes the address away."""

    email: str | None = Field(max_length=320)


class SessionStarted(Wire):
    """`session_started`: the token resumes this conversation on another connection."""

    session: str
    conversation_id: str
    state: ConversationState
    last_seq: int
    max_attachment_bytes: int


class TypingSign(Wire):
    """`typing` from the server (never stored)."""

    on: bool
    sender: Sender
    conversation_id: str | None = None
    note: bool | None = None
