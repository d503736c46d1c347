"""Known incidents, and heaps of alike reports that may be one."""

from __future__ import annotations

from functools import partial
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from webchat.api import versions
from webchat.api.deps import App, CurrentAgent
from webchat.services import incident_desk, titles

router = APIRouter(prefix="/api", tags=["incidents"])

Title = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)]
Words = Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000)]
Family = Annotated[str, StringConstraints(min_length=1, max_length=200)]


class Titles(BaseModel):
    """A title by language; one may be left empty."""

    model_config = ConfigDict(extra="forbid")

    nl: Title = ""
    fr: Title = ""
    en: Title = ""


class Texts(BaseModel):
    """A text by language; one may be left empty."""

    model_config = ConfigDict(extra="forbid")

    nl: Words = ""
    fr: Words = ""
    en: Words = ""


class Incident(BaseModel):
    """What people are told, and the article families whose questions report it."""

    model_config = ConfigDict(extra="forbid")

    title: Titles
    text: Texts
    families: list[Family] = Field([], max_length=20)


class NewIncident(Incident):
    """An incident that is declared, of a signalled heap or without one."""

    signal_id: Annotated[str, StringConstraints(max_length=32)] | None = None


class End(BaseModel):
    """What more there is to say at the end."""

    model_config = ConfigDict(extra="forbid")

    text: Texts = Texts()


@router.get("/incidents")
async def listed(
    services: App,
    state: Literal["open", "over"] = "open",
    after: Annotated[str | None, Query(max_length=32)] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> dict[str, Any]:
    """Return incidents, newest first."""
    return await services.store.read(partial(incident_desk.listed, state=state, after=after, limit=limit))


@router.get("/incidents/{incident_id}")
async def one(incident_id: str, response: Response, services: App) -> dict[str, Any]:
    """Return an incident with who reported it; its version is the `ETag`."""
    found = await services.store.read(partial(incident_desk.one, incident_id=incident_id))
    versions.show(response, str(found["version"]))
    return found


@router.post("/incidents", status_code=201)
async def declare(body: NewIncident, agent: CurrentAgent, services: App) -> dict[str, Any]:
    """Make an incident known: whoever reports it is told."""
    return await services.store.write(partial(incident_desk.declare, agent=agent, **body.model_dump()))


@router.put("/incidents/{incident_id}")
async def edit(
    incident_id: str,
    body: Incident,
    version: versions.IfNumber,
    response: Response,
    agent: CurrentAgent,
    services: App,
) -> dict[str, Any]:
    """Change what is said of an incident, named in the state that `If-Match` knows."""
    change = partial(incident_desk.edit, agent=agent, incident_id=incident_id, version=version, **body.model_dump())
    found = await services.store.write(change)
    versions.show(response, str(found["version"]))
    return found


@router.post("/incidents/{incident_id}/end")
async def end(incident_id: str, body: End, agent: CurrentAgent, services: App) -> dict[str, Any]:
    """Say that it is over: whoever was told of it hears so."""
    over = partial(incident_desk.end, agent=agent, incident_id=incident_id, text=body.text.model_dump())
    return await services.store.write(over)


@router.get("/incident-signals")
async def signals(services: App) -> dict[str, Any]:
    """Return the heaps of alike reports that wait for a judgement, newest first."""
    return {"signals": await services.store.read(incident_desk.signals)}


@router.post("/incident-signals/{signal_id}/dismiss", status_code=204)
async def dismiss(signal_id: str, agent: CurrentAgent, services: App) -> None:
    """Say that a heap is no incident."""
    await services.store.write(partial(incident_desk.dismiss, agent=agent, signal_id=signal_id))


@router.get("/incident-template")
async def template(services: App, family: Annotated[str | None, Query(max_length=200)] = None) -> dict[str, Any]:
    """Return the words that a declaration begins with, about an article's family where one is named."""
    found = await services.store.read(partial(titles.of_families, families=[family] if family else []))
    return incident_desk.template(found.get(family or "", {}))
