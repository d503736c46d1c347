"""Keep what reports are made of in step with the conversations.

Derived: every row can be deleted and comes back. A conversation is read again when it is newer than what was read,
or when something beside it changed (`stale.mark`).
"""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict
from functools import partial
from typing import Any

import structlog
from sqlalchemy import Connection, Select, delete, func, insert, or_, select

from webchat.adapters.db import tables as t
from webchat.domain.facts import Facts, Opinion, Resolved, Said, Stint, Story, Ticket, facts, quarter
from webchat.domain.ticket import OVER
from webchat.services.work import Store, Work

log = structlog.get_logger()

_AT_ONCE = 40  # conversations a transaction: messages must not wait for a report
_EVERY_S = 60.0
_PAUSE_S = 0.02  # between two transactions of a long catching-up
_PATIENCE_S = 1.0  # how long somebody who asks for a report waits for the newest conversations
_TABLES = (t.report_messages, t.report_tickets, t.report_choices, t.report_conversations)


def _waiting(*columns: Any) -> Select[Any]:
    c, r = t.conversations.c, t.report_conversations.c
    is_old = or_(r.conversation_id.is_(None), r.seen_at.is_(None), r.seen_at != c.updated_at, r.seen_seq != c.last_seq)
    joined = t.conversations.outerjoin(t.report_conversations, r.conversation_id == c.id)
    return select(*columns).select_from(joined).where(c.last_seq > 0, is_old)


def n_waiting(db: Connection) -> int:
    """Return how many conversations are not in the reports yet as they are now."""
    return db.scalar(_waiting(func.count())) or 0


def remake(work: Work, *, limit: int = _AT_ONCE) -> int:
    """Read the conversations that changed; returns how many were read."""
    return remake_these(work, list(work.db.scalars(_waiting(t.conversations.c.id).limit(limit))))


def remake_these(work: Work, ids: list[str]) -> int:
    """Read these conversations anew."""
    if not ids:
        return 0
    db = work.db
    for table in _TABLES:
        db.execute(delete(table).where(table.c.conversation_id.in_(ids)))
    c = t.conversations.c
    columns = (c.id, c.language, c.site, c.status, c.rating, c.updated_at, c.last_seq)
    heads = {row.id: row for row in db.execute(select(*columns).where(c.id.in_(ids)))}
    rows: dict[Any, list[dict[str, Any]]] = {table: [] for table in _TABLES}
    for id_, story in stories(db, ids).items():
        _add(rows, heads[id_], facts(story), story)
    for table, new in rows.items():
        if new:
            db.execute(insert(table), new)
    return len(ids)


def _add(rows: dict[Any, list[dict[str, Any]]], head: Any, found: Facts, story: Story) -> None:
    of = {"conversation_id": head.id}
    rows[t.report_conversations].append(
        {
            **of,
            "seen_at": head.updated_at,
            "seen_seq": head.last_seq,
            "language": head.language,
            "site": head.site,
            "ended": head.status == "resolved",
            "rating": head.rating,
            **{name: getattr(found, name) for name in ("begun_q", "last_q", "verdict", "family", "reason", "team")},
            **{name: getattr(found, name) for name in ("n_answers", "n_helpful", "n_unhelpful")},
        }
    )
    for at, n in found.messages.items():
        counts = {f"n_{sender}": n.get(sender, 0) for sender in ("user", "bot", "agent")}
        rows[t.report_messages].append({**of, "quarter": at, **counts})
    rows[t.report_tickets] += [{**of, **asdict(ticket)} for ticket in found.tickets]
    for said in story.said:
        if kept := ((said.decision or {}).get("signals") or {}).get("dial"):
            values = {name: kept[name] for name in ("p_helps", "model", "sure", "near", "far")}
            when = {"seq": said.seq, "quarter": quarter(said.at), "language": head.language}
            rows[t.report_choices].append({**of, **when, **values})


def stories(db: Connection, ids: Iterable[str]) -> dict[str, Story]:
    """Return all that reports need to know of some conversations, by id."""
    ids = list(ids)
    said, opinions, tickets = defaultdict(list), defaultdict(list), defaultdict(list)
    stints, resolved = defaultdict(list), defaultdict(list)
    m, f, k, a, r = t.messages.c, t.feedback.c, t.tickets.c, t.assignments.c, t.resolutions.c
    columns = (m.conversation_id, m.seq, m.at, m.sender_kind, m.payload, m.extras)
    query = select(*columns).where(m.conversation_id.in_(ids), m.part == 0).order_by(m.conversation_id, m.seq)
    for id_, seq, at, sender, payload, extras in db.execute(query):
        said[id_].append(Said(seq, at, sender, payload, (extras or {}).get("decision")))
    for id_, at, helpful in db.execute(select(f.conversation_id, f.at, f.helpful).where(f.conversation_id.in_(ids))):
        opinions[id_].append(Opinion(at, helpful))
    for row in db.execute(select(t.tickets).where(k.conversation_id.in_(ids)).order_by(k.episode)):
        tickets[row.conversation_id].append(_ticket(row))
    stint = select(a.conversation_id, a.started_at, a.ended_at).where(a.conversation_id.in_(ids)).order_by(a.id)
    for id_, started_at, ended_at in db.execute(stint):
        stints[id_].append(Stint(started_at, ended_at))
    for id_, at, again in db.execute(select(r.conversation_id, r.at, r.reopened_at).where(r.conversation_id.in_(ids))):
        resolved[id_].append(Resolved(at, again))
    return {id_: Story(said[id_], opinions[id_], tickets[id_], stints[id_], resolved[id_]) for id_ in ids}


def _ticket(row: Any) -> Ticket:
    topic = (row.fields.get("topic") or {}).get("value")
    return Ticket(
        id=row.id,
        created_at=row.created_at,
        answered_at=row.answered_at,
        is_over=row.status in OVER,
        team=row.team,
        reason=row.reason,
        family=topic if isinstance(topic, str) and len(topic) <= 200 else None,
        first_response=row.first_response_state,
        resolution=row.resolution_state,
    )


async def catch_up(store: Store, *, within_s: float = _PATIENCE_S) -> int:
    """Read what changed, for so long at most; returns how many conversations still wait."""
    until = time.monotonic() + within_s
    while time.monotonic() < until:
        if await store.write(partial(remake)) < _AT_ONCE:
            return 0
    return await store.read(n_waiting)


async def run(store: Store) -> None:
    """Keep reading until cancelled."""
    while True:
        try:
            while await store.write(remake):
                await asyncio.sleep(_PAUSE_S)
        except Exception as error:
            log.error("report_facts_failed", error=repr(error))
        await asyncio.sleep(_EVERY_S)
