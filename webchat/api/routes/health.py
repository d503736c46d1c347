"""Is everything there?"""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
from fastapi import APIRouter, Response
from sqlalchemy import text

from webchat.api.deps import App
from webchat.domain.errors import FirstlineError
from webchat.services.bundle import Services

router = APIRouter(tags=["health"])


@router.get("/healthz")
async def healthz(services: App, response: Response) -> dict[str, Any]:
    """Return the state of each part; 503 only when nothing can be stored."""
    names = ("database", "bot", "actions", "kb_index")
    well = await asyncio.gather(
        _database(services), services.bot.is_well(), _actions(services.settings.actions_url), services.kb.is_well()
    )
    parts = {name: "ok" if is_well else "down" for name, is_well in zip(names, well, strict=True)}
    if parts["database"] == "down":
        response.status_code = 503
        return {"status": "down", "parts": parts}
    return {"status": "ok" if all(well) else "degraded", "parts": parts}


async def _database(services: Services) -> bool:
    try:
        async with asyncio.timeout(3.0):
            return bool(await services.store.read(lambda db: db.scalar(text("SELECT 1"))))
    except (FirstlineError, TimeoutError):
        return False


async def _actions(url: str) -> bool:
    try:
        async with httpx.AsyncClient(timeout=1.0) as http:
            return (await http.get(f"{url}/health")).is_success
    except (httpx.HTTPError, OSError):
        return False
