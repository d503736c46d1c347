import pytest

from actions.logic.language import detect


@pytest.mark.parametrize("current", ["nl", "fr", "en"])
@pytest.mark.parametrize("text", ["ok", "wifi", "printer", "Teams", "FL-1042", "😀", "", "[masked:password]"])
def test_words_of_every_language_never_switch(text: str, current: str):
    assert detect(text, current=current) == current


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("mijn printer drukt niet meer af", "nl"),
        ("ik geraak niet op het internet", "nl"),
        ("je n'arrive pas à imprimer", "fr"),
        ("mon écran reste noir depuis hier", "fr"),
        ("my laptop won't start since yesterday", "en"),
        ("the second screen is black", "en"),
    ],
)
def test_a_sentence_is_recognised_whatever_the_conversation_was_in(text: str, language: str):
    for current in (None, "nl", "fr", "en"):
        assert detect(text, current=current) == language
