"""A report as the page shows it: figures with their definitions, series, tables; everything beside the period before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, select

from webchat.adapters.db import tables as t
from webchat.domain.business_hours import BusinessHours
from webchat.domain.facts import quarter
from webchat.domain.report import Period, quantile, risen, share
from webchat.services import views
from webchat.services.reports import load
from webchat.services.reports.figures import FIGURES, Asked, Counted, count, values
from webchat.texts.reports import words

_MOST = 25  # problems that are listed
NONE = ""  # key of what has no article, and of what has no team

Catalogue = Mapping[str, Mapping[str, Any]]


def report(
    db: Connection,
    asked: Asked,
    *,
    now: datetime,
    hours: BusinessHours,
    catalogue: Catalogue,
    language: str,
    with_people: bool,
) -> dict[str, Any]:
    """Return the report.

    Args:
        db: The database.
        asked: The period and what it is limited to.
        now: Decides what is still under way.
        hours: Of the desk, for the days on which it is closed.
        catalogue: By family: `topic`, and `titles` by language.
        language: Of its words.
        with_people: Whether each agent's load is told.
    """
    period, before = asked.period, asked.period.before
    is_now, was = (count(db, asked, each, now_q=quarter(now)) for each in (period, before))
    return {
        "period": _dates(period),
        "before": _dates(before),
        "time_zone": str(period.zone),
        "as_of": views.iso(now),
        "figures": _figures(is_now, was, language),
        "days": _days(period, is_now, was, hours, now),
        "hours": _hours(period, is_now),
        "reasons": _reasons(is_now, was, language),
        "languages": _languages(is_now, was, language),
        "problems": _problems(is_now, was, catalogue, language),
        "new": _new(is_now, was, catalogue, language),
        "teams": _teams(db, asked, is_now, was, language, with_people=with_people),
    }


def choices(db: Connection, catalogue: Catalogue) -> dict[str, Any]:
    """Return what a report can be limited to."""
    teams = db.execute(select(t.teams.c.id, t.teams.c.names).order_by(t.teams.c.created_at, t.teams.c.id))
    sites = db.scalars(select(t.report_conversations.c.site).distinct().order_by(t.report_conversations.c.site))
    return {
        "teams": [{"id": row.id, "names": row.names} for row in teams],
        "topics": sorted({entry["topic"] for entry in catalogue.values() if entry["topic"]}),
        "sites": list(sites),
    }


def _dates(period: Period) -> dict[str, str]:
    return {"from": period.first.isoformat(), "to": period.last.isoformat()}


def _figures(is_now: Counted, was: Counted, language: str) -> list[dict[str, Any]]:
    now, before = values(is_now), values(was)
    return [
        {
            "key": key,
            "group": group,
            "group_label": words(language, f"group_{group}"),
            "unit": unit,
            "label": words(language, key),
            "definition": words(language, f"{key}_is"),
            "value": now[key][0],
            "before": before[key][0],
            "difference": _difference(now[key][0], before[key][0]),
            "n": now[key][1],
            "n_before": before[key][1],
        }
        for key, group, unit in FIGURES
    ]


def _difference(value: float | None, before: float | None) -> float | None:
    return None if value is None or before is None else value - before


def _days(period: Period, is_now: Counted, was: Counted, hours: BusinessHours, now: datetime) -> list[dict[str, Any]]:
    begun, begun_before = _by_day(period, is_now), _by_day(period.before, was)
    said: dict[date, Counter[str]] = {day: Counter() for day in period.days}
    for q, row in is_now.messages.items():
        said[period.local(q).date()].update({name: int(row[name]) for name in ("user", "bot", "agent")})
    today = now.astimezone(period.zone).date()
    return [
        {
            "day": day.isoformat(),
            "closed": day in hours.holidays or not hours.weekly.get(day.weekday()),
            "unfinished": day >= today,
            "before": begun_before[day_before]["conversations"],
            **{name: begun[day][name] for name in ("conversations", "solved", "handed_off")},
            **{name: said[day][name] for name in ("user", "bot", "agent")},
        }
        for day, day_before in zip(period.days, period.before.days, strict=True)
    ]


def _by_day(period: Period, counted: Counted) -> dict[date, Counter[str]]:
    days: dict[date, Counter[str]] = {day: Counter() for day in period.days}
    for q, row in counted.quarters.items():
        names = ("conversations", "solved", "handed_off")
        days[period.local(q).date()].update({name: int(row[name]) for name in names})
    return days


def _hours(period: Period, counted: Counted) -> list[list[int]]:
    """Messages of users by weekday, Monday first, and hour of the desk's clock."""
    table = [[0] * 24 for _ in range(7)]
    for q, row in counted.messages.items():
        at = period.local(q)
        table[at.weekday()][at.hour] += int(row["user"])
    return table


