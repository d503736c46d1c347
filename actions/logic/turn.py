"""What is known about one user turn, read from Rasa's tracker."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Entity:
    """Something the user named; `said` is the user's own wording, `value` the common name."""

    name: str
    value: str
    said: str
    confidence: float = 0.9


@dataclass(frozen=True, slots=True)
class Turn:
    """One message of the user (a burst arrives joined by line breaks) and what travels with it.

    Attributes:
        text: What was typed; empty for a button.
        intent: Rasa's first choice; for a button, what it sent.
        ranking: (intent, confidence), best first.
        payload: Values that a button carried.
        seq: Number of the message in the conversation.
        metadata: As webchat sent it.
    """

    text: str
    intent: str
    confidence: float
    ranking: tuple[tuple[str, float], ...] = ()
    entities: tuple[Entity, ...] = ()
    is_button: bool = False
    payload: Mapping[str, str] = field(default_factory=dict)
    seq: int | None = None
    metadata: Mapping[str, Any] = field(default_factory=dict)

    @property
    def margin(self) -> float:
        """Confidence of the first intent minus that of the second, 0..1."""
        return self.confidence - (self.ranking[1][1] if len(self.ranking) > 1 else 0.0)

    def confidence_in(self, intent: str) -> float:
        """Rasa's confidence in an intent, 0..1."""
        return dict(self.ranking or ((self.intent, self.confidence),)).get(intent, 0.0)

    @property
    def away_s(self) -> float:
        """Seconds between the user's last message and this one; 0 at the first."""
        value = self.metadata.get("away_s")
        return float(value) if isinstance(value, int | float) else 0.0

    @property
    def n_words(self) -> int:
        """Words typed."""
        return len(self.text.split())

    @classmethod
    def from_message(cls, message: Mapping[str, Any]) -> Turn:
        """Read a tracker's `latest_message`."""
        text = message.get("text") or ""
        is_button = text.startswith("/")
        intent = message.get("intent") or {}
        metadata = message.get("metadata") or {}
        seq = metadata.get("seq")
        raw = [e for e in message.get("entities") or [] if isinstance(e, Mapping) and e.get("entity")]
        return cls(
            text="" if is_button else text,
            intent=intent.get("name") or "",
            confidence=float(intent.get("confidence") or 0.0),
            ranking=tuple((r["name"], float(r["confidence"])) for r in message.get("intent_ranking") or []),
            entities=() if is_button else tuple(_entity(e, text) for e in raw),
            is_button=is_button,
            payload={e["entity"]: str(e.get("value")) for e in raw} if is_button else {},
            seq=seq if isinstance(seq, int) else None,
            metadata=metadata,
        )


def _entity(raw: Mapping[str, Any], text: str) -> Entity:
    value = str(raw.get("value", ""))
    said = text[raw["start"] : raw["end"]] if "start" in raw and "end" in raw else value
    return Entity(raw["entity"], value, said, float(raw.get("confidence_entity") or raw.get("confidence") or 0.9))
