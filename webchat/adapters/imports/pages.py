"""HTML pages as articles: the words, headings, lists, tables, links and pictures; nothing that runs."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import NamedTuple
from urllib.parse import SplitResult, unquote, urlsplit

from bs4 import BeautifulSoup, Tag
from markdownify import MarkdownConverter

from webchat.domain.article import LANGUAGES, slug

# What is no text of the page: what runs, what frames it, what asks for something.
_DROPPED = (
    "script", "style", "noscript", "template", "iframe", "object", "embed", "svg", "canvas", "form", "button",
    "input", "select", "textarea", "nav", "header", "footer", "aside", "audio", "video", "link", "meta",
)  # fmt: skip
_LANGUAGE = re.compile(rb"""<html[^>]*?\blang\s*=\s*["']?([A-Za-z]{2})""", re.IGNORECASE)
_HEAD = 20_000
_SPACE = re.compile(r"\n{3,}")


class Page(NamedTuple):
    """A page as an article: what `rewrite` could not place is left out of the text."""

    article_id: str
    family: str
    language: str
    title: str
    text: str
    hosts: list[str]


class BadPage(Exception):
    """A page that is no article: a code."""


def page_language(content: bytes, file: str, chosen: str | None) -> str | None:
    """Return a page's language: as it says, as its name says (`wifi.fr.html`, `fr/wifi.html`), as chosen."""
    told = _LANGUAGE.search(content[:_HEAD])
    named = [part for part in re.split(r"[./_-]", file.lower()) if part in LANGUAGES]
    spoken = [told[1].decode().lower()] if told else []
    return next((one for one in (*spoken, *reversed(named), chosen) if one in LANGUAGES), None)


def page_id(content: bytes, file: str, chosen: str | None) -> str | None:
    """Return what a page's article is called; None where its language cannot be told."""
    language = page_language(content, file, chosen)
    return language and f"{_family(file, language)}.{language}"


def page(
    content: bytes, file: str, chosen: str | None, targets: Mapping[str, str], pictures: Mapping[str, str]
) -> Page:
    """Return a page as an article.

    Args:
        content: The HTML.
        file: Its path in the import.
        chosen: The language of pages that tell none.
        targets: What the pages of the import are called as articles, by path.
        pictures: The addresses of the import's pictures, by path.

    Raises:
        BadPage: `no_language`, `no_title`, `no_text`.
    """
    language = page_language(content, file, chosen)
    if language is None:
        raise BadPage("no_language")
    soup = BeautifulSoup(content, "html.parser")
    title = _title(soup)
    if not title:
        raise BadPage("no_title")
    root = soup.find("main") or soup.find(True, attrs={"role": "main"}) or soup.find("article") or soup.body or soup
    for tag in root.find_all(_DROPPED):
        tag.decompose()
    hosts = _place(root, file, targets, pictures)
    text = MarkdownConverter(heading_style="ATX", bullets="-", escape_misc=False).convert_soup(root)
    text = _SPACE.sub("\n\n", "\n".join(line.rstrip() for line in text.splitlines())).strip()
    if not text:
        raise BadPage("no_text")
    family = _family(file, language)
    return Page(f"{family}.{language}", family, language, title, text, hosts)


def _title(soup: BeautifulSoup) -> str:
    """The first heading, which then is no part of the text; else the page's title."""
    heading = soup.find("h1")
    if heading is not None and (text := " ".join(heading.get_text(" ").split())):
        heading.decompose()
        return text
    return " ".join(soup.title.get_text().split()) if soup.title else ""


def _place(root: Tag, file: str, targets: Mapping[str, str], pictures: Mapping[str, str]) -> list[str]:
    """Have links and pictures lead where they lead here; returns the other sites that are linked."""
    hosts: set[str] = set()
    for link in root.find_all("a"):
        href = str(link.get("href") or "")
        parts = _split(href)
        if parts and parts.scheme in ("http", "https") and parts.hostname:
            hosts.add(parts.hostname.removeprefix("www."))
        elif parts and (article_id := targets.get(_resolved(file, parts.path))):
            link["href"] = f"/help/{article_id.rpartition('.')[2]}/{article_id}"
        elif not re.match(r"/help/(nl|fr|en)/", href):
            link.unwrap()  # it would lead nowhere, or run something
        link.attrs.pop("title", None)
    for image in root.find_all("img"):
        parts = _split(str(image.get("src") or ""))
        address = pictures.get(_resolved(file, parts.path)) if parts else None
        if address:
            image["src"] = address
        else:
            image.decompose()
    return sorted(hosts)


def _split(address: str) -> SplitResult | None:
    try:
        return urlsplit(address.strip())
    except ValueError:
        return None


def _resolved(file: str, path: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(file), unquote(path))) if path else ""


def _family(file: str, language: str) -> str:
    stem = PurePosixPath(file).name.rsplit(".", 1)[0]
    parts = [part for part in re.split(r"[._]", stem) if part.lower() != language]
    name = "-".join(parts) or stem
    if name.lower() == "index":
        name = PurePosixPath(file).parent.name or name
    return slug(name)
