"""Search: a page of results, and titles while the reader types."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import FastAPI, Form, Query, Request, Response
from fastapi.responses import JSONResponse, RedirectResponse

from webchat.adapters.kb import KbUnavailable
from webchat.api.deps import App
from webchat.api.help.frame import Frame, address, incidents, message, page_of
from webchat.api.help.pages import Page, respond
from webchat.domain.errors import Later
from webchat.domain.excerpt import excerpt
from webchat.domain.limits import Buckets
from webchat.services.bundle import Services
from webchat.services.help import Listed
from webchat.settings import Language
from webchat.texts import LANGUAGES

_MAX_QUERY_CHARS = 300
_N_FOUND = 8
_N_SUGGESTED = 6
_EXCERPT_CHARS = 220
_FEWEST_CHARS = 2
"""What is shorter means nothing yet."""
_LEAST_CHANCE, _LEAST_SCORE = 0.1, 0.6
"""Below the one nothing helps and nothing is shown; below the other a hit is only the least unlike of many."""
Typed = Annotated[str, Query(max_length=2000)]
HalfTyped = Annotated[str, Form(max_length=5000)]


def install(app: FastAPI) -> None:
    """Add the routes, each with a limit by address, behind which a whole office may sit: a search costs some 20 ms."""
    searches, suggestions = Buckets(burst=60, per_s=5.0), Buckets(burst=120, per_s=20.0)

    @app.get("/help/{language}/search", include_in_schema=False)
    async def help_search(request: Request, services: App, language: Language, q: Typed = "") -> Response:
        query = " ".join(q.split())[:_MAX_QUERY_CHARS]
        if not query:
            return RedirectResponse(address(language), status_code=303)
        if searches.take(client_of(request), services.clock.monotonic_s()):
            return message(language, 429, "error_too_fast")
        try:
            return respond(request, Page.of(await _found(services, language, query)))
        except KbUnavailable:
            return message(language, 503, "help_unavailable")

    @app.post("/help/{language}/suggest", include_in_schema=False)
    async def help_suggest(request: Request, services: App, language: Language, q: HalfTyped = "") -> Response:
        """Sent as a form, because an address is kept in logs and this is what somebody has not sent yet."""
        if wait := suggestions.take(client_of(request), services.clock.monotonic_s()):
            raise Later("too_fast", retry_after_s=max(1.0, wait))
        try:
            found = await _suggested(services, language, " ".join(q.split())[:_MAX_QUERY_CHARS])
        except KbUnavailable as error:
            raise Later("unavailable", retry_after_s=2.0) from error
        return JSONResponse({"results": found})


def client_of(request: Request) -> str:
    """Return what tells clients apart for a limit."""
    return request.client.host if request.client else ""


async def _found(services: Services, language: str, query: str) -> str:
    catalogue = await services.help.catalogue()
    answer = await services.kb.search(query, language=language, k=_N_FOUND)
    hits = [
        {
            "article": listed,
            "title": excerpt(listed.title, query, chars=len(listed.title)),
            "heading": hit.get("heading"),
            "pieces": excerpt(hit["passage"], query, chars=_EXCERPT_CHARS),
        }
        for hit in _worth_showing(answer)
        if (listed := catalogue.by_id.get(hit["article_id"]))
    ]
    paths = {each: f"{address(each, 'search')}?{urlencode({'q': query})}" for each in LANGUAGES}
    topics = [(topic, len(listed)) for topic, listed in catalogue.topics(language).items()]
    return page_of(
        services,
        "help/search.html",
        Frame(language, paths),
        incidents=await incidents(services, catalogue, language),
        query=query,
        hits=hits,
        topics=topics,
    )


async def _suggested(services: Services, language: str, typed: str) -> list[dict[str, Any]]:
    """Titles that begin so first, then what a search finds; before anything is typed, one article of each topic."""
    catalogue = await services.help.catalogue()
    if len(typed) < _FEWEST_CHARS:
        first = [*catalogue.incidents(language), *(listed[0] for listed in catalogue.topics(language).values())]
        return [_wire(each, language) for each in first[:_N_SUGGESTED]]
    by_title, by_meaning = await asyncio.gather(
        services.kb.suggest(typed, language=language, k=_N_SUGGESTED),
        services.kb.search(typed, language=language, k=_N_SUGGESTED),
    )
    ids = dict.fromkeys([*by_title[:3], *(hit["article_id"] for hit in _worth_showing(by_meaning)), *by_title])
    known = (catalogue.by_id[found_id] for found_id in ids if found_id in catalogue.by_id)
    return [_wire(each, language) for each in known][:_N_SUGGESTED]


def _worth_showing(answer: dict[str, Any]) -> list[dict[str, Any]]:
    if answer["p_any"] < _LEAST_CHANCE:
        return []
    return [hit for hit in answer["results"] if hit["score"] >= _LEAST_SCORE]


def _wire(article: Listed, language: str) -> dict[str, Any]:
    names = ("article_id", "family", "title", "language", "topic")
    return {
        **{name: getattr(article, name) for name in names},
        "url": address(language, article.article_id),
    }
