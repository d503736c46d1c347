from __future__ import annotations

from collections.abc import Callable

import pytest

from kb_index.articles import ArticleError, parse
from kb_index.library import Library
from tests.kb_index.conftest import markdown

LUNCH = (
    "questions:\n  - waar vind ik het menu van de kantine\n"
    "  - wat schaft de pot vanmiddag\n  - hebben jullie ook iets vegetarisch\n"
)
FINANCE = markdown("finance", "nl", "Maaltijdcheques", "De cheques staan op de kaart.", LUNCH)


def first(library: Library, text: str) -> tuple[str, dict[str, float]]:
    answer = library.search(text, "nl")
    return answer.hits[0].article.family, answer.signals


def test_an_articles_own_questions_find_it_and_go_with_it(open_library: Callable[[], Library]) -> None:
    library = open_library()
    library.put(parse(markdown("finance", "nl", "Maaltijdcheques", "De cheques staan op de kaart.")))
    assert first(library, "wat schaft de pot")[1]["known"] == 0.0
    library.put(parse(FINANCE))
    family, signals = first(library, "wat schaft de pot")
    assert family == "finance"
    assert signals["known"] == 1.0
    assert first(open_library(), "wat schaft de pot")[1]["known"] == 1.0
    library.delete("finance.nl")
    assert first(library, "wat schaft de pot")[0] != "finance"


def test_questions_of_a_draft_and_fewer_than_three_do_not_count(open_library: Callable[[], Library]) -> None:
    library = open_library()
    library.put(parse(FINANCE.replace("  - hebben jullie ook iets vegetarisch\n", "")))
    assert first(library, "wat schaft de pot")[1]["known"] == 0.0
    library.put(parse(FINANCE.replace("questions:", "visibility: draft\nquestions:")))
    assert first(library, "wat schaft de pot")[0] != "finance"


def test_an_intent_speaks_for_the_articles_that_name_it(open_library: Callable[[], Library]) -> None:
    library = open_library()
    library.put(parse(markdown("finance", "nl", "Maaltijdcheques", "Op de kaart.", "intent: ask_salary\n")))
    said = {"intent_confidence": 0.9, "intent_margin": 0.8, "topics": {"ask_salary": 0.9, "greet": 0.05}}
    alone, told = (library.search("de kaart", "nl", signals=signals) for signals in (None, said))
    assert told.hits[0].article.family == "finance"
    assert told.signals["topic_share"] == 0.9
    assert told.hits[0].score > next(hit.score for hit in alone.hits if hit.article.family == "finance")


@pytest.mark.parametrize("questions", ["questions: a, b", "questions:\n  - dit: dat", "questions: [1]"])
def test_a_wrong_list_of_questions_names_its_line(questions: str) -> None:
    with pytest.raises(ArticleError) as caught:
        parse(markdown("finance", "nl", "Maaltijdcheques", "Op de kaart.", questions + "\n"))
    assert caught.value.line == 6
