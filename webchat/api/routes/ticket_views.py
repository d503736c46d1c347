"""Saved views of the ticket list."""

from __future__ import annotations

from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Response
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from webchat.api import versions
from webchat.api.deps import App, CurrentAgent
from webchat.services.tickets import saved
from webchat.services.tickets.listing import Filters

router = APIRouter(prefix="/api/ticket-views", tags=["tickets"])

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]


class View(BaseModel):
    """A view: its name, what it shows, and whether the whole desk sees it."""

    model_config = ConfigDict(extra="forbid")

    name: Name
    filters: Filters
    shared: bool = False


class ViewChange(BaseModel):
    """What to change; what is not given stays."""

    model_config = ConfigDict(extra="forbid")

    name: Name = Field("")
    filters: Filters = Filters()
    shared: bool = False


def _stored(filters: Filters) -> dict[str, Any]:
    return filters.model_dump(mode="json", exclude_defaults=True)


@router.get("")
async def listed(agent: CurrentAgent, services: App) -> dict[str, Any]:
    """Return one's own views and the shared ones."""
    return {"views": await services.store.read(partial(saved.listed, agent=agent))}


@router.post("", status_code=201)
async def add(body: View, agent: CurrentAgent, services: App, response: Response) -> dict[str, Any]:
    """Save a view."""
    save = partial(saved.add, agent=agent, name=body.name, filters=_stored(body.filters), shared=body.shared)
    view = await services.store.write(save)
    versions.show(response, view["version"])
    return view


@router.patch("/{view_id}")
async def change(
    view_id: str,
    body: ViewChange,
    version: versions.IfNumber,
    agent: CurrentAgent,
    services: App,
    response: Response,
) -> dict[str, Any]:
    """Change a view in the state that `If-Match` names."""
    values = {name: getattr(body, name) for name in body.model_fields_set}
    if "filters" in values:
        values["filters"] = _stored(body.filters)
    edit = partial(saved.change, agent=agent, view_id=view_id, version=version, values=values)
    view = await services.store.write(edit)
    versions.show(response, view["version"])
    return view


@router.delete("/{view_id}", status_code=204)
async def remove(view_id: str, version: versions.IfNumber, agent: CurrentAgent, services: App) -> None:
    """Delete a view."""
    await services.store.write(partial(saved.remove, agent=agent, view_id=view_id, version=version))
