"""The help pages: articles by topic with a search that needs no script, and one readable page per article."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from fastapi import FastAPI
from fastapi.responses import HTMLResponse
from markdown_it import MarkdownIt

from webchat.adapters.kb import KbUnavailable
from webchat.api.deps import App
from webchat.api.templates import render
from webchat.settings import Language
from webchat.texts import LANGUAGES, load

_MAX_QUERY_CHARS = 300
_N_FOUND = 8

# `html` off: what an author or an import writes as HTML is shown, never run.
_MARKDOWN = MarkdownIt("commonmark", {"html": False, "linkify": False}).enable("table")


def install(app: FastAPI) -> None:
    """Add the help pages."""

    @app.get("/help/{language}", response_class=HTMLResponse, include_in_schema=False)
    async def help_index(services: App, language: Language, q: str = "") -> HTMLResponse:
        return await _index(services, language, q.strip()[:_MAX_QUERY_CHARS])

    @app.get("/help/{language}/{article_id}", response_class=HTMLResponse, include_in_schema=False)
    async def help_page(services: App, language: Language, article_id: str) -> HTMLResponse:
        return await _article(services, language, article_id)


async def _index(services: App, language: str, query: str) -> HTMLResponse:
    texts = load(language)
    try:
        found = (await services.kb.search(query, language=language, k=_N_FOUND))["results"] if query else []
        articles = [] if query else await services.kb.articles()
    except KbUnavailable:
        return render("message.html", 503, language=language, text=texts["help_unavailable"])
    return render(
        "help.html",
        200,
        language=language,
        languages=LANGUAGES,
        texts=texts,
        query=query,
        found=found,
        topics=_by_topic(articles, language, texts),
    )


def _by_topic(articles: list[dict[str, Any]], language: str, texts: dict[str, str]) -> list[tuple[str, list[Any]]]:
    public = [a for a in articles if a["language"] == language and a["visibility"] == "public"]
    named = [(texts.get(f"topic_{a['topic']}", texts["topic_other"]), a) for a in public]
    ordered = sorted(named, key=lambda pair: (pair[0].casefold(), pair[1]["title"].casefold()))
    return [(name, [article for _, article in group]) for name, group in groupby(ordered, key=lambda pair: pair[0])]


async def _article(services: App, language: str, article_id: str) -> HTMLResponse:
    texts = load(language)
    try:
        article = await services.kb.article(article_id)
    except KbUnavailable:
        return render("message.html", 503, language=language, text=texts["help_unavailable"])
    if article is None or article.get("visibility") != "public":
        return render("message.html", 404, language=language, text=texts["help_missing"])
    return render(
        "article.html",
        200,
        language=language,
        texts=texts,
        article=article,
        body=_MARKDOWN.render(article.get("body") or ""),
    )
