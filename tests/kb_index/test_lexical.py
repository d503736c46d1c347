from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb_index.language import detect
from kb_index.lexical import LexicalIndex, fold, is_code, words


def test_accents_case_and_common_endings_do_not_matter() -> None:
    assert words("Imprimantes BLOQUÉES") == words("imprimante bloquée")
    assert words("printers") == words("Printer")


def test_codes_stay_whole() -> None:
    assert "0x80070005" in words("Fout 0x80070005!")
    assert "57750" in words("5.7.750 Client")
    assert is_code("0x80070005")
    assert not is_code("printer")


@given(st.text())
def test_words_never_fail_and_are_folded(text: str) -> None:
    assert all(term == fold(term) for term in words(text))


@given(
    st.dictionaries(
        st.integers(0, 30), st.sampled_from(["rode printer", "blauw scherm", "printer scherm kabel", ""]), min_size=1
    ),
    st.data(),
)
def test_removing_rows_equals_never_adding_them(rows: dict[int, str], data: st.DataObject) -> None:
    gone = data.draw(st.sets(st.sampled_from(sorted(rows))))
    kept = {row: text for row, text in rows.items() if row not in gone}
    changed, fresh = LexicalIndex(), LexicalIndex()
    changed.add(rows)
    changed.remove(gone)
    fresh.add(kept)

    query = words("printer scherm")
    found = [dict(zip(*(part.tolist() for part in index.scores(query)), strict=True)) for index in (changed, fresh)]

    assert found[0].keys() == found[1].keys()
    assert all(abs(found[0][row] - found[1][row]) < 1e-5 for row in found[0])


def test_scores_are_those_of_lucene_s_formula() -> None:
    rows = {0: "rode printer printer", 5: "blauw scherm", 9: "printer scherm kabel scherm"}
    index = LexicalIndex()
    index.add({7: "printer printer", **rows})
    index.remove([7])

    found = dict(zip(*(part.tolist() for part in index.scores(words("scherm kabel"))), strict=True))

    def gain(n: int, in_rows: int, length: int) -> float:
        return math.log1p((3 - in_rows + 0.5) / (in_rows + 0.5)) * n / (n + 1.2 * (0.25 + 0.75 * length / 3))

    assert found == {5: pytest.approx(gain(1, 2, 2)), 9: pytest.approx(gain(2, 2, 4) + gain(1, 1, 4))}


def test_language_of_short_questions() -> None:
    texts = {
        "nl": ["mijn printer doet het niet", "wachtwoord vergeten"],
        "fr": ["mon imprimante ne marche pas", "j'ai oublié mon mot de passe"],
        "en": ["my printer won't print", "how do I reset my password"],
    }

    assert {text: detect(text)[0] for part in texts.values() for text in part} == {
        text: language for language, part in texts.items() for text in part
    }
    assert detect("0x80070005", default="fr") == ("fr", 0.0)
