"""Which of the options on the screen was meant by typed words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from actions.logic.wording import is_negated

_ORDINALS = {"1": 0, "2": 1, "3": 2, "eerste": 0, "tweede": 1, "derde": 2, "premier": 0, "premiere": 0, "deuxieme": 1,
             "second": 1, "troisieme": 2, "first": 0, "third": 2}  # fmt: skip
YES = ("ja", "oui", "yes")
NO = ("nee", "neen", "non", "no")
# Words that say nothing about which option is meant.
_EMPTY = frozenset(
    """de het een mijn mijne je jouw ik zie heb is en of maar niet geen er dat die dit van in op met te nee ja hij
    le la les un une des mon ma mes je vois j ai est et ou mais pas ne c ce du de en sur avec non oui il elle
    the a an my i see have has is and or but not no it that this of in on with to yes do does""".split()
)


def numbered(said: str, n_options: int) -> int | None:
    """The option that a number or an ordinal of a short text names."""
    words = set(_words(said))
    if len(words) > 3:
        return None
    numbers = {_ORDINALS[word] for word in words if word in _ORDINALS}
    n = numbers.pop() if len(numbers) == 1 else n_options
    return n if n < n_options else None


def worded(said: str, labels: Sequence[str]) -> int | None:
    """The option that the words single out: the same text, part of it, or the most telling words in common.

    "I see other networks but not mine" is "Only other networks", not "Yes, I see my network": a yes-option is
    left out of a negated reply, and words count by their stem and only where they tell options apart.
    """
    own = _words(said)
    exact = [n for n, label in enumerate(labels) if own and own in (_words(label), *map(_words, label.split(", ")))]
    if len(exact) == 1:
        return exact[0]
    stems = [{_stem(word) for word in _words(label)} - _STEMS_EMPTY for label in labels]
    told = {_stem(word) for word in own} - _STEMS_EMPTY
    points = [sum(1.0 / sum(stem in other for other in stems) for stem in label & told) for label in stems]
    if is_negated(said):
        points = [0.0 if _starts_with(label, YES) else p for p, label in zip(points, labels, strict=True)]
    best = max(points, default=0.0)
    if best >= 1.0 and points.count(best) == 1:
        return points.index(best)
    if own and own[0] in YES and not is_negated(said):
        return only_starting_with(labels, YES)
    return only_starting_with(labels, NO) if own and own[0] in NO else None


def only_starting_with(labels: Sequence[str], words: tuple[str, ...]) -> int | None:
    """The one label that starts with one of the words, if there is exactly one."""
    found = [n for n, label in enumerate(labels) if _starts_with(label, words)]
    return found[0] if len(found) == 1 else None


def _starts_with(label: str, words: tuple[str, ...]) -> bool:
    """Whether the label is this word, or this word and a comma; "No code arrives" is no "No"."""
    return label.split(",")[0].strip().lower() in words


def _words(text: str) -> list[str]:
    bare = "".join(c for c in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(c))
    return re.findall(r"[a-z0-9]+", bare)


def _stem(word: str) -> str:
    """Enough of a stem to join singular and plural in three languages."""
    return re.sub(r"(?:en|es|s|e)$", "", word) if len(word) > 4 else word


_STEMS_EMPTY = frozenset(_stem(word) for word in _EMPTY)
