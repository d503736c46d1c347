"""Markdown as other tools write it: without front matter, or with less than an article needs."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from webchat.adapters import front_matter
from webchat.adapters.imports.pages import family_of, named_language
from webchat.domain.which_language import language_of

_NEEDED = ("id", "family", "language", "title")
_HEAD = re.compile(r"\A\ufeff?---[ \t]*\r?\n(.*?\n)?---[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_HEADING = re.compile(r"\A\s*(?:#[ \t]+([^\n]+?)[ \t]*#*|([^\n#>|\s-][^\n]*?)[ \t]*\r?\n=+)[ \t]*(?:\r?\n|\Z)")


def completed(markdown: str, file: str, chosen: str | None) -> str:
    """Return a text with what it lacks at its head; one that lacks nothing stays as it is, byte for byte.

    The title comes from its first heading, the language from its words, the rest from its name.

    Args:
        markdown: The text.
        file: Its path in the import.
        chosen: The language of texts that tell none.

    Raises:
        Fixable: `bad_article` where the front matter cannot be read, or nothing tells the language (`no_language`).
    """
    head = front_matter.read(markdown) if markdown.removeprefix("\ufeff").startswith("---") else {}
    if all(head.get(key) is not None for key in _NEEDED):
        return markdown
    top = _HEAD.match(markdown)
    start = top.end() if top else 0
    body = markdown[start:]
    language = head.get("language") or language_of(body) or named_language(file) or chosen
    if language is None:
        raise front_matter.bad("no_language", 1)
    heading = None if head.get("title") else _HEADING.match(body)
    title = head.get("title") or (heading and (heading[1] or heading[2])) or PurePosixPath(file).stem
    family = (
        head.get("family") or str(head.get("id") or "").removesuffix(f".{language}") or family_of(file, str(language))
    )
    told = {"id": f"{family}.{language}", "family": family, "language": language, "title": title}
    rest = body[heading.end() :].lstrip("\r\n") if heading else body
    return front_matter.put(markdown[:start] + rest, {key: told[key] for key in _NEEDED if head.get(key) is None})
