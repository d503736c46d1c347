from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from webchat.domain.routing import Candidate, choose_agent, expected_wait_s, queue_rank

NOW = datetime(2026, 3, 2, tzinfo=UTC)


def agent(name: str, **facts: object) -> Candidate:
    values = {"status": "online", "languages": ("nl",), "capacity": 2, "n_busy": 0, "idle_since": NOW} | facts
    return Candidate(id=name, **values)  # type: ignore[arg-type]  # a factory of test data


agents = st.lists(
    st.builds(
        Candidate,
        id=st.text("abcdef", min_size=3, max_size=3),
        status=st.sampled_from(["online", "busy", "away", "offline"]),
        languages=st.sampled_from([("nl",), ("fr", "en"), ("nl", "fr", "en")]),
        capacity=st.integers(1, 3),
        n_busy=st.integers(0, 4),
        idle_since=st.integers(0, 100).map(lambda s: NOW - timedelta(seconds=s)),
    ),
    max_size=6,
)


@given(agents, st.sampled_from(["nl", "fr", "en"]))
def test_chosen_agent_is_free_and_speaks_the_language(candidates: list[Candidate], language: str) -> None:
    chosen = choose_agent(candidates, language=language, passed=())

    fits = [c for c in candidates if c.status == "online" and c.n_busy < c.capacity and language in c.languages]
    assert (chosen is None) == (not fits)
    assert chosen is None or chosen in fits


def test_longest_idle_agent_comes_first_and_who_passed_comes_last() -> None:
    early, late = agent("early", idle_since=NOW - timedelta(hours=1)), agent("late")

    assert choose_agent([late, early], language="nl", passed=()) == early
    assert choose_agent([late, early], language="nl", passed=["early"]) == late
    assert choose_agent([early], language="nl", passed=["early"]) == early


@given(agents, st.integers(1, 50))
def test_wait_never_gets_shorter_further_back(candidates: list[Candidate], position: int) -> None:
    here = expected_wait_s(position, candidates, handling_time_s=300)
    behind = expected_wait_s(position + 1, candidates, handling_time_s=300)

    assert (here is None) == (behind is None)
    assert here is None or behind is None or 0 < here <= behind


@given(st.sampled_from(["incident", "request", "complaint"]), st.sampled_from(["low", "medium", "high"]))
def test_only_security_and_urgent_overtake(kind: str, priority: str) -> None:
    waiting, back = queue_rank(kind, priority), queue_rank(kind, priority, at_front=True)
    assert waiting == queue_rank(None, None)
    assert queue_rank("security", priority) == queue_rank(kind, "urgent") < back < waiting
