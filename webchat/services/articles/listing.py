"""Lists of articles: for those who write them, and for pages that readers see."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select

from webchat.adapters.db import tables as t
from webchat.domain.article import State, fold
from webchat.domain.errors import Fixable
from webchat.services import views
from webchat.services.articles import rows

_a = t.articles.c
_IN_REVIEW = or_(_a.state == State.IN_REVIEW, and_(_a.state == State.PUBLISHED, _a.review_asked))
# All that a row shows; texts stay where they are.
_SHOWN = [column for column in t.articles.c if column.name != "markdown"]


def page(
    db: Connection,
    *,
    language: str | None,
    state: str | None,
    topic: str | None,
    family: str | None,
    outdated: bool,
    q: str | None,
    after: str | None,
    limit: int,
) -> dict[str, Any]:
    """Return articles, latest change first, with `next` for the page after it and the number of each state.

    Raises:
        Fixable: `invalid` for an `after` that this list never gave.
    """
    where: list[ColumnElement[bool]] = [_a.state != State.ARCHIVED if state is None else _in_state(state)]
    given = ((language, _a.language), (topic, _a.topic), (family, _a.family))
    where += [column == value for value, column in given if value is not None]
    if outdated:
        where.append(_a.outdated_since.is_not(None))
    where += [_a.folded.contains(word, autoescape=True) for word in fold(q or "").split()[:12]]
    if after is not None:
        at, article_id = _read(after)
        where.append(or_(_a.updated_at < at, and_(_a.updated_at == at, _a.article_id > article_id)))
    query = select(*_SHOWN).where(*where).order_by(_a.updated_at.desc(), _a.article_id).limit(limit + 1)
    found = list(db.execute(query).mappings())
    shown, names = found[:limit], rows.names_of(db, found)
    return {
        "articles": [rows.wire(row, names) for row in shown],
        "next": f"{shown[-1]['updated_at'].isoformat()}|{shown[-1]['article_id']}" if len(found) > limit else None,
        "counts": _counts(db),
    }


def published(db: Connection, *, language: str | None = None, public_only: bool = True) -> list[dict[str, Any]]:
    """Return what readers may read, by title.

    Args:
        db: One consistent view of the database.
        language: Only these.
        public_only: Without what is for the desk's own people.
    """
    where: list[ColumnElement[bool]] = [_a.published_number.is_not(None)]
    if language is not None:
        where.append(_a.language == language)
    if public_only:
        where.append(_a.published_visibility == "public")
    columns = (_a.article_id, _a.family, _a.language, _a.published_title, _a.published_topic, _a.published_at)
    return [
        {
            "article_id": row.article_id,
            "family": row.family,
            "language": row.language,
            "title": row.published_title,
            "topic": row.published_topic,
            "published_at": views.iso(row.published_at),
        }
        for row in db.execute(select(*columns).where(*where).order_by(_a.published_title, _a.article_id))
    ]


def _in_state(state: str) -> ColumnElement[bool]:
    return _IN_REVIEW if state == State.IN_REVIEW else _a.state == state


def _counts(db: Connection) -> dict[str, int]:
    counts = {state.value: 0 for state in State}
    counts |= dict(db.execute(select(_a.state, func.count()).group_by(_a.state)).tuples().all())
    not_archived = _a.state != State.ARCHIVED
    counts["in_review"] = db.scalar(select(func.count()).select_from(t.articles).where(_IN_REVIEW)) or 0
    outdated = select(func.count()).select_from(t.articles).where(_a.outdated_since.is_not(None), not_archived)
    return {**counts, "outdated": db.scalar(outdated) or 0}


def _read(after: str) -> tuple[datetime, str]:
    at, _, article_id = after.partition("|")
    try:
        read = datetime.fromisoformat(at)
    except ValueError as error:
        raise Fixable("invalid", field="after") from error
    if read.tzinfo is None:
        raise Fixable("invalid", field="after")
    return read, article_id
