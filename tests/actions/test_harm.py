"""Answering, asking and leaving it, by expected harm within a hard bound."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.logic.harm import Costs, Way, least_harm

CHANCE = st.floats(0, 1)


@pytest.mark.parametrize(
    ("p_helps", "p_any", "way"),
    [
        pytest.param(0.95, 0.98, Way.ANSWER, id="sure"),
        pytest.param(0.55, 0.85, Way.ASK, id="one of these"),
        pytest.param(0.20, 0.50, Way.ASK, id="the first is unlikely, one of three is not"),
        pytest.param(0.05, 0.10, Way.LEAVE, id="nothing likely"),
    ],
)
def test_least_harm(p_helps: float, p_any: float, way: Way) -> None:
    assert least_harm(p_helps, p_any, answer_from=0.7, may_ask=True) is way


@given(CHANCE, CHANCE, CHANCE, st.booleans())
def test_never_answers_below_the_bound_whatever_it_costs(p: float, p_any: float, bound: float, may_ask: bool) -> None:
    careless = Costs(wrong=0.0, question=9.0, needless=9.0)

    way = least_harm(p, p_any, answer_from=bound, may_ask=may_ask, costs=careless)

    assert p >= bound or way is not Way.ANSWER
    assert may_ask or way is not Way.ASK


@given(CHANCE, CHANCE, CHANCE, CHANCE)
def test_surer_never_leads_further_from_an_answer(p: float, more: float, p_any: float, bound: float) -> None:
    order = [Way.LEAVE, Way.ASK, Way.ANSWER]
    less_sure, surer = sorted((p, more))

    ways = [least_harm(x, max(p_any, x), answer_from=bound, may_ask=True) for x in (less_sure, surer)]

    assert order.index(ways[0]) <= order.index(ways[1])


def test_the_dearer_a_question_the_less_is_asked() -> None:
    def way(question: float) -> Way:
        return least_harm(0.8, 0.9, answer_from=0.7, may_ask=True, costs=Costs(question=question))

    assert (way(0.1), way(0.3)) == (Way.ASK, Way.ANSWER)
