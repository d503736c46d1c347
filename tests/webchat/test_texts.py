from __future__ import annotations

import json
import re
from datetime import datetime
from pathlib import Path

import pytest

from webchat import texts
from webchat.api.errors import STATUS
from webchat.domain.audit import ACTS
from webchat.domain.errors import CODES

_CONSOLE = Path(texts.__file__).parents[1] / "frontend" / "console" / "i18n"


@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_languages_have_the_same_keys_and_placeholders(language: str) -> None:
    english, other = texts.load("en"), texts.load(language)

    assert other.keys() == english.keys()
    for key, sentence in english.items():
        assert set(re.findall(r"{\w+}", sentence)) == set(re.findall(r"{\w+}", other[key])), key


@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_every_act_of_the_audit_log_has_a_name_in_the_console(language: str) -> None:
    console = json.loads((_CONSOLE / f"{language}.json").read_text("utf-8"))

    assert [act for act in ACTS if f"act.{act}" not in console] == []


def test_every_code_has_a_sentence_and_a_status() -> None:
    assert {f"error_{code}" for code in CODES} <= texts.load("en").keys()
    assert set(STATUS) == set(CODES)


@pytest.mark.parametrize(
    ("language", "at", "words"),
    [
        ("nl", datetime(2026, 3, 2, 8, 30), "vandaag om 8.30 uur"),
        ("fr", datetime(2026, 3, 3, 8, 5), "demain à 8 h 05"),
        ("fr", datetime(2026, 4, 1, 8, 0), "le mercredi 1er avril à 8 h"),
        ("en", datetime(2026, 3, 9, 13, 0), "on Monday 9 March at 13:00"),
    ],
)
def test_a_moment_to_come_in_words(language: str, at: datetime, words: str) -> None:
    assert texts.when(language, at, datetime(2026, 3, 2, 7, 0)) == words


def test_a_problem_of_an_article_may_be_about_a_key() -> None:
    said = texts.article_problem("nl", "value_differs", {"key": "topic", "other": "wifi.fr", "message": "x"})

    assert said == "“topic” is anders dan in wifi.fr."
    assert texts.article_problem("nl", "of_no_kind", {"message": "as it was said"}) == "as it was said"
