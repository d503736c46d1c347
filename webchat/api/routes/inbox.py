"""The knowledge desk's inbox: what to look at, who looks at it, what it means."""

from __future__ import annotations

from functools import partial
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query, Request
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from webchat.api.deps import App, CurrentAgent
from webchat.api.errors import accepted_language
from webchat.services import intents
from webchat.services.bundle import Services
from webchat.services.inbox import deciding, listing
from webchat.services.inbox.listing import Filters, Names

router = APIRouter(prefix="/api/inbox", tags=["inbox"])

ItemId = Annotated[int, Field(ge=1, lt=2**53)]
Language = Literal["nl", "fr", "en"]
Reason = Literal[
    "not_meant", "not_helpful", "reopened", "corrected", "rewritten", "agent_answered", "handed_off", "asked", "refused"
]
_MOST = 500


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Ids(_Body):
    """Messages of the inbox."""

    ids: list[ItemId] = Field(max_length=_MOST)


class Entity(_Body):
    """Words of the message that name something; `start` and `end` count characters (code points)."""

    start: int = Field(ge=0, le=10_000)
    end: int = Field(ge=0, le=10_000)
    entity: str = Field(max_length=40)


class Decision(Ids):
    """What messages mean. `intent` for the decision of that name alone; `entities` for one message alone."""

    ids: list[ItemId] = Field(min_length=1, max_length=_MOST)
    decision: Literal["validate", "intent", "unknown", "delete"]
    intent: Annotated[str, StringConstraints(max_length=100)] | None = None
    entities: list[Entity] = Field(default_factory=list, max_length=50)


@router.get("")
async def waiting(
    request: Request,
    services: App,
    language: Language | None = None,
    reason: Reason | None = None,
    q: Annotated[str | None, Query(max_length=200)] = None,
    after: Annotated[str | None, Query(max_length=60)] = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
) -> dict[str, Any]:
    """Return groups of messages that nobody decided about, first those that could have saved most hand-offs."""
    find = partial(
        listing.page,
        filters=Filters(language, reason, q),
        articles=await services.inbox.titles(),
        language=accepted_language(request),
        now=services.clock.now(),
        after=after,
        limit=limit,
    )
    return await services.store.read(find)


@router.get("/count")
async def counted(services: App) -> dict[str, int]:
    """Return how many messages wait."""
    return await services.store.read(listing.count)


@router.get("/decided")
async def decided(
    request: Request,
    services: App,
    after: Annotated[int | None, Query(ge=1, lt=2**53)] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> dict[str, Any]:
    """Return messages that were decided about, the latest first."""
    find = partial(
        listing.decided,
        articles=await services.inbox.titles(),
        language=accepted_language(request),
        now=services.clock.now(),
        after=after,
        limit=limit,
    )
    return await services.store.read(find)


@router.get("/{item_id}/context")
async def context(item_id: Annotated[int, Path(ge=1, lt=2**53)], services: App) -> dict[str, Any]:
    """Return the conversation around a message."""
    return await services.store.read(partial(listing.context, item_id=item_id))


@router.post("/claims")
async def claim(body: Ids, agent: CurrentAgent, services: App) -> dict[str, Any]:
    """Take messages for oneself for a while and let go of all others; an empty list lets go of all."""
    return await services.store.write(partial(deciding.claim, agent=agent, ids=body.ids))


@router.post("/decisions")
async def decide(body: Decision, request: Request, agent: CurrentAgent, services: App) -> dict[str, Any]:
    """Decide about messages, each once; 409 with who was first when not one was left to decide about."""
    given = body.model_dump()
    result = await services.store.write(partial(deciding.decide, agent=agent, **given))
    return {"decided": await _rows(services, request, result["done"]), "refused": result["refused"]}


@router.post("/undo")
async def undo(body: Ids, request: Request, agent: CurrentAgent, services: App) -> dict[str, Any]:
    """Take decisions back; what they taught is forgotten."""
    ids = await services.store.write(partial(deciding.undo, agent=agent, ids=body.ids))
    return {"undone": await _rows(services, request, ids)}


async def _rows(services: Services, request: Request, ids: list[int]) -> list[dict[str, Any]]:
    articles, language, now = await services.inbox.titles(), accepted_language(request), services.clock.now()

    def read(db: Any) -> list[dict[str, Any]]:
        return listing.rows_of(db, ids, Names(language, articles, intents.added(db)), now)

    return await services.store.read(read)
