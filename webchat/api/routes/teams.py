"""Teams: everybody sees them, who leads the desk changes them."""

from __future__ import annotations

from functools import partial
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Response
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from webchat.api import versions
from webchat.api.deps import App, CurrentAgent
from webchat.services import teams
from webchat.settings import Language

router = APIRouter(prefix="/api/teams", tags=["teams"])

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80)]
Word = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=64)]


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Names(_Body):
    """What the team is called, by language: customers read it too."""

    nl: Name
    fr: Name
    en: Name


class Member(_Body):
    """Somebody of the team, and what they know best."""

    agent_id: str = Field(max_length=32)
    skills: list[Word] = Field(default_factory=list, max_length=50)


class Facts(_Body):
    """All that a team is. An empty list of kinds, categories, topics or languages names nothing."""

    names: Names
    line: Literal["first", "second"] = "first"
    kinds: list[Literal["incident", "request", "complaint", "security"]] = Field(default_factory=list, max_length=4)
    categories: list[Word] = Field(default_factory=list, max_length=100)
    topics: list[Word] = Field(default_factory=list, max_length=200)
    languages: list[Language] = Field(default_factory=list, max_length=3)
    escalates_to: str | None = Field(None, max_length=32, description="Id of the team behind it")
    members: list[Member] = Field(default_factory=list, max_length=500)


@router.get("")
async def listed(services: App) -> dict[str, Any]:
    """Return the teams with their members."""
    return {"teams": await services.store.read(teams.listed)}


@router.post("", status_code=201)
async def create(body: Facts, response: Response, agent: CurrentAgent, services: App) -> dict[str, Any]:
    """Make a team."""
    team, version = await services.store.write(partial(teams.create, agent=agent, facts=body.model_dump()))
    versions.show(response, version)
    return {"team": team}


@router.get("/{team_id}")
async def one(team_id: str, response: Response, services: App) -> dict[str, Any]:
    """Return a team; its version is the `ETag`."""
    team, version = await services.store.read(partial(teams.one, team_id=team_id))
    versions.show(response, version)
    return {"team": team}


@router.put("/{team_id}")
async def change(
    team_id: str, body: Facts, version: versions.IfMatch, response: Response, agent: CurrentAgent, services: App
) -> dict[str, Any]:
    """Replace what a team is."""
    edit = partial(teams.change, agent=agent, team_id=team_id, facts=body.model_dump(), version=version)
    team, newest = await services.store.write(edit)
    versions.show(response, newest)
    return {"team": team}


@router.delete("/{team_id}", status_code=204)
async def archive(team_id: str, version: versions.IfMatch, agent: CurrentAgent, services: App) -> None:
    """Close a team; what it has goes to the default team."""
    await services.store.write(partial(teams.archive, agent=agent, team_id=team_id, version=version))
