"""The score of a conversation that was reviewed against a checklist."""

from __future__ import annotations

from collections.abc import Iterable

_WORTH = {"yes": 1.0, "partly": 0.5, "no": 0.0}


def score(answers: Iterable[str]) -> float:
    """Return the share of what was asked that was done, 0..1; what does not apply does not count.

    Raises:
        ValueError: If nothing applies, or an answer is unknown.
    """
    given = [answer for answer in answers if answer != "not_applicable"]
    if not given or any(answer not in _WORTH for answer in given):
        raise ValueError("no answer that counts")
    return sum(_WORTH[answer] for answer in given) / len(given)
