"""Each figure of a report, counted a second time in a naive way from random histories; and from real use cases."""

from __future__ import annotations

import csv
import io
import uuid
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, delete, insert

from tests.webchat.world import World
from webchat.adapters.db import tables as t
from webchat.adapters.db.engine import migrate, open_engine
from webchat.documents import first
from webchat.domain.report import Period
from webchat.services import desk, opening_hours, visitor
from webchat.services.reports import export, facts
from webchat.services.reports.figures import Asked
from webchat.services.reports.report import report
from webchat.settings import Settings

BRUSSELS = ZoneInfo("Europe/Brussels")
FIRST = datetime(2026, 10, 12, 0, 0, tzinfo=BRUSSELS)  # the clock goes back on the 25th
NOW = datetime(2026, 11, 1, 12, 0, tzinfo=UTC)
PERIOD = Period(date(2026, 10, 22), date(2026, 10, 31), BRUSSELS)
HOURS = opening_hours.hours(first(Settings()).hours)
CATALOGUE = {
    "wifi": {"topic": "network", "titles": {"nl": "Geen wifi"}},
    "printer": {"topic": "printing", "titles": {}},
}


@dataclass
class History:
    """One conversation as it happened: what the naive counting reads, and the rows that the product would have."""

    language: str
    site: str
    steps: list[tuple[str, datetime]]
    said: list[dict[str, Any]] = field(default_factory=list)
    verdicts: list[str] = field(default_factory=list)
    opinions: list[tuple[datetime, bool]] = field(default_factory=list)
    tickets: list[dict[str, Any]] = field(default_factory=list)
    stints: list[dict[str, Any]] = field(default_factory=list)
    resolved: list[dict[str, Any]] = field(default_factory=list)
    family: str | None = None
    rating: int | None = None
    n_answers: int = 0
    is_open: bool = True

    def __post_init__(self) -> None:
        for step, at in self.steps:
            self._take(step, at)

    def _say(self, sender: str, at: datetime, payload: str | None = None, decision: Any = None) -> None:
        self.said.append({"sender": sender, "at": at, "payload": payload, "decision": decision})

    def _take(self, step: str, at: datetime) -> None:
        name, _, value = step.partition(":")
        ticket = self.tickets[-1] if self.tickets else None
        stint = self.stints[-1] if self.stints and self.stints[-1]["ended_at"] is None else None
        if not self.is_open and name not in ("open", "rate", "yes", "no"):
            return
        if name == "user":
            self._say("user", at)
        elif name == "not_it":
            self._say("user", at, "/report_not_solved")
            if self.verdicts:
                self.verdicts.append("unhelped")
        elif name == "answer":
            self._say("bot", at, decision={"action": "answer", "family": value, "signals": {}})
            self.n_answers += 1
            self.family = value
            self.verdicts.append("answered")
        elif name == "chat":
            self._say("bot", at, decision={"action": "chat", "signals": {}})
        elif name == "solved":
            self._say("bot", at, decision={"action": "solved", "solved": True, "signals": {}})
            self.verdicts.append("solved")
        elif name in ("yes", "no") and any(s["sender"] == "bot" for s in self.said):
            self.opinions.append((at, name == "yes"))
            self.verdicts.append("solved" if name == "yes" else "unhelped")
        elif name == "hand" and (ticket is None or ticket["over"]) and stint is None:
            self.tickets.append(
                {"at": at, "reason": value, "team": f"team-{len(value) % 2}", "answered": None, "over": False,
                 "first": "ok", "resolution": "ok"}
            )  # fmt: skip
        elif name == "take" and ticket and stint is None and not ticket["over"]:
            self.stints.append({"started_at": at, "ended_at": None, "team": ticket["team"]})
        elif name == "agent" and ticket and stint:
            self._say("agent", at)
            if ticket["answered"] is None:
                ticket |= {"answered": at, "first": "met" if value == "soon" else "breached"}
        elif name == "end" and stint:
            stint["ended_at"] = at
        elif name == "resolve":
            if stint:
                stint["ended_at"] = at
            if ticket:
                ticket |= {"over": True, "resolution": "met" if len(self.said) % 2 else "breached"}
            self.resolved.append({"at": at, "reopened_at": None})
            self.is_open = False
        elif name == "open" and self.resolved and not self.is_open:
            self.resolved[-1]["reopened_at"] = at
            self.is_open = True
        elif name == "rate":
            self.rating = int(value)


