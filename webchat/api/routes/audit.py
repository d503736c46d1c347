"""The audit log, for administrators."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Response

from webchat.api.deps import App, CurrentAgent
from webchat.services import audit
from webchat.services.audit import Search

router = APIRouter(prefix="/api", tags=["audit"])


def _search(
    actor: Annotated[str | None, Query(max_length=32, description="Id of the agent who acted")] = None,
    act: Annotated[str | None, Query(max_length=40)] = None,
    since: datetime | None = None,
    until: datetime | None = None,
    q: Annotated[str | None, Query(max_length=200, description="Words of an act, an id, a name, a detail")] = None,
    before: Annotated[int | None, Query(ge=1, le=2**53, description="`next` of the page before")] = None,
) -> Search:
    return Search(actor, act, since, until, q, before)


Asked = Annotated[Search, Depends(_search)]


@router.get("/audit")
async def entries(search: Asked, services: App, limit: Annotated[int, Query(ge=1, le=500)] = 100) -> dict[str, Any]:
    """Return entries, newest first."""
    return await services.store.read(partial(audit.page, search=search, limit=limit))


@router.get("/audit.csv")
async def as_csv(search: Asked, agent: CurrentAgent, services: App) -> Response:
    """Return all entries that are found as a file; that is an entry too, the first in it."""
    await services.store.write(partial(audit.export, actor=agent.id))
    # Read apart: a long log must not keep messages waiting for their commit.
    text = await services.store.read(partial(audit.as_csv, search=search))
    headers = {"Content-Disposition": 'attachment; filename="audit.csv"', "Cache-Control": "no-store"}
    return Response(text, media_type="text/csv; charset=utf-8", headers=headers)
