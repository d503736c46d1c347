"""What the end user has beside the socket: the transcript, and the link of a mail."""

from __future__ import annotations

from functools import partial
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from webchat.api.deps import App, CurrentAgent, OwnConversation
from webchat.services import transcript
from webchat.services.mail import threads

router = APIRouter(prefix="/api", tags=["chat"])

Form = Annotated[Literal["txt", "html"], Query(description="Plain text, or a page to print")]
_TYPES = {"txt": "text/plain; charset=utf-8", "html": "text/html; charset=utf-8"}


class OpenLink(BaseModel):
    """The token of a link in a mail."""

    model_config = ConfigDict(extra="forbid")

    token: str = Field(max_length=200)


class Opened(BaseModel):
    """A session in the conversation that the link names."""

    session: str
    conversation_id: str
    site: str
    language: str


@router.post("/chat/link")
async def open_link(body: OpenLink, services: App) -> Opened:
    """Begin a session with the link of a mail; it ends when the link expires."""
    opened = await services.store.write(partial(threads.open_link, token=body.token, key=services.link_key))
    return Opened(**opened)


@router.get("/chat/transcript")
async def own_transcript(conversation_id: OwnConversation, services: App, form: Form = "txt") -> Response:
    """Return what was said in the end user's own conversation."""
    write = partial(transcript.for_visitor, conversation_id=conversation_id, settings=services.settings, form=form)
    return _page(await services.store.read(write), form)


@router.get("/conversations/{conversation_id}/transcript")
async def agents_transcript(conversation_id: str, agent: CurrentAgent, services: App, form: Form = "txt") -> Response:
    """Return what was said in a conversation, without the private notes."""
    write = partial(transcript.for_agent, agent=agent, conversation_id=conversation_id, form=form)
    return _page(await services.store.write(write), form)


def _page(text: str, form: str) -> Response:
    headers = {
        "Content-Security-Policy": "sandbox allow-modals; default-src 'none'; style-src 'unsafe-inline'",
        "Cache-Control": "no-store",
    }
    if form == "txt":
        headers["Content-Disposition"] = 'attachment; filename="transcript.txt"'
    return Response(text, headers=headers, media_type=_TYPES[form])
