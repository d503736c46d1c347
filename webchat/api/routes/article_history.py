"""What an article was, and its translations."""

from __future__ import annotations

from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Response

from webchat.api.deps import App, CurrentAgent
from webchat.api.versions import IfNumber, show
from webchat.services.articles import editing, history
from webchat.settings import Language

router = APIRouter(prefix="/api/articles/{article_id}", tags=["articles"])

Number = Annotated[int, Path(ge=1, le=2**31)]


@router.get("/revisions")
async def revisions(
    article_id: str,
    services: App,
    after: Annotated[int | None, Query(ge=1, le=2**31)] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> dict[str, Any]:
    """Return an article's revisions, newest first."""
    return await services.store.read(partial(history.revisions, article_id=article_id, after=after, limit=limit))


@router.get("/revisions/{number}")
async def revision(article_id: str, number: Number, services: App) -> dict[str, Any]:
    """Return one revision with its text."""
    return await services.store.read(partial(history.revision, article_id=article_id, number=number))


@router.post("/revisions/{number}/restore")
async def restore(
    article_id: str, number: Number, version: IfNumber, agent: CurrentAgent, services: App, response: Response
) -> dict[str, Any]:
    """Make an older text the working text again."""
    change = partial(editing.restore, agent=agent, article_id=article_id, number=number, version=version)
    made = await services.store.write(change)
    show(response, made["version"])
    return made


@router.get("/translations")
async def translations(article_id: str, services: App) -> dict[str, Any]:
    """Return what there is of the article in each language."""
    return await services.store.read(partial(history.translations, article_id=article_id))


@router.post("/translations/{language}/up-to-date")
async def confirm(article_id: str, language: Language, agent: CurrentAgent, services: App) -> dict[str, Any]:
    """Note that a language says what the others say."""
    return await services.store.write(partial(history.confirm, agent=agent, article_id=article_id, language=language))
