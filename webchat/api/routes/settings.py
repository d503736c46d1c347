"""The desk's rules: read by supervisors, changed by administrators."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import Any

from fastapi import APIRouter, Response

from webchat.api import versions
from webchat.api.deps import App, CurrentAgent
from webchat.services import desk_settings

router = APIRouter(prefix="/api/settings", tags=["settings"])


@router.get("")
async def listed(services: App) -> dict[str, Any]:
    """Return every document with its version."""
    found = await services.store.read(partial(desk_settings.listed, settings=services.settings))
    return {"settings": found}


@router.get("/{name}")
async def one(name: str, response: Response, services: App) -> dict[str, Any]:
    """Return one document; its version is the `ETag`."""
    found = await services.store.read(partial(desk_settings.one, settings=services.settings, name=name))
    versions.show(response, found["version"])
    return found


@router.put("/{name}")
async def change(
    name: str, body: dict[str, Any], version: versions.IfMatch, response: Response, agent: CurrentAgent, services: App
) -> dict[str, Any]:
    """Replace one document, named in the state that `If-Match` knows."""
    await asyncio.to_thread(desk_settings.checked, name, body)  # not in the transaction: others write meanwhile
    edit = partial(desk_settings.change, agent=agent, name=name, value=body, version=version)
    found = await services.store.write(edit)
    versions.show(response, found["version"])
    return found
