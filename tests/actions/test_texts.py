import string

import pytest

from actions.logic.texts import LANGUAGES
from tests.actions.driver import TEXTS


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("key", sorted(TEXTS.variants))
def test_languages_have_the_same_placeholders_and_number_of_variants(key: str):
    by_language = TEXTS.variants[key]

    assert {len(by_language[language]) for language in LANGUAGES} == {len(by_language["nl"])}
    found = {frozenset(placeholders(text)) for variants in by_language.values() for text in variants}
    assert len(found) == 1
