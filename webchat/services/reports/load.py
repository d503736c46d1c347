"""What teams and their people had in hand: chats taken in a period, and the time they were open."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from sqlalchemy import Connection, select

from webchat.adapters.db import tables as t
from webchat.domain.report import Period
from webchat.services.reports.figures import Asked

NO_TEAM = ""


def by_team(db: Connection, asked: Asked, period: Period, *, with_people: bool) -> dict[str, dict[str, Any]]:
    """Return chats and seconds by team; with `people` by agent id, where that is the reader's business.

    A stretch that has not ended counts as a chat without time.
    """
    a, r, (start, end) = t.assignments.c, t.report_conversations.c, period.moments
    query = select(a.team, a.agent_id, a.conversation_id, a.started_at, a.ended_at)
    query = query.where(a.started_at >= start, a.started_at < end)
    if conditions := asked.conversations(of_team=False):
        query = query.join(t.report_conversations, r.conversation_id == a.conversation_id).where(*conditions)
    if asked.team:
        query = query.where(a.team == asked.team)
    chats: dict[tuple[str, str], set[str]] = defaultdict(set)
    seconds: dict[tuple[str, str], float] = defaultdict(float)
    for team, agent_id, conversation_id, started_at, ended_at in db.execute(query):
        key = (team or NO_TEAM, agent_id)
        chats[key].add(conversation_id)
        seconds[key] += (ended_at - started_at).total_seconds() if ended_at else 0.0
    found: dict[str, dict[str, Any]] = {}
    for team, agent_id in chats:
        row = found.setdefault(team, {"chats": set(), "seconds": 0.0, "people": {}})
        row["chats"] |= chats[team, agent_id]
        row["seconds"] += seconds[team, agent_id]
        if with_people:
            row["people"][agent_id] = {"chats": len(chats[team, agent_id]), "seconds": seconds[team, agent_id]}
    return {team: {**row, "chats": len(row["chats"])} for team, row in found.items()}
