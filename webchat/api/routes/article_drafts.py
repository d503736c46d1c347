"""Drafts before they are published: looked at, asked, pictures for them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse
from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from starlette.datastructures import UploadFile

from webchat.adapters import front_matter
from webchat.adapters.kb import KbRefused, KbUnavailable
from webchat.api import uploads
from webchat.api.deps import App, CurrentAgent
from webchat.api.errors import accepted_language
from webchat.api.help import reading
from webchat.domain.article import MAX_CHARS
from webchat.domain.errors import Fixable, Later
from webchat.services.articles import images
from webchat.settings import Language
from webchat.texts import article_problem

router = APIRouter(tags=["articles"])

_FOR_EVER = "public, max-age=31536000, immutable"
_CHUNK = 64 * 1024
Markdown = Annotated[str, StringConstraints(max_length=MAX_CHARS)]


_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "properties": {"file": {"type": "string", "format": "binary"}},
                    "required": ["file"],
                }
            }
        },
    }
}


class Draft(BaseModel):
    """A text that is being written."""

    model_config = ConfigDict(extra="forbid")

    markdown: Markdown
    article_id: str | None = Field(None, max_length=200, description="Whose text it is, if it has no front matter yet")


class Asked(BaseModel):
    """A question to a text that is being written."""

    model_config = ConfigDict(extra="forbid")

    markdown: Markdown
    question: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000)]
    language: Language | None = None


@router.post("/api/articles/check")
async def check(body: Draft, request: Request, services: App) -> dict[str, Any]:
    """Return what is wrong with a text, what to look at, where its steps lead, and how readers will see it."""
    front_matter.check_text(body.markdown)
    try:
        checked = await services.article_index.check(body.markdown)
    except KbUnavailable as error:
        raise Later("unavailable", retry_after_s=2.0) from error
    language, article = accepted_language(request), checked["article"]
    for problem in (*checked["errors"], *checked["warnings"]):
        params = {"message": problem["message"], **problem["params"]}
        problem["message"] = article_problem(language, problem["code"], params)
    text = reading.read(article["body"], cut=False) if article else None
    return {**checked, "html": str(text.before) if text else ""}


@router.post("/api/articles/ask")
async def ask(body: Asked, services: App) -> dict[str, Any]:
    """Answer a question as if the text were published; `is_draft` marks its hit."""
    front_matter.check_text(body.markdown)
    try:
        return await services.article_index.ask(body.markdown, body.question, body.language)
    except KbRefused as refused:
        error = refused.error
        raise front_matter.bad(error["code"], error.get("line"), message=error["message"]) from refused
    except KbUnavailable as error:
        raise Later("unavailable", retry_after_s=2.0) from error


@router.post("/api/articles/images", status_code=201, openapi_extra=_BODY)
async def bring(agent: CurrentAgent, services: App, request: Request) -> dict[str, Any]:
    """Keep a picture; the answer has the address it is shown by."""
    most = services.settings.attachment_max_bytes
    form = await uploads.form(request, most_bytes=most, most_files=1)
    kept = await services.pictures.receive(_chunks(uploads.files(form, "file")[0]))
    return await services.store.write(partial(images.add, agent=agent, picture=kept))


@router.get("/help/images/{name}")
async def picture(name: str, services: App) -> FileResponse:
    """Return a picture of an article; its address never shows another."""
    row = await services.store.read(partial(images.find, name=name))
    path = services.pictures.path(row["name"])
    if not path.is_file():
        raise Fixable("not_found")
    headers = {
        "Cache-Control": _FOR_EVER,
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox; default-src 'none'",
    }
    return FileResponse(path, media_type=row["media_type"], headers=headers)


async def _chunks(file: UploadFile) -> AsyncIterator[bytes]:
    while chunk := await file.read(_CHUNK):
        yield chunk
