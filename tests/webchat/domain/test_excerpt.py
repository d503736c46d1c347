from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webchat.domain.excerpt import excerpt

LONG = "Zet het toestel uit. " * 20 + "Kies daarna de printer op jouw verdieping en druk af. " + "Wacht even. " * 20


def test_part_with_the_questions_words_is_chosen_and_marked() -> None:
    pieces = excerpt(LONG, "welke printer op mijn verdieping", chars=120)

    assert [words for words, is_marked in pieces if is_marked] == ["printer", "verdieping"]
    assert "".join(words for words, _ in pieces).startswith("… Kies daarna de ")
    assert pieces[-1][0].endswith(" …")


@pytest.mark.parametrize("question", ["", "iets heel anders", "!!"])
def test_without_a_shared_word_it_begins_at_the_beginning(question: str) -> None:
    assert excerpt(LONG, question, chars=60)[0] == (
        "Zet het toestel uit. Zet het toestel uit. Zet het toestel …",
        False,
    )


@given(st.text(max_size=400), st.text(max_size=60), st.integers(10, 200))
def test_pieces_are_a_part_of_the_passage(passage: str, question: str, chars: int) -> None:
    pieces = excerpt(passage, question, chars=chars)
    text = "".join(words for words, _ in pieces)

    shown = text.removeprefix("… ").removesuffix(" …")
    assert shown in " ".join(passage.split())
    assert len(shown) <= chars
    assert all(words for words, _ in pieces)
