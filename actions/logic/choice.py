"""What to do with what a search found, as a function of the thresholds: so it can be told what others would do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from actions.logic.harm import Way, least_harm


class Move(Enum):
    """How a turn goes on after a search."""

    ANSWER = auto()
    ASK_CONTRADICTED = auto()  # the best article and the intent disagree
    ASK_RIVAL = auto()  # an article that no intent can speak for may be meant as well
    ASK_MEANING = auto()
    ASK_TOPIC = auto()  # the intent is sure of a topic and the search is not
    ASK_DETAIL = auto()
    OUT_OF_SCOPE = auto()
    LEAVE = auto()


# What a move comes to for the user.
_OUTCOMES = {
    Move.ANSWER: "answered",
    Move.ASK_CONTRADICTED: "clarified",
    Move.ASK_RIVAL: "clarified",
    Move.ASK_MEANING: "clarified",
    Move.ASK_TOPIC: "clarified",
    Move.ASK_DETAIL: "other",
    Move.OUT_OF_SCOPE: "other",
    Move.LEAVE: "handed_off",
}


@dataclass(frozen=True, slots=True)
class Situation:
    """What the choice rests on, beside the thresholds.

    Attributes:
        p_helps: Chance that the first open article helps.
        p_any: Chance that one of those that a question would show does.
        is_found: Whether there is any.
        may_ask: Whether a clarifying question is still allowed.
        is_contradicted: Whether the intent speaks against the first article.
        has_rival: Whether an article that no intent names casts doubt on the first.
        ends_with_person: Whether the first article always ends with a person.
        is_out_of_scope: Whether it is no question of ours.
        gives_up: Whether one more turn that leads nowhere ends with a person.
        has_topic: Whether the intent names a topic surely enough to ask about.
        is_vague: Whether there is too little to search with.
        lacks_detail: Whether a detail is still to be asked for.
    """

    p_helps: float
    p_any: float
    is_found: bool = True
    may_ask: bool = True
    is_contradicted: bool = False
    has_rival: bool = False
    ends_with_person: bool = False
    is_out_of_scope: bool = False
    gives_up: bool = False
    has_topic: bool = False
    is_vague: bool = False
    lacks_detail: bool = False

    def told(self, model: str) -> dict[str, Any]:
        """What webchat keeps: what this turn comes to from the upper threshold on, between the two, and below both.

        Args:
            model: The confidence model that spoke, which has thresholds of its own.
        """
        p = self.p_helps
        return {
            "p_helps": p,
            "model": model,
            "sure": outcome(self, answer_from=p, ask_from=p),
            "near": outcome(self, answer_from=2.0, ask_from=p),
            "far": outcome(self, answer_from=2.0, ask_from=2.0),
        }


def choose(s: Situation, *, answer_from: float, ask_from: float) -> Move:
    """Choose the move: by expected harm, within the bound that the share of wrong answers sets."""
    way = Way.LEAVE
    if s.is_found:
        way = least_harm(s.p_helps, s.p_any, answer_from=answer_from, may_ask=s.may_ask)
    if way is Way.ANSWER:
        if s.may_ask and s.is_contradicted:
            return Move.ASK_CONTRADICTED
        return Move.ASK_RIVAL if s.may_ask and s.has_rival else Move.ANSWER
    if s.is_out_of_scope:
        return Move.OUT_OF_SCOPE
    if way is Way.ASK:
        return Move.ASK_MEANING
    if s.may_ask and s.has_topic:
        return Move.ASK_TOPIC
    if s.lacks_detail and (s.is_vague or not s.is_found or s.p_helps < ask_from):
        return Move.ASK_DETAIL
    return Move.LEAVE  # also after one clarifying question: there are not two in a row


def outcome(s: Situation, *, answer_from: float, ask_from: float) -> str:
    """What the turn comes to: `answered`, `clarified`, `handed_off`, or `other` (a detail asked for, no question of ours)."""
    move = choose(s, answer_from=answer_from, ask_from=ask_from)
    if (move is Move.ANSWER and s.ends_with_person) or (move is Move.OUT_OF_SCOPE and s.gives_up):
        return "handed_off"
    return _OUTCOMES[move]
