"""Lists of articles: for those who write them, and for pages that readers see."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, case, func, not_, or_, select, tuple_

from webchat.adapters.db import tables as t
from webchat.domain.article import LANGUAGES, State, fold
from webchat.domain.errors import Fixable
from webchat.services import views
from webchat.services.articles import rows

_a = t.articles.c
_IN_REVIEW = or_(_a.state == State.IN_REVIEW, and_(_a.state == State.PUBLISHED, _a.review_asked))
# What the search has of an article, as `rows.index_state` tells it.
_IN_STEP = _a.pushed_checksum.is_not_distinct_from(_a.published_checksum)
_IN_INDEX = {
    "refused": _a.index_error.is_not(None),
    "waiting": and_(_a.index_error.is_(None), not_(_IN_STEP)),
    "current": and_(_a.index_error.is_(None), _IN_STEP, _a.published_checksum.is_not(None)),
    "absent": and_(_a.index_error.is_(None), _IN_STEP, _a.published_checksum.is_(None)),
}
_RANK = case(*((_a.language == language, rank) for rank, language in enumerate(LANGUAGES)), else_=len(LANGUAGES))
_ORDER = (_a.family, _RANK, _a.article_id)
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
    untranslated: bool,
    index: str | None,
    q: str | None,
    after: str | None,
    limit: int,
) -> dict[str, Any]:
    """Return articles, families together, with `next` for the page after it and the number of each state.

    A row says of its family in which languages there is a version, and how those stand.

    Raises:
        Fixable: `invalid` for an `after` that this list never gave.
    """
    where: list[ColumnElement[bool]] = [_a.state != State.ARCHIVED if state is None else _in_state(state)]
    given = ((language, _a.language), (topic, _a.topic), (family, _a.family))
    where += [column == value for value, column in given if value is not None]
    if outdated:
        where.append(_a.outdated_since.is_not(None))
    where += [_a.folded.contains(word, autoescape=True) for word in fold(q or "").split()[:12]]
    if index is not None:
        where.append(_IN_INDEX[index])
    if untranslated:
        complete = select(_a.family).where(_a.state != State.ARCHIVED).group_by(_a.family)
        where.append(_a.family.not_in(complete.having(func.count(_a.language.distinct()) == len(LANGUAGES))))
    n_found = db.scalar(select(func.count()).select_from(t.articles).where(*where)) or 0
    if after is not None:
        last = db.execute(select(*_ORDER).where(_a.article_id == after)).one_or_none()
        if last is None:
            raise Fixable("invalid", field="after")
        where.append(tuple_(*_ORDER) > tuple_(*last))
    found = list(db.execute(select(*_SHOWN).where(*where).order_by(*_ORDER).limit(limit + 1)).mappings())
    shown, names = found[:limit], rows.names_of(db, found)
    families = _families(db, {row["family"] for row in shown})
    return {
        "articles": [{**rows.wire(row, names), "translations": families.get(row["family"], [])} for row in shown],
        "next": shown[-1]["article_id"] if len(found) > limit else None,
        "n_found": n_found,
        "counts": _counts(db),
    }


def public_facts(db: Connection) -> dict[str, dict[str, Any]]:
    """Return of what everybody may read when it was published, and since when another language says more."""
    query = select(_a.article_id, _a.published_at, _a.outdated_since)
    rows_ = db.execute(query.where(_a.published_number.is_not(None), _a.published_visibility == "public"))
    return {row.article_id: {"published_at": row.published_at, "outdated_since": row.outdated_since} for row in rows_}


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


def _families(db: Connection, families: set[str]) -> dict[str, list[dict[str, Any]]]:
    columns = (_a.family, _a.language, _a.article_id, _a.state, _a.outdated_since)
    query = select(*columns).where(_a.family.in_(families), _a.state != State.ARCHIVED)
    found: dict[str, list[dict[str, Any]]] = {}
    for row in db.execute(query):
        version = {"language": row.language, "article_id": row.article_id, "state": row.state}
        at = row.outdated_since
        found.setdefault(row.family, []).append({**version, "outdated_since": views.iso(at) if at else None})
    return {family: sorted(of, key=lambda one: LANGUAGES.index(one["language"])) for family, of in found.items()}
