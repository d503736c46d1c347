"""How alike two texts are by their words, and which words of a passage a question has too."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

_WORD = re.compile(r"\w+")
_STEM = 5
_SHORTEST = 3
# Words of four letters and more that say nothing of what a text is about, as stems: nl, fr, en.
_EMPTY = frozenset(
    "niet geen meer maar naar deze dit dat voor door over ook nog wel een het mijn heeft hebt word wordt kunt kan als "
    "dans avec pour plus pas que qui mais sont vous votre notre cette ces des les une est sur par ne mon mes fait "
    "the and that this with from your have has not no longer any more does when what will are you can my".split()
)
_EMPTY_STEMS = frozenset(word[:_STEM] for word in _EMPTY)
SAME_TOPIC = 0.25
"""What a shared topic adds: less than the words of a question, more than one word by chance."""


@dataclass(frozen=True, slots=True)
class Case:
    """A text with what it is about."""

    id: str
    text: str
    topic: str | None = None


def stems(text: str) -> list[str]:
    """Return the beginnings of the words that carry meaning: five letters are one word in most of its forms."""
    found = (word[:_STEM] for word in _WORD.findall(text.casefold()) if len(word) >= _SHORTEST)
    return [stem for stem in found if stem not in _EMPTY_STEMS]


def most_alike(asked: Case, cases: Sequence[Case], *, least: float) -> list[tuple[str, float]]:
    """Return the cases like `asked`, best first.

    The likeness is the cosine of the texts' stems weighted by rarity (tf-idf over `cases`), plus `SAME_TOPIC`.

    Args:
        asked: The case at hand.
        cases: Where to look, itself not among them.
        least: Likeness in 0..1 below which a case is left out.
    """
    bags = {case.id: Counter(stems(case.text)) for case in cases}
    n_having = Counter(stem for bag in bags.values() for stem in bag)
    rarity = {stem: math.log(1 + len(cases) / n) for stem, n in n_having.items()}
    query = _weighed(Counter(stems(asked.text)), rarity)
    scored = []
    for case in cases:
        score = _cosine(query, _weighed(bags[case.id], rarity))
        if asked.topic and asked.topic == case.topic:
            score += SAME_TOPIC
        scored.append((case.id, min(1.0, score)))
    return sorted(((i, s) for i, s in scored if s >= least), key=lambda found: -found[1])


def shared(passage: str, question: str) -> list[tuple[int, int]]:
    """Return where `passage` has words of `question`: (start, end), in order."""
    wanted = set(stems(question))
    return [
        match.span()
        for match in _WORD.finditer(passage)
        if len(match[0]) > _SHORTEST and match[0].casefold()[:_STEM] in wanted
    ]


def _weighed(bag: Mapping[str, int], rarity: Mapping[str, float]) -> dict[str, float]:
    return {stem: (1 + math.log(n)) * rarity.get(stem, 1.0) for stem, n in bag.items()}


def _cosine(a: Mapping[str, float], b: Mapping[str, float]) -> float:
    dot = sum(weight * b[stem] for stem, weight in a.items() if stem in b)
    if not dot:
        return 0.0
    return dot / math.sqrt(sum(w * w for w in a.values()) * sum(w * w for w in b.values()))
