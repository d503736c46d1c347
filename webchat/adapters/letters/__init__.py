"""Mails and transcripts as text and as HTML: one template each, the words from `webchat/texts`."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import partial
from importlib.resources import files
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


def style_source(template: str) -> str:
    """Return what a `style-src` has to name before a page of ours may show this template's own style."""
    source = (files(__name__) / template).read_text("utf-8")
    style = re.search(r"<style>(.*?)</style>", source, re.DOTALL)
    assert style, template
    return f"'sha256-{base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()}'"
