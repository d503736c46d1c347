"""What may help with a case, and what agents propose for the knowledge base."""

from __future__ import annotations

from functools import partial
from typing import Annotated, Any, Literal

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, StringConstraints

from webchat.api.deps import App, CurrentAgent
from webchat.services import proposals, suggestions

router = APIRouter(prefix="/api", tags=["suggestions"])


class Proposal(BaseModel):
    """An article that is wrong, or a solution that should become one."""

    model_config = ConfigDict(extra="forbid")

    kind: Literal["article_wrong", "new_article"]
    conversation_id: str
    article_id: Annotated[str, StringConstraints(min_length=1, max_length=200)] | None = None
    text: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000)]


@router.get("/conversations/{conversation_id}/suggestions")
async def suggested(conversation_id: str, services: App) -> dict[str, Any]:
    """Return articles and solved cases for a conversation's ticket; `articles` is null while kb_index is away."""
    return await suggestions.suggest(services.store, services.kb, conversation_id)


@router.post("/proposals", status_code=201)
async def propose(body: Proposal, agent: CurrentAgent, services: App) -> dict[str, Any]:
    """Propose something for the knowledge base."""
    return await services.store.write(partial(proposals.propose, agent=agent, **body.model_dump()))
