from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from webchat.domain.routing import (
    Candidate,
    Reach,
    Team,
    Waiting,
    assign,
    choose_agent,
    choose_team,
    queue_rank,
    reach,
    team_behind,
)

NOW = datetime(2026, 3, 2, tzinfo=UTC)
TEAMS = frozenset({"first"})


def agent(name: str, **facts: object) -> Candidate:
    values = {
        "status": "online", "languages": ("nl",), "capacity": 2, "n_busy": 0, "idle_since": NOW, "teams": TEAMS,
    } | facts  # fmt: skip
    return Candidate(id=name, **values)  # type: ignore[arg-type]  # a factory of test data


def waiting(name: str = "c", **facts: object) -> Waiting:
    return Waiting(**({"id": name, "team": "first", "language": "nl"} | facts))  # type: ignore[arg-type]  # the same


agents = st.lists(
    st.builds(
        Candidate,
        id=st.text("abcdef", min_size=3, max_size=3),
        status=st.sampled_from(["online", "busy", "away", "offline", "break", "wrap_up"]),
        languages=st.sampled_from([("nl",), ("fr", "en"), ("nl", "fr", "en")]),
        capacity=st.integers(1, 3),
        n_busy=st.integers(0, 4),
        idle_since=st.integers(0, 100).map(lambda s: NOW - timedelta(seconds=s)),
        teams=st.frozensets(st.sampled_from(["first", "network", "second"]), min_size=1),
        skills=st.frozensets(st.sampled_from(["vpn", "printer"])),
    ),
    max_size=6,
    unique_by=lambda candidate: candidate.id,
)
queues = st.lists(
    st.builds(
        Waiting,
        id=st.uuids().map(str),
        team=st.sampled_from(["first", "network", "second"]),
        language=st.sampled_from(["nl", "fr", "en"]),
        waited_s=st.floats(0, 600),
        about=st.frozensets(st.sampled_from(["vpn", "printer"])),
        is_offered=st.booleans(),
    ),
    max_size=8,
)


@given(queues, agents)
def test_nobody_is_overtaken_and_nobody_gets_more_than_they_can_take(
    queue: list[Waiting], candidates: list[Candidate]
) -> None:
    offers = assign(queue, candidates, widen_after_s=120)

    given_to = {offer.waiting.id: offer.agent.id for offer in offers}
    place = {each.id: i for i, each in enumerate(queue)}
    for candidate in candidates:
        n_offers = sum(agent_id == candidate.id for agent_id in given_to.values())
        assert n_offers == 0 or (candidate.status == "online" and candidate.n_busy + n_offers <= candidate.capacity)
    for offer in offers:
        for front in queue[: place[offer.waiting.id]]:
            if front.is_offered or front.id in given_to:
                continue
            # Who stands in front without an offer could not have had this agent.
            how_far = reach(front, candidates, widen_after_s=120)
            assert choose_agent(front, [replace(offer.agent, n_busy=0)], how_far=how_far) is None or (
                how_far is Reach.ANY and any(a.is_serving and front.team in a.teams for a in candidates)
            )


@given(queues, agents)
def test_same_team_and_language_is_served_in_the_order_of_the_queue(
    queue: list[Waiting], candidates: list[Candidate]
) -> None:
    calm = [replace(each, waited_s=0.0, is_offered=False) for each in queue]
    offered = {offer.waiting.id for offer in assign(calm, candidates, widen_after_s=120)}
    for i, front in enumerate(calm):
        for behind in calm[i + 1 :]:
            if (front.team, front.language) == (behind.team, behind.language):
                assert front.id in offered or behind.id not in offered


@given(queues, agents)
def test_language_and_team_hold_until_the_wait_is_long(queue: list[Waiting], candidates: list[Candidate]) -> None:
    for offer in assign(queue, candidates, widen_after_s=120):
        is_right = offer.waiting.team in offer.agent.teams and offer.waiting.language in offer.agent.languages
        assert is_right == (offer.reach is Reach.TEAM) or offer.waiting.waited_s >= 120
        if offer.reach is Reach.TEAM:
            assert is_right


def test_skill_comes_before_load_and_longest_idle_settles_the_rest() -> None:
    early, late = agent("early", idle_since=NOW - timedelta(hours=1)), agent("late")
    expert = agent("expert", skills=frozenset({"vpn"}), n_busy=1)

    assert choose_agent(waiting(), [late, early, expert]) == early
    assert choose_agent(waiting(about=frozenset({"vpn"})), [late, early, expert]) == expert
    assert choose_agent(waiting(passed=("early",)), [late, early]) == late
    assert choose_agent(waiting(passed=("early",)), [early]) == early


def test_wait_widens_to_other_teams_then_to_other_languages() -> None:
    here, there = agent("here", languages=("fr",)), agent("there", teams=frozenset({"network"}))
    fresh, long = waiting(waited_s=119), waiting(waited_s=120)

    assert assign([fresh], [here, there], widen_after_s=120) == []
    assert [(o.agent, o.reach) for o in assign([long], [here, there], widen_after_s=120)] == [(there, Reach.OTHERS)]
    assert [(o.agent, o.reach) for o in assign([long], [here], widen_after_s=120)] == [(here, Reach.ANY)]
    busy = agent("busy", status="busy")
    assert assign([long], [here, there, busy], widen_after_s=120) == [], "somebody of the team will be free"


def test_team_is_the_nearest_fit_and_the_default_takes_the_rest() -> None:
    first = Team("first", is_default=True)
    network = Team("network", categories=("network",))
    vpn = Team("vpn", topics=("network.vpn",), languages=("nl",))
    wishes = Team("wishes", kinds=("request",))
    teams = [first, network, vpn, wishes]

    def choice(language: str = "nl", **facts: str | None) -> str:
        known = {"kind": "incident", "category": None, "topic": None} | facts
        return choose_team(teams, language=language, **known).id  # type: ignore[arg-type]  # three texts or None

    assert choice() == "first"
    assert choice(category="network") == "network"
    assert choice(category="network", topic="network.vpn") == "vpn"
    assert choice("fr", category="network", topic="network.vpn") == "network"
    assert choice(kind="request") == "wishes"
    assert choice(kind="request", category="network") == "network"


def test_only_the_first_line_sends_on_by_rule() -> None:
    first = Team("first", escalates_to="second")
    facts = {"priority": "urgent", "topic": "security.phishing", "priorities": ["urgent"], "topics": []}

    assert team_behind(first, **facts) == "second"  # type: ignore[arg-type]  # texts and lists of texts
    assert team_behind(replace(first, line="second"), **facts) is None  # type: ignore[arg-type]  # the same
    assert team_behind(first, **facts | {"priority": "low"}) is None  # type: ignore[arg-type]  # the same
    by_topic = facts | {"priority": "low", "topics": ["security.phishing"]}
    assert team_behind(first, **by_topic) == "second"  # type: ignore[arg-type]  # the same


@given(st.sampled_from(["incident", "request", "complaint"]), st.sampled_from(["low", "medium", "high"]))
def test_only_security_and_urgent_overtake(kind: str, priority: str) -> None:
    waiting, back = queue_rank(kind, priority), queue_rank(kind, priority, at_front=True)
    assert waiting == queue_rank(None, None)
    assert queue_rank("security", priority) == queue_rank(kind, "urgent") < back < waiting
