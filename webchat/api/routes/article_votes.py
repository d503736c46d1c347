"""What readers of the help pages say did not help, as work."""

from __future__ import annotations

from functools import partial
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query

from webchat.api.deps import App, CurrentAgent
from webchat.services import article_votes

router = APIRouter(prefix="/api/article-votes", tags=["articles"])

VoteId = Annotated[int, Path(ge=1, le=2**53)]


@router.get("")
async def listed(
    services: App,
    status: Literal["open", "handled"] = "open",
    article_id: Annotated[str | None, Query(max_length=200)] = None,
    before: Annotated[int | None, Query(ge=1, le=2**53, description="`next` of the page before")] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> dict[str, Any]:
    """Return votes of readers whom an article did not help, newest first; `title` is null while it is not public."""
    query = partial(article_votes.listed, is_open=status == "open", article_id=article_id, before=before, limit=limit)
    found = await services.store.read(query)
    known = await services.help.titles()
    return {**found, "votes": [{**each, "title": known.get(each["article_id"])} for each in found["votes"]]}


@router.get("/counts")
async def counts(services: App) -> dict[str, Any]:
    """Return how many readers each article helped and did not help."""
    found = await services.store.read(article_votes.counts)
    return {"articles": [{"article_id": article_id, **n} for article_id, n in sorted(found.items())]}


@router.post("/{vote_id}/handled", status_code=204)
async def handle(vote_id: VoteId, agent: CurrentAgent, services: App) -> None:
    """Note that somebody saw to it."""
    await services.store.write(partial(article_votes.handle, agent=agent, vote_id=vote_id))


@router.delete("/{vote_id}/handled", status_code=204)
async def reopen(vote_id: VoteId, agent: CurrentAgent, services: App) -> None:
    """Make it work again."""
    await services.store.write(partial(article_votes.reopen, agent=agent, vote_id=vote_id))
