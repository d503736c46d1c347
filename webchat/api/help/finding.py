"""For search engines: where the pages are, and which are not for them."""

from __future__ import annotations

from fastapi import FastAPI, Request, Response
from fastapi.responses import PlainTextResponse

from webchat.adapters.kb import KbUnavailable
from webchat.api.deps import App
from webchat.api.help.frame import address, everywhere
from webchat.api.help.pages import Page, Pages, respond
from webchat.api.templates import text_of
from webchat.services.help import Catalogue
from webchat.texts import LANGUAGES

_FOR_NO_ENGINE = ("/api/", "/chat/", "/console", "/desk", "/panel", *(f"/help/{each}/search" for each in LANGUAGES))


def install(app: FastAPI, pages: Pages) -> None:
    """Add both files."""

    @app.get("/robots.txt", include_in_schema=False)
    async def robots(services: App) -> PlainTextResponse:
        lines = ["User-agent: *", *(f"Disallow: {path}" for path in _FOR_NO_ENGINE)]
        return PlainTextResponse("\n".join([*lines, f"Sitemap: {services.settings.base_url}/sitemap.xml", ""]))

    @app.get("/sitemap.xml", include_in_schema=False)
    async def sitemap(request: Request, services: App) -> Response:
        try:
            catalogue = await services.help.catalogue()
        except KbUnavailable:
            return PlainTextResponse("", 503, headers={"Retry-After": "60"})

        async def make() -> Page:
            text = text_of("help/sitemap.xml", base_url=services.settings.base_url, groups=_groups(catalogue))
            return Page.of(text, media_type="application/xml")

        page = await pages.get(catalogue.generation, "sitemap", make)
        assert page is not None
        return respond(request, page)


def _groups(catalogue: Catalogue) -> list[dict[str, str]]:
    """Return the addresses by language of each page that has translations."""
    topics = dict.fromkeys(topic for language in LANGUAGES for topic in catalogue.topics(language))
    articles = (
        {language: address(language, version.article_id) for language, version in sorted(versions.items())}
        for versions in catalogue.families.values()
    )
    return [everywhere(), *(everywhere("topics", topic) for topic in topics), *articles]
