"""What a message can be about: the bot's intents and those that were added here, by names that people read."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, func, insert, select

from webchat.adapters import rasa_yaml
from webchat.adapters.db import tables as t
from webchat.domain.article import State
from webchat.domain.errors import Fixable
from webchat.domain.labels import ENTITIES, family_of, intent_of, is_family, is_intent_name, slug
from webchat.services import audit, labels
from webchat.services.accounts import Agent
from webchat.services.work import Store, Work
from webchat.texts import LANGUAGES, load
from webchat.texts import text as say

_PREFIX = "intent_"


@dataclass(frozen=True, slots=True)
class Intent:
    """An intent that was added in the desk.

    Attributes:
        titles: By language; the author's language only, until an article of the family gives the others.
        family: Of the article that answers it, when there is or will be one.
    """

    name: str
    titles: Mapping[str, str]
    family: str | None


def added(db: Connection) -> list[Intent]:
    """Return the intents that were added here, oldest first."""
    c = t.intents.c
    rows = db.execute(select(c.name, c.titles, c.family).order_by(c.created_at, c.name))
    return [Intent(row.name, row.titles, row.family) for row in rows]


def count_since(db: Connection, at: datetime | None) -> int:
    """Return how many intents were added here, or have been since a training began."""
    query = select(func.count()).select_from(t.intents)
    return db.scalar(query if at is None else query.where(t.intents.c.created_at > at)) or 0


def count_unanswered(db: Connection) -> int:
    """Return how many topics were added here that no article answers yet."""
    families = {intent.family for intent in added(db) if intent.family}
    return len(families - article_titles(db).keys())


def create(work: Work, agent: Agent, *, title: str, language: str, family: str | None, families: Iterable[str]) -> str:
    """Add an intent; returns its name.

    Args:
        work: The transaction.
        agent: Who adds it.
        title: What people will read.
        language: Of the title.
        family: The article's that answers it; None for one that no article answers yet.
        families: Those that there are.

    Raises:
        Fixable: `invalid` (field `family` or `title`), or `exists` with the `intent`.
    """
    if family is not None and (family not in set(families) or not is_family(family)):
        raise Fixable("invalid", field="family")
    name = intent_of(family or slug(title))
    if not is_intent_name(name) or name == intent_of(""):
        raise Fixable("invalid", field="title")
    if name in shipped(work.settings.bot_dir) or work.db.scalar(
        select(t.intents.c.name).where(t.intents.c.name == name)
    ):
        raise Fixable("exists", field="title", intent=name)
    row = {
        "name": name,
        "titles": {language: title},
        "family": family_of(name),
        "agent_id": agent.id,
        "created_at": work.now,
    }
    work.db.execute(insert(t.intents).values(row))
    audit.record(work, "intent_created", actor=agent.id, intent=name)
    return name


def exists(work: Work, name: str) -> bool:
    """Return whether a message can be labelled with this intent."""
    is_added = work.db.scalar(select(t.intents.c.name).where(t.intents.c.name == name)) is not None
    return is_added or name in shipped(work.settings.bot_dir)


# --- what the bot came with ----------------------------------------------------------------------------


def shipped(bot_dir: Path) -> dict[str, dict[str, int]]:
    """Return the intents of the domain that have examples, with the number of these by language."""
    domain = bot_dir / "domain.yml"
    files = sorted((bot_dir / "data" / "nlu").glob("*.yml"))
    newest = max((file.stat().st_mtime_ns for file in (domain, *files) if file.is_file()), default=0)
    return _shipped(bot_dir, newest, len(files))


@lru_cache(maxsize=4)
def _shipped(bot_dir: Path, _newest: int, _n_files: int) -> dict[str, dict[str, int]]:
    counts: Counter[tuple[str, str]] = Counter()
    for file in sorted((bot_dir / "data" / "nlu").glob("*.yml")):
        counts.update((read.intent, read.language) for read in rasa_yaml.read(file.read_text("utf-8")))
    names = rasa_yaml.intents((bot_dir / "domain.yml").read_text("utf-8"))
    of = {name: {language: counts[name, language] for language in LANGUAGES} for name in names}
    return {name: n for name, n in of.items() if any(n.values())}


# --- the list ------------------------------------------------------------------------------------------


async def listed(store: Store, titles: Mapping[str, Mapping[str, str]], language: str) -> dict[str, Any]:
    """Return all intents and entities with what people call them, and the articles that no intent names yet.

    Args:
        store: The database.
        titles: Articles' titles by family and language.
        language: Of the reader.
    """
    new, counts, written = await store.read(lambda db: (added(db), labels.counts(db), drafts(db)))
    own = await asyncio.to_thread(shipped, store.env.settings.bot_dir)
    named = {family_of(name) for name in names(own, new)}
    unnamed = {family: title for family, title in titles.items() if family not in named and is_family(family)}
    return {
        "intents": [
            {
                **_row(name, own.get(name), titles, new, counts, language),
                "draft": _draft(name, titles, written, language),
            }
            for name in names(own, new)
        ],
        "articles": [
            {"family": family, "title": title.get(language) or next(iter(title.values()))}
            for family, title in sorted(unnamed.items())
        ],
        "entities": [{"name": name, "title": say(language, f"entity_{name}")} for name in ENTITIES],
    }


def drafts(db: Connection) -> dict[str, dict[str, str]]:
    """Return the ids of articles that are being written, by family and language."""
    c = t.articles.c
    found: dict[str, dict[str, str]] = {}
    for row in db.execute(
        select(c.family, c.language, c.article_id).where(c.state.in_((State.DRAFT, State.IN_REVIEW)))
    ):
        found.setdefault(row.family, {})[row.language] = row.article_id
    return found


def names(own: Mapping[str, Any], new: Sequence[Intent]) -> list[str]:
    """Return the names of all intents."""
    return list(dict.fromkeys([*own, *(intent.name for intent in new)]))


def article_titles(db: Connection) -> dict[str, dict[str, str]]:
    """Return the titles of published articles by family and language."""
    c = t.articles.c
    titles: dict[str, dict[str, str]] = {}
    for row in db.execute(select(c.family, c.language, c.published_title).where(c.state == State.PUBLISHED)):
        titles.setdefault(row.family, {})[row.language] = row.published_title
    return titles


def titles_of(name: str, articles: Mapping[str, Mapping[str, str]], new: Sequence[Intent]) -> dict[str, str]:
    """Return what an intent is called, in each language: never its name in the program, unless nothing else is known."""
    if f"{_PREFIX}{name}" in load("en"):
        return {language: say(language, f"{_PREFIX}{name}") for language in LANGUAGES}
    own = next((intent.titles for intent in new if intent.name == name), {})
    known = {**own, **articles.get(family_of(name) or "", {})}
    spare = next((known[language] for language in LANGUAGES if language in known), None)
    words = (family_of(name) or name).replace("-", " ").replace("_", " ").capitalize()
    return {language: known.get(language) or spare or words for language in LANGUAGES}


def _draft(
    name: str, articles: Mapping[str, Any], written: Mapping[str, Mapping[str, str]], language: str
) -> str | None:
    """The article that will answer an intent which none answers yet."""
    family = family_of(name)
    if family is None or family in articles or family not in written:
        return None
    return written[family].get(language) or next(iter(written[family].values()))


def _row(
    name: str,
    own: Mapping[str, int] | None,
    articles: Mapping[str, Mapping[str, str]],
    new: Sequence[Intent],
    counts: Mapping[tuple[str, str, str], int],
    language: str,
) -> dict[str, Any]:
    titles = titles_of(name, articles, new)
    family = family_of(name)
    part = {p: sum(counts.get((name, lang, p), 0) for lang in LANGUAGES) for p in ("train", "eval")}
    return {
        "name": name,
        "title": titles[language],
        "titles": titles,
        "kind": "topic" if family else "dialogue",
        "family": family,
        "has_article": family in articles,
        "added": own is None,
        "n": {lang: (own or {}).get(lang, 0) + counts.get((name, lang, "train"), 0) for lang in LANGUAGES},
        "n_labels": part,
    }