STEPS = [
    "user",
    "not_it",
    "answer:wifi",
    "answer:printer",
    "chat",
    "solved",
    "yes",
    "no",
    "end",
    "open",
    "rate:2",
    "rate:5",
]
# A step often follows another, so that tickets are taken, answered and closed.
RUNS = [[step] for step in STEPS] + [
    ["hand:low_confidence"],
    ["hand:user_request", "take", "agent:soon", "resolve"],
    ["hand:not_helped", "take", "agent:late", "end", "take", "resolve"],
    ["hand:user_request", "resolve"],
    ["resolve"],
]


@st.composite
def histories(draw: st.DrawFn) -> History:
    at = FIRST.astimezone(UTC) + timedelta(minutes=draw(st.integers(0, 26 * 24 * 60)))
    steps = []
    for step in ["user", *(each for run in draw(st.lists(st.sampled_from(RUNS), max_size=6)) for each in run)]:
        steps.append((step, at))
        at += timedelta(seconds=draw(st.integers(1, 40_000)))
    return History(draw(st.sampled_from(["nl", "fr", "en"])), draw(st.sampled_from(["one", "two"])), steps)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    made = open_engine(f"sqlite:///{tmp_path_factory.mktemp('reports') / 'a.sqlite3'}")
    migrate(made)
    with made.execution_options(write=True).begin() as db:
        agent = {"id": "a1", "email": "a", "name": "An", "role": "agent", "password_hash": "", "languages": ["nl"],
                 "capacity": 4, "status": "online", "connected": False, "idle_since": NOW, "created_at": NOW}  # fmt: skip
        db.execute(insert(t.agents).values(agent))
    yield made
    made.dispose()


def store(db: Any, told: list[History]) -> None:
    """Write the rows that the product would have."""
    for table in reversed(t.metadata.sorted_tables):
        if table.name not in ("agents", "teams", "articles"):
            db.execute(delete(table))
    db.execute(insert(t.people).values(id="p", site="one", created_at=NOW))
    serial = 1000
    for history in told:
        id_ = uuid.uuid4().hex
        over = not history.is_open
        head = {"id": id_, "person_id": "p", "site": history.site, "language": history.language, "language_source": "user",
                "status": "resolved" if over else "pending", "owner": "none" if over else "bot", "rating": history.rating,
                "last_seq": len(history.said), "created_at": history.steps[0][1], "updated_at": history.steps[-1][1]}  # fmt: skip
        db.execute(insert(t.conversations).values(**head))
        for seq, said in enumerate(history.said, 1):
            extras = {"decision": said["decision"]} if said["decision"] else None
            db.execute(insert(t.messages).values(
                conversation_id=id_, seq=seq, part=0, client_id=uuid.uuid4().hex, visibility="public", kind="text",
                sender_kind=said["sender"], sender_name="x", text="…", payload=said["payload"], language="nl",
                extras=extras, at=said["at"]))  # fmt: skip
        for seq, (at, helpful) in enumerate(history.opinions, 1):
            db.execute(insert(t.feedback).values(conversation_id=id_, seq=seq, helpful=helpful, at=at))
        for episode, ticket in enumerate(history.tickets, 1):
            serial += 1
            db.execute(insert(t.tickets).values(
                id=uuid.uuid4().hex, serial=serial, conversation_id=id_, episode=episode, kind="incident", fields={},
                status="closed" if ticket["over"] else "open", priority="normal", team=ticket["team"], signals={},
                reason=ticket["reason"], answered_at=ticket["answered"], first_response_state=ticket["first"],
                resolution_state=ticket["resolution"], created_at=ticket["at"], updated_at=ticket["at"]))  # fmt: skip
        for stint in history.stints:
            db.execute(insert(t.assignments).values(conversation_id=id_, agent_id="a1", language="nl", **stint))
        for resolved in history.resolved:
            db.execute(insert(t.resolutions).values(conversation_id=id_, by="user", **resolved))


