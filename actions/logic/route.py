"""How long the steps of an article usually take: along the branches, not all branches together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from actions.logic.knowledge import Article

_MAX_ROUTES = 200  # an article with more ways through than this is judged by the first ones


@dataclass(frozen=True, slots=True)
class Route:
    """One way through the steps that ends solved; `minutes` is 0 where the author told no times."""

    n_steps: int
    minutes: float


def usual_route(article: Article) -> Route:
    """The middle one, by time, of the ways that end solved; a step that should cure may fail, others do what they should.

    An article all of whose ways end with a person counts all of its steps.
    """
    routes = []
    for path in _paths(article, 0, ()):
        minutes = sum(article.steps[n].minutes or 0 for n in path)
        routes.append(Route(len(path), minutes))
        if len(routes) >= _MAX_ROUTES:
            break
    if not routes:
        return Route(len(article.steps), sum(step.minutes or 0 for step in article.steps))
    routes.sort(key=lambda route: (route.minutes, route.n_steps))
    return routes[(len(routes) - 1) // 2]


def _paths(article: Article, position: int, before: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    """Positions along each way from here that ends solved, without going round in circles."""
    if position in before:
        return
    path = (*before, position)
    step = article.steps[position]
    if step.check:
        targets = [answer.goto for answer in step.check.answers]
    elif step.done == "solved":  # a cure: it works, or the next one is tried
        targets = ["solved", step.failed or "next"]
    else:
        targets = [step.done or "next"]
    for target in targets:
        following = position + 1 if target == "next" else article.index_of(target)
        if target == "solved" or (following == len(article.steps) and step.done != "solved"):
            yield path
        elif following is not None and following < len(article.steps):
            yield from _paths(article, following, path)
