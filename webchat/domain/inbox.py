"""Which messages a knowledge manager should look at: decided from what happened in the conversation."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from webchat.domain.label_hints import SURE

# In the order in which a reader is told them.
REASONS = (
    "not_meant",
    "not_helpful",
    "reopened",
    "corrected",
    "rewritten",
    "agent_answered",
    "handed_off",
    "asked",
    "refused",
)
# What people say about the conversation itself: a message like this is never what the bot misunderstood the problem from.
_REACTIONS = frozenset(
    "affirm deny report_solved report_not_solved report_step_done report_step_unclear ask_repeat ask_back ask_human "
    "correct_problem thank goodbye greet".split()
)
_TRIED = frozenset({"answer", "ask", "guide", "handoff"})
_REFUSAL = "out_of_scope"
_NOT_MEANT = "/correct_problem"
_UNSURE_ACTS = frozenset({None, "problem", "unsure"})
# Fields that the bot fills from what it understood; how urgent it is stands in no example.
_UNDERSTOOD = frozenset("subject description category device operating_system application error_text since".split())
_MASKED = re.compile(r"\[masked:\w+\]")
_LETTER = re.compile(r"[^\W\d_]")

OutcomeKind = Literal["open", "handed_off", "solved_by_agent", "solved_by_bot", "gave_up"]


@dataclass(frozen=True, slots=True)
class Turn:
    """What the bot was asked and decided.

    Attributes:
        seq: Of the last message that it covers.
        text: What was typed, masked; a button's payload where one was pressed.
        answers: Seqs of the bot's messages of this turn.
        ranking: The likeliest intents with how sure the bot was, best first.
        act: What the bot took the message for.
    """

    seq: int
    text: str
    language: str
    action: str
    intent: str | None
    ranking: tuple[Mapping[str, Any], ...] = ()
    act: str | None = None
    answers: tuple[int, ...] = ()

    @property
    def is_typed(self) -> bool:
        """False for a button."""
        return not self.text.startswith("/")

    @property
    def is_reaction(self) -> bool:
        """True where the message is about the conversation, not about a problem."""
        return not self.is_typed or self.intent in _REACTIONS

    @property
    def is_refusal(self) -> bool:
        """True where the bot said that this is not for the helpdesk."""
        return self.action == "chat" and self.act == _REFUSAL

    @property
    def was_tried(self) -> bool:
        """True where the bot, or a person in its place, did something about a problem."""
        return self.action in _TRIED or self.is_refusal

    @property
    def is_sure(self) -> bool:
        """True where the bot hardly doubted the likeliest intent."""
        return bool(self.ranking) and self.ranking[0]["confidence"] >= SURE


@dataclass(frozen=True, slots=True)
class Episode:
    """A hand-off and what came of it.

    Attributes:
        seq: Of the notice that told it.
        was_answered: Whether an agent wrote something.
    """

    seq: int
    reason: str
    ticket_id: str
    number: str
    outcome: str | None = None
    solution: str | None = None
    was_answered: bool = False


@dataclass(frozen=True, slots=True)
class Correction:
    """A field of the ticket of a hand-off (counted from 1) that an agent changed."""

    field: str
    value: Any
    episode: int


@dataclass(frozen=True, slots=True)
class Facts:
    """A conversation, as far as the inbox needs it.

    Attributes:
        turns: In order.
        episodes: Hand-offs in order.
        disliked: Seqs of the bot's messages that did not help somebody.
        corrections: By agents.
        reopened: Seqs after which the conversation counted as resolved and was taken up again.
        ended_by_bot: Resolved as solved, by the bot.
        is_over: Resolved, however.
    """

    turns: Sequence[Turn]
    episodes: Sequence[Episode] = ()
    disliked: frozenset[int] = frozenset()
    corrections: Sequence[Correction] = ()
    reopened: Sequence[int] = ()
    ended_by_bot: bool = False
    is_over: bool = False


@dataclass(slots=True)
class Item:
    """A message for the inbox, and why it is there."""

    seq: int
    text: str
    language: str
    guess: tuple[Mapping[str, Any], ...]
    reasons: list[str] = field(default_factory=list)
    corrected_family: str | None = None
    outcome: dict[str, Any] = field(default_factory=dict)
    avoidable: bool = False


def items(facts: Facts) -> list[Item]:
    """Return what belongs in the inbox, in the order of the conversation."""
    reasons: dict[int, set[str]] = {}
    families: dict[int, str] = {}
    for index, turn in enumerate(facts.turns):
        _judge(facts, index, turn, reasons)
    for episode in facts.episodes:
        origin = _origin(facts.turns, _last_before(facts.turns, episode.seq))
        if origin is not None and episode.was_answered and _was_missed(facts, episode, origin):
            reasons.setdefault(origin, set()).add("agent_answered")
    for correction in facts.corrections:
        _correct(facts, correction, reasons, families)
    for seq in facts.reopened:
        origin = _origin(facts.turns, _last_before(facts.turns, seq))
        if origin is not None and facts.turns[origin].action in ("answer", "guide"):
            reasons.setdefault(origin, set()).add("reopened")
    return [_item(facts, index, reasons[index], families.get(index)) for index in sorted(reasons)]


def _judge(facts: Facts, index: int, turn: Turn, reasons: dict[int, set[str]]) -> None:
    """What a turn by itself, or the reply to it, says about the bot's understanding."""
    origin = _origin(facts.turns, index)
    if origin is None:
        return
    handed = next(
        (e for e in facts.episodes if turn.action == "handoff" and _last_before(facts.turns, e.seq) == index), None
    )
    found = {
        "asked": turn.action == "ask" and turn.act in _UNSURE_ACTS and not turn.is_reaction,
        "refused": turn.is_refusal and not turn.is_sure,
        "handed_off": handed is not None and handed.reason == "low_confidence",
        "not_helpful": bool(facts.disliked.intersection(turn.answers))
        or (handed is not None and handed.reason == "not_helped"),
    }
    told = {name for name, holds in found.items() if holds}
    if turn.text.startswith(_NOT_MEANT) or turn.intent == "correct_problem":
        told.add("not_meant")
    if told:
        reasons.setdefault(origin, set()).update(told)


