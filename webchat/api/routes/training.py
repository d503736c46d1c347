"""Training runs, models, and which of them serves."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import PlainTextResponse
from pydantic import BaseModel, ConfigDict, Field

from webchat.api.deps import App, CurrentAgent
from webchat.api.errors import accepted_language
from webchat.domain.errors import Fixable
from webchat.services.training import changes, models, runs
from webchat.texts import text as say

router = APIRouter(prefix="/api", tags=["training"])

RunId = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{1,32}$")]
Name = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
Limit = Annotated[int, Query(ge=1, le=200)]


class RollBack(BaseModel):
    """The model to go back to; by default the one that served before."""

    model_config = ConfigDict(extra="forbid")

    to: Name | None = None


@router.post("/training-runs", status_code=201)
async def start(request: Request, agent: CurrentAgent, services: App) -> dict[str, Any]:
    """Train a model on the bot's data and all labels, in the background."""
    return await _run(request, services, await services.training.start(agent))


@router.get("/training-runs")
async def listed(
    request: Request,
    services: App,
    before: Annotated[datetime | None, Query(description="`next` of the page before")] = None,
    limit: Limit = 50,
) -> dict[str, Any]:
    """Return training runs, newest first, and the number of labels that no model has seen."""
    if before is not None and before.tzinfo is None:
        raise Fixable("invalid", field="before")
    query = partial(runs.listed, language=accepted_language(request), before=before, limit=limit)
    return await services.store.read(query)


@router.get("/training-runs/{run_id}")
async def one(run_id: RunId, request: Request, services: App) -> dict[str, Any]:
    """Return one training run."""
    return await _run(request, services, run_id)


async def _run(request: Request, services: App, run_id: str) -> dict[str, Any]:
    return await services.store.read(partial(runs.one, run_id=run_id, language=accepted_language(request)))


@router.get("/training-runs/{run_id}/log")
async def log(run_id: RunId, request: Request, services: App) -> PlainTextResponse:
    """Return a run's log in the reader's language; it holds no word of a user."""
    language = accepted_language(request)
    lines = await services.training.log(run_id)
    return PlainTextResponse("\n".join(f"{line['at'][11:19]}  {_words(language, **line)}" for line in lines))


def _words(language: str, *, code: str, params: dict[str, Any], at: str) -> str:
    # What is wrong with data is said alike, whether it ends a training or is only remarked on.
    key = code.replace("remark_", "training_problem_") if code.startswith("remark_") else f"training_log_{code}"
    return say(language, key, **params)


@router.get("/training-runs/{run_id}/report")
async def report(run_id: RunId, services: App) -> Any:
    """Return how a run's model does against the one that served when it was trained."""
    return await services.training.report(run_id)


@router.post("/training-runs/{run_id}/cancel")
async def cancel(run_id: RunId, request: Request, agent: CurrentAgent, services: App) -> dict[str, Any]:
    """Stop a run; nothing of it stays but its entry."""
    await services.training.cancel(agent, run_id)
    return await _run(request, services, run_id)


@router.post("/training-runs/{run_id}/promote")
async def promote(run_id: RunId, agent: CurrentAgent, services: App) -> dict[str, Any]:
    """Have a run's model serve from the next turn on, once it has been tried out."""
    await services.store.read(partial(runs.one, run_id=run_id, language="en"))
    name = await services.store.read(partial(models.of_run, run_id=run_id))
    await services.training.promoter.promote(agent, name)
    return await _model(services, name)


@router.post("/training-runs/{run_id}/discard")
async def discard(run_id: RunId, agent: CurrentAgent, services: App) -> dict[str, Any]:
    """Throw a run's model away."""
    await services.store.read(partial(runs.one, run_id=run_id, language="en"))
    name = await services.store.read(partial(models.of_run, run_id=run_id))
    await services.training.discard(agent, name)
    return await _model(services, name)


async def _model(services: App, name: str) -> dict[str, Any]:
    return await services.store.read(partial(models.one, name=name))


@router.get("/models")
async def all_models(services: App) -> dict[str, Any]:
    """Return the models, newest first; `is_settled` is false while a change of the serving one is under way."""
    found = await services.store.read(models.listed)
    change = await services.store.read(changes.open_change)
    serving = next((model["name"] for model in found if model["state"] == "serving"), None)
    return {"models": found, "serving": serving, "is_settled": change is None}


@router.post("/models/rollback")
async def roll_back(body: RollBack, agent: CurrentAgent, services: App) -> dict[str, Any]:
    """Have a former model serve again."""
    await services.training.promoter.roll_back(agent, body.to)
    row = await services.store.read(models.serving)
    if row is None:
        raise Fixable("not_ready")
    return await _model(services, row["name"])


@router.get("/models/history")
async def history(
    request: Request,
    services: App,
    before: Annotated[int | None, Query(ge=1, le=2**53, description="`next` of the page before")] = None,
    limit: Limit = 50,
) -> dict[str, Any]:
    """Return who put which model to work, newest first."""
    query = partial(models.history, language=accepted_language(request), before=before, limit=limit)
    return await services.store.read(query)
