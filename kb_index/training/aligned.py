"""Aligned text in three languages: the office suite's help by paragraph id, catalogues by message id."""

from __future__ import annotations

import gettext
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

from kb_index.training.cleaning import Triple, is_usable, plain

_FOLDERS = {"en": "libreoffice-help-en-us", "nl": "libreoffice-help-nl", "fr": "libreoffice-help-fr"}
_HEADING = re.compile(r"h[1-6]")
_ID = re.compile(r"(?:hd|par)_id\w+")
# Text that many pages share says nothing about one of them.
_SHARED_PAGES = "shared/00/"
_SECTION_CHARS = 700
_MIN_SECTION = 80


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, prefixed by its page's, and what stands under it, per language (en, nl, fr)."""

    group: str
    headings: tuple[str, str, str]
    bodies: tuple[str, str, str]


@dataclass
class _Page(HTMLParser):
    """Headings and paragraphs of a help page in order: (id, is a heading, text)."""

    blocks: list[tuple[str, bool, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._open = ""
        self._id = ""
        self._text: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        if tag == "span" and (self._hidden or "hidden" in named):  # the wording for another operating system
            self._hidden += 1
        if not self._open and (tag == "p" or _HEADING.fullmatch(tag)) and _ID.fullmatch(named.get("id") or ""):
            self._open, self._id, self._text = tag, named.get("id") or "", []

    def handle_endtag(self, tag: str) -> None:
        if tag == "span" and self._hidden:
            self._hidden -= 1
        if self._open and tag == self._open:
            self.blocks.append((self._id, tag != "p", " ".join("".join(self._text).split())))
            self._open = ""

    def handle_data(self, data: str) -> None:
        if self._open and not self._hidden:
            self._text.append(data)


def read_page(text: str) -> list[tuple[str, bool, str]]:
    """Headings and paragraphs that have an id: (id, whether it is a heading, text), in order."""
    page = _Page()
    page.feed(text)
    page.close()
    return page.blocks


def help_text(unpacked: Path) -> tuple[list[Triple], list[Section]]:
    """Paragraphs and sections of the help, in pages that exist in the three languages.

    Args:
        unpacked: Folder with the three unpacked help packages.
    """
    roots = {language: _help_root(unpacked / name) for language, name in _FOLDERS.items()}
    triples: list[Triple] = []
    sections: list[Section] = []
    for path in sorted(roots["en"].rglob("*.html")):
        group = path.relative_to(roots["en"]).as_posix()
        paths = [roots[language] / group for language in ("en", "nl", "fr")]
        if not all(p.is_file() for p in paths):
            continue
        pages = [read_page(p.read_text(encoding="utf-8")) for p in paths]
        found = list(align(group, *pages))
        triples += [triple for triple, _ in found if is_usable(triple)]
        if not group.startswith(_SHARED_PAGES):
            sections += sections_of(group, found)
    return triples, sections


def _help_root(package: Path) -> Path:
    return next(path for path in sorted(package.rglob("text")) if path.is_dir())


def align(
    group: str,
    en: Iterable[tuple[str, bool, str]],
    nl: Iterable[tuple[str, bool, str]],
    fr: Iterable[tuple[str, bool, str]],
) -> Iterator[tuple[Triple, bool]]:
    """Blocks of one page that have the same id in the three languages, and whether each is a heading.

    An id that stands twice on a page names no paragraph and is left out.
    """
    pages = [_by_id(page) for page in (nl, fr)]
    blocks = list(en)
    own = _by_id(blocks)
    for block_id, is_heading, text in blocks:
        if block_id in own and all(block_id in page for page in pages):
            yield Triple(group, text, pages[0][block_id], pages[1][block_id]), is_heading


def _by_id(blocks: Iterable[tuple[str, bool, str]]) -> dict[str, str]:
    """Texts by id, without the ids that stand twice."""
    listed = list(blocks)
    counts = Counter(block_id for block_id, _, _ in listed)
    return {block_id: text for block_id, _, text in listed if counts[block_id] == 1}


def sections_of(group: str, blocks: Iterable[tuple[Triple, bool]]) -> Iterator[Section]:
    """Headings with the text under them, cut at the length of a passage; sections of a few words are left out."""
    titles: tuple[str, str, str] | None = None
    headings: tuple[str, str, str] | None = None
    bodies: list[list[str]] = [[], [], []]
    end = (Triple(group, "", "", ""), True)
    for triple, is_heading in (*blocks, end):
        texts = (triple.en, triple.nl, triple.fr)
        if not is_heading:
            for body, text in zip(bodies, texts, strict=True):
                body.append(text)
            continue
        joined = tuple("\n".join(body)[:_SECTION_CHARS] for body in bodies)
        if headings and min(map(len, joined)) >= _MIN_SECTION:
            yield Section(group, headings, (joined[0], joined[1], joined[2]))
        if titles is None:
            titles = headings = texts
        else:
            headings = tuple(f"{title} – {text}" for title, text in zip(titles, texts, strict=True))  # type: ignore[assignment]
        bodies = [[], [], []]


def catalogue_text(packages: Iterable[Path]) -> list[Triple]:
    """Interface strings that a package translates into both Dutch and French.

    Args:
        packages: Folders of unpacked packages; a catalogue may lie in another package than its sister.
    """
    catalogues: dict[str, dict[str, Path]] = {"nl": {}, "fr": {}}
    for package in packages:
        for path in sorted(package.rglob("*.mo")):
            language = "nl" if {"nl", "nl_NL"} & set(re.split(r"[/.-]", path.as_posix())) else "fr"
            # The place where it lies, without the language: Django has thirteen catalogues of one name.
            key = re.sub(r"\b(?:nl_NL|fr_FR|nl|fr)\b", "*", path.relative_to(package).as_posix())
            catalogues[language][key] = path
    triples = []
    for key in sorted(catalogues["nl"].keys() & catalogues["fr"].keys()):
        nl, fr = (read_catalogue(catalogues[language][key]) for language in ("nl", "fr"))
        for message in sorted(nl.keys() & fr.keys()):
            triple = Triple(key, *(plain(text) for text in (message.rpartition("\x04")[2], nl[message], fr[message])))
            if is_usable(triple):
                triples.append(triple)
    return triples


def read_catalogue(path: Path) -> dict[str, str]:
    r"""Translations by message id (`context\x04text` where there is a context); of plurals the first form."""
    with path.open("rb") as file:
        # No public reader gives all messages of a catalogue; this attribute has been there since Python 2.
        catalogue = gettext.GNUTranslations(file)._catalog  # type: ignore[attr-defined]
    messages: dict[str, str] = {}
    for key, text in catalogue.items():
        message, form = key if isinstance(key, tuple) else (key, 0)
        if message and form == 0:
            messages[message] = text
    return messages
