"""Conversations that reached the desk, for programs; the console has them on its socket."""

from __future__ import annotations

from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Query

from webchat.api.deps import App
from webchat.domain.conversation import Status
from webchat.services import conversation_list, snapshot

router = APIRouter(prefix="/api", tags=["conversations"])


@router.get("/conversations")
async def listed(
    services: App,
    status: Status | None = None,
    before: Annotated[str | None, Query(max_length=32, description="`next` of the page before")] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> dict[str, Any]:
    """Return conversations, the one that began last first."""
    return await services.store.read(partial(conversation_list.page, status=status, before=before, limit=limit))


@router.get("/conversations/{conversation_id}")
async def one(conversation_id: str, services: App) -> dict[str, Any]:
    """Return a conversation with its messages and notes."""
    return await services.store.read(partial(snapshot.opened, conversation_id=conversation_id, after=0))
