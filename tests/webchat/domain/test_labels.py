"""What a label may be, and where it goes."""

from __future__ import annotations

from collections import Counter

import pytest

from webchat.domain.errors import Fixable
from webchat.domain.labels import checked_entities, example_text, folded, part_for, slug


def test_the_examination_gets_its_share_first() -> None:
    parts: list[str] = []
    for _ in range(10):
        counts = Counter(parts)
        parts.append(part_for(counts["eval"], counts["train"], 0.2))

    assert parts == ["eval", "train", "train", "train", "train"] * 2
    assert part_for(0, 0, 0.0) == "train"


def test_a_message_becomes_one_line_without_markup() -> None:
    assert example_text("- /mijn\twifi\n\n[werkt](niet)  meer ") == "mijn wifi [werkt] (niet) meer"
    with pytest.raises(Fixable, match="no_text"):
        example_text(" \n- ")


def test_spelling_does_not_make_another_text() -> None:
    assert folded("Où est l'imprimante ?!") == folded("ou est l imprimante")


def test_entities_are_trimmed_and_ordered() -> None:
    text = "wifi op mijn laptop"
    entities = [{"start": 12, "end": 19, "entity": "device"}, {"start": 0, "end": 5, "entity": "application"}]

    assert checked_entities(text, entities) == [
        {"start": 0, "end": 4, "entity": "application"},
        {"start": 13, "end": 19, "entity": "device"},
    ]


@pytest.mark.parametrize(
    "bad",
    [
        [{"start": 0, "end": 40, "entity": "device"}],
        [{"start": -1, "end": 3, "entity": "device"}],
        [{"start": 4, "end": 5, "entity": "device"}],
        [{"start": 0, "end": 4, "entity": "family"}],
        [{"start": 0, "end": 6, "entity": "device"}, {"start": 3, "end": 9, "entity": "since"}],
    ],
)
def test_entities_that_cannot_be_are_refused(bad: list[dict[str, object]]) -> None:
    with pytest.raises(Fixable, match="invalid"):
        checked_entities("wifi op mijn laptop", bad)


def test_a_title_becomes_a_family() -> None:
    assert slug("Écran tactile — réglage 2") == "ecran-tactile-reglage-2"
    assert slug("!!!") == ""
