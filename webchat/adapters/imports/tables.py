"""Tables of articles: one row each, as CSV. Columns by name, in any order; pairs of question and answer too."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from webchat.domain.article import LANGUAGES, slug
from webchat.domain.which_language import language_of

_NAMES = {
    "article_id": ("article_id", "id"),
    "family": ("family",),
    "language": ("language", "lang", "taal", "langue"),
    "title": (
        "title",
        "question",
        "titel",
        "vraag",
        "titre",
        "subject",
        "problem",
        "onderwerp",
        "probleem",
        "sujet",
        "problème",
    ),
    "text": (
        "text",
        "answer",
        "body",
        "markdown",
        "tekst",
        "antwoord",
        "texte",
        "réponse",
        "reponse",
        "content",
        "solution",
        "inhoud",
        "oplossing",
        "contenu",
    ),
    "topic": ("topic",),
    "keywords": ("keywords",),
    "visibility": ("visibility",),
}
_ASKED = ("question", "vraag")
_SEPARATOR = re.compile(
    r"\Asep=.\r?\n", re.IGNORECASE
)  # Excel's own line, which says the delimiter that the next shows
csv.field_size_limit(1_000_000)


class BadTable(Exception):
    """A table that cannot be read: a code, and the line where known."""

    def __init__(self, problem: str, line: int | None = None) -> None:
        super().__init__(problem)
        self.problem, self.line = problem, line


class Row(NamedTuple):
    """One article: values by our names of columns, and the line it ends on."""

    values: dict[str, str]
    line: int


def rows(content: bytes, language: str | None) -> Iterator[Row]:
    """Return the rows with all that can be told of them; a row that lacks something says so in `problem`.

    Args:
        content: The file: UTF-8, UTF-16 with its mark, or Windows' code page; commas, semicolons or tabs.
        language: Of rows that name none, and whose words tell none.

    Raises:
        BadTable: `bad_columns`, `bad_encoding`.
    """
    text = _SEPARATOR.sub("", _decoded(content))
    first = text.splitlines()[0] if text.strip() else ""
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        header = [name.strip().lower() for name in next(reader, [])]
        columns = {key: header.index(n) for key, names in _NAMES.items() for n in reversed(names) if n in header}
        if not {"title", "text"} <= columns.keys():
            raise BadTable("bad_columns", 1)
        has_questions = any(header[columns["title"]] == name for name in _ASKED)
        used: Counter[str] = Counter()
        for cells in reader:
            if any(cell.strip() for cell in cells):
                values = {
                    key: cells[at].strip() for key, at in columns.items() if at < len(cells) and cells[at].strip()
                }
                yield Row(_completed(values, language, used, has_questions=has_questions), reader.line_num)
    except csv.Error as error:
        raise BadTable("bad_columns", reader.line_num) from error


def _completed(
    values: dict[str, str], language: str | None, used: Counter[str], *, has_questions: bool
) -> dict[str, str]:
    if not values.get("title") or not values.get("text"):
        return {"problem": "bad_row"}
    read = language_of(f"{values['title']} {values['text']}")
    spoken = (values.get("language") or read or language or "").lower()
    if spoken not in LANGUAGES:
        return {"problem": "no_language" if not spoken else "bad_language"}
    family = values.get("family") or (values.get("article_id") or "").removesuffix(f".{spoken}")
    if not family:
        family = slug(values["title"])
        used[f"{family}.{spoken}"] += 1
        if (count := used[f"{family}.{spoken}"]) > 1:
            family = f"{family}-{count}"
    told = {"language": spoken, "family": family, "article_id": values.get("article_id") or f"{family}.{spoken}"}
    return {**values, **told, **({"question": values["title"]} if has_questions else {})}


def _decoded(content: bytes) -> str:
    try:
        if content.startswith((b"\xff\xfe", b"\xfe\xff")):  # what Excel calls Unicode text
            return content.decode("utf-16")
        if b"\x00" in content[:4096]:
            raise BadTable("bad_encoding")
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if error.encoding.startswith("utf-16"):
            raise BadTable("bad_encoding") from error
        return content.decode("cp1252", "replace")
