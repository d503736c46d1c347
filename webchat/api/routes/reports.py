"""Managers' reports, and the same to take along."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Response
from sqlalchemy import Connection

from webchat.api.deps import App, CurrentAgent
from webchat.domain.permissions import Action, may
from webchat.domain.report import Period
from webchat.services import audit, desk_settings, opening_hours
from webchat.services.accounts import Agent
from webchat.services.reports import export, facts
from webchat.services.reports.catalogue import catalogue
from webchat.services.reports.figures import Asked
from webchat.services.reports.report import choices, report
from webchat.settings import Settings
from webchat.texts.reports import words

router = APIRouter(prefix="/api", tags=["reports"])

Language = Literal["nl", "fr", "en"]
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reader asks for, as the address says it."""

    first: date
    last: date
    language: Language | None
    team: str | None
    topic: str | None
    site: str | None
    words: Language


def _wanted(
    first: Annotated[date, Query(alias="from", description="First day, in the desk's time zone")],
    last: Annotated[date, Query(alias="to", description="Last day, included")],
    language: Language | None = None,
    team: Annotated[str | None, Query(max_length=64)] = None,
    topic: Annotated[str | None, Query(max_length=200)] = None,
    site: Annotated[str | None, Query(max_length=64)] = None,
    words: Annotated[Language, Query(description="Language of the report's own words")] = "en",
) -> Wanted:
    return Wanted(first, last, language, team, topic, site, words)


Query_ = Annotated[Wanted, Depends(_wanted)]


@router.get("/reports")
async def one(wanted: Query_, agent: CurrentAgent, services: App) -> dict[str, Any]:
    """Return the report of a period, with the equally long one before it."""
    return await _report(wanted, agent, services)


@router.get("/reports.csv")
async def as_csv(wanted: Query_, agent: CurrentAgent, services: App, table: export.Name = "figures") -> Response:
    """Return one table of the report."""
    found = await _report(wanted, agent, services)
    await services.store.write(partial(audit.record, act="report_exported", actor=agent.id, form="csv"))
    sheet = next(each for each in export.sheets(found, wanted.words) if each.name == table)
    return _file(export.as_csv(sheet, wanted.words).encode(), "text/csv; charset=utf-8", f"{_name(wanted)}-{table}.csv")


@router.get("/reports.xlsx")
async def as_workbook(wanted: Query_, agent: CurrentAgent, services: App) -> Response:
    """Return the whole report as a workbook."""
    found = await _report(wanted, agent, services)
    await services.store.write(partial(audit.record, act="report_exported", actor=agent.id, form="xlsx"))
    book = export.as_workbook(found, wanted.words, _about(wanted, found))
    return _file(book, _XLSX, f"{_name(wanted)}.xlsx")


async def _report(wanted: Wanted, agent: Agent, services: App) -> dict[str, Any]:
    behind = await facts.catch_up(services.store)
    read = partial(_read, wanted=wanted, agent=agent, settings=services.settings, now=services.clock.now())
    return {**await services.store.read(read), "behind": behind}


def _read(db: Connection, *, wanted: Wanted, agent: Agent, settings: Settings, now: datetime) -> dict[str, Any]:
    hours = opening_hours.hours(desk_settings.documents(db, settings).hours)
    known = catalogue(db)
    families = None
    if wanted.topic is not None:
        families = [family for family, entry in known.items() if entry["topic"] == wanted.topic]
    asked = Asked(
        Period(wanted.first, wanted.last, hours.zone),
        language=wanted.language,
        team=wanted.team,
        site=wanted.site,
        families=families,
    )
    with_people = may(agent.role, Action.LEAD_DESK)
    found = report(db, asked, now=now, hours=hours, catalogue=known, language=wanted.words, with_people=with_people)
    return {**found, "choices": choices(db, known)}


def _name(wanted: Wanted) -> str:
    return f"firstline-{wanted.first.isoformat()}-{wanted.last.isoformat()}"


def _about(wanted: Wanted, found: dict[str, Any]) -> list[tuple[str, str]]:
    said = wanted.words
    teams = {team["id"]: team["names"][said] for team in found["choices"]["teams"]}
    limits = [
        words(said, f"language_{wanted.language}") if wanted.language else None,
        teams.get(wanted.team, wanted.team) if wanted.team else None,
        wanted.topic,
        wanted.site,
    ]
    return [
        (words(said, "title"), ""),
        (words(said, "period"), f"{wanted.first.isoformat()} – {wanted.last.isoformat()}"),
        (words(said, "col_before"), f"{found['before']['from']} – {found['before']['to']}"),
        (words(said, "zone"), found["time_zone"]),
        (words(said, "filters"), " · ".join(limit for limit in limits if limit) or "–"),
        (words(said, "as_of"), found["as_of"]),
    ]


def _file(body: bytes, kind: str, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(body, media_type=kind, headers=headers)
