"""What is really wrong with a made-up user's computer: one cure of an article, and the way that leads to it."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

from kb_index.articles import Article, Step


@dataclass(frozen=True, slots=True)
class Cause:
    """A cure: the step that makes the problem go away, or the answer that shows there is none.

    Attributes:
        step_id: The step that cures; of an answer, the step that asks.
        answer: Number of the answer that ends it; None where doing the step is the cure.
        ways: Step id → the answers to its question that lead on to the cure.
    """

    step_id: str
    answer: int | None
    ways: dict[str, tuple[int, ...]]

    def answers_at(self, step_id: str) -> tuple[int, ...]:
        """The answers to a step's question that somebody with this cause gives; none where it does not matter."""
        return self.ways.get(step_id, ())

    def is_answer(self, step_id: str, n: int) -> bool:
        """Whether this answer is the cure itself."""
        return (self.step_id, self.answer) == (step_id, n)


def draw_cause(article: Article, chance: random.Random) -> Cause | None:
    """One of the article's cures that its steps can reach, each as likely; None where all ways end with a person."""
    cures = list(_cures(article))
    if not cures:
        return None
    step_id, answer = chance.choice(cures)
    return Cause(step_id, answer, _ways(article, step_id, answer))


def _cures(article: Article) -> Iterator[tuple[str, int | None]]:
    for step in _reachable(article, article.steps[0].id if article.steps else ""):
        if step.check is None:
            if step.done == "solved":
                yield step.id, None
        else:
            yield from ((step.id, n) for n, answer in enumerate(step.check.answers) if answer.goto == "solved")


def _ways(article: Article, cure: str, answer: int | None) -> dict[str, tuple[int, ...]]:
    ways = {}
    for step in article.steps:
        if step.check is None:
            continue
        if step.id == cure and answer is not None:
            ways[step.id] = (answer,)
            continue
        leads = enumerate(_next_id(article, step, each.goto) for each in step.check.answers)
        ways[step.id] = tuple(n for n, to in leads if any(each.id == cure for each in _reachable(article, to)))
    return ways


def _reachable(article: Article, start: str | None) -> list[Step]:
    """The steps that come up from this one on, while nothing cures."""
    by_id = {step.id: step for step in article.steps}
    seen: dict[str, Step] = {}
    front = [start]
    while front:
        step = by_id.get(front.pop() or "")
        if step is None or step.id in seen:
            continue
        seen[step.id] = step
        if step.check is not None:
            front += [_next_id(article, step, each.goto) for each in step.check.answers]
        else:  # a cure that does not help has failed; a preparation is done
            front.append(_next_id(article, step, step.failed if step.done == "solved" else step.done))
    return list(seen.values())


def _next_id(article: Article, step: Step, goto: str) -> str | None:
    if goto != "next":
        return goto
    ids = [each.id for each in article.steps]
    following = ids.index(step.id) + 1
    return ids[following] if following < len(ids) else None
