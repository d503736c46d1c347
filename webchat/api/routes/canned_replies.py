"""Canned replies: to use, and to keep."""

from __future__ import annotations

from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from webchat.api.deps import App, CurrentAgent
from webchat.api.versions import IfMatch, show
from webchat.services import canned_replies, kept
from webchat.settings import Language

router = APIRouter(prefix="/api/canned-replies", tags=["canned replies"])

Shortcut = Annotated[str, StringConstraints(pattern=r"^[\w.-]{1,40}$")]


class ReplyText(BaseModel):
    """A reply in one language."""

    model_config = ConfigDict(extra="forbid")

    title: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
    text: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000)]


class ReplyEdit(BaseModel):
    """What a reply is; `texts` by language, one at least."""

    model_config = ConfigDict(extra="forbid")

    shortcut: Shortcut
    texts: dict[Language, ReplyText] = Field(min_length=1)


class NewReply(ReplyEdit):
    """A new reply, for oneself or for all."""

    shared: bool = False


@router.get("")
async def listed(
    agent: CurrentAgent, services: App, after: str | None = None, limit: Annotated[int, Query(ge=1, le=200)] = 200
) -> dict[str, Any]:
    """Return the shared replies and one's own, by shortcut."""
    return await services.store.read(
        partial(kept.page, shelf=canned_replies.SHELF, agent=agent, after=after, limit=limit)
    )


@router.post("", status_code=201)
async def create(body: NewReply, agent: CurrentAgent, services: App, response: Response) -> dict[str, Any]:
    """Keep a new reply."""
    made = await services.store.write(partial(canned_replies.create, agent=agent, **body.model_dump()))
    show(response, made["version"])
    return made


@router.put("/{reply_id}")
async def edit(
    reply_id: str, body: ReplyEdit, version: IfMatch, agent: CurrentAgent, services: App, response: Response
) -> dict[str, Any]:
    """Change a reply; `If-Match` names the version that was read."""
    change = partial(canned_replies.edit, agent=agent, reply_id=reply_id, version=version, **body.model_dump())
    made = await services.store.write(change)
    show(response, made["version"])
    return made


@router.delete("/{reply_id}", status_code=204)
async def remove(reply_id: str, version: IfMatch, agent: CurrentAgent, services: App) -> None:
    """Delete a reply."""
    shelf = canned_replies.SHELF
    await services.store.write(partial(kept.remove, shelf=shelf, agent=agent, thing_id=reply_id, version=version))


@router.get("/{reply_id}/text")
async def text(
    reply_id: str, conversation_id: str, agent: CurrentAgent, services: App, language: Language | None = None
) -> dict[str, Any]:
    """Return a reply's text with its variables filled in for a conversation."""
    query = partial(
        canned_replies.filled, agent=agent, reply_id=reply_id, conversation_id=conversation_id, language=language
    )
    return await services.store.read(query)
