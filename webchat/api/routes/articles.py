"""Articles, as kb_index has them."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query

from webchat.adapters.kb import KbUnavailable
from webchat.api.deps import App
from webchat.domain.errors import Fixable, Later
from webchat.settings import Language

router = APIRouter(prefix="/api", tags=["articles"])

Question = Annotated[str, Query(min_length=1, max_length=1000)]


@router.get("/search")
async def search(services: App, q: Question, language: Language | None = None) -> dict[str, Any]:
    """Return what kb_index finds for a question."""
    try:
        return await services.kb.search(q, language=language)
    except KbUnavailable as error:
        raise Later("unavailable", retry_after_s=2.0) from error


@router.get("/articles/{article_id}")
async def article(services: App, article_id: str) -> dict[str, Any]:
    """Return one article that the public may read."""
    try:
        found = await services.kb.article(article_id)
    except KbUnavailable as error:
        raise Later("unavailable", retry_after_s=2.0) from error
    if found is None or found.get("visibility") != "public":
        raise Fixable("not_found")
    return found
