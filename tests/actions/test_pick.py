import pytest

from actions.logic.pick import NO, numbered, only_starting_with, worded

NETWORKS = ["Ja, ik zie mijn netwerk", "Alleen andere netwerken", "De lijst is leeg"]
SCREENS = ["Rien, pas même un voyant", "Noir ou « Aucun signal »", "Une image, mais pas la bonne"]


@pytest.mark.parametrize(
    ("said", "labels", "n"),
    [
        ("ik zie andere netwerken maar niet het mijne", NETWORKS, 1),
        ("de lijst is helemaal leeg", NETWORKS, 2),
        ("ja ik zie mijn netwerk", NETWORKS, 0),
        ("il est noir", SCREENS, 1),
        ("aucun signal", SCREENS, 1),
        ("I hear nothing", ["I hear nothing", "They do not hear me", "Both"], 0),
    ],
)
def test_words_single_out_an_answer(said: str, labels: list[str], n: int):
    assert worded(said, labels) == n


@pytest.mark.parametrize("said", ["dat werkt niet", "ok", "", "ik weet het niet"])
def test_words_that_tell_nothing_choose_nothing(said: str):
    assert worded(said, NETWORKS) is None


def test_number_chooses_only_what_is_there():
    assert numbered("de tweede", 3) == 1
    assert numbered("de derde", 2) is None
    assert numbered("de tweede keer dat het vandaag vastloopt", 3) is None


def test_label_that_only_begins_with_no_is_not_a_no():
    assert only_starting_with(["My name or password", "No code or approval"], NO) is None
    assert only_starting_with(["Yes", "No, at home"], NO) == 1
