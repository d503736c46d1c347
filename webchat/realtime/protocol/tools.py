"""What agents work with, on the wire: mentions, reminders, macros, take-overs."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from webchat.realtime.protocol.shared import AgentRef, ClientPayload, Wire


class Mention(Wire):
    """A note that addresses an agent; `text` is its beginning."""

    id: int
    conversation_id: str
    message_id: str
    by: AgentRef
    text: str
    at: datetime
    read: bool


class Reminder(Wire):
    """A follow-up or call-back that an agent planned; of the `phone` the last two digits are shown."""

    id: str
    conversation_id: str
    kind: Literal["follow_up", "call_back"]
    at: datetime
    phone: str | None = None
    note: str | None = None
    done: bool


class MentionChanged(Wire):
    """`mention_changed`: to the agent mentioned; a mention that was read leaves the list."""

    event_id: int
    agent_id: str
    mention: Mention


class ReminderChanged(Wire):
    """`reminder_changed`: to its agent; one that is done leaves the list."""

    event_id: int
    agent_id: str
    reminder: Reminder


class RunMacro(ClientPayload):
    """`run_macro`: all its steps, or none."""

    conversation_id: str
    macro_id: str
    client_id: UUID


class TakeoverAnswer(ClientPayload):
    """`answer_takeover` on `/chat`: the user's consent or refusal."""

    accept: bool
