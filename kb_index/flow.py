"""Where an article's steps lead: the graph, its dead ends, the steps that nobody reaches, the circles."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kb_index.articles import Step
from kb_index.fault import Fault


@dataclass(frozen=True, slots=True)
class Edge:
    """One way out of a step: to another step's id, `solved`, `human` or `article:<family>`."""

    start: str
    to: str
    kind: str
    label: str | None = None


@dataclass(frozen=True, slots=True)
class Flow:
    """The graph of an article's steps.

    Attributes:
        dead_ends: Steps from which no way leads to an end.
        unreached: Steps that no way from the first leads to.
        loops: Steps that lead back to each other, in their order; a loop may be meant.
    """

    edges: tuple[Edge, ...] = ()
    dead_ends: tuple[str, ...] = ()
    unreached: tuple[str, ...] = ()
    loops: tuple[tuple[str, ...], ...] = ()


def flow(steps: tuple[Step, ...]) -> Flow:
    """Return where steps lead."""
    if not steps:
        return Flow()
    order = [step.id for step in steps]
    edges = tuple(edge for number, step in enumerate(steps) for edge in _edges(step, order, number))
    ways = {step: {edge.to for edge in edges if edge.start == step and edge.to in order} for step in order}
    ends = {edge.start for edge in edges if edge.to not in order}
    while grown := {step for step in order if step not in ends and ways[step] & ends}:
        ends |= grown
    after = {step: _reached(ways, step) for step in order}
    circles: list[tuple[str, ...]] = []
    for step in order:
        if step in after[step] and not any(step in circle for circle in circles):
            circles.append(tuple(other for other in order if other in after[step] and step in after[other]))
    from_first = {order[0], *after[order[0]]}
    return Flow(
        edges,
        tuple(step for step in order if step not in ends),
        tuple(step for step in order if step not in from_first),
        tuple(circles),
    )


def faults(steps: tuple[Step, ...], families: set[str]) -> Iterator[Fault]:
    """Faults of one article's steps: targets that do not exist, steps without an end or never reached."""
    led = flow(steps)
    for edge in led.edges:
        family = edge.to.removeprefix("article:")
        if family != edge.to and family not in families:
            text = f"step `{edge.start}` leads to article `{family}`, which is not in the folder"
            yield Fault("error", "goes_nowhere", text, {"step": edge.start, "family": family})
    for step in led.dead_ends:
        yield Fault("error", "dead_end", f"from step `{step}` there is no way to an end", {"step": step})
    for step in led.unreached:
        yield Fault("error", "unreached", f"step `{step}` is never reached", {"step": step})


def _edges(step: Step, order: list[str], number: int) -> Iterator[Edge]:
    def target(goto: str) -> str:
        return order[number + 1] if goto == "next" else goto

    if step.check:
        for answer in step.check.answers:
            yield Edge(step.id, target(answer.goto), "answer", answer.label)
    else:
        yield Edge(step.id, target(step.done), "done")
    yield Edge(step.id, target(step.failed), "failed")


def _reached(ways: dict[str, set[str]], start: str) -> set[str]:
    """Steps that some way of at least one edge leads to."""
    reached, front = set(ways[start]), list(ways[start])
    while front:
        fresh = ways[front.pop()] - reached
        reached |= fresh
        front += fresh
    return reached
