"""Looks for heaps of alike reports as they come in, and signals those that are more than usual (domain/surge.py)."""

from __future__ import annotations

import asyncio
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import structlog
from sqlalchemy import ColumnElement, Connection, insert, select, update

from webchat.adapters.db import tables as t
from webchat.adapters.kb import KbUnavailable, KnowledgeBase
from webchat.domain.surge import FEWEST, HISTORY, WINDOW, History, Verdict, assess, history
from webchat.services import conversations, desk_settings, incidents, opening_hours
from webchat.services.work import Store, Work
from webchat.settings import Settings

log = structlog.get_logger()

_EVERY_S = 5.0
_HISTORY_KEPT = timedelta(minutes=1)
_FEWEST_ALIKE = FEWEST + 1  # where only the words say that reports are alike
_MAX_TEXTS = 400
_MAX_CHARS = 1000
_NOT_KNOWN = -1.0  # usual, before the desk has a history


@dataclass(frozen=True, slots=True)
class Report:
    """A question in the window."""

    conversation_id: str
    seq: int
    person_id: str
    family: str | None
    language: str
    text: str
    at: datetime

    @property
    def id(self) -> str:
        """A name for kb_index."""
        return f"{self.conversation_id}:{self.seq}"


@dataclass(slots=True)
class Watch:
    """What is remembered between two looks: what was seen, and the history, which changes slowly."""

    seen: tuple[Any, ...] = ()
    before: History | None = None
    by_family: dict[str, int] = field(default_factory=dict)
    read_at: datetime | None = None


async def run(store: Store, kb: KnowledgeBase) -> None:
    """Look every few seconds until cancelled; nothing new costs two questions to the database."""
    watch = Watch()
    while True:
        await asyncio.sleep(_EVERY_S)
        try:
            await look(store, kb, watch)
        except Exception as error:
            log.error("heaps_failed", error=repr(error))


async def look(store: Store, kb: KnowledgeBase, watch: Watch) -> None:
    """Judge what came in since the last look."""
    now = store.env.clock.now()
    if await store.read(partial(_quiet, now=now)):
        await store.write(_settle)
    reports = await store.read(partial(_in_window, now=now))
    seen = tuple((report.id, report.family) for report in reports)
    if seen == watch.seen:
        return
    by_family: dict[str, list[Report]] = defaultdict(list)
    for report in reports:
        if report.family:
            by_family[report.family].append(report)
    heaps: list[tuple[str | None, list[Report]]] = [
        (family, alike) for family, alike in by_family.items() if _n_people(alike) >= FEWEST
    ]
    heaps += [(None, alike) for alike in await _alike_in_words(kb, [r for r in reports if not r.family])]
    if heaps:
        await _remember(store, watch, now)
    for family, alike in heaps:
        assert watch.before is not None
        n_topic = watch.by_family.get(family, 0) if family else 0
        verdict = assess(_n_people(alike), watch.before, n_topic=n_topic, n_window=len(reports))
        if await store.read(partial(_matters, family=family, alike=alike, verdict=verdict, now=now)):
            await store.write(partial(_signal, family=family, alike=alike, verdict=verdict))
    watch.seen = seen


async def _remember(store: Store, watch: Watch, now: datetime) -> None:
    """Read the history, unless that was a minute ago."""
    if watch.read_at is not None and timedelta(0) <= now - watch.read_at < _HISTORY_KEPT:
        return
    read = partial(_history, now=now, settings=store.env.settings)
    watch.before, watch.by_family = await store.read(read)
    watch.read_at = now


def _history(db: Connection, now: datetime, settings: Settings) -> tuple[History, dict[str, int]]:
    zone = opening_hours.hours(desk_settings.documents(db, settings=settings).hours).zone
    c = t.questions.c
    start, end = now - WINDOW - HISTORY, now - WINDOW
    rows = db.execute(select(c.at, c.family).where(c.at > start, c.at <= end)).all()
    of_all = [row.at.astimezone(zone) for row in rows]
    by_family = Counter(row.family for row in rows if row.family)
    return history(now.astimezone(zone), of_all), dict(by_family)


def _in_window(db: Connection, now: datetime) -> list[Report]:
    c, k, m = t.questions.c, t.conversations.c, t.messages.c
    query = (
        select(c.conversation_id, c.seq, k.person_id, c.family, c.language, m.text, c.at)
        .join(t.conversations, k.id == c.conversation_id)
        .join(t.messages, (m.conversation_id == c.conversation_id) & (m.seq == c.seq) & (m.part == 0))
        .where(c.at > now - WINDOW)
        .order_by(c.at, c.conversation_id)
    )
    return [Report(*row) for row in db.execute(query)]


