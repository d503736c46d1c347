from __future__ import annotations

import re

import pytest

from webchat import texts
from webchat.api.errors import STATUS
from webchat.domain.errors import CODES


@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_languages_have_the_same_keys_and_placeholders(language: str) -> None:
    english, other = texts.load("en"), texts.load(language)

    assert other.keys() == english.keys()
    for key, sentence in english.items():
        assert set(re.findall(r"{\w+}", sentence)) == set(re.findall(r"{\w+}", other[key])), key


def test_every_code_has_a_sentence_and_a_status() -> None:
    assert {f"error_{code}" for code in CODES} <= texts.load("en").keys()
    assert set(STATUS) == set(CODES)
