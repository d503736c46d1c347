"""A page in all languages: nothing of the Dutch one left in the others, no key of a text, nothing that axe objects to."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import cache

from playwright.sync_api import Page

from ops.layout import FRONTEND
from tests.e2e.pages.room import Room

# What the page itself says: not what stands in a language of its own, such as users' words.
_TEXTS = """() => [...document.querySelectorAll('#page *, .nav *')]
    .filter((e) => !e.closest('[lang]:not(html)') && e.checkVisibility())
    .flatMap((e) => [...e.childNodes].filter((n) => n.nodeType === 3).map((n) => n.data.trim()))"""
_KEY = re.compile(r"[a-z_]+(\.[a-z_]+)+|problem_\w+")
_SETTLED_MS = 700


def in_other_languages(room: Room, screen: str, audit: Callable[[Page, str], None]) -> None:
    """Look at a Dutch page, switch it to French and to English, and leave it in Dutch."""
    audit(room.page, f"{screen} in nl")
    dutch = _shown(room.page)
    for language in ("fr", "en"):
        room.speak(language)
        shown = _shown(room.page)
        left = {text for text in shown if text in _dutch_only() or (text in dutch and len(text.split()) >= 3)}
        assert left == set(), f"{screen} in {language}"
        audit(room.page, f"{screen} in {language}")
    room.speak("nl")
    assert _shown(room.page) & _dutch_only(), "what is looked for was there"


def _shown(page: Page) -> set[str]:
    page.wait_for_timeout(_SETTLED_MS)
    texts: list[str] = page.evaluate(_TEXTS)
    keys = [text for text in texts if _KEY.fullmatch(text)]
    assert keys == [], keys
    return {text for text in texts if text}


@cache
def _dutch_only() -> frozenset[str]:
    """Texts of the console that are Dutch and nothing else."""
    said: dict[str, set[str]] = {"nl": set(), "fr": set(), "en": set()}
    for language, texts in said.items():
        for file in (FRONTEND / "console").rglob(f"{language}.json"):
            texts.update(json.loads(file.read_text("utf-8")).values())
    return frozenset(said["nl"] - said["fr"] - said["en"])
