"""HTML pages as articles: the words, headings, lists, tables, links and pictures; nothing that runs."""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import NamedTuple
from urllib.parse import SplitResult, unquote, urlsplit

from bs4 import BeautifulSoup, Tag
from markdownify import MarkdownConverter

from webchat.adapters.imports.frame import take_off, take_off_repeated
from webchat.adapters.imports.shapes import mend
from webchat.domain.article import LANGUAGES, slug
from webchat.domain.which_language import language_of

# What is no text of the page: what runs, what frames it, what asks for something.
_DROPPED = (
    "script", "style", "noscript", "template", "iframe", "object", "embed", "svg", "canvas", "form", "button",
    "input", "select", "textarea", "nav", "header", "footer", "aside", "audio", "video", "link", "meta",
)  # fmt: skip
_LANGUAGE = re.compile(rb"""<html[^>]*?\blang\s*=\s*["']?([A-Za-z]{2})""", re.IGNORECASE)
_HEAD, _SAMPLE = 20_000, 200_000
_MARKUP = re.compile(r"<(/?)([A-Za-z]*)[^<>]*>")
_UNSEEN = ("script", "style", "head", "nav")
_SPACE = re.compile(r"\n{3,}")
_HEADINGS = ("h2", "h3", "h4", "h5", "h6")
_SITE = re.compile(r"\s*(?:[|\-–—·:»<]|$)")


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
    """Return a page's language: what its text is in, else as it says, as its name says (`wifi.fr.html`), as chosen.

    Many a site's pages all say the language of its template. One that says another language than ours has none here.
    """
    told = _LANGUAGE.search(content[:_HEAD])
    spoken = told[1].decode().lower() if told else None
    read = language_of(_seen(decoded(content[:_SAMPLE])))
    return read or (spoken if spoken in LANGUAGES else None if spoken else named_language(file) or chosen)


def _seen(source: str) -> str:
    """The words of a page, read fast: nothing is built of it."""
    texts, within, at = [], "", 0
    for tag in _MARKUP.finditer(source):
        if not within:
            texts.append(source[at : tag.start()])
        name = tag[2].lower()
        if name in _UNSEEN and (not within or name == within):
            within = "" if tag[1] else name
        at = tag.end()
    return html.unescape(" ".join([*texts, "" if within else source[at:]]))


def named_language(file: str) -> str | None:
    """Return the language in the name of a file: `wifi.fr.md`, `fr/wifi.md`."""
    named = [part for part in re.split(r"[./_-]", file.lower()) if part in LANGUAGES]
    return named[-1] if named else None


def decoded(content: bytes) -> str:
    """Return a file's text; what is not UTF-8 is in Windows' code page."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def page_id(content: bytes, file: str, chosen: str | None) -> str | None:
    """Return what a page's article is called; None where its language cannot be told."""
    language = page_language(content, file, chosen)
    return language and f"{family_of(file, language)}.{language}"


def page(
    content: bytes,
    file: str,
    chosen: str | None,
    targets: Mapping[str, str],
    pictures: Mapping[str, str],
    repeated: frozenset[str] = frozenset(),
) -> Page:
    """Return a page as an article.

    Args:
        content: The HTML.
        file: Its path in the import.
        chosen: The language of pages that tell none.
        targets: What the pages of the import are called as articles, by path.
        pictures: The addresses of the import's pictures, by path.
        repeated: Lines that many pages of the import have.

    Raises:
        BadPage: `no_language`, `no_text`; `unreadable` where it is nested deeper than anybody writes.
    """
    language = page_language(content, file, chosen)
    if language is None:
        raise BadPage("no_language")
    try:
        return _page(content, file, language, targets, pictures, repeated)
    except RecursionError as error:
        raise BadPage("unreadable") from error


def _page(
    content: bytes,
    file: str,
    language: str,
    targets: Mapping[str, str],
    pictures: Mapping[str, str],
    repeated: frozenset[str],
) -> Page:
    soup = BeautifulSoup(content, "html.parser")
    mend(soup)
    root = soup.find("main") or soup.find(True, attrs={"role": "main"}) or soup.find("article") or soup.body or soup
    title = _title(soup, root, repeated) or PurePosixPath(file).stem.replace("-", " ").replace("_", " ")
    for tag in root.find_all(_DROPPED):
        tag.decompose()
    take_off(root)
    take_off_repeated(root, repeated)
    hosts = _place(root, file, targets, pictures)
    text = MarkdownConverter(heading_style="ATX", bullets="-", escape_misc=False).convert_soup(root)
    text = _SPACE.sub("\n\n", "\n".join(line.rstrip() for line in text.splitlines())).strip()
    if not text:
        raise BadPage("no_text")
    family = family_of(file, language)
    return Page(f"{family}.{language}", family, language, title, text, hosts)


def _title(soup: BeautifulSoup, root: Tag, repeated: frozenset[str]) -> str:
    """The first heading, which then is no part of the text; else the page's title, without the site's name where a heading tells."""
    for heading in (*root.find_all("h1"), *soup.find_all("h1"), *soup.find_all(class_="MsoTitle")):
        if (text := _words(heading)) and text not in repeated:
            heading.decompose()
            return text
    told = _words(soup.title) if soup.title else ""
    for heading in soup.find_all(_HEADINGS):
        text = _words(heading)
        if text and told.casefold().startswith(text.casefold()) and _SITE.match(told[len(text) :]):
            heading.decompose()
            return text
    return told


def _words(tag: Tag) -> str:
    return " ".join(tag.get_text(" ").split())


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


def family_of(file: str, language: str) -> str:
    """Return what the languages of a file's article share: its name without the language."""
    stem = PurePosixPath(file).name.rsplit(".", 1)[0]
    parts = [part for part in re.split(r"[._]", stem) if part.lower() != language]
    name = "-".join(parts) or stem
    if name.lower() == "index":
        name = PurePosixPath(file).parent.name or name
    return slug(name)
