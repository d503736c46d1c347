"""The first page, and one page for each topic."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

from fastapi import FastAPI, Query, Request, Response
from fastapi.responses import RedirectResponse

from webchat.adapters.kb import KbUnavailable
from webchat.api import templates
from webchat.api.deps import App
from webchat.api.help.frame import Frame, Incident, address, everywhere, incidents, message, page_of
from webchat.api.help.pages import Page, Pages, respond
from webchat.services.bundle import Services
from webchat.services.help import Catalogue
from webchat.settings import Language
from webchat.texts import accepted

_N_OF_TOPIC = 4
_N_OF_PAGE = 100
_SHORT = "public, max-age=300"
_FILES = Path(templates.__file__).parent


def install(app: FastAPI, pages: Pages) -> None:
    """Add the pages and their style and script."""

    @app.get("/help", response_class=RedirectResponse, include_in_schema=False)
    async def help_home(request: Request) -> RedirectResponse:
        return RedirectResponse(f"/help/{accepted(request.headers.get('accept-language', ''))}")

    style, script = _file("help.css", "text/css; charset=utf-8"), _file("help.js", "text/javascript; charset=utf-8")

    @app.get("/help.css", include_in_schema=False)
    async def help_style(request: Request) -> Response:
        return respond(request, style, cache=_SHORT)

    @app.get("/help.js", include_in_schema=False)
    async def help_script(request: Request) -> Response:
        return respond(request, script, cache=_SHORT)

    @app.get("/help/{language}", include_in_schema=False)
    async def help_index(request: Request, services: App, language: Language) -> Response:
        try:
            catalogue = await services.help.catalogue()
        except KbUnavailable:
            return message(language, 503, "help_unavailable")

        known = await incidents(services, catalogue, language)

        async def make() -> Page:
            return Page.of(_index(services, catalogue, language, known))

        page = await pages.get(catalogue.generation, ("index", language, known), make)
        assert page is not None
        return respond(request, page)

    @app.get("/help/{language}/topics/{topic}", include_in_schema=False)
    async def help_topic(
        request: Request,
        services: App,
        language: Language,
        topic: str,
        page: Annotated[int, Query(ge=1, le=10_000)] = 1,
    ) -> Response:
        try:
            catalogue = await services.help.catalogue()
        except KbUnavailable:
            return message(language, 503, "help_unavailable")

        async def make() -> Page | None:
            text = _topic(services, catalogue, language, topic, page, known)
            return None if text is None else Page.of(text)

        known = await incidents(services, catalogue, language)
        found = await pages.get(catalogue.generation, ("topic", language, topic, page, known), make)
        return respond(request, found) if found else message(language, 404, "page_missing")


def _file(name: str, media_type: str) -> Page:
    return Page.of((_FILES / name).read_text("utf-8"), media_type=media_type)


def _index(services: Services, catalogue: Catalogue, language: str, known: Sequence[Incident]) -> str:
    topics = catalogue.topics(language)
    frame = Frame(language, everywhere(), canonical=address(language), alternates=everywhere())
    return page_of(
        services,
        "help/index.html",
        frame,
        incidents=known,
        topics=[(topic, len(articles), articles[:_N_OF_TOPIC]) for topic, articles in topics.items()],
    )


def _topic(
    services: Services, catalogue: Catalogue, language: str, topic: str, number: int, known: Sequence[Incident]
) -> str | None:
    topics = catalogue.topics(language)
    articles = topics.get(topic, [])
    start = (number - 1) * _N_OF_PAGE
    if start >= len(articles):
        return None
    paths = everywhere("topics", topic)
    tail = f"?page={number}" if number > 1 else ""
    frame = Frame(language, paths, canonical=paths[language] + tail, alternates=paths if number == 1 else None)
    return page_of(
        services,
        "help/topic.html",
        frame,
        incidents=known,
        topic=topic,
        topics=[(each, len(listed)) for each, listed in topics.items()],
        n=len(articles),
        articles=articles[start : start + _N_OF_PAGE],
        number=number,
        n_pages=-(-len(articles) // _N_OF_PAGE),
    )