def _correct(facts: Facts, correction: Correction, reasons: dict[int, set[str]], families: dict[int, str]) -> None:
    if not 0 < correction.episode <= len(facts.episodes):
        return
    origin = _origin(facts.turns, _last_before(facts.turns, facts.episodes[correction.episode - 1].seq))
    if origin is None:
        return
    if correction.field == "topic":
        reasons.setdefault(origin, set()).add("corrected")
        if isinstance(correction.value, str):
            families[origin] = correction.value
    elif correction.field in _UNDERSTOOD:
        reasons.setdefault(origin, set()).add("rewritten")


def _origin(turns: Sequence[Turn], index: int | None) -> int | None:
    """The message in which the problem of turn `index` was told: the last typed one that is no mere reaction."""
    if index is None:
        return None
    for at in range(index, -1, -1):
        turn = turns[at]
        if not turn.is_reaction and turn.was_tried and _says_something(turn.text):
            return at
    return None


def _last_before(turns: Sequence[Turn], seq: int) -> int | None:
    return max((index for index, turn in enumerate(turns) if turn.seq < seq), default=None)


def _says_something(text: str) -> bool:
    return len(_LETTER.findall(_MASKED.sub("", text))) >= 3


def _was_missed(facts: Facts, episode: Episode, origin: int) -> bool:
    """Whether the bot tried and the user wanted, or got, a person all the same."""
    turn = facts.turns[origin]
    tried = turn.action in ("answer", "ask", "guide") or turn.is_refusal
    return episode.reason in ("low_confidence", "not_helped") or (tried and episode.reason == "user_request")


def _item(facts: Facts, index: int, reasons: set[str], family: str | None) -> Item:
    turn = facts.turns[index]
    episode = next((e for e in facts.episodes if e.seq > turn.seq), None)
    return Item(
        seq=turn.seq,
        text=turn.text,
        language=turn.language,
        guess=turn.ranking[:3],
        reasons=[reason for reason in REASONS if reason in reasons],
        corrected_family=family,
        outcome=_outcome(facts, episode),
        avoidable=episode is not None and _was_missed(facts, episode, index),
    )


def _outcome(facts: Facts, episode: Episode | None) -> dict[str, Any]:
    if episode is not None:
        is_solved = episode.outcome == "solved" or bool(episode.solution)
        kind: OutcomeKind = "solved_by_agent" if is_solved else "handed_off"
        ticket = {"id": episode.ticket_id, "number": episode.number}
        return {"kind": kind, "reason": episode.reason, "ticket": ticket, "solution": episode.solution}
    if facts.ended_by_bot:
        return {"kind": "solved_by_bot"}
    return {"kind": "gave_up" if facts.is_over else "open"}
