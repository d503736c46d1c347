"""What every fix did: hand-offs, answers that did not help and reopenings among the questions it is about."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, select

from webchat.adapters.db import tables as t
from webchat.domain.effect import LONGEST, Windows, compare, windows
from webchat.domain.question import BY_RULE
from webchat.services import titles, views

MEASURES = ("handed_off", "not_helped", "reopened")
_LATELY = timedelta(days=180)
_MOST = 60


@dataclass(frozen=True, slots=True)
class Fix:
    """Something that was done to help.

    Attributes:
        families: What it is about; None for everything.
        note: What tells it apart from others of its kind.
    """

    id: str
    kind: str
    at: datetime
    by: str | None
    families: tuple[str, ...] | None
    title: str | None = None
    language: str | None = None
    note: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class _Question:
    at: datetime
    family: str | None
    handed_off: bool
    not_helped: bool
    reopened: bool


def listed(db: Connection, *, now: datetime) -> dict[str, Any]:
    """Return the fixes of the last months, the newest first, each with its windows before and after."""
    fixes = sorted(_fixes(db, now - _LATELY), key=lambda fix: fix.at, reverse=True)[:_MOST]
    asked = _questions(db, now - _LATELY - LONGEST)
    families = {family for fix in fixes for family in fix.families or ()}
    names = titles.of_families(db, families)
    people = {row.id: row.name for row in db.execute(select(t.agents.c.id, t.agents.c.name))}
    return {"fixes": [_judged(fix, fixes, asked, names, people, now) for fix in fixes]}


def _judged(
    fix: Fix,
    fixes: Sequence[Fix],
    asked: Sequence[_Question],
    names: titles.Titles,
    people: Mapping[str, str],
    now: datetime,
) -> dict[str, Any]:
    window = windows(fix.at, now)
    before = _count(asked, window.start, window.at, fix.families)
    after = _count(asked, window.at, window.end, fix.families)
    changes = {name: asdict(compare(before[name], before["n"], after[name], after["n"])) for name in MEASURES}
    return {
        "id": fix.id,
        "kind": fix.kind,
        "at": views.iso(fix.at),
        "by": {"id": fix.by, "name": people.get(fix.by, "")} if fix.by else None,
        "title": fix.title,
        "language": fix.language,
        "note": fix.note,
        "families": None if fix.families is None else [{"family": f, "titles": names.get(f, {})} for f in fix.families],
        "days": round(window.days, 1),
        "before": before,
        "after": after,
        "changes": changes,
        "also": [other.id for other in fixes if other is not fix and _mixes(other, fix, window)],
    }


def _mixes(other: Fix, fix: Fix, window: Windows) -> bool:
    """Whether another fix of the same questions falls into the windows: the two effects cannot be told apart."""
    if not window.start <= other.at <= window.end:
        return False
    return other.families is None or fix.families is None or bool(set(other.families) & set(fix.families))


def _count(
    asked: Sequence[_Question], start: datetime, end: datetime, families: Sequence[str] | None
) -> dict[str, int]:
    first, last = (bisect_left(asked, at, key=lambda question: question.at) for at in (start, end))
    mine = [question for question in asked[first:last] if families is None or question.family in families]
    return {"n": len(mine)} | {name: sum(getattr(question, name) for question in mine) for name in MEASURES}


def _questions(db: Connection, since: datetime) -> list[_Question]:
    """The questions since a moment, oldest first; a hand-off by rule is none that could have been avoided."""
    c = t.questions.c
    query = select(c.at, c.family, c.handed_off, c.not_helped_at, c.reopened_at).where(c.at >= since).order_by(c.at)
    return [
        _Question(
            row.at,
            row.family,
            row.handed_off is not None and row.handed_off not in BY_RULE,
            row.not_helped_at is not None,
            row.reopened_at is not None,
        )
        for row in db.execute(query)
    ]


# --- what was done -------------------------------------------------------------------------------------


def _fixes(db: Connection, since: datetime) -> list[Fix]:
    return [*_articles(db, since), *_models(db, since), *_dial(db, since), *_incidents(db, since)]


def _articles(db: Connection, since: datetime) -> list[Fix]:
    r, a = t.article_revisions.c, t.articles.c
    query = (
        select(r.id, r.article_id, r.number, r.at, r.by_id, a.family, a.language, a.published_title, a.title)
        .join(t.articles, a.article_id == r.article_id)
        .where(r.kind == "publish", r.at >= since)
    )
    return [
        Fix(
            f"article:{row.id}",
            "article",
            row.at,
            row.by_id,
            (row.family,),
            row.published_title or row.title,
            row.language,
            {"article_id": row.article_id, "is_first": row.number <= 2},
        )
        for row in db.execute(query)
    ]


def _models(db: Connection, since: datetime) -> list[Fix]:
    m = t.model_changes.c
    query = select(m.id, m.kind, m.by_id, m.done_at).where(
        m.state == "done", m.done_at >= since, m.kind.in_(("promote", "rollback"))
    )
    return [
        Fix(f"model:{row.id}", "model", row.done_at, row.by_id, None, note={"kind": row.kind})
        for row in db.execute(query)
    ]


def _dial(db: Connection, since: datetime) -> list[Fix]:
    d = t.dial.c
    rows = db.execute(select(d.id, d.at, d.agent_id, d.max_wrong_share).where(d.at >= since).order_by(d.id))
    return [
        Fix(f"dial:{row.id}", "dial", row.at, row.agent_id, None, note={"max_wrong_share": row.max_wrong_share})
        for row in rows
    ]


def _incidents(db: Connection, since: datetime) -> list[Fix]:
    i = t.incidents.c
    query = select(i.id, i.titles, i.families, i.declared_at, i.declared_by).where(i.declared_at >= since)
    return [
        Fix(
            f"incident:{row.id}",
            "incident",
            row.declared_at,
            row.declared_by,
            tuple(row.families),
            note={"titles": row.titles},
        )
        for row in db.execute(query)
        if row.families
    ]
