"""The dial: the highest acceptable share of wrong answers."""

from __future__ import annotations

from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Response
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from webchat.adapters.kb import KbUnavailable
from webchat.api import versions
from webchat.api.deps import App, CurrentAgent
from webchat.domain.masking import mask
from webchat.services import dial
from webchat.services.reports import facts

router = APIRouter(prefix="/api/dial", tags=["dial"])


class Position(BaseModel):
    """Where to set it, and why."""

    model_config = ConfigDict(extra="forbid")

    max_wrong_share: float = Field(ge=dial.LOWEST, le=dial.HIGHEST)
    note: Annotated[str, StringConstraints(strip_whitespace=True, max_length=400)] | None = None


@router.get("")
async def one(response: Response, services: App) -> dict[str, Any]:
    """Return where it stands, its history, and what each position would have done with last month's questions."""
    return await _told(response, services)


@router.put("")
async def turn(
    body: Position, version: versions.IfMatch, response: Response, agent: CurrentAgent, services: App
) -> dict[str, Any]:
    """Set it, named in the state that `If-Match` knows; it counts at once."""
    note = mask(body.note).text if body.note else None
    edit = partial(dial.turn, agent=agent, max_wrong_share=body.max_wrong_share, note=note, version=version)
    await services.store.write(edit)
    return await _told(response, services)


async def _told(response: Response, services: App) -> dict[str, Any]:
    in_force = await dial.follow(services.store, services.kb)
    share, version = await services.store.read(dial.current)
    await facts.catch_up(services.store)
    try:
        of_index: dict[str, Any] | None = await services.kb.dial()
    except KbUnavailable:
        of_index = None
    positions = of_index["positions"] if of_index else []
    asked = await services.store.read(partial(dial.questions, now=services.clock.now(), positions=positions))
    versions.show(response, version)
    index = of_index or {"max_wrong_share": None, "default": None, "certainty": None}
    return {
        "max_wrong_share": share if share is not None else index["max_wrong_share"],
        "default": index["default"],
        "certainty": index["certainty"],
        "in_force": in_force and of_index is not None,
        "version": version,
        "history": await services.store.read(dial.history),
        "since": asked["since"],
        "n_questions": asked["n"],
        "positions": [
            {"max_wrong_share": each["max_wrong_share"], "held_out": each["held_out"], "questions": counted}
            for each, counted in zip(positions, asked["positions"], strict=True)
        ],
        "reliability": of_index["reliability"] if of_index else {},
        "risk_coverage": of_index["risk_coverage"] if of_index else {},
    }
