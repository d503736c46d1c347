from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from kb_index.static import Pieces, StaticEncoder, split_words


@pytest.fixture(scope="module")
def table() -> StaticEncoder:
    return StaticEncoder()


def test_translations_are_nearer_than_other_sentences(table: StaticEncoder) -> None:
    nl, fr, en = (
        table.queries(texts)
        for texts in (
            ["de printer drukt niet af", "wachtwoord vergeten", "geen verbinding met het draadloze netwerk"],
            ["l'imprimante n'imprime pas", "mot de passe oublié", "pas de connexion au réseau sans fil"],
            ["the printer does not print", "forgotten password", "no connection to the wireless network"],
        )
    )
    for one, other in ((nl, fr), (nl, en), (fr, en)):
        similar = one @ other.T
        assert (similar.argmax(axis=1) == np.arange(3)).all()
        assert similar.diagonal().min() > 0.5 > similar[~np.eye(3, dtype=bool)].max()


def test_vectors_have_length_one_and_do_not_depend_on_the_batch(table: StaticEncoder) -> None:
    texts = ["Mijn scherm blijft zwart", "écran noir"]
    together = table.passages(texts)
    assert together.shape == (2, table.dim)
    assert together.dtype == np.float32
    assert np.allclose(np.linalg.norm(together, axis=1), 1)
    assert (StaticEncoder().passages(texts[1:]) == together[1:]).all()


@pytest.mark.parametrize("text", ["", "  \n", "?!…", "日本語"])
def test_a_text_without_known_letters_is_the_zero_vector(table: StaticEncoder, text: str) -> None:
    vector = table.queries([text])
    assert vector.shape == (1, table.dim)
    assert not vector.any()


def test_case_accents_and_drawn_out_letters_make_no_difference(table: StaticEncoder) -> None:
    plain, loud = table.queries(["reseau bloque, help", "RÉSEAU BLOQUÉ!!! helppppp"])
    assert split_words("Heeeelp, l'écran_2") == ["heelp", "l", "ecran", "2"]
    assert float(plain @ table.queries(["réseau bloqué help"])[0]) == pytest.approx(1)
    assert float(plain @ loud) > 0.7


def test_a_typing_error_stays_near(table: StaticEncoder) -> None:
    right, wrong, other = table.queries(["wachtwoord vergeten", "wachtwoort vergetn", "scherm is zwart"])
    assert right @ wrong > 0.5 > right @ other


def test_pieces_take_the_likeliest_cut_and_skip_unknown_letters() -> None:
    pieces = Pieces({"▁ab": -2.0, "c": -2.0, "▁a": -1.5, "bc": -1.5, "▁abcc": -99.0})
    assert pieces.rows("abc") == [2, 3]
    assert pieces.rows("abcc") == [4]  # a known word is one piece, however unlikely
    assert pieces.rows("ab漢c") == [0, 1]


def test_files_that_do_not_belong_together_are_refused(tmp_path: Path) -> None:
    np.savez(tmp_path / "table.npz", rows=np.zeros((2, 4), np.int8), scales=np.ones(2, np.float16), version="x")
    (tmp_path / "pieces.json").write_text(json.dumps([["▁a", -1.0]]), encoding="utf-8")
    with pytest.raises(ValueError, match="1 pieces, 2 rows"):
        StaticEncoder(tmp_path)
