import pytest

from actions.logic.language import asked_language, detect, evidence


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


def test_first_message_in_another_language_outweighs_the_page():
    assert detect("mijn mailbox is vol", current=None, guess="en") == "nl"
    assert detect("ok", current=None, guess="en") == "en"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("sorry ik spreek Nederlands", "nl"),
        ("English please", "en"),
        ("can we continue in French?", "fr"),
        ("mijn toetsenbord staat in het Engels", None),
        ("my outlook is in Dutch", None),
    ],
)
def test_language_is_asked_for_only_by_asking(text: str, language: str | None):
    assert asked_language(text) == language


@pytest.mark.parametrize("code", ["wb09011c3e0", "c3-e0-c1", "S/N 5c9j7c2d8", "0xC000021A", "KB5034441c1"])
def test_codes_and_serial_numbers_are_in_no_language(code: str) -> None:
    assert set(evidence(code).values()) == {0.0}
    assert detect(f"eerste {code}\ntweede {code}", current="nl") == "nl"
