"""Fields that administrators add to tickets."""

from __future__ import annotations

from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Response
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from webchat.api import versions
from webchat.api.deps import App, CurrentAgent
from webchat.services.tickets import definitions
from webchat.services.tickets.listing import Kind

router = APIRouter(prefix="/api/ticket-fields", tags=["tickets"])

Label = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]


class Labels(BaseModel):
    """A name in the three languages."""

    model_config = ConfigDict(extra="forbid")

    nl: Label
    fr: Label
    en: Label


class Choice(BaseModel):
    """One value of a choice."""

    model_config = ConfigDict(extra="forbid")

    value: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]*$", max_length=40)]
    labels: Labels


class NewField(BaseModel):
    """A field: its key and type stay for good, because values are stored under them."""

    model_config = ConfigDict(extra="forbid")

    key: str = Field(max_length=40)
    labels: Labels
    type: str = Field(max_length=10, description="text, number, date, choice, boolean, person or approver")
    choices: list[Choice] = Field([], max_length=50)
    kinds: list[Kind] = Field([], description="Kinds of tickets that have it; none for all")
    required_for: list[Kind] = []


class FieldChange(BaseModel):
    """What to change; what is not given stays."""

    model_config = ConfigDict(extra="forbid")

    labels: Labels | None = None
    choices: list[Choice] = Field([], max_length=50)
    kinds: list[Kind] = []
    required_for: list[Kind] = []
    position: int = Field(0, ge=0, le=1000)
    archived: bool = False


@router.get("")
async def listed(services: App) -> dict[str, Any]:
    """Return all fields in their order, archived ones too."""
    return {"fields": await services.store.read(definitions.listed)}


@router.post("", status_code=201)
async def add(body: NewField, agent: CurrentAgent, services: App, response: Response) -> dict[str, Any]:
    """Add a field."""
    field = await services.store.write(partial(definitions.add, agent=agent, values=body.model_dump()))
    versions.show(response, field["version"])
    return field


@router.patch("/{key}")
async def change(
    key: str, body: FieldChange, version: versions.IfNumber, agent: CurrentAgent, services: App, response: Response
) -> dict[str, Any]:
    """Change a field in the state that `If-Match` names."""
    values = body.model_dump(include=body.model_fields_set, exclude_none=True)
    edit = partial(definitions.change, agent=agent, key=key, version=version, values=values)
    field = await services.store.write(edit)
    versions.show(response, field["version"])
    return field
