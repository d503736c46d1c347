"""The dial: the highest acceptable share of wrong answers, who set it when, and what other positions would have done.

The database is the truth. The index is told at once, and told again whenever it does not know: after it was away, or
when its folder was lost.
"""

from __future__ import annotations

import asyncio
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import Connection, insert, select

from webchat.adapters.db import tables as t
from webchat.adapters.kb import KbUnavailable, KnowledgeBase
from webchat.domain.errors import Fixable
from webchat.domain.facts import quarter
from webchat.services import audit, views
from webchat.services.accounts import Agent
from webchat.services.work import Store, Work

log = structlog.get_logger()

FIRST_VERSION = "first"
LOWEST, HIGHEST = 0.005, 0.2
LOOK_BACK = timedelta(days=30)
_GROUPS = ("all", "nl", "fr", "en")
OUTCOMES = ("answered", "clarified", "other", "handed_off")
_EVERY_S = 10.0
_SHOWN = 100
_SAME = 1e-9


def current(db: Connection) -> tuple[float | None, str]:
    """Return what was set last and its version; None while nobody set anything."""
    d = t.dial.c
    row = db.execute(select(d.id, d.max_wrong_share).order_by(d.id.desc()).limit(1)).first()
    return (row.max_wrong_share, str(row.id)) if row else (None, FIRST_VERSION)


def history(db: Connection) -> list[dict[str, Any]]:
    """Return what was set, newest first."""
    d, a = t.dial.c, t.agents.c
    query = select(t.dial, a.name).join(t.agents, a.id == d.agent_id).order_by(d.id.desc()).limit(_SHOWN)
    return [
        {
            "id": row.id,
            "max_wrong_share": row.max_wrong_share,
            "by": {"id": row.agent_id, "name": row.name},
            "at": views.iso(row.at),
            "note": row.note,
        }
        for row in db.execute(query)
    ]


def turn(work: Work, agent: Agent, *, max_wrong_share: float, note: str | None, version: str) -> None:
    """Set the dial.

    Raises:
        Fixable: `invalid`, `edited` if somebody set it meanwhile.
    """
    share, newest = current(work.db)
    if version != newest:
        raise Fixable("edited")
    if not LOWEST - _SAME <= max_wrong_share <= HIGHEST + _SAME:
        raise Fixable("invalid", field="max_wrong_share")
    row = {"max_wrong_share": round(max_wrong_share, 4), "agent_id": agent.id, "note": note or None, "at": work.now}
    work.db.execute(insert(t.dial).values(row))
    audit.record(work, "dial_turned", actor=agent.id, before=share, after=row["max_wrong_share"])


# --- what other positions would have done --------------------------------------------------------------


def questions(db: Connection, *, now: datetime, positions: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return what would have become of last month's questions at each position, in all and by language.

    Each question kept what the bot would do with it above, between and below its thresholds, as the bot itself decided
    (docs/contracts.md, `decision.signals.dial`): here is only looked up in which of the three it falls.
    """
    c = t.report_choices.c
    since = now - LOOK_BACK
    columns = (c.language, c.model, c.p_helps, c.sure, c.near, c.far)
    rows = db.execute(select(*columns).where(c.quarter >= quarter(since))).all()
    return {"since": views.iso(since), "n": len(rows), "positions": consequences(rows, positions)}


def consequences(rows: Iterable[Any], positions: Sequence[Mapping[str, Any]]) -> list[dict[str, dict[str, int]]]:
    """Count outcomes at each position, in all and by language.

    Args:
        rows: (language, model, p_helps, sure, near, far) of each question.
        positions: By rising share, so that thresholds never rise: each with `thresholds` by model.
    """
    if not positions:
        return []
    bars = {
        model: [(each["thresholds"][model]["answer"], each["thresholds"][model]["ask"]) for each in positions]
        for model in positions[0]["thresholds"]
    }
    changes = [{name: Counter[str]() for name in _GROUPS} for _ in positions]
    for language, model, p_helps, sure, near, far in rows:
        of = bars.get(model, bars["own"])
        # A question is `far` up to a first position, `near` up to a second, `sure` from there on.
        from_sure = bisect_left(of, True, key=lambda bar: p_helps >= bar[0])
        from_near = min(from_sure, bisect_left(of, True, key=lambda bar: p_helps >= bar[1]))
        spans = ((far, 0, from_near), (near, from_near, from_sure), (sure, from_sure, len(of)))
        for name in ("all", language):
            for outcome, start, end in spans:
                if start < end:
                    changes[start][name][outcome] += 1
                    if end < len(of):
                        changes[end][name][outcome] -= 1
    running = {name: Counter[str]() for name in _GROUPS}
    found = []
    for change in changes:
        for name in _GROUPS:
            running[name].update(change[name])
        found.append({name: {each: running[name][each] for each in OUTCOMES} for name in _GROUPS})
    return found


# --- keeping the index in step -------------------------------------------------------------------------


async def follow(store: Store, kb: KnowledgeBase) -> bool:
    """Tell the index what is set, unless it knows; returns whether it goes by it now."""
    share, _ = await store.read(current)
    if share is None:
        return True
    try:
        if abs((await kb.dial())["max_wrong_share"] - share) > _SAME:
            await kb.turn_dial(share)
            log.info("dial_told", max_wrong_share=share)
    except KbUnavailable:
        return False
    return True


async def run(store: Store, kb: KnowledgeBase) -> None:
    """Keep the index in step until cancelled."""
    while True:
        try:
            await follow(store, kb)
        except Exception as error:
            log.error("dial_failed", error=repr(error))
        await asyncio.sleep(_EVERY_S)
