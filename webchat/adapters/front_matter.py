"""Front matter: the YAML between two `---` lines at the head of an article.

kb_index alone knows the whole format; here stand only the facts that the list of articles shows, so that a text can be
saved while kb_index is away.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import yaml

from webchat.domain.article import LANGUAGES, MAX_CHARS, MAX_ID, Facts
from webchat.domain.errors import Fixable

_FENCE = re.compile(r"^---[ \t]*$", re.MULTILINE)
_UNFIT = re.compile(r"[\x00-\x1f\x7f/\\]")
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def facts(markdown: str) -> Facts:
    """Return what the front matter says.

    Raises:
        Fixable: `bad_article` with `line` and `problem` (one of kb_index's codes for bad articles).
    """
    meta, lines = _read(markdown)
    texts = {key: _text(meta, lines, key) for key in ("id", "family", "language", "title", "topic", "visibility")}
    for key in ("id", "family", "language", "title"):
        if texts[key] is None:
            raise bad("missing_key", 1, key=key)
    for key in ("id", "family"):
        if len(texts[key] or "") > MAX_ID or _UNFIT.search(texts[key] or ""):
            raise bad("bad_id", lines.get(key), key=key)
    language, visibility = (texts["language"] or "").lower(), (texts["visibility"] or "public").lower()
    if language not in LANGUAGES:
        raise bad("bad_language", lines.get("language"), language=language)
    if visibility not in ("draft", "internal", "public"):
        raise bad("bad_visibility", lines.get("visibility"), visibility=visibility)
    topic = texts["topic"]
    return Facts(
        article_id=texts["id"] or "",
        family=texts["family"] or "",
        language=language,
        title=(texts["title"] or "")[:500],
        topic=topic[:200] if topic else None,
        visibility=visibility,
    )


def put(markdown: str, values: Mapping[str, Any]) -> str:
    """Return the text with these keys set: in their place where they stand, else at the head; the rest stays as it is.

    A text without front matter gets one.

    Raises:
        Fixable: `bad_article` where the front matter cannot be read.
    """
    newline = "\r\n" if "\r\n" in markdown else "\n"
    text = markdown.replace("\r\n", "\n").removeprefix("\ufeff")
    if _FENCE.match(text) is None:
        return newline.join(["---", *(_line(key, value) for key, value in values.items()), "---", ""]) + markdown
    source, start = _source(text)
    node = _composed(source)
    marks = {str(key.value): (key.start_mark.line, value.end_mark) for key, value in node.value} if node else {}
    lines = source.split("\n")
    for key in sorted((key for key in values if key in marks), key=lambda key: -marks[key][0]):
        first, end = marks[key]
        last = end.line if end.column else end.line - 1
        lines[first : max(first, last) + 1] = [_line(key, values[key])]
    missing = [_line(key, value) for key, value in values.items() if key not in marks]
    whole = text[:start] + "\n".join([*missing, *lines]) + text[start + len(source) :]
    return whole.replace("\n", newline)


def read(markdown: str) -> dict[str, Any]:
    """Return what stands in the front matter, as it stands there.

    Raises:
        Fixable: `bad_article` where it cannot be read.
    """
    return _read(markdown)[0]


def has(markdown: str, key: str) -> bool:
    """Return whether the front matter has a key; False without front matter.

    Raises:
        Fixable: `bad_article` where it cannot be read.
    """
    text = markdown.replace("\r\n", "\n").removeprefix("\ufeff")
    return _FENCE.match(text) is not None and _read(markdown)[0].get(key) is not None


def bad(problem: str, line: int | None = None, **params: Any) -> Fixable:
    """Return the refusal of an article."""
    return Fixable("bad_article", problem=problem, line=line, **params)


def check_text(markdown: str) -> None:
    """Refuse what no database or file can hold as a text.

    Raises:
        Fixable: `too_long`, or `bad_article` for control characters.
    """
    if len(markdown) > MAX_CHARS:
        raise Fixable("too_long", max_chars=MAX_CHARS)
    if "\x00" in markdown or any("\ud800" <= char <= "\udfff" for char in markdown):
        raise bad("bad_encoding")


def _line(key: str, value: Any) -> str:
    return yaml.safe_dump({key: value}, allow_unicode=True, width=10_000).rstrip("\n")


def _source(text: str) -> tuple[str, int]:
    """The YAML between the fences, and where it starts."""
    opening = _FENCE.match(text)
    if opening is None:
        raise bad("no_front_matter", 1)
    closing = _FENCE.search(text, opening.end())
    if closing is None:
        raise bad("no_front_matter", 1)
    start = opening.end() + 1
    return text[start : max(start, closing.start() - 1)], start


def _composed(source: str) -> yaml.MappingNode | None:
    try:
        node = yaml.compose(source, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        raise bad("bad_yaml", error.problem_mark.line + 2 if error.problem_mark else None) from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise bad("bad_yaml") from error
    if node is not None and not isinstance(node, yaml.MappingNode):
        raise bad("bad_yaml", 2)
    return node


def _read(markdown: str) -> tuple[dict[str, Any], dict[str, int]]:
    check_text(markdown)
    source, _ = _source(markdown.replace("\r\n", "\n").removeprefix("\ufeff"))
    node = _composed(source)
    if node is None:
        return {}, {}
    try:
        meta = yaml.load(source, Loader=_LOADER)  # a safe loader: plain data only
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise bad("bad_yaml") from error
    return {str(key): value for key, value in meta.items()}, {
        str(key.value): key.start_mark.line + 2 for key, _ in node.value
    }


def _text(meta: dict[str, Any], lines: dict[str, int], key: str) -> str | None:
    value = meta.get(key)
    if value is None:
        return None
    if isinstance(value, (dict, list)):
        raise bad("bad_value", lines.get(key), key=key)
    return " ".join(str(value).split()) or None
