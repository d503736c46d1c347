"""What an article was, and how it stands beside its translations."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, select, update

from webchat.adapters.db import tables as t
from webchat.domain.article import LANGUAGES, State
from webchat.domain.errors import Fixable
from webchat.services import audit, views
from webchat.services.accounts import Agent
from webchat.services.articles import rows
from webchat.services.work import Work

_a, _r = t.articles.c, t.article_revisions.c
_SHOWN = (_r.number, _r.kind, _r.note, _r.minor, _r.by_id, _r.at)


def revisions(db: Connection, article_id: str, *, after: int | None, limit: int) -> dict[str, Any]:
    """Return an article's revisions, newest first.

    Raises:
        Fixable: `not_found`.
    """
    row = rows.load(db, article_id)
    query = select(*_SHOWN).where(_r.article_id == article_id).order_by(_r.number.desc()).limit(limit + 1)
    found = list(db.execute(query if after is None else query.where(_r.number < after)).mappings())
    names = rows.names_of(db, found, "by_id")
    shown = [_wire(revision, row, names) for revision in found[:limit]]
    return {"revisions": shown, "next": shown[-1]["number"] if len(found) > limit else None}


def revision(db: Connection, article_id: str, number: int) -> dict[str, Any]:
    """Return one revision with its text.

    Raises:
        Fixable: `not_found`.
    """
    row = rows.load(db, article_id)
    where = (_r.article_id == article_id, _r.number == number)
    found = db.execute(select(*_SHOWN, _r.markdown).where(*where)).mappings().one_or_none()
    if found is None:
        raise Fixable("not_found")
    return {**_wire(found, row, rows.names_of(db, [found], "by_id")), "markdown": found["markdown"]}


def translations(db: Connection, article_id: str) -> dict[str, Any]:
    """Return what there is of the article in each language, itself included.

    Raises:
        Fixable: `not_found`.
    """
    family = rows.load(db, article_id)["family"]
    columns = (_a.article_id, _a.language, _a.title, _a.state, _a.outdated_since)
    # Where an archived version stands beside a living one, the living one counts.
    query = select(*columns).where(_a.family == family).order_by(_a.state == State.ARCHIVED, _a.article_id)
    versions: dict[str, Any] = {}
    for row in db.execute(query):
        versions.setdefault(row.language, row)
    return {"translations": [_translation(language, versions.get(language)) for language in LANGUAGES]}


def confirm(work: Work, agent: Agent, article_id: str, *, language: str) -> dict[str, Any]:
    """Note that a language says what the others say.

    Raises:
        Fixable: `not_found`, also where the family does not have the language.
    """
    family = rows.load(work.db, article_id)["family"]
    where = (_a.family == family, _a.language == language)
    if not work.db.execute(update(t.articles).where(*where).values(outdated_since=None)).rowcount:
        raise Fixable("not_found")
    audit.record(work, "translation_confirmed", actor=agent.id, article=article_id, language=language)
    return translations(work.db, article_id)


def _translation(language: str, row: Any) -> dict[str, Any]:
    return {
        "language": language,
        "article_id": row and row.article_id,
        "title": row and row.title,
        "state": row and row.state,
        "outdated_since": views.iso(row.outdated_since) if row and row.outdated_since else None,
    }


def _wire(revision: rows.Row, row: rows.Row, names: dict[str, str]) -> dict[str, Any]:
    by = revision["by_id"]
    return {
        "number": revision["number"],
        "kind": revision["kind"],
        "note": revision["note"],
        "minor": revision["minor"],
        "by": {"id": by, "name": names.get(by, "")} if by else None,
        "at": views.iso(revision["at"]),
        "is_published": revision["number"] == row["published_number"],
    }
