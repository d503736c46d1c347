"""What all help pages have: language, addresses, incidents; and the page that only says what is the matter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from fastapi.responses import HTMLResponse

from webchat.api.templates import render, text_of
from webchat.services.bundle import Services
from webchat.services.help import OTHER, Catalogue
from webchat.services.incidents import open_now
from webchat.texts import LANGUAGES, day, load

_RETRY_AFTER_S = "60"
# A line drawing for each topic, as the path of an SVG of 24 by 24.
ICONS = {
    "accounts": "M14.5 9.5a5 5 0 1 0-4.2 4.9L12 16h2.5v2.5H17V21h3.5v-3.5l-6.3-6.3M8.5 8.5v.01",
    "network": "M12 19v.01M8.5 15.3a5 5 0 0 1 7 0M5.5 11.800a9.5 9.5 0 0 1 13 0M2.5 8.5a14 14 0 0 1 19 0",
    "printing": "M7 9V3.5h10V9M7 17H4V9h16v8h-3M7 14h10v6.5H7z",
    "email": "M3.5 5.5h17v13h-17zM4 6l8 7 8-7",
    "files": "M3.5 18.5v-13H10l2 2.5h8.5v10.5z",
    "meetings": "M3.5 7h11v10h-11zM14.5 11l6-3v8l-6-3",
    "devices": "M5.5 5h13v10h-13zM2.5 19h19",
    "software": "M4 4h7v7H4zM13.5 4H20v7h-6.5zM4 13.5h7V20H4zM13.5 13.5H20V20h-6.5z",
    "security": "M12 3.5l7.5 3v5c0 4.5-3 7.5-7.5 9-4.5-1.5-7.5-4.5-7.5-9v-5zM9 12l2.200 2.200L15.200 10",
    OTHER: "M6 3.5h8l4 4v13H6zM14 3.5v4h4M9 12h6M9 16h6",
}


@dataclass(frozen=True, slots=True)
class Frame:
    """Where a page stands.

    Attributes:
        language: Of the page's own words.
        paths: Its address in each language that the reader can switch to.
        canonical: The one address under which search engines should know it; None keeps it out of them.
        alternates: Addresses of its true translations by language.
    """

    language: str
    paths: Mapping[str, str]
    canonical: str | None = None
    alternates: Mapping[str, str] | None = None


def address(language: str, *parts: str) -> str:
    """Return the path of a help page."""
    return "/".join(("/help", language, *(quote(part, safe="") for part in parts)))


def everywhere(*parts: str) -> dict[str, str]:
    """Return the paths of a page that exists in every language."""
    return {language: address(language, *parts) for language in LANGUAGES}


def page_of(services: Services, template: str, frame: Frame, **values: Any) -> str:
    """Return the text of a help page."""
    base = services.settings.base_url
    site = services.settings.default_site
    return text_of(
        template,
        language=frame.language,
        translations=[(language, frame.paths[language]) for language in LANGUAGES if language in frame.paths],
        canonical=base + frame.canonical if frame.canonical else None,
        alternates=[(language, base + path) for language, path in (frame.alternates or {}).items()],
        base_url=base,
        site=site if site in services.settings.sites else None,
        texts=load(frame.language),
        icons=ICONS,
        address=address,
        **values,
    )


@dataclass(frozen=True, slots=True)
class Incident:
    """Something that is out of order now and known.

    Attributes:
        id: Of its place on a page.
        title: In `language`.
        text: What one should know, in `language`.
        families: Articles on whose pages it is told.
        language: Of title and text.
        since: A day in words; None where nobody said.
        path: Page on which there is more to read.
    """

    id: str
    title: str
    text: str | None
    families: tuple[str, ...]
    language: str
    since: str | None = None
    path: str | None = None


async def incidents(services: Services, catalogue: Catalogue, language: str) -> tuple[Incident, ...]:
    """Return what the desk has declared, and articles that say of themselves that they tell of an incident."""
    zone = ZoneInfo(services.settings.time_zone)
    declared = []
    for each in await services.store.read(open_now):
        spoken = next((one for one in (language, *LANGUAGES) if each["title"].get(one)), language)
        declared.append(
            Incident(
                id=each["id"],
                title=each["title"].get(spoken, ""),
                text=each["text"].get(spoken),
                families=tuple(each["families"]),
                language=spoken,
                since=day(language, each["since"].astimezone(zone)),
            )
        )
    written = [
        Incident(
            id=each.family,
            title=each.title,
            text=each.sign,
            families=(each.family,),
            language=each.language,
            path=address(language, each.article_id),
        )
        for each in catalogue.incidents(language)
    ]
    return (*declared, *written)


def message(language: str, status: int, key: str, *, text_key: str | None = None) -> HTMLResponse:
    """Return a page that says what is the matter and where to go from there.

    Args:
        language: Of the page.
        status: HTTP status of the answer.
        key: A text of `webchat/texts`.
        text_key: Another one, that says more.
    """
    texts = load(language)
    page = render(
        "message.html",
        status,
        language=language,
        translations=list(everywhere().items()),
        texts=texts,
        text=texts[key],
        more=texts[text_key or ("page_missing_text" if status == 404 else "help_later")],
        status=status,
    )
    if status == 503:
        page.headers["Retry-After"] = _RETRY_AFTER_S
    return page
