"""What the service itself says, in three languages: notices in the chat and sentences for errors."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, cast

LANGUAGES = ("nl", "fr", "en")


@cache
def load(language: str) -> dict[str, str]:
    """Return all texts of a language by key."""
    path = Path(__file__).parent / f"{language}.json"
    return cast("dict[str, str]", json.loads(path.read_text("utf-8")))


def text(language: str, key: str, /, **params: Any) -> str:
    """Return one text with its placeholders filled.

    Args:
        language: `nl`, `fr` or `en`; anything else reads English.
        key: A key of the JSON files; all three have the same keys.
        **params: Values of the placeholders.
    """
    return load(language if language in LANGUAGES else "en")[key].format(**params)


def article_problem(language: str, code: str, params: Mapping[str, Any]) -> str:
    """Return what is wrong with an article, in a sentence for its author.

    Args:
        language: As in `text`.
        code: One of kb_index's, or of the import's.
        params: Values of the placeholders; `message` is what is said of a code without a text of ours.
    """
    try:
        return text(language, f"article_{code}", **params)
    except KeyError:
        return str(params.get("message") or code)


def moment(language: str, at: datetime) -> str:
    """Return a moment in words: "2 March 2026, 10:05".

    Args:
        language: As in `text`.
        at: In the reader's time zone.
    """
    clock = text(language, "when_minute" if at.minute else "when_hour", hour=at.hour, minute=f"{at.minute:02}")
    return f"{day(language, at)}, {clock}"


def day(language: str, at: datetime) -> str:
    """Return a day in words: "2 March 2026".

    Args:
        language: As in `text`.
        at: In the reader's time zone.
    """
    number = "1er" if language == "fr" and at.day == 1 else at.day
    return f"{number} {text(language, f'month_{at.month}')} {at.year}"


def accepted(header: str) -> str:
    """Return the first of our languages in an `Accept-Language` header, English if there is none."""
    asked = (part.strip()[:2].lower() for part in header.split(","))
    return next((language for language in asked if language in LANGUAGES), "en")


def when(language: str, at: datetime, now: datetime) -> str:
    """Return a moment to come in words: "tomorrow at 8:00".

    Args:
        language: As in `text`.
        at: In the reader's time zone, not before `now`.
        now: In the same zone.
    """
    clock = text(language, "when_minute" if at.minute else "when_hour", hour=at.hour, minute=f"{at.minute:02}")
    days = (at.date() - now.date()).days
    if days < 2:
        return text(language, "when_tomorrow" if days else "when_today", time=clock)
    weekday, month = text(language, f"weekday_{at.isoweekday()}"), text(language, f"month_{at.month}")
    number = "1er" if language == "fr" and at.day == 1 else at.day
    return text(language, "when_later", weekday=weekday, day=number, month=month, time=clock)


def about(language: str, seconds: float) -> str:
    """Return a length of time in round words: "about 5 minutes".

    Args:
        language: As in `text`.
        seconds: Not negative.
    """
    minutes = round(seconds / 60)
    if minutes <= 1:
        return text(language, "about_minute")
    if minutes < 55:
        return text(language, "about_minutes", n=minutes if minutes < 10 else 5 * round(minutes / 5))
    hours = round(minutes / 60)
    return text(language, "about_hour") if hours == 1 else text(language, "about_hours", n=hours)
