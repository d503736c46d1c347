"""An article's Markdown as HTML: headings to link to, tables that scroll, the steps where its list stood."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

# `html` off: what an author or an import writes as HTML is shown, never run.
_MARKDOWN = MarkdownIt("commonmark", {"html": False, "linkify": False}).enable("table")
_PICTURES = "/help/images/"
_NO_WORD = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Text:
    """An article's text, cut where its steps are drawn.

    Attributes:
        before: HTML before the steps, or all of it.
        after: HTML after them.
        headings: Anchor and words of each heading of the second level.
        n_before: How many of them stand before the steps.
    """

    before: Markup
    after: Markup
    headings: Sequence[tuple[str, str]]
    n_before: int


def pictures(markdown: str) -> set[str]:
    """Return the file names of our own pictures in a text."""
    return {name for token in _MARKDOWN.parse(markdown) for child in token.children or () if (name := _own(child))}


def read(markdown: str, *, cut: bool, sizes: Mapping[str, tuple[int, int]] | None = None) -> Text:
    """Render an article's text.

    Args:
        markdown: Without front matter.
        cut: Whether the first ordered list makes place for steps; without such a list they come before the first heading.
        sizes: Width and height of our own pictures, so that their place is kept until they are there.
    """
    tokens = _MARKDOWN.parse(markdown)
    headings = _headings(tokens)
    _set_pictures(tokens, sizes or {})
    start, end = _place(tokens) if cut else (len(tokens), len(tokens))
    n_before = sum(token.type == "heading_open" and token.tag == "h2" for token in tokens[:start])
    return Text(_html(tokens[:start]), _html(tokens[end:]), headings, n_before)


def inline(markdown: str) -> Markup:
    """Render one paragraph's worth of Markdown."""
    return Markup(_MARKDOWN.renderInline(markdown))


def _html(tokens: Sequence[Token]) -> Markup:
    return Markup(_MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {}))


def _headings(tokens: Sequence[Token]) -> list[tuple[str, str]]:
    """Give each heading an anchor; one of the first level is the title's, so those in a text step down."""
    found: list[tuple[str, str]] = []
    taken: set[str] = set()
    for token, words in pairwise(tokens):
        if token.type == "heading_open":
            anchor = _anchor(words.content, taken)
            token.attrSet("id", anchor)
            token.tag = "h2" if token.tag == "h1" else token.tag
            if token.tag == "h2":
                found.append((anchor, _plain(words)))
        elif words.type == "heading_close" and words.tag == "h1":
            words.tag = "h2"
    return found


def _plain(token: Token) -> str:
    return "".join(child.content for child in token.children or () if child.type in ("text", "code_inline"))


def _anchor(words: str, taken: set[str]) -> str:
    ascii_only = unicodedata.normalize("NFKD", words.lower()).encode("ascii", "ignore").decode()
    wanted = anchor = _NO_WORD.sub("-", ascii_only).strip("-") or "part"
    number = 1
    while anchor in taken:
        number += 1
        anchor = f"{wanted}-{number}"
    taken.add(anchor)
    return anchor


def _own(token: Token) -> str | None:
    source = str(token.attrGet("src") or "") if token.type == "image" else ""
    return source.removeprefix(_PICTURES) if source.startswith(_PICTURES) else None


def _set_pictures(tokens: Sequence[Token], sizes: Mapping[str, tuple[int, int]]) -> None:
    for child in (child for token in tokens for child in token.children or () if child.type == "image"):
        child.attrSet("loading", "lazy")
        child.attrSet("decoding", "async")
        if (size := sizes.get(_own(child) or "")) is not None:
            child.attrSet("width", str(size[0]))
            child.attrSet("height", str(size[1]))


def _place(tokens: Sequence[Token]) -> tuple[int, int]:
    """Return where the first ordered list of two items or more begins and ends; else the place before the first heading."""
    for at, token in enumerate(tokens):
        if token.type == "ordered_list_open" and token.level == 0:
            end = next(
                i for i in range(at, len(tokens)) if tokens[i].type == "ordered_list_close" and tokens[i].level == 0
            )
            if sum(each.type == "list_item_open" and each.level == 1 for each in tokens[at:end]) > 1:
                return at, end + 1
    at = next((i for i, token in enumerate(tokens) if token.type == "heading_open"), len(tokens))
    return at, at
