from __future__ import annotations

import pytest

from webchat.domain.mentions import mentioned

NAMES = {"1": "Sofie Janssens", "2": "An", "3": "An Peeters", "4": "Karim Lambert", "5": "karim lambert"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("@Sofie Janssens kan jij kijken?", ["1"]),
        ("kijk @an peeters en @An, @An", ["3", "2"]),
        ("@KARIM LAMBERT!", ["4", "5"]),
        ("mail naar jan@An", []),
        ("@Annelies weet het", []),
        ("@Sofie", []),
        ("geen", []),
    ],
    ids=["one", "the longer name wins", "two of one name", "an address", "part of a word", "half a name", "nobody"],
)
def test_who_is_meant(text: str, found: list[str]) -> None:
    assert mentioned(text, NAMES) == found


def test_nobody_there() -> None:
    assert mentioned("@An", {}) == []
