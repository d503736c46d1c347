from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from kb_index.articles import parse
from kb_index.lexical import LexicalIndex
from kb_index.library import Library
from kb_index.query import understand
from kb_index.settings import ROOT
from kb_index.spelling import Speller
from kb_index.synonyms import Synonyms, SynonymsError, parse_synonyms
from tests.kb_index.conftest import markdown

GROUPS = "groups:\n  - {nl: [gsm, mobieltje], fr: [portable, boîte vocale], en: [mobile]}\n"


def speller(**known: int) -> Speller:
    made = Speller(lambda word: word == "beetje")
    for word, n in known.items():
        made.add("nl", [word] * n)
    return made


def test_an_unknown_word_becomes_the_nearest_that_is_used_most() -> None:
    made = speller(printer=1, sprinter=5, wachtwoord=2, wachtwoorden=1, bestje=9)

    assert made.mend("de prnter kent mijn wahctword niet", "nl") == {"prnter": "printer", "wahctword": "wachtwoord"}
    assert made.mend("een beetje 0x80070005 kent", "nl") == {}
    assert made.mend("prnt", "nl") == {}


def test_a_forgotten_word_is_unknown_again_but_not_one_that_another_text_holds() -> None:
    made = speller(printer=2)
    made.remove("nl", ["printer"])
    assert made.mend("printre", "nl") == {"printre": "printer"}
    made.remove("nl", ["printer"])
    assert made.mend("printre", "nl") == {}


def test_a_word_of_the_questions_language_goes_before_one_that_is_as_near() -> None:
    made = Speller(lambda _: False)
    made.add("fr", ["compte"] * 5)
    made.add("nl", ["comate"])

    assert made.mend("comqte", "nl") == {"comqte": "comate"}
    assert made.mend("comqte", "fr") == {"comqte": "compte"}


def test_synonyms_count_in_their_language_and_reach_the_others() -> None:
    known = parse_synonyms(GROUPS)

    asked = understand("mijn gsm", "nl", speller(), known)

    assert set(asked.variants) == {"gsm"}
    assert {"mobieltj", "portabl", "mobil"} <= set(asked.variants["gsm"])
    assert understand("mijn portable", "nl", speller(), known).variants == {}
    assert "gsm" in understand("ma boîte vocale", "fr", speller(), known).variants["boit"]


def test_a_mistyped_word_has_the_synonyms_of_what_is_meant() -> None:
    asked = understand("Mijn mobeltje, kapot!", "nl", speller(mobieltje=1, kapot=1), parse_synonyms(GROUPS))

    assert asked.text == "Mijn mobieltje, kapot!"
    assert {"mobieltj", "gsm"} <= set(asked.variants["mobeltj"])


def test_only_the_best_of_a_words_names_counts_and_less_than_the_word_itself() -> None:
    lexical = LexicalIndex()
    lexical.add({1: "gsm", 2: "mobieltje smartphone", 3: "iets anders"})
    variants = {"gsm": {"mobieltj": 0.5, "smartphon": 0.5}}

    rows, scores = lexical.scores(["gsm"], variants)
    by_row = dict(zip(rows.tolist(), scores.tolist(), strict=True))
    alone = dict(zip(*(part.tolist() for part in lexical.scores(["mobieltj"])), strict=True))

    assert set(by_row) == {1, 2}
    assert by_row[2] == pytest.approx(alone[2] / 2)
    assert by_row[2] < by_row[1]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("groups:\n  - {nl: [gsm, mobiel]}\n  - {de: [handy, gsm]}\n", 3),
        ("groups:\n  - {nl: [gsm, mobiel]}\n  - {nl: gsm}\n", 3),
        ("groups:\n  - {nl: [gsm, [x]]}\n", 2),
        ("groups:\n  - {nl: [gsm]}\n", 2),
        ("groups:\n  - {nl: [gsm, '!']}\n", 2),
        ("groups:\n  - gsm\n", 2),
        ("groups:\n  - {nl: [gsm\n", 3),
        ("- gsm\n", 1),
        ("", 1),
        ("groups: []\nmore: 1\n", 1),
    ],
)
def test_a_fault_in_a_file_is_named_with_its_line(text: str, line: int) -> None:
    with pytest.raises(SynonymsError) as caught:
        parse_synonyms(text)

    assert caught.value.line == line


def test_our_own_file_is_sound() -> None:
    assert parse_synonyms((ROOT / "data/synonyms.yml").read_text(encoding="utf-8")).n_groups > 40
    assert parse_synonyms(Synonyms().text) == Synonyms()


BIKES = "groups:\n  - {nl: [rijwiel, velo]}\n"


def test_a_changed_file_counts_at_once_in_every_process_and_a_bad_one_changes_nothing(
    open_library: Callable[[], Library], tmp_path: Path
) -> None:
    writer, reader = open_library(), open_library()
    writer.put(parse(markdown("bike", "nl", "Een rijwiel lenen", "Vraag een rijwiel aan de balie.")))
    reader.refresh()
    assert reader.search("velo", "nl").signals["lexical"] == 0
    writer.put_synonyms(BIKES)
    reader.refresh()
    for library in (writer, reader, open_library()):
        found = library.search("velo", "nl")
        assert (found.hits[0].article.family, found.signals["unknown"]) == ("bike", 0)
    (tmp_path / "index/synonyms.yml").write_text("groups: nothing", encoding="utf-8")
    reader.refresh()
    assert reader.synonyms.text == BIKES
    assert reader.search("velo", "nl").signals["lexical"] > 0


def test_the_service_takes_synonyms_and_says_what_is_wrong_with_them(service: httpx.Client) -> None:
    assert service.put("/synonyms", json={"text": BIKES}).json() == {"n_groups": 1}
    assert service.get("/synonyms").json() == {"text": BIKES, "n_groups": 1}
    refused = service.put("/synonyms", json={"text": "groups:\n  - {de: [Rad, Velo]}\n"})
    assert (refused.status_code, refused.json()["error"]["code"], refused.json()["error"]["line"]) == (
        422,
        "bad_synonyms",
        2,
    )
