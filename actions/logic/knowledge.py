"""Shapes of what kb_index answers (docs/contracts.md), and the requests a decision may make."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict


class KnowledgeDown(Exception):
    """kb_index did not answer, or not as promised."""


class _Answer(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class Hit(_Answer):
    """One article family that may answer the question."""

    family: str
    article_id: str
    language: str
    title: str
    sign: str | None = None
    device: str | None = None
    products: tuple[str, ...] = ()
    heading: str = ""  # of the passage
    passage: str = ""
    score: float = 0.0
    topic: str | None = None
    fallback: bool = False
    named: bool = True  # an intent speaks for it: Rasa has learnt what is asked about it
    has_steps: bool = False
    handoff: bool = False
    p_helps: float = 0.0  # chance that it helps where none before it does: the user has rejected those


class Thresholds(_Answer):
    """From `answer` on the bot answers; between `ask` and `answer` it asks."""

    answer: float
    ask: float


class SearchAnswer(_Answer):
    """The families found, best first, how likely the first one helps, and how likely one of the first three does."""

    results: tuple[Hit, ...]
    p_helps: float
    p_any: float = 0.0
    thresholds: Thresholds
    model: str = "own"  # the confidence model that spoke
    signals: dict[str, float | None] = {}

    def any_of(self, hits: Sequence[Hit]) -> float:
        """P(one of these hits helps), 0..1, where those before and between them do not: the user has rejected them."""
        return 1 - math.prod(1 - hit.p_helps for hit in hits)


class Answer(_Answer):
    """One possible answer to a check question and where it leads."""

    label: str
    goto: str


class Check(_Answer):
    """A question that a step asks instead of Done / Didn't work."""

    question: str
    answers: tuple[Answer, ...]


class Step(_Answer):
    """One step of an article."""

    id: str
    text: str
    expert: str | None = None
    expect: str | None = None
    minutes: float | None = None
    help: str | None = None
    check: Check | None = None
    done: str | None = None
    failed: str | None = None


class Article(_Answer):
    """An article as the bot walks it."""

    article_id: str
    family: str
    language: str
    title: str
    sign: str | None = None
    topic: str | None = None
    device: str | None = None
    products: tuple[str, ...] = ()
    handoff: bool = False
    incident: bool = False
    goal: str | None = None
    minutes: float | None = None
    body: str = ""
    fallback: bool = False
    steps: tuple[Step, ...] = ()

    def index_of(self, step_id: str | None) -> int | None:
        """Position of a step, from 0; None if the article has no such step."""
        return next((i for i, step in enumerate(self.steps) if step.id == step_id), None)


class Likeness(_Answer):
    """How like each group the text is, and from where on it means the same."""

    groups: dict[str, float]
    threshold: float


@dataclass(frozen=True, slots=True)
class Search:
    """Request: find articles for this text."""

    text: str
    signals: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Fetch:
    """Request: the article of this family, in the user's language where it exists."""

    family: str


@dataclass(frozen=True, slots=True)
class Alike:
    """Request: how much this text is like each group of phrases, whatever their languages."""

    text: str
    language: str
    groups: Mapping[str, Sequence[str]]


Request = Search | Fetch | Alike
Reply = SearchAnswer | Article | Likeness | None