def is_in(at: datetime, period: Period) -> bool:
    return period.first <= at.astimezone(BRUSSELS).date() <= period.last


def seconds(later: datetime, earlier: datetime) -> float:
    return (later.astimezone(UTC) - earlier.astimezone(UTC)).total_seconds()


def what_became(history: History) -> str:
    if history.tickets:
        return "handed_off"
    last = history.verdicts[-1] if history.verdicts else None
    if last == "solved":
        return "solved"
    if history.is_open and history.said[-1]["at"] > NOW - timedelta(hours=24, minutes=-15):
        return "under_way"
    return "answered" if last == "answered" else "left"


def middle(values: list[float], share: float) -> float | None:
    values = sorted(values)
    return next((v for v in values if sum(w <= v for w in values) >= share * len(values) - 1e-9), None)


def ratio(part: float, whole: float) -> float | None:
    return part / whole if whole else None


def naively(told: list[History], period: Period) -> dict[str, float | None]:
    """Every figure by loops over what happened."""
    begun = [h for h in told if is_in(h.said[0]["at"], period)]
    became = Counter(what_became(h) for h in begun)
    over = len(begun) - became["under_way"]
    tickets = [(h, n) for h in told for n, k in enumerate(h.tickets) if is_in(k["at"], period)]
    first_response, wait, handling, resolution, gave_up = [], [], [], [], 0
    states: Counter[str] = Counter()
    for h, n in tickets:
        k = h.tickets[n]
        until = h.tickets[n + 1]["at"] if n + 1 < len(h.tickets) else datetime.max.replace(tzinfo=UTC)
        stints = [s for s in h.stints if k["at"] <= s["started_at"] < until]
        closings = [r["at"] for r in h.resolved if k["at"] <= r["at"] < until and r["reopened_at"] is None]
        if k["answered"]:
            first_response.append(seconds(k["answered"], k["at"]))
        if stints:
            wait.append(seconds(stints[0]["started_at"], k["at"]))
            if all(s["ended_at"] for s in stints):
                handling.append(sum(seconds(s["ended_at"], s["started_at"]) for s in stints))
        if closings:
            resolution.append(seconds(closings[-1], k["at"]))
        gave_up += k["over"] and not stints
        states[f"first {k['first']}"] += 1
        states[f"resolution {k['resolution']}"] += 1
    closed = [r for h in told for r in h.resolved if is_in(r["at"], period)]
    ratings = [h.rating for h in begun if h.rating]
    opinions = [helpful for h in begun for _, helpful in h.opinions]
    return {
        "conversations": len(begun),
        "messages": sum(is_in(s["at"], period) for h in told for s in h.said),
        **{name: ratio(became[name], over) for name in ("solved", "answered", "handed_off", "left")},
        "under_way": became["under_way"],
        "resolved": len(closed),
        "reopened": ratio(sum(r["reopened_at"] is not None for r in closed), len(closed)),
        **{f"{name}_median": middle(values, 0.5) for name, values in
           (("first_response", first_response), ("wait", wait), ("handling", handling), ("resolution", resolution))},
        **{f"{name}_p90": middle(values, 0.9) for name, values in
           (("first_response", first_response), ("wait", wait), ("handling", handling))},
        "gave_up": ratio(gave_up, len(tickets)),
        "sla_first_response": ratio(states["first met"], states["first met"] + states["first breached"]),
        "sla_resolution": ratio(states["resolution met"], states["resolution met"] + states["resolution breached"]),
        "csat_mean": ratio(sum(ratings), len(ratings)),
        "csat_share": ratio(len(ratings), len(begun)),
        "answers": sum(h.n_answers for h in begun),
        "helpful": ratio(sum(opinions), len(opinions)),
        "families": len({h.family for h in begun} - {None}),
    }  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(histories(), max_size=20), st.sampled_from([None, "nl"]), st.sampled_from([None, "two"]))