def _reasons(is_now: Counted, was: Counted, language: str) -> list[dict[str, Any]]:
    keys = sorted({**is_now.reasons, **was.reasons}, key=lambda key: (-is_now.reasons[key], key))
    return [
        {
            "key": key,
            "label": words(language, f"reason_{key}", otherwise="reason_other"),
            "n": is_now.reasons[key],
            "before": was.reasons[key],
            "share": share(is_now.reasons[key], is_now.reasons.total()),
        }
        for key in keys
    ]


_OF_A_GROUP = ("conversations", "solved", "handed_off", "unhelped")


def _group(row: Mapping[str, Any] | None, before: Mapping[str, Any] | None) -> dict[str, Any]:
    found = {name: int(row[name]) if row else 0 for name in _OF_A_GROUP}
    over = found["conversations"] - (int(row["under_way"]) if row else 0)
    return {
        **found,
        "before": int(before["conversations"]) if before else 0,
        "solved_share": share(found["solved"], over),
        "handed_off_share": share(found["handed_off"], over),
    }


def _languages(is_now: Counted, was: Counted, language: str) -> list[dict[str, Any]]:
    return [
        {
            "key": key,
            "label": words(language, f"language_{key}"),
            **_group(is_now.languages.get(key), was.languages.get(key)),
        }
        for key in ("nl", "fr", "en")
    ]


def _named(family: str | None, catalogue: Catalogue, language: str) -> dict[str, Any]:
    """A problem by its article's title; one whose article is gone by its old name, made readable."""
    if not family:
        return {"family": None, "title": words(language, "no_article"), "topic": None}
    entry = catalogue.get(family, {"topic": None, "titles": {}})
    titles = entry["titles"]
    title = titles.get(language) or next(iter(titles.values()), None) or family.replace("-", " ").capitalize()
    return {"family": family, "title": title, "topic": entry["topic"]}


def _problems(is_now: Counted, was: Counted, catalogue: Catalogue, language: str) -> list[dict[str, Any]]:
    found = [
        {**_named(family, catalogue, language), **_group(row, was.problems.get(family))}
        for family, row in is_now.problems.items()
    ]
    return sorted(found, key=lambda row: (-row["conversations"], row["title"]))[:_MOST]


def _new(is_now: Counted, was: Counted, catalogue: Catalogue, language: str) -> list[dict[str, Any]]:
    now, before = (
        {family or NONE: int(row["conversations"]) for family, row in counted.problems.items()}
        for counted in (is_now, was)
    )
    return [
        {**_named(rise.key, catalogue, language), "n": rise.n, "before": rise.before, "chance": rise.chance}
        for rise in risen(now, before)
    ]


def _teams(
    db: Connection, asked: Asked, is_now: Counted, was: Counted, language: str, *, with_people: bool
) -> list[dict[str, Any]]:
    names = {row.id: row.names for row in db.execute(select(t.teams.c.id, t.teams.c.names))}
    people = {row.id: row.name for row in db.execute(select(t.agents.c.id, t.agents.c.name))} if with_people else {}
    busy, was_busy = (
        load.by_team(db, asked, each, with_people=with_people) for each in (asked.period, asked.period.before)
    )
    keys = sorted({*busy, *(team or NONE for team in is_now.teams)}, key=lambda key: (key == NONE, key))
    found = []
    for key in keys:
        tickets = is_now.teams.get(key or None, {"tickets": 0, "met": 0, "missed": 0, "first_response_s": []})
        had = busy.get(key, {"chats": 0, "seconds": 0.0, "people": {}})
        row = {
            "team": key or None,
            "label": names[key][language] if key in names else words(language, "no_team"),
            "tickets": tickets["tickets"],
            "before": was.teams.get(key or None, {"tickets": 0})["tickets"],
            "first_response_median": quantile(tickets["first_response_s"], 0.5),
            "sla_first_response": share(tickets["met"], tickets["met"] + tickets["missed"]),
            "chats": had["chats"],
            "chats_before": was_busy.get(key, {"chats": 0})["chats"],
            "seconds": had["seconds"],
            "people": None,
        }
        if with_people:
            listed = [{"id": id_, "name": people.get(id_, id_), **each} for id_, each in had["people"].items()]
            row["people"] = sorted(listed, key=lambda each: each["name"])
        found.append(row)
    return found
