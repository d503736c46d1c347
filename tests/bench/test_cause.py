"""The hidden cause of a made-up user's problem."""

from __future__ import annotations

import random

from bench.cause import draw_cause
from bench.simulate import seed_articles
from kb_index.articles import parse
from ops.layout import SEED_ARTICLES

_ARTICLE = """---
id: a
family: a
language: en
title: T
steps:
  - {id: open, text: x, done: next, failed: human}
  - {id: ask, text: x, check: {question: Q, answers: [{label: one, goto: first}, {label: two, goto: second}, {label: fine, goto: solved}]}}
  - {id: first, text: x, done: solved, failed: human}
  - {id: second, text: x, done: solved, failed: next}
  - {id: third, text: x, done: solved, failed: human}
---
x
"""


def test_answers_lead_to_the_cause() -> None:
    article = parse(_ARTICLE)

    drawn = {
        (cause.step_id, cause.answer): cause for n in range(60) if (cause := draw_cause(article, random.Random(n)))
    }

    assert {key: cause.answers_at("ask") for key, cause in drawn.items()} == {
        ("first", None): (0,),
        ("second", None): (1,),
        ("third", None): (1,),
        ("ask", 2): (2,),
    }
    assert drawn["ask", 2].is_answer("ask", 2)
    assert not drawn["third", None].is_answer("ask", 2)


def test_article_whose_ways_all_end_with_a_person_cures_nothing() -> None:
    assert draw_cause(parse(_ARTICLE.replace("solved", "human")), random.Random(0)) is None


def test_nearly_every_article_of_ours_cures_something() -> None:
    articles = seed_articles(SEED_ARTICLES).values()

    without = {article.family for article in articles if draw_cause(article, random.Random(0)) is None}

    assert without <= {"device-lost-stolen", "data-leak", "malware-suspected", "new-colleague"}
