"""What a turn comes to: messages for the user and one decision for webchat."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

ActionName = Literal["answer", "ask", "guide", "chat", "handoff", "solved"]
MessageKind = Literal["answer", "question", "step", "notice"]
Reason = Literal[
    "user_request",
    "complaint",
    "abuse",
    "security_incident",
    "low_confidence",
    "not_helped",
    "article_policy",
    "access_request",
    "software_request",
    "bot_unavailable",
]
TicketKind = Literal["incident", "request", "complaint", "security"]


@dataclass(frozen=True, slots=True)
class Button:
    """A quick reply: what it shows and what it sends."""

    title: str
    payload: str


@dataclass(frozen=True, slots=True)
class Message:
    """One message of the bot."""

    text: str
    kind: MessageKind = "notice"
    buttons: tuple[Button, ...] = ()
    article: dict[str, Any] | None = None
    step: dict[str, int] | None = None

    def extras(self) -> dict[str, Any]:
        """The payload that follows the text through Rasa."""
        extras: dict[str, Any] = {"type": "extras", "kind": self.kind}
        if self.article is not None:
            extras["article"] = self.article
        if self.step is not None:
            extras["step"] = self.step
        return extras


@dataclass(frozen=True, slots=True)
class TicketField:
    """A prefilled ticket field, with where it comes from and how sure we are."""

    value: Any
    source: Literal["user", "bot", "system"]
    message_seq: int | None = None
    confidence: float = 1.0

    def as_dict(self) -> dict[str, Any]:
        """JSON for the decision payload."""
        return {
            "value": self.value,
            "source": self.source,
            "message_seq": self.message_seq,
            "confidence": round(self.confidence, 3),
        }


@dataclass(frozen=True, slots=True)
class Handoff:
    """A person takes over: why, what kind of ticket, what is known."""

    reason: Reason
    kind: TicketKind
    fields: dict[str, TicketField]
    signals: dict[str, Any]

    def as_dict(self) -> dict[str, Any]:
        """JSON for the decision payload."""
        return {
            "reason": self.reason,
            "kind": self.kind,
            "fields": {name: value.as_dict() for name, value in self.fields.items()},
            "signals": self.signals,
        }


@dataclass(frozen=True, slots=True)
class Decision:
    """The outcome of a turn."""

    action: ActionName
    messages: tuple[Message, ...]
    language: str
    skill: str | None = None
    p_helps: float | None = None
    threshold: float | None = None
    signals: dict[str, Any] = field(default_factory=dict)
    family: str | None = None
    article_id: str | None = None
    solved: bool = False
    handoff: Handoff | None = None

    def payload(self) -> dict[str, Any]:
        """The `decision` payload of docs/contracts.md."""
        return {
            "type": "decision",
            "action": self.action,
            "language": self.language,
            "skill": self.skill,
            "p_helps": self.p_helps,
            "threshold": self.threshold,
            "signals": self.signals,
            "family": self.family,
            "article_id": self.article_id,
            "solved": self.solved,
            "handoff": None if self.handoff is None else self.handoff.as_dict(),
        }
