"""Shapes of what kb_index answers (docs/contracts.md), and the requests a decision may make."""

from __future__ import annotations

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
    passage: str = ""
    score: float = 0.0
    topic: str | None = None
    fallback: bool = False
    has_steps: bool = False
    handoff: bool = False


class Thresholds(_Answer):
    """From `answer` on the bot answers; between `ask` and `answer` it asks."""

    answer: float
    ask: float


class SearchAnswer(_Answer):
    """The families found, best first, and how likely the first one helps."""

    results: tuple[Hit, ...]
    p_helps: float
    thresholds: Thresholds
    signals: dict[str, float | None] = {}

    def p_of(self, hit: Hit) -> float:
        """P(this hit helps), 0..1: the calibrated figure for the first, scaled by score for the others."""
        best = self.results[0].score
        return self.p_helps if best <= 0 else self.p_helps * min(1.0, max(0.0, hit.score) / best)


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
    topic: str | None = None
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


@dataclass(frozen=True, slots=True)
class Search:
    """Request: find articles for this text."""

    text: str
    signals: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Fetch:
    """Request: the article of this family, in the user's language where it exists."""

    family: str


Request = Search | Fetch
Reply = SearchAnswer | Article | None
