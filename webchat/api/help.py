"""The help pages: articles by topic with a search that needs no script, and one readable page per article."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import FileResponse, HTMLResponse, RedirectResponse
from markdown_it import MarkdownIt

from webchat.adapters.kb import KbUnavailable
from webchat.api.deps import App
from webchat.api.templates import render
from webchat.settings import Language
from webchat.texts import LANGUAGES, accepted, load

_MAX_QUERY_CHARS = 300
_N_FOUND = 8
_N_RELATED = 4
_TEMPLATES = Path(__file__).parent / "templates"

# A line drawing for each topic, as the path of an SVG of 24 by 24.
_ICONS = {
    "accounts": "M14.5 9.5a5 5 0 1 0-4.2 4.9L12 16h2.5v2.5H17V21h3.5v-3.5l-6.3-6.3M8.5 8.5v.01",
    "network": "M12 19v.01M8.5 15.3a5 5 0 0 1 7 0M5.5 11.800a9.5 9.5 0 0 1 13 0M2.5 8.5a14 14 0 0 1 19 0",
    "printing": "M7 9V3.5h10V9M7 17H4V9h16v8h-3M7 14h10v6.5H7z",
    "email": "M3.5 5.5h17v13h-17zM4 6l8 7 8-7",
    "files": "M3.5 18.5v-13H10l2 2.5h8.5v10.5z",
    "meetings": "M3.5 7h11v10h-11zM14.5 11l6-3v8l-6-3",
    "devices": "M5.5 5h13v10h-13zM2.5 19h19",
    "software": "M4 4h7v7H4zM13.5 4H20v7h-6.5zM4 13.5h7V20H4zM13.5 13.5H20V20h-6.5z",
    "security": "M12 3.5l7.5 3v5c0 4.5-3 7.5-7.5 9-4.5-1.5-7.5-4.5-7.5-9v-5zM9 12l2.200 2.200L15.200 10",
}
_OTHER_ICON = "M6 3.5h8l4 4v13H6zM14 3.5v4h4M9 12h6M9 16h6"

# `html` off: what an author or an import writes as HTML is shown, never run.
_MARKDOWN = MarkdownIt("commonmark", {"html": False, "linkify": False}).enable("table")


def install(app: FastAPI) -> None:
    """Add the help pages."""

    @app.get("/help", response_class=RedirectResponse, include_in_schema=False)
    async def help_home(request: Request) -> RedirectResponse:
        return RedirectResponse(f"/help/{accepted(request.headers.get('accept-language', ''))}")

    @app.get("/help.css", include_in_schema=False)
    async def help_style() -> FileResponse:
        return _static("help.css")

    @app.get("/help.js", include_in_schema=False)
    async def help_script() -> FileResponse:
        return _static("help.js")

    @app.get("/help/{language}", response_class=HTMLResponse, include_in_schema=False)
    async def help_index(services: App, language: Language, q: str = "") -> HTMLResponse:
        return await _index(services, language, q.strip()[:_MAX_QUERY_CHARS])

    @app.get("/help/{language}/{article_id}", response_class=HTMLResponse, include_in_schema=False)
    async def help_page(services: App, language: Language, article_id: str) -> HTMLResponse:
        return await _article(services, language, article_id)


def message(language: str, status: int, key: str) -> HTMLResponse:
    """Return a page that says what is the matter and where to go from there.

    Args:
        language: Of the page.
        status: HTTP status of the answer.
        key: A text of `webchat/texts`.
    """
    texts = load(language)
    translations = [(other, f"/help/{other}") for other in LANGUAGES]
    return render(
        "message.html",
        status,
        language=language,
        translations=translations,
        texts=texts,
        text=texts[key],
        status=status,
    )


def _static(name: str) -> FileResponse:
    return FileResponse(_TEMPLATES / name, headers={"Cache-Control": "public, max-age=300"})


async def _index(services: App, language: str, query: str) -> HTMLResponse:
    texts = load(language)
    try:
        found = (await services.kb.search(query, language=language, k=_N_FOUND))["results"] if query else []
        articles = [] if query else await services.kb.articles()
    except KbUnavailable:
        return message(language, 503, "help_unavailable")
    return render(
        "help.html",
        200,
        language=language,
        translations=[(other, f"/help/{other}") for other in LANGUAGES],
        site=_site(services),
        texts=texts,
        query=query,
        found=found,
        topics=_by_topic(articles, language, texts),
    )


def _site(services: App) -> str | None:
    """Return the site key under which these pages carry the widget, if there is one."""
    site = services.settings.default_site
    return site if site in services.settings.sites else None


def _topic_name(topic: str, texts: dict[str, str]) -> str:
    return texts.get(f"topic_{topic}", texts["topic_other"])


def _by_topic(
    articles: list[dict[str, Any]], language: str, texts: dict[str, str]
) -> list[tuple[str, str, list[dict[str, Any]]]]:
    public = [a for a in articles if a["language"] == language and a["visibility"] == "public"]
    named = [(_topic_name(a["topic"], texts), a) for a in public]
    ordered = sorted(named, key=lambda pair: (pair[0].casefold(), pair[1]["title"].casefold()))
    groups = [(name, [a for _, a in group]) for name, group in groupby(ordered, key=lambda pair: pair[0])]
    return [(name, _ICONS.get(group[0]["topic"], _OTHER_ICON), group) for name, group in groups]


async def _article(services: App, language: str, article_id: str) -> HTMLResponse:
    texts = load(language)
    try:
        article = await services.kb.article(article_id)
        others = [a for a in await services.kb.articles() if a["visibility"] == "public"]
    except KbUnavailable:
        return message(language, 503, "help_unavailable")
    if article is None or article.get("visibility") != "public":
        return message(language, 404, "help_missing")
    own = {a["language"]: a["article_id"] for a in others if a["family"] == article["family"]}
    related = [
        a
        for a in others
        if a["topic"] == article["topic"] and a["language"] == language and a["family"] != article["family"]
    ]
    return render(
        "article.html",
        200,
        language=language,
        translations=[(other, f"/help/{other}/{own.get(other, article_id)}") for other in LANGUAGES],
        site=_site(services),
        texts=texts,
        article=article,
        own=own.get(language),
        topic=_topic_name(article["topic"], texts),
        related=related[:_N_RELATED],
        body=_MARKDOWN.render(article.get("body") or ""),
    )
