"""The customer beside a conversation; a person's rights over what is kept about them."""

from __future__ import annotations

from functools import partial
from typing import Any

from fastapi import APIRouter

from webchat.api.deps import App, CurrentAgent
from webchat.services import customers, erasing, people

router = APIRouter(prefix="/api", tags=["customers"])


@router.get("/conversations/{conversation_id}/customer")
async def beside(conversation_id: str, services: App) -> dict[str, Any]:
    """Return who the customer is, with earlier conversations and tickets."""
    return await services.store.read(partial(customers.beside, conversation_id=conversation_id))


@router.get("/people/{person_id}/export")
async def export(person_id: str, agent: CurrentAgent, services: App) -> dict[str, Any]:
    """Return everything that is kept about a person."""
    await services.store.write(partial(people.note_export, agent=agent, person_id=person_id))
    return await services.store.read(partial(people.export, person_id=person_id))


@router.delete("/people/{person_id}")
async def erase(person_id: str, agent: CurrentAgent, services: App) -> dict[str, dict[str, int]]:
    """Delete a person with everything they said; tells what was deleted."""
    return {"deleted": await erasing.erase(services.store, services.files, agent, person_id)}
