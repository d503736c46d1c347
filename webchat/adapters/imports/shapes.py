"""HTML that says one thing by the means of another: a list of Word as paragraphs, a page laid out in a table, a question as a button."""

from __future__ import annotations

import re

from bs4 import BeautifulSoup, Tag
from bs4.element import PreformattedString

from webchat.adapters.imports.frame import HEADINGS

_ACCORDION = re.compile(r"accordion|collaps|toggle|faq|question|vraag", re.IGNORECASE)
_MARK = re.compile(r"\s*(?:(\d{1,3}|[a-z])[.)]|[·•▪§o–-])\s*", re.IGNORECASE)
_PILCROWS = ("", "¶", "#", "§", "🔗")
_BLOCKS = ["ol", "ul", "table", *HEADINGS]
_HOLDERS = ["li", "p", "dt", "dd", "ol", "ul", "dl", "div", "td", "blockquote"]
_OF_TABLE = ["tr", "td", "th", "tbody", "thead", "tfoot"]


def mend(soup: BeautifulSoup) -> None:
    """Make lists lists, headings headings and a layout no table."""
    for note in soup.find_all(string=lambda text: isinstance(text, PreformattedString)):
        note.extract()
    for link in soup.find_all("a", href=re.compile("^#")):  # beside a heading, to link to it
        if link.get_text().strip() in _PILCROWS and link.find("img") is None:
            link.decompose()
    _unnest(soup)
    _lists_of_word(soup)
    _layouts(soup)
    _questions(soup)
    _definitions(soup)


def _unnest(soup: BeautifulSoup) -> None:
    """`<li>a<li>b`: what was never closed holds the next of its kind."""
    for tag in soup.find_all(["li", "p", "dt", "dd"]):
        if (outer := tag.find_parent(_HOLDERS)) and (outer.name == tag.name or {outer.name, tag.name} == {"dt", "dd"}):
            outer.insert_after(tag.extract())


def _lists_of_word(soup: BeautifulSoup) -> None:
    """Word writes an item as a paragraph that begins with its number or bullet in a span of its own."""
    items = [tag for tag in soup.find_all("p") if "mso-list:" in str(tag.get("style") or "").replace(" ", "")]
    made: Tag | None = None
    for item in items:
        span = item.find(style=re.compile(r"mso-list:\s*Ignore", re.IGNORECASE))
        mark = _MARK.match(span.get_text() if span else item.get_text())
        if span is not None:
            span.decompose()
        before = item.find_previous_sibling()
        if made is None or before is not made:
            made = soup.new_tag("ol" if mark and mark[1] else "ul")
            item.insert_before(made)
        item.name, item.attrs = "li", {}
        made.append(item.extract())


def _layouts(soup: BeautifulSoup) -> None:
    """A table without headings whose cells hold more than a paragraph, or which has one row or one column, places things."""
    for table in reversed(soup.find_all("table")):  # from within
        parts = [tag for tag in table.find_all(_OF_TABLE) if tag.find_parent("table") is table]
        rows = [row.find_all("td", recursive=False) for row in parts if row.name == "tr"]
        is_list = len(rows) > 1 and all(len(cells) > 1 for cells in rows)
        is_full = any(cell.find(_BLOCKS) or len(cell.find_all("p")) > 1 for cells in rows for cell in cells)
        has_head = any(tag.name == "th" for tag in parts)
        if table.get("role") in ("presentation", "none") or (not has_head and (is_full or not is_list)):
            for tag in (*parts, table):
                tag.name, tag.attrs = "div", {}


def _questions(soup: BeautifulSoup) -> None:
    """The button or summary that opens an answer is its heading."""
    for tag in soup.find_all(["button", "summary"]):
        if tag.find_parent(HEADINGS):
            tag.unwrap()
        elif tag.name == "summary" or tag.has_attr("aria-expanded") or _opens(tag):
            tag.name, tag.attrs = "h3", {}


def _opens(button: Tag) -> bool:
    near = (button, button.parent, button.parent.parent if button.parent else None)
    named = any(
        _ACCORDION.search(" ".join(tag.get_attribute_list("class"))) for tag in near if tag and tag.attrs.get("class")
    )
    return named and bool(button.get_text().strip())


def _definitions(soup: BeautifulSoup) -> None:
    """Markdown has no list of terms: a term becomes a bold line above what it means."""
    for tag in soup.find_all(["dl", "dt", "dd"]):
        if tag.name == "dt":
            tag.wrap(soup.new_tag("p"))
        tag.name = "strong" if tag.name == "dt" else "div"