def test_figures_are_those_of_a_naive_count(
    engine: Engine, told: list[History], language: str | None, site: str | None
) -> None:
    with engine.execution_options(write=True).begin() as db:
        store(db, told)
        while facts.remake(_work(db)):
            pass
        asked = Asked(PERIOD, language=language, site=site)
        found = _report(db, asked)
    told = [h for h in told if language in (None, h.language) and site in (None, h.site)]

    for key, column in (("value", PERIOD), ("before", PERIOD.before)):
        expected = naively(told, column)
        for figure in found["figures"]:
            assert figure[key] == pytest.approx(expected[figure["key"]], abs=1e-6), (figure["key"], key)
    # The tables add up to the figures.
    now = naively(told, PERIOD)
    assert sum(day["conversations"] for day in found["days"]) == now["conversations"]
    assert sum(day["user"] + day["bot"] + day["agent"] for day in found["days"]) == now["messages"]
    assert sum(row["conversations"] for row in found["languages"]) == now["conversations"]
    assert sum(row["conversations"] for row in found["problems"]) == now["conversations"]
    for day in found["days"]:
        that_day = [h for h in told if h.said[0]["at"].astimezone(BRUSSELS).date().isoformat() == day["day"]]
        assert day["conversations"] == len(that_day)
    asked_at = Counter(
        (s["at"].astimezone(BRUSSELS).weekday(), s["at"].astimezone(BRUSSELS).hour)
        for h in told for s in h.said if s["sender"] == "user" and is_in(s["at"], PERIOD)
    )  # fmt: skip
    assert {(d, h): n for d, row in enumerate(found["hours"]) for h, n in enumerate(row) if n} == asked_at
    begun = [h for h in told if is_in(h.said[0]["at"], PERIOD)]
    reasons = Counter(h.tickets[0]["reason"] for h in begun if h.tickets)
    assert {row["key"]: row["n"] for row in found["reasons"] if row["n"]} == reasons


def _work(db: Any) -> Any:
    class _Work:
        pass

    work = _Work()
    work.db = db  # type: ignore[attr-defined]  # all that reading the facts needs of a transaction
    return work


def _report(db: Any, asked: Asked, *, with_people: bool = False, language: str = "nl") -> dict[str, Any]:
    return report(db, asked, now=NOW, hours=HOURS, catalogue=CATALOGUE, language=language, with_people=with_people)


def test_only_who_leads_the_desk_reads_of_persons(engine: Engine) -> None:
    at = datetime(2026, 10, 26, 10, tzinfo=UTC)
    steps = [("user", at), ("hand:user_request", at), ("take", at), ("end", at + timedelta(hours=2))]
    with engine.execution_options(write=True).begin() as db:
        store(db, [History("nl", "one", steps)])
        facts.remake(_work(db))
        lead, other = (_report(db, Asked(PERIOD), with_people=each)["teams"] for each in (True, False))

    assert [(row["chats"], row["seconds"]) for row in lead] == [(1, 7200.0)]
    assert lead[0]["people"] == [{"id": "a1", "name": "An", "chats": 1, "seconds": 7200.0}]
    assert [row["people"] for row in other] == [None]


