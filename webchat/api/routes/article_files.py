"""The knowledge base as files: brought in, and taken out."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from functools import partial
from pathlib import Path
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request
from fastapi.responses import FileResponse
from pydantic import BaseModel
from starlette.background import BackgroundTask
from starlette.datastructures import UploadFile

from webchat.api import uploads
from webchat.api.deps import App, CurrentAgent
from webchat.api.errors import accepted_language
from webchat.services.articles import exporting, import_jobs
from webchat.settings import Language
from webchat.texts import article_problem

router = APIRouter(prefix="/api/articles", tags=["articles"])

MOST_BYTES = 500_000_000
MOST_FILES = 1000


class Wanted(BaseModel):
    """How to import."""

    language: Language | None = None
    state: Literal["draft", "published"] = "draft"
    dry_run: bool = False


_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "properties": {
                        "files": {"type": "array", "items": {"type": "string", "format": "binary"}},
                        "language": {"enum": ["nl", "fr", "en"]},
                        "state": {"enum": ["draft", "published"]},
                        "dry_run": {"type": "boolean"},
                    },
                    "required": ["files"],
                }
            }
        },
    }
}


@router.post("/imports", status_code=202, openapi_extra=_BODY)
async def begin(agent: CurrentAgent, services: App, request: Request) -> dict[str, Any]:
    """Import Markdown, HTML pages, CSV tables and pictures, alone or in zip files; answers at once.

    `language` is that of pages and rows that tell none; `dry_run` only says what would be.
    """
    form = await uploads.form(request, most_bytes=MOST_BYTES, most_files=MOST_FILES)
    brought, wanted = uploads.files(form, "files", "file"), uploads.fields(form, Wanted)
    import_id = import_jobs.new_id()
    folder = services.imports.folder(import_id)
    try:
        names = [await asyncio.to_thread(_keep, each, folder, number) for number, each in enumerate(brought)]
        ask = partial(
            import_jobs.ask, agent=agent, import_id=import_id, files=names,
            publish=wanted.state == "published", dry_run=wanted.dry_run, language=wanted.language,
        )  # fmt: skip
        asked = await services.store.write(ask)
    except BaseException:
        await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)
        raise
    services.imports.wake()
    return _said(asked, request)


@router.get("/imports")
async def listed(
    services: App,
    request: Request,
    after: Annotated[str | None, Query(max_length=40)] = None,
    limit: Annotated[int, Query(ge=1, le=50)] = 10,
) -> dict[str, Any]:
    """Return the imports, latest first."""
    found = await services.store.read(partial(import_jobs.page, after=after, limit=limit))
    return {**found, "imports": [_said(each, request) for each in found["imports"]]}


@router.get("/imports/{import_id}")
async def progress(import_id: str, services: App, request: Request) -> dict[str, Any]:
    """Return how far an import is, and what was left out and why."""
    return _said(await services.store.read(partial(import_jobs.one, import_id=import_id)), request)


@router.post("/imports/{import_id}/cancel")
async def cancel(import_id: str, services: App, request: Request) -> dict[str, Any]:
    """Stop an import; what is in stays in."""
    return _said(await services.store.write(partial(import_jobs.cancel, import_id=import_id)), request)


@router.get("/export")
async def export(agent: CurrentAgent, services: App) -> FileResponse:
    """Return everything as a zip: `articles/` as published, `drafts/` what is not, `images/`."""
    await services.store.write(partial(exporting.note, agent=agent))
    with tempfile.NamedTemporaryFile(suffix=".zip", delete=False) as target:
        path = Path(target.name)
        try:
            await services.store.read(partial(exporting.write_zip, target=target, pictures=services.pictures))
        except BaseException:
            path.unlink(missing_ok=True)
            raise
    name = f"articles-{services.clock.now():%Y-%m-%d}.zip"
    return FileResponse(path, media_type="application/zip", filename=name, background=BackgroundTask(path.unlink))


def _keep(brought: UploadFile, folder: Path, number: int) -> str:
    """Keep a file under its own name, in a folder of its own; returns the name."""
    name = Path((brought.filename or "file").replace("\\", "/")).name.replace("\x00", "")[:150] or "file"
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / name
    if target.exists():
        target = folder / f"{number} {name}"
    with target.open("wb") as out:
        shutil.copyfileobj(brought.file, out)
    return target.name


def _said(asked: dict[str, Any], request: Request) -> dict[str, Any]:
    """The reasons in the reader's language."""
    language = accepted_language(request)
    errors = [
        {**{key: each[key] for key in ("file", "line", "code")}, "message": _message(language, each)}
        for each in asked["errors"]
    ]
    return {**asked, "errors": errors}


def _message(language: str, error: dict[str, Any]) -> str:
    return article_problem(language, error["code"], error["params"])
