"""Two problems in one message: the first is dealt with first, the second is not forgotten."""

from __future__ import annotations

import re
from collections.abc import Generator

from actions.logic.context import Context, search
from actions.logic.dialogue import Said
from actions.logic.knowledge import Reply, Request, SearchAnswer

_AND_ALSO = re.compile(
    r"[\s,.;]+(?:en (?:ook|bovendien|daarnaast|verder|nog iets|plus)|daarnaast|bovendien|et (?:aussi|en plus|puis|de plus)|"
    r"en outre|par ailleurs|de plus|and (?:also|on top of that|another thing)|besides|also|in addition)\b[\s,:]*",
    re.IGNORECASE,
)
_SECOND = 0.5  # share of the asking threshold that the second half must reach: it is asked about again in its turn
_MIN_WORDS = 3  # fewer do not describe a problem


def search_first(context: Context) -> Generator[Request, Reply, SearchAnswer]:
    """Search for the problem; where the message tells of two, put the second one aside and search for the first.

    "My laptop is slow and also gets hot" is one problem: both halves must lead to an answer of their own.
    """
    state = context.state
    halves = _halves(context)
    if halves is None:
        return (yield from search(context))
    first = yield from search(context, halves[0])
    second = yield from search(context, halves[1])
    if not _are_two(first, second):
        return (yield from search(context))
    seq = context.turn.seq
    state.problem, state.later = [Said(halves[0], seq)], Said(halves[1], seq)
    context.lead_in("several_problems")
    return first


def _halves(context: Context) -> tuple[str, str] | None:
    """The two parts of a first description that says "and also" once."""
    if len(context.state.problem) != 1 or context.state.later is not None or context.turn.is_button:
        return None
    parts = [part.strip() for part in _AND_ALSO.split(context.state.problem[0].text)]
    if len(parts) != 2 or any(len(part.split()) < _MIN_WORDS for part in parts):
        return None
    return parts[0], parts[1]


def _are_two(first: SearchAnswer, second: SearchAnswer) -> bool:
    if not first.results or not second.results:
        return False
    sure = first.p_helps >= first.thresholds.ask and second.p_helps >= second.thresholds.ask * _SECOND
    return sure and first.results[0].family != second.results[0].family
