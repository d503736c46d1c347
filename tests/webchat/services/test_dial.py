"""The consequence of each position, against looking each question up at each position."""

from __future__ import annotations

from collections import Counter
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from webchat.services.dial import OUTCOMES, consequences

CHANCE = st.floats(0, 1)
OUTCOME = st.sampled_from(OUTCOMES)
ROWS = st.lists(
    st.tuples(st.sampled_from(["nl", "fr", "en"]), st.sampled_from(["own", "alone", "unheard of"]), CHANCE, OUTCOME, OUTCOME, OUTCOME),
    max_size=30,
)  # fmt: skip


def _positions(bars: list[float]) -> list[dict[str, Any]]:
    falling = sorted(bars, reverse=True)
    return [
        {"thresholds": {"own": {"answer": bar, "ask": bar / 2}, "alone": {"answer": bar**2, "ask": bar**2 / 2}}}
        for bar in falling
    ]


@given(ROWS, st.lists(CHANCE, max_size=8))
def test_each_question_counts_once_at_each_position(rows: list[Any], bars: list[float]) -> None:
    positions = _positions(bars)

    found = consequences(rows, positions)

    assert len(found) == len(positions)
    for counted, position in zip(found, positions, strict=True):
        for language in ("all", "nl", "fr", "en"):
            expected: Counter[str] = Counter()
            for spoken, model, p_helps, sure, near, far in rows:
                bar = position["thresholds"].get(model, position["thresholds"]["own"])
                if language in ("all", spoken):
                    expected[sure if p_helps >= bar["answer"] else near if p_helps >= bar["ask"] else far] += 1
            assert counted[language] == {each: expected[each] for each in OUTCOMES}
