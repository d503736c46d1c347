"""Groups, neighbours and confusions of short texts across the languages, on the real encoder."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import numpy as np
import pytest

from kb_index.cache import VectorCache
from kb_index.centring import ReferenceMeans
from kb_index.encoder import E5Encoder
from kb_index.meaning import SAME_MEANING, SAME_REPORT, Labelled, Meaning, Text, groups
from kb_index.settings import ROOT

SAID: list[Text] = [
    Text("p1", "mijn printer print niet meer af", "nl"),
    Text("p2", "l'imprimante n'imprime plus rien", "fr"),
    Text("p3", "my printer does not print anymore", "en"),
    Text("w1", "ik ben mijn wachtwoord vergeten", "nl"),
    Text("w2", "j'ai oublié mon mot de passe", "fr"),
    Text("x1", "wanneer is de kantine open op vrijdag", "nl"),
]
FILE = """version: "3.1"
nlu:
- intent: problem_printer
  metadata:
    language: nl
  examples: |
    - de [printer](device) drukt niet af
    - er komt niets uit de printer
    - ik wacht op een afdruk
    - er komt niets uit het toestel
"""


@pytest.fixture
def meaning(encoder: E5Encoder, tmp_path: Path) -> Meaning:
    folder = tmp_path / "nlu"
    folder.mkdir()
    (folder / "problem_printer.yml").write_text(FILE, encoding="utf-8")
    cache = VectorCache(tmp_path / "cache", encoder)
    return Meaning(encoder, cache, ReferenceMeans.load(VectorCache(ROOT / "var/cache", encoder)), folder)


def test_one_meaning_is_one_group_in_three_languages(meaning: Meaning) -> None:
    assert meaning.clusters(SAID) == [["p1", "p2", "p3"], ["w1", "w2"], ["x1"]]
    assert meaning.clusters([]) == []


def test_messages_of_a_known_topic_are_one_group_however_unlike_their_words(meaning: Meaning) -> None:
    oblique = [
        Text("1", "er komt geen blad uit het toestel", "nl"),
        Text("2", "de printer doet niets meer", "nl"),
        Text("3", "wie ruimt de vergaderzaal op na een feest", "nl"),
    ]
    likeness = meaning.vectors(oblique) @ meaning.vectors(oblique).T

    assert len(set(groups(likeness, SAME_MEANING))) == 3
    assert meaning.clusters(oblique) == [["1", "2"], ["3"]]


def test_users_words_never_reach_the_disk(meaning: Meaning, tmp_path: Path) -> None:
    meaning.neighbours(SAID, [Labelled("e1", "mot de passe perdu", "fr", "problem_password")], 1)

    with sqlite3.connect(tmp_path / "cache" / "vectors.sqlite3") as cache:
        assert cache.execute("SELECT COUNT(*) FROM vectors").fetchone() == (4,)  # the training questions


def test_neighbours_come_from_the_bot_and_from_labels(meaning: Meaning) -> None:
    near = meaning.neighbours(SAID[:2] + SAID[4:5], [Labelled("e1", "mot de passe perdu", "fr", "problem_password")], 2)

    assert [near[name][0][0].intent for name in ("p1", "p2", "w2")] == [
        "problem_printer",
        "problem_printer",
        "problem_password",
    ]
    assert near["p1"][0][0].text in ("de printer drukt niet af", "er komt niets uit de printer")
    assert near["w2"][0][0].id == "e1"
    assert near["p1"][0][1] >= near["p1"][1][1]


def test_intents_whose_examples_lie_among_each_other_are_told(meaning: Meaning) -> None:
    labels = [
        Labelled("e1", "the printer prints nothing", "en", "problem_paper"),
        Labelled("e2", "mot de passe oublié", "fr", "problem_password"),
        Labelled("e3", "wachtwoord vergeten", "nl", "problem_password"),
    ]

    (found,) = meaning.confusions(labels, {"problem_paper", "problem_password"})

    assert (found.a, found.b, found.n, found.of) == ("problem_paper", "problem_printer", 1, 5)
    assert found.samples[0][0] == "the printer prints nothing"


def test_groups_are_cut_at_the_threshold() -> None:
    angles = np.deg2rad([0.0, 10.0, 90.0])
    rows = np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)

    likeness = rows @ rows.T

    assert groups(likeness, 0.9) == [1, 1, 2]
    assert len(set(groups(likeness, 0.999))) == 3
    assert groups(likeness[:1, :1], 0.9) == [1]


def test_another_report_is_like_those_before_it_in_any_language(meaning: Meaning) -> None:
    reports = {"printer": SAID[:2], "password": SAID[3:5], "nobody": []}
    found = meaning.alike(Text("", "nothing comes out of the printer", "en"), reports)

    assert found.keys() == {"printer", "password"}
    assert found["printer"] >= SAME_REPORT > found["password"]