async def test_real_conversations_come_out_as_what_they_were(world: World) -> None:
    agent = await world.agent()
    ids = [(await world.begin(language)).conversation_id for language in ("nl", "fr", "nl", "en")]
    for id_ in ids:
        await world.say(id_, "mijn wifi doet het niet")
    for id_, decision in zip(
        ids, ({"action": "solved", "solved": True}, *[{"action": "answer", "family": "wifi"}] * 3), strict=True
    ):
        turn = await world.claim(id_)
        assert turn
        await world.answer(turn, **decision)
    world.clock.forward(300)
    await world.do(visitor.give_feedback, conversation_id=ids[1], message_id=f"{ids[1]}.2", helpful=False, reason=None)
    await world.ask_human(ids[2])
    world.clock.forward(120)
    await world.take(agent, ids[2])
    world.clock.forward(30)
    await world.write(agent, ids[2], "Dag!")
    world.clock.forward(600)
    await world.do(desk.resolve, agent=agent, conversation_id=ids[2], outcome="solved", solution=None)
    await world.do(visitor.rate, conversation_id=ids[2], score=4, comment=None)
    assert await facts.catch_up(world.store) == 0
    day = world.clock.now().astimezone(BRUSSELS).date()
    world.clock.forward(3 * 86_400)

    async def figures() -> dict[str, Any]:
        ask = partial(report, asked=Asked(Period(day, day, BRUSSELS)), now=world.clock.now(), hours=HOURS,
                      catalogue=CATALOGUE, language="en", with_people=True)  # fmt: skip
        return {f["key"]: f["value"] for f in (await world.store.read(ask))["figures"]}

    found = await figures()
    assert found["conversations"] == 4
    assert [found[name] for name in ("solved", "left", "handed_off", "answered")] == [0.25] * 4
    assert (found["first_response_median"], found["wait_median"], found["handling_median"]) == (150, 120, 630)
    assert (found["csat_mean"], found["csat_share"], found["helpful"]) == (4, 0.25, 0)
    assert (found["resolved"], found["reopened"]) == (2, 0)

    # A rating that changes, and a conversation that opens again, are seen.
    await world.do(visitor.rate, conversation_id=ids[2], score=2, comment=None)
    await facts.catch_up(world.store)
    assert (await figures())["csat_mean"] == 2


def test_no_cell_is_a_formula(engine: Engine) -> None:
    evil = {"wifi": {"topic": "+cmd|' /C calc'!A0", "titles": {"nl": '=HYPERLINK("http://x")'}}}
    at = datetime(2026, 10, 26, 10, tzinfo=UTC)
    with engine.execution_options(write=True).begin() as db:
        store(db, [History("nl", "one", [("user", at), ("answer:wifi", at)])])
        facts.remake(_work(db))
        found = report(db, Asked(PERIOD), now=NOW, hours=HOURS, catalogue=evil, language="nl", with_people=True)

    for sheet in export.sheets(found, "nl"):
        text = export.as_csv(sheet, "nl")
        assert text.startswith("\ufeff")
        rows = list(csv.reader(io.StringIO(text[1:]), delimiter=";"))
        assert len(rows) == len(sheet.rows) + 1
        assert {len(row) for row in rows} == {len(sheet.head)}
        cells = [cell for row in rows for cell in row if cell]
        assert not [cell for cell in cells if cell[0] in "=+@" or (cell[0] == "-" and not cell[1:2].isdigit())]
    book = export.as_workbook(found, "nl", [("=1+1", "=2+2")])
    with zipfile.ZipFile(io.BytesIO(book)) as parts:
        pages = [parts.read(name).decode() for name in parts.namelist() if name.startswith("xl/worksheets/sheet")]
    assert len(pages) == 7
    assert not [page for page in pages if "<f>" in page or "<hyperlink" in page]


@pytest.mark.parametrize(("language", "number"), [("nl", "0,1235"), ("fr", "0,1235"), ("en", "0.1235")])
def test_numbers_are_written_as_the_language_does(language: str, number: str) -> None:
    sheet = export.Sheet("figures", "x", ["a", "b"], ["text", "share"], [["x", 0.12349]])

    assert number in export.as_csv(sheet, language)


def test_facts_are_made_again_when_they_are_gone(engine: Engine, tmp_path: Path) -> None:
    at = datetime(2026, 10, 26, 10, tzinfo=UTC)
    with engine.execution_options(write=True).begin() as db:
        store(db, [History("nl", "one", [("user", at), ("answer:wifi", at), ("yes", at)])])
        facts.remake(_work(db))
        before = _report(db, Asked(PERIOD))
        for table in (t.report_choices, t.report_tickets, t.report_messages, t.report_conversations):
            db.execute(delete(table))
        assert facts.n_waiting(db) == 1
        facts.remake(_work(db))

        assert _report(db, Asked(PERIOD)) == before
        assert facts.n_waiting(db) == 0
