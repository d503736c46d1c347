"""Reviews of conversations, and reports of abuse."""

from __future__ import annotations

from functools import partial
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from webchat.api.deps import App, CurrentAgent
from webchat.domain.masking import mask
from webchat.services import abuse, desk_settings, reviews

router = APIRouter(prefix="/api", tags=["supervision"])

Before = Annotated[int | None, Query(ge=1, le=2**53, description="`next` of the page before")]
Limit = Annotated[int, Query(ge=1, le=200)]


class Review(BaseModel):
    """An answer to each question of the checklist, and what the agent can learn from it."""

    model_config = ConfigDict(extra="forbid")

    conversation_id: str = Field(max_length=32)
    answers: dict[str, Literal["yes", "partly", "no", "not_applicable"]] = Field(max_length=20)
    remarks: Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000)] = ""


@router.get("/reviews")
async def listed(
    agent: CurrentAgent,
    services: App,
    agent_id: Annotated[str | None, Query(max_length=32)] = None,
    before: Before = None,
    limit: Limit = 50,
) -> dict[str, Any]:
    """Return reviews, newest first; agents see their own."""
    query = partial(reviews.listed, reader=agent, agent_id=agent_id, before=before, limit=limit)
    return await services.store.read(query)


@router.post("/reviews", status_code=201)
async def write(body: Review, agent: CurrentAgent, services: App) -> dict[str, Any]:
    """Review a conversation."""
    remarks = mask(body.remarks).text
    write = partial(
        reviews.write, agent=agent, conversation_id=body.conversation_id, answers=body.answers, remarks=remarks
    )
    return {"review": await services.store.write(write)}


@router.get("/checklist")
async def checklist(services: App) -> dict[str, Any]:
    """Return what conversations are reviewed against."""
    documents = await services.store.read(partial(desk_settings.documents, settings=services.settings))
    return documents.checklist.model_dump()


@router.get("/abuse-reports")
async def reports(services: App, open: bool = True, before: Before = None, limit: Limit = 50) -> dict[str, Any]:
    """Return reports of abuse, newest first; `open` leaves out those that were looked at."""
    return await services.store.read(partial(abuse.listed, still_open=open, before=before, limit=limit))


@router.post("/abuse-reports/{report_id}/handled", status_code=204)
async def handle(report_id: Annotated[int, Path(ge=1, le=2**53)], agent: CurrentAgent, services: App) -> None:
    """Note that a report was looked at."""
    await services.store.write(partial(abuse.handle, agent=agent, report_id=report_id))
