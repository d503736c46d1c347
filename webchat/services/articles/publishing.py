"""Review, publish, schedule, withdraw, archive. Readers get the index's copy, which follows through the outbox."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import insert, select, update

from webchat.adapters import front_matter
from webchat.adapters.db import tables as t
from webchat.domain.article import VISIBILITIES, Kind, State, effect
from webchat.domain.errors import Fixable
from webchat.services import audit
from webchat.services.accounts import Agent
from webchat.services.articles import rows
from webchat.services.work import Work

# The outbox's lanes: an editor's publication does not wait for an import of thousands.
LANE, BULK_LANE = "article", "article_bulk"
_a = t.articles.c
_AT_ONCE = 100  # scheduled publications in one tick


def ask_review(work: Work, agent: Agent, article_id: str, *, note: str | None) -> dict[str, Any]:
    """Have the working text looked at before it is published.

    Raises:
        Fixable: `not_found`, `wrong_state` where nothing waits to be published.
    """
    row = rows.load(work.db, article_id)
    if row["state"] == State.PUBLISHED and row["checksum"] != row["published_checksum"]:
        rows.change(work, article_id, review_asked=True)
    elif row["state"] in (State.DRAFT, State.IN_REVIEW):
        rows.change(work, article_id, state=State.IN_REVIEW.value)
    else:
        raise Fixable("wrong_state", state=row["state"])
    audit.record(work, "article_review_asked", actor=agent.id, article=article_id, has_note=note is not None)
    return _shown(work, article_id)


def publish(
    work: Work,
    agent: Agent,
    article_id: str,
    *,
    at: datetime | None = None,
    visibility: str | None = None,
    note: str | None = None,
    version: int | None = None,
) -> dict[str, Any]:
    """Publish the working text, now or at a later time.

    Args:
        work: The transaction.
        agent: Who publishes.
        article_id: What.
        at: When; now if it has come.
        visibility: `internal` or `public`; None for what the text says.
        note: Why, for the list of revisions.
        version: The version that was read, to be refused if it was changed since.

    Raises:
        Fixable: `not_found`, `wrong_state`, `edited`, `bad_article` (`choose_visibility` where the text says `draft`).
    """
    row = rows.load(work.db, article_id)
    if version is not None and row["version"] != version:
        raise Fixable("edited", current=rows.working(work.db, article_id))
    if row["state"] == State.ARCHIVED:
        raise Fixable("wrong_state", state=row["state"])
    if visibility is not None and visibility != row["visibility"]:
        changed = front_matter.put(row["markdown"], {"visibility": visibility})
        rows.write(work, row, changed, Kind.SAVE, by=agent.id, minor=True)
        row = rows.load(work.db, article_id)
    if row["visibility"] not in VISIBILITIES:
        raise front_matter.bad("choose_visibility")
    if at is not None and at > work.now:
        rows.change(work, article_id, publish_at=at, publish_by=agent.id)
        audit.record(work, "article_scheduled", actor=agent.id, article=article_id, at=at.isoformat())
    else:
        release(work, row, by=agent.id, note=note)
        audit.record(work, "article_published", actor=agent.id, article=article_id)
    return _shown(work, article_id)


def release(work: Work, row: rows.Row, *, by: str | None, note: str | None = None) -> None:
    """Make the working text the published one, and owe it to the index."""
    article_id = row["article_id"]
    number = rows.revise(work, article_id, Kind.PUBLISH, row["markdown"], by=by, note=note)
    family = effect(
        is_outdated=row["outdated_since"] is not None,
        is_major=row["has_major_change"],
        is_first=row["published_at"] is None,
    )
    set_published(work, article_id, number, row)
    rows.change(work, article_id, has_major_change=False)
    if family.is_up_to_date:
        rows.change(work, article_id, outdated_since=None)
    if family.outdates_others:
        others = (_a.family == row["family"], _a.article_id != article_id, _a.outdated_since.is_(None))
        work.db.execute(update(t.articles).where(*others, _a.state != State.ARCHIVED).values(outdated_since=work.now))
    owe(work, article_id, f"{article_id}:{number}", checksum=row["checksum"])


def set_published(work: Work, article_id: str, number: int, text: rows.Row) -> None:
    """Note that the text kept as revision `number` is what readers get.

    Args:
        work: The transaction.
        article_id: Of which article.
        number: The revision.
        text: Its `checksum`, `title`, `topic` and `visibility`.
    """
    shown = {f"published_{name}": text[name] for name in ("checksum", "title", "topic", "visibility")}
    rows.change(
        work,
        article_id,
        state=State.PUBLISHED.value,
        review_asked=False,
        publish_at=None,
        publish_by=None,
        published_number=number,
        published_at=work.now,
        index_error=None,
        **shown,
    )


def forget_schedule(work: Work, agent: Agent, article_id: str) -> dict[str, Any]:
    """Take back a publication that was to come.

    Raises:
        Fixable: `not_found`.
    """
    rows.load(work.db, article_id)
    rows.change(work, article_id, publish_at=None, publish_by=None)
    audit.record(work, "article_scheduled", actor=agent.id, article=article_id, at=None)
    return _shown(work, article_id)


def publish_due(work: Work) -> None:
    """Publish what was to be published by now."""
    due = select(t.articles).where(_a.publish_at <= work.now).order_by(_a.publish_at).limit(_AT_ONCE)
    for row in work.db.execute(due).mappings().all():
        release(work, row, by=row["publish_by"])
        audit.record(work, "article_published", actor=row["publish_by"], article=row["article_id"], scheduled=True)


def withdraw(work: Work, agent: Agent, article_id: str) -> dict[str, Any]:
    """Make a draft of an article again, whatever it was; readers no longer find it.

    Raises:
        Fixable: `not_found`, `wrong_state` for what is one.
    """
    row = rows.load(work.db, article_id)
    if row["state"] == State.DRAFT:
        raise Fixable("wrong_state", state=row["state"])
    _take_out(work, row, State.DRAFT)
    audit.record(work, "article_withdrawn", actor=agent.id, article=article_id, was=row["state"])
    return _shown(work, article_id)


def archive(work: Work, agent: Agent, article_id: str) -> None:
    """Put an article away: out of the index and of the list, its texts kept.

    Raises:
        Fixable: `not_found`.
    """
    row = rows.load(work.db, article_id)
    _take_out(work, row, State.ARCHIVED)
    audit.record(work, "article_archived", actor=agent.id, article=article_id)


def _take_out(work: Work, row: rows.Row, state: State) -> None:
    nothing = ("number", "checksum", "title", "topic", "visibility")
    values: dict[str, Any] = {f"published_{name}": None for name in nothing}
    values |= {"state": state.value, "review_asked": False, "publish_at": None, "publish_by": None}
    values |= {"has_major_change": True, "version": row["version"] + 1, "updated_at": work.now, "index_error": None}
    rows.change(work, row["article_id"], **values)
    if row["published_number"] is not None:
        owe(work, row["article_id"], f"{row['article_id']}:out:{row['version']}", checksum=None)


def owe(work: Work, article_id: str, key: str, *, checksum: str | None, is_bulk: bool = False) -> None:
    """Owe the index what readers are to get of an article; None: nothing."""
    values = {"kind": BULK_LANE if is_bulk else LANE, "key": _short(key), "due_at": work.now, "attempts": 0}
    data = {"article_id": article_id, "checksum": checksum}
    work.db.execute(insert(t.outbox).values(**values, data=data, created_at=work.now))
    work.articles_due = True


def _short(key: str) -> str:
    """Fit a key into the outbox's column: its end tells keys of one article apart."""
    return key if len(key) <= 80 else f"{sha256(key.encode()).hexdigest()[:40]}{key[-39:]}"


def _shown(work: Work, article_id: str) -> dict[str, Any]:
    row = rows.load(work.db, article_id)
    return rows.wire(row, rows.names_of(work.db, [row]))
