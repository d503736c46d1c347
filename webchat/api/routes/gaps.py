"""What the knowledge base lacks, what agents propose for it, what is new in it, and what every fix did."""

from __future__ import annotations

from functools import partial
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, StringConstraints

from webchat.adapters.kb import KbUnavailable
from webchat.api.deps import App, CurrentAgent
from webchat.domain.errors import Later
from webchat.services import effect, gap_work, gaps, knowledge_news, proposals

router = APIRouter(prefix="/api", tags=["gaps"])

Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]


class Dismissal(BaseModel):
    """Why a gap is put away."""

    model_config = ConfigDict(extra="forbid")

    reason: Reason


class ForArticle(BaseModel):
    """The article that gets a gap's questions."""

    model_config = ConfigDict(extra="forbid")

    article_id: Annotated[str, StringConstraints(min_length=1, max_length=200)]


class Refusal(BaseModel):
    """A word to the agent whose proposal is not taken up."""

    model_config = ConfigDict(extra="forbid")

    answer: Reason


@router.get("/gaps")
async def listed(services: App, state: Literal["open", "dismissed", "closed"] = "open") -> dict[str, Any]:
    """Return gaps, the largest first."""
    return await services.store.read(partial(gaps.listed, state=state, now=services.clock.now()))


@router.post("/gaps/gather", status_code=204)
async def gather(services: App) -> None:
    """Gather what is unsolved now rather than within the minute."""
    await services.store.write(gaps.close_published)
    try:
        await gaps.gather(services.store, services.kb)
    except KbUnavailable as error:
        raise Later("unavailable", retry_after_s=2.0) from error


@router.get("/gaps/{gap_id}")
async def one(gap_id: str, services: App) -> dict[str, Any]:
    """Return a gap with its questions and the solutions that agents wrote."""
    return await services.store.read(partial(gaps.one, gap_id=gap_id, now=services.clock.now()))


@router.post("/gaps/{gap_id}/article", status_code=201)
async def make_article(gap_id: str, agent: CurrentAgent, services: App) -> dict[str, Any]:
    """Make a draft article of a gap."""
    return await services.store.write(partial(gap_work.make_article, agent=agent, gap_id=gap_id))


@router.post("/gaps/{gap_id}/questions")
async def add_questions(gap_id: str, body: ForArticle, agent: CurrentAgent, services: App) -> dict[str, Any]:
    """Put a gap's questions into an article that exists."""
    add = partial(gap_work.add_questions, agent=agent, gap_id=gap_id, article_id=body.article_id)
    return await services.store.write(add)


@router.post("/gaps/{gap_id}/dismiss")
async def dismiss(gap_id: str, body: Dismissal, agent: CurrentAgent, services: App) -> dict[str, Any]:
    """Put a gap away."""
    return await services.store.write(partial(gap_work.dismiss, agent=agent, gap_id=gap_id, reason=body.reason))


@router.post("/gaps/{gap_id}/reopen")
async def reopen(gap_id: str, agent: CurrentAgent, services: App) -> dict[str, Any]:
    """Take a gap up again."""
    return await services.store.write(partial(gap_work.reopen, agent=agent, gap_id=gap_id))


# --- proposals -----------------------------------------------------------------------------------------


@router.get("/proposals")
async def proposed(
    services: App,
    status: Literal["open", "done", "dropped"] = "open",
    after: str | None = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> dict[str, Any]:
    """Return proposals, oldest first."""
    return await services.store.read(partial(proposals.page, status=status, after=after, limit=limit))


@router.get("/proposals/mine")
async def mine(agent: CurrentAgent, services: App, limit: Annotated[int, Query(ge=1, le=200)] = 20) -> dict[str, Any]:
    """Return what became of one's own proposals, the newest first."""
    return await services.store.read(partial(proposals.mine, agent=agent, limit=limit))


@router.post("/proposals/mine/seen", status_code=204)
async def seen(agent: CurrentAgent, services: App) -> None:
    """Note that one has read what became of one's proposals."""
    await services.store.write(partial(proposals.seen, agent=agent))


@router.post("/proposals/{proposal_id}/accept")
async def accept(proposal_id: str, agent: CurrentAgent, services: App) -> dict[str, Any]:
    """Take a proposal up; `article_id` is the article to go on with."""
    return await services.store.write(partial(proposals.accept, agent=agent, proposal_id=proposal_id))


@router.post("/proposals/{proposal_id}/decline")
async def decline(proposal_id: str, body: Refusal, agent: CurrentAgent, services: App) -> dict[str, Any]:
    """Say no to a proposal, with a word to the agent."""
    return await services.store.write(
        partial(proposals.decline, agent=agent, proposal_id=proposal_id, answer=body.answer)
    )


# --- what is new, and what it did ----------------------------------------------------------------------


@router.get("/knowledge-news")
async def news(agent: CurrentAgent, services: App) -> dict[str, Any]:
    """Return what is new or changed in the knowledge base, in one's own languages."""
    return await services.store.read(partial(knowledge_news.news, agent=agent, now=services.clock.now()))


@router.post("/knowledge-news/seen", status_code=204)
async def news_seen(agent: CurrentAgent, services: App) -> None:
    """Note that one has seen what is new."""
    await services.store.write(partial(knowledge_news.seen, agent=agent))


@router.get("/effect")
async def effects(services: App) -> dict[str, Any]:
    """Return the fixes of the last months with what happened before and after each."""
    return await services.store.read(partial(effect.listed, now=services.clock.now()))
