"""What the lint of a folder of articles finds, and that our own articles have none of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb_index.articles import parse
from kb_index.check import MAX_SENTENCE_WORDS, check_folder
from kb_index.cli import main
from kb_index.links import check_links
from kb_index.reading import MIN_WORDS, reading_ease
from kb_index.settings import ROOT
from tests.kb_index.conftest import markdown

_GOOD = "topic: files\nsign: {}\n"
_EASY = "The page is on the desk. You can see it. Take it and go. "
_HARD = (
    "Notwithstanding administrative considerations, organisational reconfiguration necessitates comprehensive interdepartmental "
    "documentation, authentication reinitialisation and infrastructural compatibility verification. "
)
_STEPS = "goal: g\nminutes: 1\nsteps:\n - {id: s, text: x, done: solved}\n - {id: t, text: x}\n"


def article(language: str = "nl", body: str = "x", extra: str = "", family: str = "a") -> str:
    return markdown(family, language, "T", body, _GOOD.format(f"sign {family} {language}") + extra)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for language in ("nl", "fr", "en"):
        (tmp_path / f"a.{language}.md").write_text(article(language))
    assert check_folder(tmp_path) == []
    return tmp_path


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        pytest.param("b.nl.md", article(), "error: b.nl.md: id `a.nl` stands in another file", id="id twice"),
        pytest.param("a.fr.md", "---\nid: a\n", "error: a.fr.md: line 1:", id="not parsed"),
        pytest.param("b.nl.md", article(family="b"), "error: b: lacks fr, en", id="language missing"),
        pytest.param(
            "a.nl.md",
            article(extra="steps:\n - {id: s, text: x, done: 'article:none'}\n"),
            "error: a.nl: step `s` leads to article `none`, which is not in the folder",
            id="article missing",
        ),
        pytest.param(
            "a.nl.md",
            article(extra="steps:\n - {id: s, text: x, done: s, failed: s}\n"),
            "error: a.nl: from step `s` there is no way to an end",
            id="endless",
        ),
        pytest.param(
            "a.nl.md",
            article(
                extra="steps:\n - {id: s, text: x, done: solved, failed: human}\n - {id: t, text: x}\n",
            ),
            "error: a.nl: step `t` is never reached",
            id="unreachable",
        ),
        pytest.param("a.nl.md", article(extra=_STEPS), "warning: a.nl: its steps or where", id="steps in one language"),
        pytest.param("a.fr.md", article("fr", extra="handoff: true\n"), "error: a.fr: `handoff` is", id="other policy"),
        pytest.param(
            "a.nl.md",
            article(extra="steps:\n - {id: s, text: x}\n"),
            "warning: a.nl: has steps but no `goal`",
            id="no goal",
        ),
        pytest.param("a.nl.md", markdown("a", "nl", "T", "x", "sign: z\n"), "warning: a.nl: `topic` is", id="topic"),
        pytest.param("a.fr.md", markdown("a", "fr", "T", "x", "topic: files\n"), "a.fr: has no `sign`", id="no sign"),
        pytest.param(
            "a.en.md",
            article("en").replace("sign a en", "s" * 90),
            "error: a.en: `sign` is longer than 80",
            id="long sign",
        ),
        pytest.param(
            "b.nl.md",
            article(family="b").replace("sign b nl", "Sign A nl"),
            "error: b.nl: has the same `sign` as a.nl",
            id="same sign",
        ),
        pytest.param("a.nl.md", article(extra="device: toaster\n"), "warning: a.nl: `device` is not", id="device"),
        pytest.param("a.nl.md", article(body=""), "error: a.nl: has no text", id="empty"),
        pytest.param("a.en.md", article("en", _HARD * 10), "error: a.en: reads hard", id="hard to read"),
        pytest.param(
            "a.nl.md",
            article(body="woord " * (MAX_SENTENCE_WORDS + 1)),
            "warning: a.nl: a sentence of 41 words",
            id="long sentence",
        ),
        pytest.param(
            "a.nl.md", article(body="[b](/help/nl/b.nl)"), "error: a.nl: link `/help/nl/b.nl`", id="page missing"
        ),
        pytest.param(
            "a.nl.md", article(body="[b](/help/fr/a.fr)"), "leads a nl reader to a fr page", id="other language"
        ),
        pytest.param("a.nl.md", article(body="[b](#top)"), "headings have no addresses", id="anchor"),
        pytest.param("a.nl.md", article(body="[b](a.fr.md)"), "leads to no help page", id="file"),
        pytest.param("a.nl.md", article(body="[b](mailto:x@y.be)"), "do not follow (`mailto`)", id="mail"),
        pytest.param("a.nl.md", article(body="[b](https://x.be/y)"), "leads to `x.be`", id="host not listed"),
    ],
)  # fmt: skip
def test_check_finds_what_is_wrong(folder: Path, name: str, text: str, found: str) -> None:
    (folder / name).write_text(text)

    problems = list(map(str, check_folder(folder)))

    assert any(found in problem for problem in problems), problems


def test_steps_that_lead_elsewhere_in_another_language_are_an_error(folder: Path) -> None:
    for language in ("nl", "fr", "en"):
        (folder / f"a.{language}.md").write_text(article(language, extra=_STEPS))
    assert check_folder(folder) == []
    (folder / "a.fr.md").write_text(article("fr", extra=_STEPS.replace("solved", "human")))

    assert "error: a.fr: its steps or where they lead differ from a.en" in map(str, check_folder(folder))


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("[b](/help/nl/a.nl)", id="page of the reader's language"),
        pytest.param("[b](https://www.x.be/y)", id="listed host"),
        pytest.param("See x.be/y and ![picture](p.png)", id="plain address, picture"),
    ],
)
def test_good_links_pass(folder: Path, body: str) -> None:
    (folder / "a.nl.md").write_text(article(body=body, extra="links: [x.be]\n"))

    assert check_folder(folder) == []


def test_products_tell_equal_signs_apart(folder: Path) -> None:
    for language in ("nl", "fr", "en"):
        (folder / f"a.{language}.md").write_text(article(language, extra="products: [Android]\n"))
        other = article(language, extra="products: [iPhone]\n", family="b")
        (folder / f"b.{language}.md").write_text(other.replace("sign b", "sign a"))

    assert check_folder(folder) == []


@given(st.text(), st.text(alphabet="[]()#:/.?@%h a1", max_size=40))
def test_any_text_is_checked_without_failing(text: str, target: str) -> None:
    read = parse(article(body=f"{text}\n\n[x]({target}) [y](http://{target})"))

    assert all(fault.text.startswith("link `") for fault in check_links(read, {"a.nl"}))
    assert reading_ease(text, "nl") is None or reading_ease(text, "nl") < 207


def test_errors_come_before_warnings(folder: Path) -> None:
    (folder / "a.nl.md").write_text(markdown("a", "nl", "T", ""))

    severities = [problem.severity for problem in check_folder(folder)]

    assert severities == sorted(severities)
    assert set(severities) == {"error", "warning"}


def test_reading_ease_follows_the_published_formulas() -> None:
    # One syllable a word, four words a sentence.
    words = "Kat zat op mat. " * 30

    assert reading_ease(words, "nl") == pytest.approx(206.84 - 0.93 * 4 - 77)
    assert reading_ease(words, "fr") == pytest.approx(207 - 1.015 * 4 - 73.6)
    assert reading_ease(words, "en") == pytest.approx(206.835 - 1.015 * 4 - 84.6)


def test_reading_ease_ranks_texts_and_does_not_judge_short_ones() -> None:
    easy, hard = reading_ease(_EASY * 20, "en"), reading_ease(_HARD * 20, "en")

    assert easy is not None
    assert hard is not None
    assert easy > 90 > 30 > hard
    assert reading_ease("word " * (MIN_WORDS - 1), "en") is None


def test_command_fails_on_errors_and_not_on_warnings(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "a.nl.md").write_text(article().replace("topic: files", "topic: toast"))
    (folder / "a.fr.md").write_text(article("fr").replace("topic: files", "topic: toast"))
    (folder / "a.en.md").write_text(article("en").replace("topic: files", "topic: toast"))
    assert main(["check", str(folder)]) == 0
    assert "warning: a.nl: `topic`" in capsys.readouterr().out

    (folder / "a.fr.md").unlink()

    assert main(["check", str(folder)]) == 1
    assert "error: a: lacks fr" in capsys.readouterr().out


def test_folder_without_articles_is_no_good_folder(tmp_path: Path) -> None:
    assert list(map(str, check_folder(tmp_path / "nowhere"))) == [f"error: {tmp_path / 'nowhere'}: holds no article"]


def test_committed_articles_have_no_problem() -> None:
    assert list(map(str, check_folder(ROOT / "data/articles"))) == []