async def _alike_in_words(kb: KnowledgeBase, reports: Sequence[Report]) -> list[list[Report]]:
    """Group reports that no article is near to."""
    if _n_people(reports) < _FEWEST_ALIKE:
        return []
    by_id = {report.id: report for report in reports[-_MAX_TEXTS:] if report.text}
    texts = [{"id": r.id, "text": r.text[:_MAX_CHARS], "language": r.language} for r in by_id.values()]
    try:
        clusters = await kb.clusters(texts)
    except KbUnavailable:
        return []
    groups = [[by_id[i] for i in cluster] for cluster in clusters]
    return [group for group in groups if _n_people(group) >= _FEWEST_ALIKE]


def _n_people(reports: Sequence[Report]) -> int:
    """One who asks five times is one."""
    return len({report.person_id for report in reports})


def _matters(db: Connection, family: str | None, alike: list[Report], verdict: Verdict, now: datetime) -> bool:
    """Whether a heap has something to write: a signal, or more for the one there is."""
    if family is not None and any(family in known["families"] for known in incidents.open_now(db)):
        return False
    if _is_reported(db, alike):
        return False
    signal = _signal_of(db, family, alike, now)
    return verdict.is_surge if signal is None else alike[-1].at > signal["last_at"]


def _signal(work: Work, family: str | None, alike: list[Report], verdict: Verdict) -> None:
    """Signal a heap, or add to its signal what came in since."""
    signal = _signal_of(work.db, family, alike, work.now)
    if signal is not None:
        _grow(work, signal, alike)
        return
    signal_id = conversations.new_id()
    values = {
        "id": signal_id,
        "family": family,
        "state": "open",
        "n": _n_people(alike),
        "usual": _NOT_KNOWN if verdict.usual is None else verdict.usual,
        "window_s": int(WINDOW.total_seconds()),
        "first_at": alike[0].at,
        "last_at": alike[-1].at,
        "created_at": work.now,
    }
    work.db.execute(insert(t.incident_signals).values(**values))
    _add(work, signal_id, alike)
    incidents.changed(work)


def _is_reported(db: Connection, alike: list[Report]) -> bool:
    """Whether most of these were told of an incident that lasts: nobody needs a signal of it."""
    r, i = t.incident_reports.c, t.incidents.c
    told = (
        select(r.conversation_id)
        .join(t.incidents, i.id == r.incident_id)
        .where(i.ended_at.is_(None), r.conversation_id.in_([report.conversation_id for report in alike]))
    )
    return 2 * len(set(db.scalars(told))) > len({report.conversation_id for report in alike})


def _signal_of(db: Connection, family: str | None, alike: list[Report], now: datetime) -> Any:
    """The signal that these belong to: open, or decided on so lately that the heap is still the same."""
    s, r = t.incident_signals.c, t.incident_signal_reports.c
    recent = select(t.incident_signals).where(s.state != "quiet", s.last_at > now - 2 * WINDOW)
    if family is not None:
        return db.execute(recent.where(s.family == family).order_by(s.last_at.desc())).mappings().first()
    theirs = select(r.signal_id).where(r.conversation_id.in_([report.conversation_id for report in alike]))
    return db.execute(recent.where(s.family.is_(None), s.id.in_(theirs)).order_by(s.last_at.desc())).mappings().first()


def _grow(work: Work, signal: Any, alike: list[Report]) -> None:
    if alike[-1].at <= signal["last_at"]:
        return
    _add(work, signal["id"], alike)
    n = max(signal["n"], _n_people(alike))
    where = t.incident_signals.c.id == signal["id"]
    work.db.execute(update(t.incident_signals).where(where).values(n=n, last_at=alike[-1].at))
    if signal["state"] == "open":
        incidents.changed(work)


def _add(work: Work, signal_id: str, alike: list[Report]) -> None:
    r = t.incident_signal_reports.c
    known = set(work.db.scalars(select(r.conversation_id).where(r.signal_id == signal_id)))
    fresh = {report.conversation_id: report.seq for report in alike if report.conversation_id not in known}
    rows = [{"signal_id": signal_id, "conversation_id": i, "seq": seq} for i, seq in fresh.items()]
    if rows:
        work.db.execute(insert(t.incident_signal_reports), rows)


def _quiet(db: Connection, now: datetime) -> bool:
    """Whether a heap has gone quiet that nobody judged."""
    return db.execute(select(t.incident_signals.c.id).where(*_gone_quiet(now)).limit(1)).first() is not None


def _gone_quiet(now: datetime) -> tuple[ColumnElement[bool], ...]:
    s = t.incident_signals.c
    return (s.state == "open", s.last_at <= now - 2 * WINDOW)


def _settle(work: Work) -> None:
    work.db.execute(update(t.incident_signals).where(*_gone_quiet(work.now)).values(state="quiet"))
    incidents.changed(work)
