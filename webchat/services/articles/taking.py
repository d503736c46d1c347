"""Take a text in that was written elsewhere: by an import, or straight into the index."""

from __future__ import annotations

from typing import Literal

from sqlalchemy import Connection, RowMapping, select

from webchat.adapters import front_matter
from webchat.adapters.db import tables as t
from webchat.domain.article import Facts, Kind, State, checksum
from webchat.services.articles import publishing, rows
from webchat.services.work import Work

Outcome = Literal["created", "changed", "unchanged"]
_a = t.articles.c


def outcome(db: Connection, markdown: str, facts: Facts, *, publish: bool) -> tuple[Outcome, RowMapping | None]:
    """Return what taking a text in does, and the article as it is before.

    Raises:
        Fixable: `bad_article` (`language_taken`) where the family has the language under another name.
    """
    row = db.execute(select(t.articles).where(_a.article_id == facts.article_id)).mappings().one_or_none()
    if row is None:
        same = (_a.family == facts.family, _a.language == facts.language, _a.state != State.ARCHIVED)
        other = db.scalar(select(_a.article_id).where(*same).limit(1))
        if other is not None:
            raise front_matter.bad("language_taken", other=other)
        return "created", None
    is_same = checksum(markdown) == row["published_checksum" if publish else "checksum"]
    is_there = row["state"] != State.ARCHIVED
    return ("unchanged" if is_same and is_there else "changed"), row


def take(work: Work, markdown: str, facts: Facts, row: RowMapping | None, *, publish: bool, by: str | None) -> int:
    """Take a text in; returns the number of its revision.

    A working text that somebody has not published yet stays theirs when a text is published beside it.
    """
    article_id = facts.article_id
    is_newer = row is not None and row["state"] == State.PUBLISHED and row["checksum"] != row["published_checksum"]
    keeps_draft = publish and is_newer
    if row is None:
        number = rows.add(work, markdown, facts, Kind.IMPORT, by=by)
    elif keeps_draft:
        number = rows.revise(work, article_id, Kind.IMPORT, markdown, by=by)
    else:
        number = rows.write(work, row, markdown, Kind.IMPORT, by=by, may_move=True)
        if row["state"] == State.ARCHIVED:
            rows.change(work, article_id, state=State.DRAFT.value)
    if publish:
        publishing.set_published(work, article_id, number, rows.of_text(markdown, facts))
        if not keeps_draft:
            rows.change(work, article_id, has_major_change=False)
    return number
