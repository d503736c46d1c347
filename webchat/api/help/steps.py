"""An article's steps as a reader follows them: numbered, with what to expect and where each answer leads, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from webchat.services.help import Catalogue, Listed


@dataclass(frozen=True, slots=True)
class Lead:
    """Where an answer leads.

    Attributes:
        kind: `step`, `next`, `solved`, `human` or `article`.
        number: Of the step.
        anchor: Of the step.
        article: The article.
    """

    kind: str
    number: int = 0
    anchor: str = ""
    article: Listed | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One step to draw; `done` and `failed` are None where they lead on as everybody expects."""

    number: int
    anchor: str
    text: str
    expect: str | None
    minutes: float | None
    help: str | None
    expert: str | None
    question: str | None
    answers: Sequence[tuple[str, Lead]]
    done: Lead | None
    failed: Lead | None


def are_drawn(steps: Sequence[Mapping[str, Any]]) -> bool:
    """Return whether an author wrote these steps as steps; else they are the text's own list and stand there already."""
    more = ("expect", "minutes", "help", "expert", "check")
    return any(step["id"] != str(n) or any(step.get(name) for name in more) for n, step in enumerate(steps, start=1))


def drawn(steps: Sequence[Mapping[str, Any]], catalogue: Catalogue, language: str) -> list[Step]:
    """Return the steps to draw; what they lead to is named in `language`."""
    numbers = {step["id"]: n for n, step in enumerate(steps, start=1)}

    def lead(goto: str, at: int) -> Lead:
        if goto == "next" and at < len(steps):
            return Lead("next", at + 1, _anchor(steps[at]["id"]))
        if goto in numbers:
            return Lead("step", numbers[goto], _anchor(goto))
        if goto.startswith("article:"):
            shown = catalogue.shown(goto.removeprefix("article:"), language)
            return Lead("article", article=shown) if shown else Lead("human")
        return Lead("solved" if goto in ("solved", "next") else "human")

    return [_step(step, n, lead) for n, step in enumerate(steps, start=1)]


def _step(step: Mapping[str, Any], number: int, lead: Any) -> Step:
    check = step.get("check") or {}
    ends = None if check else (step["done"], step["failed"])
    is_plain = ends is None or ends == ("next", "next")
    return Step(
        number=number,
        anchor=_anchor(step["id"]),
        text=step["text"],
        expect=step.get("expect"),
        minutes=step.get("minutes"),
        help=step.get("help"),
        expert=step.get("expert"),
        question=check.get("question"),
        answers=[(answer["label"], lead(answer["goto"], number)) for answer in check.get("answers", ())],
        done=None if is_plain or step["done"] == "next" else lead(step["done"], number),
        failed=None if is_plain else lead(step["failed"], number),
    )


def _anchor(step_id: str) -> str:
    return "step-" + "".join(char if char.isalnum() else "-" for char in step_id)
