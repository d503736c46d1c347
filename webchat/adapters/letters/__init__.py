"""Mails and transcripts as text and as HTML: one template each, the words from `webchat/texts`."""

from __future__ import annotations

from functools import partial
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from webchat.texts import text

_ENVIRONMENT = Environment(
    loader=PackageLoader("webchat.adapters", "letters"),
    autoescape=select_autoescape(["html"]),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def render(template: str, language: str, **values: Any) -> str:
    """Return a template of this folder, filled; in it `say` gives the texts of the language."""
    return _ENVIRONMENT.get_template(template).render(language=language, say=partial(text, language), **values)
