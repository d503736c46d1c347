"""The words of managers' reports: each figure's name and definition, heads of tables, reasons."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import cast


@cache
def load(language: str) -> dict[str, str]:
    """Return all words of a language by key."""
    return cast("dict[str, str]", json.loads((Path(__file__).parent / f"{language}.json").read_text("utf-8")))


def words(language: str, key: str, *, otherwise: str | None = None) -> str:
    """Return one text; that of `otherwise` where `key` has none."""
    texts = load(language)
    return texts[key] if otherwise is None or key in texts else texts[otherwise]
