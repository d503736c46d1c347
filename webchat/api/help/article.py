"""One article as a page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from fastapi import FastAPI, Query, Request, Response

from webchat.adapters.kb import KbUnavailable
from webchat.api.deps import App
from webchat.api.help import reading, steps
from webchat.api.help.frame import Frame, Incident, address, incidents, message, page_of
from webchat.api.help.pages import Page, Pages, respond
from webchat.domain.article_vote import REASONS
from webchat.services.bundle import Services
from webchat.services.help import Catalogue, Listed
from webchat.services.help.standing import Standing, picture_sizes, standing
from webchat.settings import Language
from webchat.texts import day, load

_N_RELATED = 5
_SUMMARY_CHARS = 160
Voted = Annotated[Literal["yes", "no"] | None, Query()]


def install(app: FastAPI, pages: Pages) -> None:
    """Add the page."""

    @app.get("/help/{language}/{article_id}", include_in_schema=False)
    async def help_article(
        request: Request, services: App, language: Language, article_id: str, voted: Voted = None
    ) -> Response:
        try:
            catalogue = await services.help.catalogue()
            listed = catalogue.by_id.get(article_id)
            if listed is None:
                return message(language, 404, "help_missing")
            found = await services.store.read(partial(standing, article_id=article_id, family=listed.family))

            known = tuple(
                each for each in await incidents(services, catalogue, language) if listed.family in each.families
            )

            async def make() -> Page | None:
                return await _page(services, catalogue, listed, (found, known), language, voted)

            page = await pages.get(catalogue.generation, ("article", language, article_id, found, known, voted), make)
        except KbUnavailable:
            return message(language, 503, "help_unavailable")
        return respond(request, page) if page else message(language, 404, "help_missing")


async def _page(
    services: Services,
    catalogue: Catalogue,
    listed: Listed,
    now: tuple[Standing, Sequence[Incident]],
    language: str,
    voted: str | None,
) -> Page | None:
    found, known = now
    article = await services.help.article(listed.article_id)
    if article is None:
        return None
    related = await services.help.related(listed.article_id, language, _N_RELATED)
    names = reading.pictures(article.get("body") or "")
    sizes = await services.store.read(partial(picture_sizes, names=names)) if names else {}
    values = {**_text(article, sizes, catalogue, language), **_news(found, catalogue, listed, language, services)}
    text = page_of(
        services,
        "help/article.html",
        _frame(catalogue, listed, language),
        article=article,
        own=catalogue.families[listed.family].get(language),
        topic=listed.topic,
        related=related,
        incidents=known,
        summary=_summary(article),
        voted=voted,
        reasons=REASONS,
        **values,
    )
    return Page.of(text, changed_at=found.changed_at)


def _frame(catalogue: Catalogue, listed: Listed, language: str) -> Frame:
    """A page in a language that the article has not is known under the article's own address."""
    versions = catalogue.families[listed.family]
    own = {each: address(each, version.article_id) for each, version in versions.items()}
    paths = {each: own.get(each, address(each, listed.article_id)) for each in ("nl", "fr", "en")}
    return Frame(language, paths, canonical=address(listed.language, listed.article_id), alternates=own)


def _text(
    article: dict[str, Any], sizes: dict[str, tuple[int, int]], catalogue: Catalogue, language: str
) -> dict[str, Any]:
    is_drawn = steps.are_drawn(article["steps"])
    text = reading.read(article.get("body") or "", cut=is_drawn, sizes=sizes)
    return {
        "text": text,
        "steps": steps.drawn(article["steps"], catalogue, language) if is_drawn else [],
        "inline": reading.inline,
        "own_texts": load(article["language"]),
    }


def _news(found: Standing, catalogue: Catalogue, listed: Listed, language: str, services: Services) -> dict[str, Any]:
    zone = ZoneInfo(services.settings.time_zone)

    def shown(at: datetime | None) -> str | None:
        return day(language, at.astimezone(zone)) if at else None

    newest = catalogue.families[listed.family].get(found.newer_language or "")
    return {
        "changed": shown(found.changed_at),
        "changed_iso": found.changed_at.astimezone(zone).date().isoformat() if found.changed_at else None,
        "outdated": shown(found.outdated_since),
        "newer": newest if newest and newest.article_id != listed.article_id else None,
    }


def _summary(article: dict[str, Any]) -> str:
    """What search engines and chat programs show of the page."""
    words = " ".join(part for part in (article.get("sign"), article.get("goal")) if part) or article["title"]
    return words if len(words) <= _SUMMARY_CHARS else words[: _SUMMARY_CHARS - 1].rsplit(" ", 1)[0] + "…"
