"""What a ticket holds: its fields with their origin, and the priority that follows from them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from webchat.domain.conversation import Owner, State, Status

FIELDS = (
    "subject",
    "description",
    "category",
    "topic",
    "impact",
    "urgency",
    "device",
    "operating_system",
    "application",
    "error_text",
    "since",
    "steps_tried",
    "articles_shown",
    "language",
    "skill",
    "mood",
    "customer",
)
KINDS = ("incident", "request", "complaint", "security")
OVER = ("closed", "merged")
FIRST_NUMBER = 1001
MAX_VALUE_CHARS = 4000

_NUMBER = re.compile(r"fl-?\s?(\d{1,15})", re.IGNORECASE)

Level = Literal["low", "medium", "high"]
Priority = Literal["low", "medium", "high", "urgent"]
LEVELS: tuple[Level, ...] = ("low", "medium", "high")

# Source: the ITIL priority matrix, impact down, urgency across, folded to four priorities.
PRIORITY_MATRIX: dict[tuple[Level, Level], Priority] = {
    ("low", "low"): "low",
    ("low", "medium"): "low",
    ("low", "high"): "medium",
    ("medium", "low"): "low",
    ("medium", "medium"): "medium",
    ("medium", "high"): "high",
    ("high", "low"): "medium",
    ("high", "medium"): "high",
    ("high", "high"): "urgent",
}

Field = dict[str, Any]


@dataclass(frozen=True, slots=True)
class HandOff:
    """Why a conversation goes to people, and what the bot already knows."""

    reason: str
    kind: str = "incident"
    fields: Mapping[str, Field] | None = None
    signals: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """A message, as far as prefilling needs it."""

    seq: int
    sender: str
    text: str
    article_id: str | None = None
    step: tuple[int, int] | None = None


def number(serial: int) -> str:
    """Return the number people quote, e.g. `FL-1042`."""
    return f"FL-{serial}"


def serial(text: str) -> int | None:
    """Return the serial of a quoted number, in any case; None if the text is none."""
    found = _NUMBER.fullmatch(text.strip())
    return int(found[1]) if found else None


def priority(
    kind: str, fields: Mapping[str, Field], matrix: Mapping[tuple[Level, Level], Priority] = PRIORITY_MATRIX
) -> Priority:
    """Return the priority from kind, impact and urgency; a missing level counts as medium.

    Args:
        kind: Of the ticket.
        fields: Of the ticket.
        matrix: The desk's own, by (impact, urgency).
    """
    if kind == "security":
        return "urgent"
    value = matrix[_level(fields.get("impact")), _level(fields.get("urgency"))]
    return "high" if kind == "complaint" and value in ("low", "medium") else value


def status_after(state: State, status: str) -> str:
    """Return a ticket's status once its conversation is in `state`.

    Pending waits for the customer. A closed ticket stays closed while only the bot goes on; a new hand-off makes
    a new one.
    """
    if status == "merged" or (state.owner is Owner.BOT and status == "closed"):
        return status
    if state.status is Status.RESOLVED:
        return "closed"
    if state.status is Status.SNOOZED or state.owner is Owner.BOT:
        return "pending"
    return "new" if state.owner is Owner.QUEUE and status == "new" else "open"


def prefill(
    handoff: HandOff,
    transcript: Sequence[Said],
    *,
    language: str,
    skill: str | None,
    customer: Mapping[str, Any],
) -> dict[str, Field]:
    """Return the ticket's fields: what the bot found, completed with what the log itself tells.

    Args:
        handoff: Its fields win over what is derived here.
        transcript: The conversation since the last hand-off, oldest first.
        language: Of the conversation.
        skill: `novice`, `expert` or None.
        customer: `name`, `email`, `known`.
    """
    asked = [said for said in transcript if said.sender == "user" and said.text]
    first = max(asked, key=lambda said: min(len(said.text), 80), default=None)
    fields: dict[str, Field] = {
        "language": _field(language, "system", 1.0),
        "customer": _field(dict(customer), "user", 1.0 if customer.get("known") else 0.5),
    }
    if first:
        fields["subject"] = _field(_one_line(first.text), "user", 0.5, first.seq)
        text = "\n".join(said.text for said in asked)[-MAX_VALUE_CHARS:]
        fields["description"] = _field(text, "user", 0.8, first.seq)
    if skill:
        fields["skill"] = _field(skill, "bot", 0.6)
    articles = list(dict.fromkeys(said.article_id for said in transcript if said.article_id))
    if articles:
        fields["articles_shown"] = _field(articles, "bot", 1.0)
    steps = [f"{said.step[0]}/{said.step[1]} {_one_line(said.text)}" for said in transcript if said.step]
    if steps:
        fields["steps_tried"] = _field(steps, "bot", 0.9)
    for name, value in (handoff.fields or {}).items():
        if name in FIELDS and isinstance(value, Mapping) and value.get("value") not in (None, "", []):
            fields[name] = clean_field(value)
    return fields


def clean_field(raw: Mapping[str, Any]) -> Field:
    """Return a field with known keys only, sizes limited."""
    source = raw.get("source")
    confidence, seq = raw.get("confidence"), raw.get("message_seq")
    return _field(
        limit(raw.get("value")),
        source if source in ("user", "bot", "system", "agent") else "bot",
        float(confidence) if isinstance(confidence, int | float) else None,
        seq if isinstance(seq, int) else None,
    )


def limit(value: Any) -> Any:
    """Cut long texts; a ticket is a summary."""
    if isinstance(value, str):
        return value[:MAX_VALUE_CHARS]
    if isinstance(value, list):
        return [limit(item) for item in value[:50]]
    if isinstance(value, dict):
        return {str(key)[:100]: limit(item) for key, item in list(value.items())[:50]}
    return value


def _level(field: Field | None) -> Level:
    value = (field or {}).get("value")
    return value if value in ("low", "medium", "high") else "medium"


def _one_line(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 100 else line[:97].rsplit(" ", 1)[0] + " …"


def _field(value: Any, source: str, confidence: float | None, seq: int | None = None) -> Field:
    field: Field = {"value": value, "source": source}
    if confidence is not None:
        field["confidence"] = confidence
    if seq is not None:
        field["message_seq"] = seq
    return field
