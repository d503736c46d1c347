"""Files in conversations: brought by the end user (with the session's token) or by an agent, and given back."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import FileResponse
from sqlalchemy import RowMapping

from webchat.adapters.files import Files
from webchat.api.deps import App, CurrentAgent, OwnConversation
from webchat.domain.attachment import IMAGES
from webchat.domain.errors import Fixable
from webchat.services import attachments, conversations
from webchat.services.bundle import Services

router = APIRouter(prefix="/api", tags=["attachments"])

Name = Annotated[str, Query(min_length=1, max_length=500, description="The file's name")]


@router.post("/chat/attachments", status_code=201)
async def bring(name: Name, request: Request, conversation_id: OwnConversation, services: App) -> dict[str, Any]:
    """Take a file from the end user: the body is the file. `message` then names it in `attachment_ids`."""
    return await _take(request, services, conversation_id, name, agent_id=None)


@router.get("/chat/attachments/{file_id}")
async def own_file(file_id: str, conversation_id: OwnConversation, services: App) -> Response:
    """Return a file of the end user's own conversation."""
    return _whole(services.files, await _own(services, file_id, conversation_id))


@router.get("/chat/attachments/{file_id}/thumbnail")
async def own_thumbnail(file_id: str, conversation_id: OwnConversation, services: App) -> Response:
    """Return a picture of the end user's own conversation, made small."""
    return _small(services.files, await _own(services, file_id, conversation_id))


@router.delete("/chat/attachments/{file_id}", status_code=204)
async def take_back(file_id: str, conversation_id: OwnConversation, services: App) -> None:
    """Withdraw a file that no message carries yet."""
    await services.store.write(partial(attachments.withdraw, file_id=file_id, conversation_id=conversation_id))
    services.files.delete([file_id])


@router.post("/conversations/{conversation_id}/attachments", status_code=201)
async def bring_as_agent(
    conversation_id: str, name: Name, request: Request, agent: CurrentAgent, services: App
) -> dict[str, Any]:
    """Take a file from an agent: the body is the file. `message` or `note` then names it in `attachment_ids`."""
    return await _take(request, services, conversation_id, name, agent_id=agent.id)


@router.get("/attachments/{file_id}")
async def file(file_id: str, services: App) -> Response:
    """Return a file of a conversation that agents see."""
    return _whole(services.files, await services.store.read(partial(attachments.for_agent, file_id=file_id)))


@router.get("/attachments/{file_id}/thumbnail")
async def thumbnail(file_id: str, services: App) -> Response:
    """Return a picture of a conversation that agents see, made small."""
    return _small(services.files, await services.store.read(partial(attachments.for_agent, file_id=file_id)))


@router.delete("/attachments/{file_id}", status_code=204)
async def take_back_as_agent(file_id: str, agent: CurrentAgent, services: App) -> None:
    """Withdraw an own file that no message carries yet."""
    await services.store.write(partial(attachments.withdraw, file_id=file_id, agent_id=agent.id))
    services.files.delete([file_id])


async def _take(
    request: Request, services: Services, conversation_id: str, name: str, *, agent_id: str | None
) -> dict[str, Any]:
    settings = services.settings
    told = request.headers.get("content-length", "")
    if told.isdecimal() and int(told) > settings.attachment_max_bytes:
        raise Fixable("too_large", max_mb=settings.attachment_max_bytes // 1_000_000)
    is_room = partial(
        attachments.room, conversation_id=conversation_id, settings=settings, for_agent=agent_id is not None
    )
    await services.store.read(is_room)
    file_id = conversations.new_id()
    received = await services.files.receive(request.stream(), file_id)
    try:
        add = partial(
            attachments.add, conversation_id=conversation_id, file_id=file_id, name=name, received=received,
            agent_id=agent_id,
        )  # fmt: skip
        return await services.store.write(add)
    except BaseException:
        services.files.delete([file_id])
        raise


async def _own(services: Services, file_id: str, conversation_id: str) -> RowMapping:
    query = partial(attachments.for_visitor, file_id=file_id, conversation_id=conversation_id)
    return await services.store.read(query)


def _whole(files: Files, row: RowMapping) -> Response:
    how = "inline" if row["media_type"] in IMAGES else "attachment"
    return _send(files.path(row["id"]), row["media_type"], name=row["name"], content_disposition_type=how)


def _small(files: Files, row: RowMapping) -> Response:
    return _send(files.thumbnail(row["id"]), "image/webp")


def _send(
    path: Path, media_type: str, *, name: str | None = None, content_disposition_type: str = "inline"
) -> Response:
    if not path.is_file():
        raise Fixable("not_found")
    # Whatever it holds, a browser that opens it by itself runs nothing of it.
    headers = {
        "Content-Security-Policy": "sandbox; default-src 'none'; style-src 'unsafe-inline'",
        "Cache-Control": "private, max-age=3600",
    }
    return FileResponse(
        path, media_type=media_type, filename=name, content_disposition_type=content_disposition_type, headers=headers
    )
