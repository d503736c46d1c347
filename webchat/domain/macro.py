"""Macros: several acts in one. Which steps there are, and which orders of them make sense."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from webchat.domain import placeholders
from webchat.domain.errors import Fixable
from webchat.domain.permissions import Action

STEPS: dict[str, Action] = {
    "take": Action.HANDLE_CONVERSATION,
    "reply": Action.HANDLE_CONVERSATION,
    "note": Action.WRITE_NOTE,
    "set_fields": Action.EDIT_TICKET,
    "snooze": Action.HANDLE_CONVERSATION,
    "transfer": Action.HANDLE_CONVERSATION,
    "return_to_bot": Action.HANDLE_CONVERSATION,
    "resolve": Action.HANDLE_CONVERSATION,
}
"""What one needs to be allowed for each step."""

LAST = frozenset({"snooze", "transfer", "return_to_bot", "resolve"})
"""After these the conversation is no longer at hand."""

MOST_STEPS = 10

Step = Mapping[str, Any]


def check(steps: Sequence[Step]) -> None:
    """Refuse a list of steps that could never be carried out.

    Raises:
        Fixable: `invalid` naming the step, or `unknown_variable`.
    """
    if not 1 <= len(steps) <= MOST_STEPS:
        raise Fixable("invalid", field="steps", problem="count")
    for n, step in enumerate(steps):
        field = f"steps.{n}"
        if step["do"] in LAST and n < len(steps) - 1:
            raise Fixable("invalid", field=field, problem="must_be_last")
        if step["do"] == "take" and n > 0:
            raise Fixable("invalid", field=field, problem="must_be_first")
        for text in _texts(step):
            placeholders.check(text, field=field)


def text_for(step: Step, language: str) -> str:
    """Return what a reply says in the customer's language.

    Raises:
        Fixable: `no_text` with the `language`: a macro does not answer in a language that was not asked for.
    """
    text: str | None = step["texts"].get(language)
    if not text:
        raise Fixable("no_text", language=language)
    return text


def _texts(step: Step) -> list[str]:
    if step["do"] == "reply":
        return list(step["texts"].values())
    return [step["text"]] if step["do"] == "note" else []
