"""The state of a conversation, kept in one Rasa slot as JSON."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, fields
from enum import StrEnum
from typing import Any


class Phase(StrEnum):
    """What the bot is waiting for."""

    OPEN = "open"
    DETAILS = "details"  # asked what is missing
    CLARIFYING = "clarifying"  # asked which of two or three is meant
    OFFERED = "offered"  # restated, offered the steps
    WALKING = "walking"  # a step is on the screen
    CHECKING = "checking"  # asked whether it is solved
    REQUEST = "request"  # asked what is requested and why
    COMPLAINT = "complaint"  # apologised, offered a person
    INFORMED = "informed"  # told of a known incident
    RETURNED = "returned"  # came back after hours in the middle of a problem
    HANDED_OFF = "handed_off"


@dataclass(slots=True)
class Said:
    """Something the user said that matters later."""

    text: str
    seq: int | None = None


@dataclass(slots=True)
class Fact:
    """A detail the user gave: common name, own wording, where and how sure."""

    value: str
    said: str
    seq: int | None = None
    confidence: float = 0.9


@dataclass(slots=True)
class Tried:
    """A step that was done, and what came of it."""

    step: str
    text: str
    result: str
    article_id: str
    seq: int | None = None


@dataclass(slots=True)
class Dialogue:
    """Everything that is remembered between turns."""

    phase: Phase = Phase.OPEN
    language: str | None = None
    site_language: str | None = None
    skill: str | None = None
    problem: list[Said] = field(default_factory=list)
    facts: dict[str, Fact] = field(default_factory=dict)
    later: Said | None = None  # a second problem of the same message; its turn comes after the first
    denied: list[str] = field(default_factory=list)  # words that the user took back ("not the printer")
    request: str | None = None  # request_access or request_software
    topic: str | None = None
    family: str | None = None
    article_id: str | None = None
    title: str | None = None
    p_helps: float | None = None
    candidates: list[str] = field(default_factory=list)
    candidate_titles: list[str] = field(default_factory=list)
    candidate_choices: list[str] = field(default_factory=list)  # what their buttons say
    rejected: list[str] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)
    incidents: list[str] = field(default_factory=list)  # known incidents that this conversation was told of
    incident: str | None = None  # the one told last, while the user may say that it is another problem
    asked: list[str] = field(default_factory=list)
    step: str | None = None
    path: list[str] = field(default_factory=list)
    n_step_turns: int = 0
    n_unclear: int = 0
    tried: list[Tried] = field(default_factory=list)
    n_clarified: int = 0
    n_corrected: int = 0
    n_failed: int = 0
    n_not_helped: int = 0
    n_complaints: int = 0
    n_abuse: int = 0
    n_soothed: int = 0
    n_chat: int = 0
    frustration: float = 0.0
    phase_before: Phase | None = None  # where to go on after a complaint
    complaint: Said | None = None
    n_turns: int = 0

    @classmethod
    def from_slot(cls, value: Any) -> Dialogue:
        """Read the slot; what does not fit (an older version's state) starts afresh."""
        if not isinstance(value, dict):
            return cls()
        known = {f.name for f in fields(cls)}
        data = {key: item for key, item in value.items() if key in known}
        try:
            data["phase"] = Phase(data.get("phase", Phase.OPEN))
            before = data.get("phase_before")
            data["phase_before"] = None if before is None else Phase(before)
            data["problem"] = [Said(**said) for said in data.get("problem", [])]
            data["facts"] = {name: Fact(**fact) for name, fact in data.get("facts", {}).items()}
            data["tried"] = [Tried(**tried) for tried in data.get("tried", [])]
            for name in ("complaint", "later"):
                said = data.get(name)
                data[name] = None if said is None else Said(**said)
            return cls(**data)
        except (TypeError, ValueError):
            return cls()

    @classmethod
    def after_person(cls, value: Any) -> Dialogue:
        """The state with which the bot takes up a conversation that a person had: all of it, waiting for nothing."""
        state = cls.from_slot(value)
        if state.n_turns:
            state.phase, state.phase_before = Phase.HANDED_OFF, None
        return state

    def to_slot(self) -> dict[str, Any]:
        """JSON for the slot."""
        return asdict(self)

    def forget_problem(self, *, seq: int | None = None) -> None:
        """Start on another problem; what is known about the person and their device stays.

        Args:
            seq: The message that tells of the other problem: what it said stays too.
        """
        fresh = Dialogue()
        for name in (
            "problem topic family article_id title p_helps candidates candidate_titles "
            "candidate_choices rejected asked step "
            "path n_step_turns n_unclear n_clarified n_corrected n_failed n_not_helped request tried shown later denied"
        ).split():
            setattr(self, name, getattr(fresh, name))
        for name in ("error_text", "since"):
            if name in self.facts and (seq is None or self.facts[name].seq != seq):
                del self.facts[name]
        self.phase = Phase.OPEN
