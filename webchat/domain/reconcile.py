"""The index follows the database; what others wrote into the index comes into the database. Which of the two, decided here.

The index is written from outside too (`python -m kb_index import`), and may be deleted or replaced at any time. Texts
are compared by their checksums: what the database wants readers to find, what the index was last known to hold, what
it holds now.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Step(StrEnum):
    """What is to be done about one article."""

    SETTLED = "settled"
    """Both agree."""
    PUSH = "push"
    """The index gets the published text."""
    REMOVE = "remove"
    """The index loses a text that is not published."""
    ADOPT = "adopt"
    """The text in the index was written by somebody else: it becomes the published one."""
    KEEP = "keep"
    """The same, but something newer was published here meanwhile: it is kept as a revision, and the index is corrected."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the database has of an article, by checksums.

    Attributes:
        wanted: The published text; None where nothing is.
        pushed: What the index was last known to hold.
        owed: Texts that are on their way to the index: sent perhaps, but not known to have arrived.
        is_owed: Whether anything is on its way, a removal included.
    """

    wanted: str | None
    pushed: str | None
    owed: frozenset[str] = frozenset()
    is_owed: bool = False


def decide(known: Known | None, found: str | None, *, is_same_index: bool) -> Step:
    """Return what is to be done about one article.

    Args:
        known: What the database has of it; None if it has never heard of it.
        found: What the index holds; None where it has no such article.
        is_same_index: False where the index was made anew since it was last looked at: it then holds what its
            own seed or an old copy brought, and the database is right about every article it knows.
    """
    if known is None:
        return Step.SETTLED if found is None else Step.ADOPT
    if found == known.wanted:
        return Step.SETTLED
    is_ours = found is None or found == known.pushed or found in known.owed
    if is_ours or not is_same_index:
        return Step.REMOVE if known.wanted is None else Step.PUSH
    return Step.KEEP if known.is_owed else Step.ADOPT
