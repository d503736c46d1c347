"""What stands around the text of an HTML page: menus, bars, footers; by what they call themselves, and by standing on other pages too."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from bs4 import BeautifulSoup, Tag

_ROLES = ("navigation", "banner", "contentinfo", "search", "complementary", "menu", "menubar", "dialog")
_FRAMES = {
    "breadcrumb",
    "breadcrumbs",
    "footer",
    "nav",
    "navbar",
    "navigation",
    "pagination",
    "sidebar",
    "skiplink",
    "topbar",
}
# Words that a text may be about as well: a section of steps on cookies is none of these.
_NOTICES = {"consent", "cookie", "cookies", "menu", "share", "sharing", "skip", "social"}
_HOLDERS = ("a", "aside", "div", "section", "span", "ul")
_PART = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_BLOCKS = (
    *HEADINGS,
    "address",
    "blockquote",
    "dd",
    "div",
    "dl",
    "dt",
    "figure",
    "li",
    "ol",
    "p",
    "pre",
    "section",
    "table",
    "td",
    "ul",
)

SAMPLE, _MOST = 100, 200_000  # pages, and bytes of each: what is on many is on these
_FEWEST, _SHARE = 4, 0.1


def take_off(root: Tag) -> None:
    """Remove what calls itself a menu, a cookie bar, a footer. What holds the main heading, or most of the text, stays."""
    most = len(root.get_text()) / 2
    for tag in root.find_all(True):
        if not tag.decomposed and _is_frame(tag) and tag.find("h1") is None and len(tag.get_text()) <= most:
            tag.decompose()


def _is_frame(tag: Tag) -> bool:
    if tag.name in HEADINGS:
        return False
    names = _names(tag)
    if tag.get("role") in _ROLES or _FRAMES & names:
        return True
    return bool(_NOTICES & names) and tag.name in _HOLDERS and tag.find([*HEADINGS, "ol"]) is None


def take_off_repeated(root: Tag, repeated: frozenset[str]) -> None:
    """Remove the lines at both ends that other pages have too; steps, and what stands between lines of its own, stay."""
    lines = list(_lines(root))
    if all(text in repeated for _, text in lines):
        return
    for ordered in (lines, list(reversed(lines))):
        for tag, text in ordered:
            if text not in repeated or tag.find_parent("ol"):
                break
            if not tag.decomposed:
                tag.decompose()


def repeated_lines(pages: Iterable[bytes]) -> frozenset[str]:
    """Return the lines that stand on many of these pages; none where there are few pages."""
    n_pages, counts = 0, Counter[str]()
    for content in pages:
        n_pages += 1
        counts.update({text for _, text in _lines(BeautifulSoup(content[:_MOST], "html.parser"))})
    return frozenset(text for text, n in counts.items() if n >= max(_FEWEST, _SHARE * n_pages))


def _names(tag: Tag) -> set[str]:
    told = " ".join([*(tag.get_attribute_list("class")), str(tag.get("id") or "")] if tag.attrs else [])
    return {part.lower() for part in _PART.findall(told)}


def _lines(root: Tag) -> Iterator[tuple[Tag, str]]:
    """The blocks that hold no other block, with their words."""
    for tag in root.find_all(_BLOCKS):
        if tag.find(_BLOCKS) is None and (text := " ".join(tag.get_text(" ").split())):
            yield tag, text
