"""The figures of a period: counted in SQL over the facts, each with the one before it beside it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Connection, case, func, select

from webchat.adapters.db import tables as t
from webchat.domain.facts import QUIET_Q
from webchat.domain.report import Period, quantile, share

Row = Mapping[str, Any]

_c = t.report_conversations.c


@dataclass(frozen=True, slots=True)
class Asked:
    """What a report is about; None is everything.

    Attributes:
        families: Those of a topic.
    """

    period: Period
    language: str | None = None
    team: str | None = None
    site: str | None = None
    families: Sequence[str] | None = None

    def conversations(self, *, of_team: bool = True) -> list[ColumnElement[bool]]:
        """Which conversations count, whenever they began; without `of_team` those of every team."""
        team = self.team if of_team else None
        given = ((self.language, _c.language), (team, _c.team), (self.site, _c.site))
        found: list[ColumnElement[bool]] = [column == value for value, column in given if value]
        return found if self.families is None else [*found, _c.family.in_(self.families)]

    def begun(self, period: Period) -> list[ColumnElement[bool]]:
        """Which of them began in the period: with the user's first word."""
        start, end = period.quarters
        return [*self.conversations(), _c.begun_q >= start, _c.begun_q < end]


@dataclass(slots=True)
class Counted:
    """One period, counted. `quarters` and `messages` hold the sums by quarter-hour."""

    totals: Counter[str] = field(default_factory=Counter)
    quarters: dict[int, Row] = field(default_factory=dict)
    messages: dict[int, Row] = field(default_factory=dict)
    reasons: Counter[str] = field(default_factory=Counter)
    problems: dict[str | None, Row] = field(default_factory=dict)
    languages: dict[str, Row] = field(default_factory=dict)
    teams: dict[str | None, Row] = field(default_factory=dict)
    durations: dict[str, list[float]] = field(default_factory=dict)
    resolved: int = 0
    reopened: int = 0


def outcome(now_q: int) -> ColumnElement[str]:
    """What became of a conversation; each has exactly one.

    A hand-off weighs more than what the bot did before it; who wrote lately is still under way; then the last word
    on the bot's help decides.
    """
    is_over = _c.ended | (_c.last_q <= now_q - QUIET_Q)
    return case(
        (_c.reason.is_not(None), "handed_off"),
        (_c.verdict == "solved", "solved"),
        (~is_over, "under_way"),
        (_c.verdict == "answered", "answered"),
        else_="left",
    )


def _sums(now_q: int) -> list[Any]:
    of = outcome(now_q)

    def n(condition: ColumnElement[bool], name: str) -> Any:
        return func.sum(case((condition, 1), else_=0)).label(name)

    return [
        func.count().label("conversations"),
        *(n(of == name, name) for name in ("handed_off", "solved", "under_way", "answered", "left")),
        n(_c.verdict == "unhelped", "unhelped"),
        func.sum(_c.n_answers).label("answers"),
        func.sum(_c.n_helpful).label("helpful"),
        func.sum(_c.n_unhelpful).label("unhelpful"),
        func.count(_c.rating).label("ratings"),
        func.coalesce(func.sum(_c.rating), 0).label("scores"),
    ]


def count(db: Connection, asked: Asked, period: Period, *, now_q: int) -> Counted:
    """Count a period."""
    found = Counted()
    where, sums = asked.begun(period), _sums(now_q)
    for row in db.execute(select(_c.begun_q, *sums).where(*where).group_by(_c.begun_q)).mappings():
        found.quarters[row["begun_q"]] = dict(row)
        for name, value in row.items():
            found.totals[name] += int(value)
    found.reasons = Counter(
        {
            reason: n
            for reason, n in db.execute(select(_c.reason, func.count()).where(*where).group_by(_c.reason))
            if reason
        }
    )
    for key, column in (("problems", _c.family), ("languages", _c.language)):
        rows = db.execute(select(column.label("key"), *sums).where(*where).group_by(column)).mappings()
        setattr(found, key, {row["key"]: dict(row) for row in rows})
    _count_messages(db, asked, period, found)
    _read_tickets(db, asked, period, found)
    _count_resolutions(db, asked, period, found)
    return found


def _count_messages(db: Connection, asked: Asked, period: Period, found: Counted) -> None:
    m, (start, end) = t.report_messages.c, period.quarters
    sums = [
        func.sum(column).label(name) for name, column in (("user", m.n_user), ("bot", m.n_bot), ("agent", m.n_agent))
    ]
    query = select(m.quarter, *sums).where(m.quarter >= start, m.quarter < end).group_by(m.quarter)
    if conditions := asked.conversations():
        query = query.join(t.report_conversations, _c.conversation_id == m.conversation_id).where(*conditions)
    for row in db.execute(query).mappings():
        found.messages[row["quarter"]] = dict(row)
        for name in ("user", "bot", "agent"):
            found.totals["messages"] += int(row[name])


