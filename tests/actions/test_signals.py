"""What a search is told of the turn: measuring and fitting must tell it the same, or their figures are of another bot."""

import pytest

from actions.logic.decide import decide
from actions.logic.dialogue import Dialogue
from actions.logic.knowledge import Search
from actions.logic.turn import Turn
from kb_index.evaluate import bot_signals
from tests.actions.driver import TEXTS


@pytest.mark.parametrize(
    "ranking",
    [
        (("problem_wifi_no_connection", 0.8), ("problem_internet_slow", 0.1), ("greet", 0.05)),
        (("problem_wifi_no_connection", 0.15), ("report_vague_problem", 0.12), ("out_of_scope", 0.1)),
        (("problem_wifi_no_connection", 0.1499), ("report_vague_problem", 0.12), ("chitchat", 0.1)),
        (("request_access", 0.3), ("problem_wifi_no_connection", 0.25), ("out_of_scope", 0.2)),
    ],
    ids=["sure", "just named", "not named", "an intent first"],
)
def test_measured_signals_are_those_that_the_bot_sends(ranking: tuple[tuple[str, float], ...]) -> None:
    (intent, confidence), (_, second) = ranking[:2]
    request = next(
        decide(Turn("sinds gisteren lukt het hier boven niet", intent, confidence, ranking), Dialogue(), TEXTS)
    )
    said = {"intent": intent, "confidence": confidence, "margin": round(confidence - second, 4)}
    measured = bot_signals({**said, "ranking": [{"name": name, "confidence": share} for name, share in ranking]})

    assert isinstance(request, Search)
    assert measured == {name: request.signals[name] for name in measured}
