"""What callers of the channel may send, checked by hand: a dataclass each, no pydantic here."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

MAX_MESSAGE_CHARS = 10_000  # webchat's own limit is lower; this one only protects the process
MAX_SYNC_EVENTS = 500


class BadRequest(ValueError):
    """The caller sent something that can never work; the message says what."""


@dataclass(frozen=True)
class TurnRequest:
    """One user turn (`schemas/turn_request.json`)."""

    sender: str
    message: str
    message_id: str
    metadata: dict[str, Any]

    @classmethod
    def read(cls, body: bytes, *, known_intents: Collection[str]) -> TurnRequest:
        """Parse and check a request body.

        Args:
            body: JSON as it came in.
            known_intents: Intents that a `/payload` may name. Rasa's own commands (`/restart`,
                `/session_start`) wipe the conversation's state and are none of them.

        Raises:
            BadRequest: If a field is missing, of the wrong type, too long or a forbidden payload.
        """
        data = _object(body)
        message = _text(data, "message", limit=MAX_MESSAGE_CHARS)
        if message.startswith("/"):
            intent = message[1:].split("{", 1)[0].strip()
            if intent not in known_intents:
                raise BadRequest("message: unknown payload")
        metadata = data.get("metadata", {})
        if not isinstance(metadata, dict):
            raise BadRequest("metadata: must be an object")
        return cls(
            sender=_text(data, "sender", limit=200),
            message=message,
            message_id=_text(data, "message_id", limit=200),
            metadata=metadata,
        )


@dataclass(frozen=True)
class SyncEvent:
    """Something that was said while a person had the conversation."""

    sender: Literal["agent", "user"]
    text: str


@dataclass(frozen=True)
class SyncRequest:
    """What the bot must know before it gets a conversation back."""

    sender: str
    events: tuple[SyncEvent, ...]

    @classmethod
    def read(cls, body: bytes) -> SyncRequest:
        """Parse and check a request body.

        Raises:
            BadRequest: If a field is missing or of the wrong type.
        """
        data = _object(body)
        events = data.get("events")
        if not isinstance(events, list) or len(events) > MAX_SYNC_EVENTS:
            raise BadRequest(f"events: must be a list of at most {MAX_SYNC_EVENTS}")
        return cls(sender=_text(data, "sender", limit=200), events=tuple(_event(event) for event in events))


def _event(event: Any) -> SyncEvent:
    if not isinstance(event, dict) or event.get("from") not in ("agent", "user"):
        raise BadRequest("events: each needs from: agent or user")
    return SyncEvent(event["from"], _text(event, "text", limit=MAX_MESSAGE_CHARS))


def _object(body: bytes) -> dict[str, Any]:
    try:
        data = json.loads(body)
    except ValueError as error:
        raise BadRequest("the body is not JSON") from error
    if not isinstance(data, dict):
        raise BadRequest("the body must be an object")
    return data


def _text(data: dict[str, Any], key: str, *, limit: int) -> str:
    value = data.get(key)
    if not isinstance(value, str) or not value.strip():
        raise BadRequest(f"{key}: must be a text that is not empty")
    if len(value) > limit:
        raise BadRequest(f"{key}: longer than {limit} characters")
    return value


@dataclass(frozen=True)
class ModelRequest:
    """Another model to serve: its archive on this disk, and the id it must turn out to have."""

    file: Path
    model: str

    @classmethod
    def read(cls, body: bytes) -> ModelRequest:
        """Parse and check a request body.

        Raises:
            BadRequest: If a field is missing or of the wrong type.
        """
        data = _object(body)
        return cls(file=Path(_text(data, "file", limit=4000)), model=_text(data, "model", limit=200))
