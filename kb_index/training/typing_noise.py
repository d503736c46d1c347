"""Words as people type them: letters swapped, dropped, doubled or struck beside the right key."""

from __future__ import annotations

import random

# Belgian and French keyboards (azerty); qwerty adds a few other neighbours, which matters little here.
_ROWS = ("azertyuiop", "qsdfghjklm", "wxcvbn")
_NEIGHBOURS = {
    letter: row[max(0, at - 1) : at] + row[at + 1 : at + 2] for row in _ROWS for at, letter in enumerate(row)
}
_MIN_LETTERS = 4


def mistype(word: str, rng: random.Random) -> str:
    """The word with one typing error; short words, and words with digits, stay as they are."""
    if len(word) < _MIN_LETTERS or not word.isalpha():
        return word
    at = rng.randrange(1, len(word) - 1)  # first letters are nearly always right
    match rng.randrange(5):
        case 0:
            return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
        case 1:
            return word[:at] + word[at] + word[at:]
        case 2:
            return word[:at] + rng.choice(_NEIGHBOURS.get(word[at], word[at])) + word[at + 1 :]
        case 3:
            return word[:-1]
        case _:
            return word[:at] + word[at + 1 :]
