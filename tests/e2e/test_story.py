"""Rows C1, C2, C4, N6: a person asks, the bot explains and walks the steps, the problem is solved and rated."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import MakePage
from tests.e2e.pages.widget import Widget
from tests.support.product import Product

PROBLEM = {
    "nl": "ik kan niet meer inloggen want ik ben mijn paswoord vergeten",
    "fr": "bonjour, je ne me souviens plus de mon mot de passe",
    "en": "I forgot my password and can't log in any more",
}
THING = {"nl": "wachtwoord", "fr": "mot de passe", "en": "password"}
TITLE = {"nl": "Wachtwoord vergeten", "fr": "Mot de passe oublié", "en": "Forgotten password"}


@pytest.mark.parametrize(
    ("language", "size"),
    [("nl", "wide"), ("fr", "phone"), ("en", "wide"), ("nl", "phone"), ("fr", "wide"), ("en", "phone")],
)
def test_problem_is_understood_walked_solved_and_rated(
    language: str, size: str, make_page: MakePage, product: Product
) -> None:
    """C1, C4, N6: own words → restated, article, steps → done → solved → rating."""
    widget = Widget(make_page(size, language), product.url, language).visit().open()
    words = widget.words
    widget.expect_badge(words.badge_bot)

    answer = widget.ask(PROBLEM[language])

    assert THING[language] in answer.lower(), "restates the problem"
    assert re.search(r"\b[1-6]\b", answer), "says how many steps are usual"
    assert re.search(r"\b\d+ min", answer), "says how long that takes"
    expect(widget.article_card()).to_contain_text(TITLE[language])
    widget.press(words.start)
    widget.expect_step(1)
    widget.press(words.failed)
    widget.expect_step(2)
    widget.press(words.done)
    widget.expect_step(3)
    widget.choose(0)
    widget.expect_step(4)
    widget.press(words.done)
    widget.press(words.done)
    widget.expect_step(6)
    widget.press(words.done)
    widget.press(words.yes_solved)
    widget.expect_badge(words.badge_closed)
    widget.rate(5)
