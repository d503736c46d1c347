"""Markdown to plain text: sections by heading, and the first list that can be walked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from markdown_it import MarkdownIt
from markdown_it.token import Token


@dataclass(frozen=True, slots=True)
class Section:
    """The text under one heading; paragraphs and list items are separate blocks."""

    heading: str
    blocks: tuple[str, ...]


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark").enable("table")


@lru_cache(maxsize=1)  # an article is asked for its steps, then for its sections
def _tokens(markdown: str) -> tuple[Token, ...]:
    return tuple(_parser().parse(markdown))


def sections(markdown: str) -> list[Section]:
    """Cut a text at its headings; what stands before the first one has an empty heading."""
    result: list[Section] = []
    heading, in_heading = "", False
    blocks: list[str] = []
    for token in _tokens(markdown):
        if token.type == "heading_open":
            if blocks or heading:
                result.append(Section(heading, tuple(blocks)))
            heading, blocks, in_heading = "", [], True
        elif token.type == "heading_close":
            in_heading = False
        elif token.type == "inline" and in_heading:
            heading = plain(token)
        elif token.type == "inline" and (text := plain(token)):
            blocks.append(text)
        elif token.type in ("fence", "code_block") and token.content.strip():
            blocks.append(token.content.strip())
    if blocks or heading:
        result.append(Section(heading, tuple(blocks)))
    return result


def first_ordered_list(markdown: str) -> list[str]:
    """The items of the first ordered list with at least two, as plain text; `[]` without one.

    An item's text includes what is nested in it. Lists that an image or a paragraph interrupts but
    whose numbers go on (`1.`, picture, `2.`) count as one.
    """
    tokens = _tokens(markdown)
    found: list[str] = []
    following = 0
    for at, token in enumerate(tokens):
        if token.type != "ordered_list_open":
            continue
        start = int(token.attrs.get("start", 1))
        items = _items(tokens, at)
        if found and start == following:
            found += items
        elif len(found) >= 2:
            break
        else:
            found = items
        following = start + len(items)
    return found if len(found) >= 2 else []


def _items(tokens: Sequence[Token], at: int) -> list[str]:
    level = tokens[at].level
    items: list[list[str]] = []
    for token in tokens[at + 1 :]:
        if token.type == "ordered_list_close" and token.level == level:
            break
        if token.type == "list_item_open" and token.level == level + 1:
            items.append([])
        elif token.type == "inline" and (text := plain(token)):
            items[-1].append(text)
        elif token.type in ("fence", "code_block") and token.content.strip():
            items[-1].append(token.content.strip())
    return ["\n".join(item) for item in items if item]


def plain(token: Token) -> str:
    """The words of an inline token: links and emphasis keep their text, images their description."""
    parts = []
    for child in token.children or ():
        if child.type in ("text", "code_inline", "image"):
            parts.append(child.content)
        elif child.type in ("softbreak", "hardbreak"):
            parts.append(" ")
    return " ".join("".join(parts).split())


def link_targets(markdown: str) -> list[str]:
    """Where the links of a text lead, in order; pictures are not links."""
    inline = [child for token in _tokens(markdown) for child in token.children or ()]
    return [str(child.attrs["href"]) for child in inline if child.type == "link_open"]
