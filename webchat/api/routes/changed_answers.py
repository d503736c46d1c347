"""The answers that would change with a new model."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path

from webchat.api.deps import App
from webchat.services import changed_answers

router = APIRouter(prefix="/api", tags=["training"])

RunId = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{1,64}$")]


@router.get("/training-runs/{run_id}/answers")
async def changed(run_id: RunId, services: App) -> dict[str, Any]:
    """Return every stored question whose answer changes, old beside new; `state` says whether that is all of them."""
    return await changed_answers.of_run(services.store, services.comparison, services.settings.runs_dir, run_id)
