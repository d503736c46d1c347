"""Articles as they are stored and as they are shown; every change of a text goes through `write`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, RowMapping, func, insert, select, update

from webchat.adapters import front_matter
from webchat.adapters.db import tables as t
from webchat.domain.article import Facts, Kind, State, checksum, fold
from webchat.domain.errors import Fixable
from webchat.domain.ticket import number as ticket_number
from webchat.services import views
from webchat.services.work import Work

_a, _r = t.articles.c, t.article_revisions.c
Row = Mapping[Any, Any]


def load(db: Connection, article_id: str) -> RowMapping:
    """Return an article's row.

    Raises:
        Fixable: `not_found`.
    """
    row = db.execute(select(t.articles).where(_a.article_id == article_id)).mappings().one_or_none()
    if row is None:
        raise Fixable("not_found")
    return row


def wire(row: Row, names: Mapping[str, str]) -> dict[str, Any]:
    """Return a row of the list. `names` are the agents' names by id."""
    by = row["updated_by"]
    is_published = row["state"] == State.PUBLISHED
    return {
        "article_id": row["article_id"],
        "family": row["family"],
        "language": row["language"],
        "title": row["title"],
        "topic": row["topic"],
        "visibility": row["visibility"] if row["visibility"] != "draft" else "public",
        "state": row["state"],
        "has_draft": is_published and row["checksum"] != row["published_checksum"],
        "in_review": row["state"] == State.IN_REVIEW or (is_published and row["review_asked"]),
        "publish_at": _iso(row["publish_at"]),
        "outdated_since": _iso(row["outdated_since"]),
        "updated_at": _iso(row["updated_at"]),
        "updated_by": {"id": by, "name": names.get(by, "")} if by else None,
        "published_at": _iso(row["published_at"]) if is_published else None,
        "index": index_state(row),
        "index_error": row["index_error"],
    }


def index_state(row: Row) -> str:
    """Return what the search has of an article: its published text, nothing, or not yet what it should have."""
    if row["index_error"]:
        return "refused"
    if row["pushed_checksum"] != row["published_checksum"]:
        return "waiting"
    return "absent" if row["published_checksum"] is None else "current"


def working(db: Connection, article_id: str) -> dict[str, Any]:
    """Return an article with its working text, for its editor.

    Raises:
        Fixable: `not_found`.
    """
    row = load(db, article_id)
    return {
        **wire(row, names_of(db, [row])),
        "markdown": row["markdown"],
        "version": row["version"],
        "published_markdown": published_text(db, row),
        "sources": _sources(db, article_id),
    }


def published_text(db: Connection, row: Row) -> str | None:
    """Return what readers get; None where nothing is published."""
    if row["published_number"] is None:
        return None
    where = (_r.article_id == row["article_id"], _r.number == row["published_number"])
    return db.scalar(select(_r.markdown).where(*where))


def names_of(db: Connection, rows: Sequence[Row], column: str = "updated_by") -> dict[str, str]:
    """Return the names of the agents that these rows name."""
    ids = {row[column] for row in rows if row[column]}
    c = t.agents.c
    return dict(db.execute(select(c.id, c.name).where(c.id.in_(ids))).tuples().all()) if ids else {}


def revise(
    work: Work,
    article_id: str,
    kind: Kind,
    markdown: str,
    *,
    by: str | None,
    minor: bool = False,
    note: str | None = None,
) -> int:
    """Keep a text as a revision; returns its number."""
    last = work.db.scalar(select(func.max(_r.number)).where(_r.article_id == article_id)) or 0
    values = {"article_id": article_id, "number": last + 1, "kind": kind.value, "minor": minor, "note": note}
    work.db.execute(insert(t.article_revisions).values(**values, markdown=markdown, by_id=by, at=work.now))
    return last + 1


def add(work: Work, markdown: str, facts: Facts, kind: Kind, *, by: str | None, note: str | None = None) -> int:
    """Add an article as a draft; returns the number of its first revision.

    Raises:
        Fixable: `exists` for an id that is in use.
    """
    if work.db.scalar(select(_a.article_id).where(_a.article_id == facts.article_id)):
        raise Fixable("exists", field="article_id")
    values = {**of_text(markdown, facts), "article_id": facts.article_id, "family": facts.family}
    values |= {"language": facts.language, "state": State.DRAFT.value, "version": 1, "has_major_change": True}
    values |= {"created_at": work.now, "updated_at": work.now, "updated_by": by, "review_asked": False}
    work.db.execute(insert(t.articles).values(**values))
    return revise(work, facts.article_id, kind, markdown, by=by, note=note)


def write(
    work: Work,
    row: Row,
    markdown: str,
    kind: Kind,
    *,
    by: str | None,
    minor: bool = False,
    note: str | None = None,
    may_move: bool = False,
) -> int:
    """Replace an article's working text; returns the number of the revision.

    Args:
        work: The transaction.
        row: The article.
        markdown: Its new text.
        kind: Of the revision.
        by: Which agent's change; None for nobody's.
        minor: Whether readers of the translations miss nothing.
        note: Why.
        may_move: Whether the text may belong to another family or language than before.

    Raises:
        Fixable: `bad_article` for a text that is another article's.
    """
    facts = front_matter.facts(markdown)
    for key, value in (("id", facts.article_id), ("family", facts.family), ("language", facts.language)):
        kept = row["article_id" if key == "id" else key]
        if value != kept and (key == "id" or not may_move):
            raise front_matter.bad("another_article", key=key, value=value, kept=kept)
    is_major = row["has_major_change"] or (not minor and checksum(markdown) != row["checksum"])
    values = {**of_text(markdown, facts), "version": row["version"] + 1, "has_major_change": is_major}
    values |= {"family": facts.family, "language": facts.language}
    values |= {"updated_at": work.now, "updated_by": by}
    work.db.execute(update(t.articles).where(_a.article_id == row["article_id"]).values(**values))
    return revise(work, row["article_id"], kind, markdown, by=by, minor=minor, note=note)


def change(work: Work, article_id: str, **values: Any) -> None:
    """Change what is not the text."""
    work.db.execute(update(t.articles).where(_a.article_id == article_id).values(**values))


def of_text(markdown: str, facts: Facts) -> dict[str, Any]:
    """Return the columns that follow from a text."""
    return {
        "markdown": markdown,
        "checksum": checksum(markdown),
        "title": facts.title,
        "topic": facts.topic,
        "visibility": facts.visibility,
        "folded": fold(f"{facts.title} {facts.article_id}")[:800],
    }


def _sources(db: Connection, article_id: str) -> list[dict[str, Any]]:
    c, k = t.article_sources.c, t.tickets.c
    query = select(c.conversation_id, c.ticket_id, k.serial).outerjoin(t.tickets, k.id == c.ticket_id)
    found = []
    for row in db.execute(query.where(c.article_id == article_id).order_by(c.id)):
        kind, source_id = ("ticket", row.ticket_id) if row.ticket_id else ("conversation", row.conversation_id)
        found.append({"kind": kind, "id": source_id, "number": ticket_number(row.serial) if row.serial else None})
    return found


def _iso(at: Any) -> str | None:
    return views.iso(at) if at else None
