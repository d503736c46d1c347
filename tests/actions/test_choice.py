"""What a turn keeps for the dial foretells what the bot does at any other thresholds."""

from __future__ import annotations

from copy import deepcopy

from hypothesis import given, settings
from hypothesis import strategies as st

from actions.logic.decision import Decision
from actions.logic.knowledge import Thresholds
from tests.actions.driver import Conversation, make_article

CHANCE = st.floats(0, 1).map(lambda p: round(p, 4))
THRESHOLDS = st.tuples(CHANCE, st.floats(0, 1)).map(lambda pair: Thresholds(answer=pair[0], ask=pair[0] * pair[1]))
SAID = st.sampled_from(
    [
        ("mijn laptop vindt sinds vanmorgen geen wifi meer", "problem_wifi"),
        ("het doet raar", "report_vague_problem"),
        ("kapot", "report_vague_problem"),
        ("mijn printer hapert bij elk blad", "problem_printer"),
        ("wat eten we vanavond met de buren", "out_of_scope"),
        ("dat hielp niet", "report_not_solved"),
        ("dat bedoel ik niet", "correct_problem"),
    ]
)
CONFIDENCE = st.sampled_from([0.2, 0.6, 0.95])


def _outcome(decision: Decision) -> str:
    if decision.action == "ask":
        return "clarified" if "question" in decision.signals else "other"
    return {"answer": "answered", "handoff": "handed_off"}.get(decision.action, "other")


def _foretold(kept: dict[str, object], thresholds: Thresholds) -> object:
    p = kept["p_helps"]
    assert isinstance(p, float)
    return kept["sure" if p >= thresholds.answer else "near" if p >= thresholds.ask else "far"]


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.tuples(SAID, CONFIDENCE), min_size=1, max_size=5), CHANCE, CHANCE, st.booleans(), THRESHOLDS, THRESHOLDS
)
def test_a_turn_foretells_what_other_thresholds_would_do(
    said: list[tuple[tuple[str, str], float]],
    p_helps: float,
    p_any: float,
    ends_with_person: bool,
    then: Thresholds,
    instead: Thresholds,
) -> None:
    articles = {"wifi": make_article("wifi", handoff=ends_with_person), "printer": make_article("printer")}
    talk = Conversation(articles, p_helps=p_helps, p_any=p_any, thresholds=then)
    for (text, intent), confidence in said:
        other = deepcopy(talk)
        other.thresholds = instead
        decision, changed = talk.say(text, intent, confidence), other.say(text, intent, confidence)
        kept = decision.signals.get("dial")
        if kept is not None:
            assert _foretold(kept, then) == _outcome(decision)
            assert _foretold(kept, instead) == _outcome(changed)
        if decision.action == "handoff":
            return