_DURATIONS = ("first_response_s", "wait_s", "handling_s", "resolution_s")


def _read_tickets(db: Connection, asked: Asked, period: Period, found: Counted) -> None:
    k, (start, end) = t.report_tickets.c, period.quarters
    columns = (k.team, k.gave_up, k.first_response, k.resolution, *(k[name] for name in _DURATIONS))
    query = select(*columns).where(k.created_q >= start, k.created_q < end)
    if conditions := asked.conversations(of_team=False):
        query = query.join(t.report_conversations, _c.conversation_id == k.conversation_id).where(*conditions)
    if asked.team:
        query = query.where(k.team == asked.team)
    durations: dict[str, list[float]] = {name: [] for name in _DURATIONS}
    teams: dict[str | None, dict[str, Any]] = {}
    for team, gave_up, first, resolution, *seconds in db.execute(query):
        of_team = teams.setdefault(team, {"tickets": 0, "met": 0, "missed": 0, "first_response_s": []})
        found.totals["tickets"] += 1
        of_team["tickets"] += 1
        found.totals["gave_up"] += bool(gave_up)
        if first:
            found.totals[f"first_response_{first}"] += 1
            of_team["met" if first == "met" else "missed"] += 1
        if resolution:
            found.totals[f"resolution_{resolution}"] += 1
        for name, value in zip(_DURATIONS, seconds, strict=True):
            if value is not None:
                durations[name].append(value)
        if seconds[0] is not None:
            of_team["first_response_s"].append(seconds[0])
    for values in (*durations.values(), *(row["first_response_s"] for row in teams.values())):
        values.sort()
    found.durations, found.teams = durations, dict(teams)


def _count_resolutions(db: Connection, asked: Asked, period: Period, found: Counted) -> None:
    r, (start, end) = t.resolutions.c, period.moments
    query = (
        select(func.count(), func.count(r.reopened_at))
        .join(t.report_conversations, _c.conversation_id == r.conversation_id)
        .where(*asked.conversations(), r.at >= start, r.at < end)
    )
    found.resolved, found.reopened = db.execute(query).one()


# --- the figures ---------------------------------------------------------------------------------------

# In the order of the page: key, group, unit.
FIGURES = (
    ("conversations", "volume", "count"),
    ("messages", "volume", "count"),
    ("solved", "bot", "share"),
    ("answered", "bot", "share"),
    ("handed_off", "bot", "share"),
    ("left", "bot", "share"),
    ("under_way", "bot", "count"),
    ("resolved", "bot", "count"),
    ("reopened", "bot", "share"),
    ("first_response_median", "waiting", "seconds"),
    ("first_response_p90", "waiting", "seconds"),
    ("wait_median", "waiting", "seconds"),
    ("wait_p90", "waiting", "seconds"),
    ("gave_up", "waiting", "share"),
    ("handling_median", "waiting", "seconds"),
    ("handling_p90", "waiting", "seconds"),
    ("resolution_median", "waiting", "seconds"),
    ("sla_first_response", "sla", "share"),
    ("sla_resolution", "sla", "share"),
    ("csat_mean", "csat", "score"),
    ("csat_share", "csat", "share"),
    ("answers", "knowledge", "count"),
    ("helpful", "knowledge", "share"),
    ("families", "knowledge", "count"),
)


def values(c: Counted) -> dict[str, tuple[float | None, int | None]]:
    """Return each figure's value, and what it was taken of where it is not a count."""
    n = c.totals
    over = n["conversations"] - n["under_way"]
    first = n["first_response_met"] + n["first_response_breached"]
    solution = n["resolution_met"] + n["resolution_breached"]
    opinions = n["helpful"] + n["unhelpful"]
    found: dict[str, tuple[float | None, int | None]] = {
        name: (n[name], None) for name in ("conversations", "messages", "under_way", "answers")
    }
    found |= {name: (share(n[name], over), over) for name in ("solved", "answered", "handed_off", "left")}
    for name in ("first_response", "wait", "handling", "resolution"):
        seconds = c.durations[f"{name}_s"]
        for label, part in (("median", 0.5), ("p90", 0.9)):
            found[f"{name}_{label}"] = (quantile(seconds, part), len(seconds))
    return found | {
        "resolved": (c.resolved, None),
        "reopened": (share(c.reopened, c.resolved), c.resolved),
        "gave_up": (share(n["gave_up"], n["tickets"]), n["tickets"]),
        "sla_first_response": (share(n["first_response_met"], first), first),
        "sla_resolution": (share(n["resolution_met"], solution), solution),
        "csat_mean": (share(n["scores"], n["ratings"]), n["ratings"]),
        "csat_share": (share(n["ratings"], n["conversations"]), n["conversations"]),
        "helpful": (share(n["helpful"], opinions), opinions),
        "families": (sum(family is not None for family in c.problems), None),
    }
