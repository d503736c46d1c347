from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb_index.articles import ArticleError, parse
from kb_index.markdown import first_ordered_list
from kb_index.passages import MAX_CHARS, split
from tests.kb_index.conftest import markdown


def test_minimal_article_keeps_unknown_keys() -> None:
    article = parse(markdown("printer", "nl", "Titel", "Tekst.", "owner: An\n"))

    assert (article.article_id, article.visibility, article.extra) == ("printer.nl", "public", {"owner": "An"})


def test_first_ordered_list_of_two_becomes_steps_with_nested_text() -> None:
    body = "Eerst dit.\n\n1. Enkel punt\n\nTekst.\n\n1. Zet **uit**\n   - aan de muur\n2. Zet [aan](http://x)\n"

    steps = parse(markdown("printer", "nl", "Titel", body)).steps

    assert [step.text for step in steps] == ["Zet uit\naan de muur", "Zet aan"]
    assert [(step.done, step.failed) for step in steps] == [("next", "next"), ("solved", "human")]


def test_list_that_a_picture_interrupts_counts_as_one() -> None:
    assert first_ordered_list("1. a\n\n![x](y.png)\n\n2. b\n\n![x](y.png)\n\n3. c\n") == ["a", "b", "c"]


def test_explicit_steps_win_and_resolve_their_defaults() -> None:
    extra = "steps:\n  - {id: a, text: A, check: {question: Q?, answers: [{label: Ja, goto: b}, {label: Nee, goto: human}]}}\n  - {id: b, text: B}\n"

    steps = parse(markdown("printer", "nl", "Titel", "1. x\n2. y\n", extra)).steps

    assert [step.id for step in steps] == ["a", "b"]
    assert steps[0].check is not None
    assert [answer.goto for answer in steps[0].check.answers] == ["b", "human"]
    assert (steps[1].done, steps[1].failed) == ("solved", "human")


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        pytest.param("no front matter", "no_front_matter", 1, id="no front matter"),
        pytest.param("---\nid: a\n", "no_front_matter", 1, id="not closed"),
        pytest.param("---\nid: a\nfamily: a\nlanguage: nl\n---\n", "missing_key", 1, id="no title"),
        pytest.param("---\nid: a\ntitle: [x\n---\n", "bad_yaml", 4, id="broken yaml"),
        pytest.param(markdown("a", "de", "T", "x"), "bad_language", 4, id="other language"),
        pytest.param(markdown("a", "nl", "T", "x", "visibility: secret\n"), "bad_visibility", 6, id="visibility"),
        pytest.param(
            markdown("a", "nl", "T", "x", "steps:\n - {id: a, text: x, done: gone}\n"), "bad_goto", 6, id="goto"
        ),
        pytest.param(markdown("a", "nl", "T", "x", "steps: 3\n"), "bad_steps", 6, id="steps"),
    ],
)
def test_bad_article_names_fault_and_line(text: str, code: str, line: int) -> None:
    with pytest.raises(ArticleError) as caught:
        parse(text)

    assert (caught.value.code, caught.value.line) == (code, line)


@given(st.text())
def test_any_text_parses_or_raises_our_error(text: str) -> None:
    for candidate in (text, f"---\n{text}\n---\n{text}", markdown("a", "nl", "T", text)):
        try:
            article = parse(candidate)
        except ArticleError:
            continue
        assert split(article)


@given(st.text(alphabet="abc d.\n", min_size=1, max_size=4000))
def test_passages_are_short_and_lose_no_letter(text: str) -> None:
    article = parse(markdown("a", "nl", "Titel", f"{text}x"))

    passages = split(article)

    assert all(len(passage.text) <= MAX_CHARS for passage in passages)
    assert "".join("".join(passage.text for passage in passages).split()) == "".join(article.body.split())
