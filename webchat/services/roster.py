"""Who is at work, for which teams and how loaded; and who waits: the facts that routing decides on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, func, select

from webchat.adapters.db import tables as t
from webchat.domain.conversation import Conversation, Owner
from webchat.domain.permissions import ROLES, Action
from webchat.domain.routing import Candidate, Team, Waiting
from webchat.domain.waiting import expected_wait_s, handling_time_s
from webchat.services import conversations, desk_settings
from webchat.services.work import Work
from webchat.settings import Settings

_HANDLERS = sorted(ROLES[Action.HANDLE_CONVERSATION])
_SKILL_FIELDS = ("topic", "category", "application", "device", "operating_system")
_WINDOW = timedelta(hours=1)


def teams(db: Connection) -> list[Team]:
    """Return the teams as routing sees them, in a fixed order."""
    c = t.teams.c
    rows = db.execute(select(t.teams).where(c.archived_at.is_(None)).order_by(c.created_at, c.id))
    return [
        Team(
            id=row.id,
            line=row.line,
            is_default=row.is_default,
            kinds=tuple(row.kinds),
            categories=tuple(row.categories),
            topics=tuple(row.topics),
            languages=tuple(row.languages),
            escalates_to=row.escalates_to,
        )
        for row in rows
    ]


def default_team(db: Connection) -> str:
    """Return the id of the team that takes what no other takes."""
    return str(db.execute(select(t.teams.c.id).where(t.teams.c.is_default)).scalar_one())


def n_busy(db: Connection) -> dict[str, int]:
    """Return the number of chats by agent, without snoozed ones."""
    c = t.conversations.c
    query = (
        select(c.agent_id, func.count()).where(c.owner == Owner.AGENT.value, c.status == "open").group_by(c.agent_id)
    )
    return {row[0]: row[1] for row in db.execute(query)}


def has_room(work: Work, agent_id: str) -> bool:
    """Return whether an agent has fewer chats than nobody goes over."""
    return n_busy(work.db).get(agent_id, 0) < desk_settings.of(work).routing.max_chats


def status(row: Mapping[Any, Any]) -> str:
    """Return an agent's status as others see it."""
    if not row["connected"]:
        return "offline"
    return "wrap_up" if row["wrap_up_until"] and row["status"] == "online" else str(row["status"])


def n_serving(db: Connection) -> int:
    """Return how many agents are at work."""
    a = t.agents.c
    is_there = (a.connected, a.role.in_(_HANDLERS), a.status.in_(("online", "busy")))
    return db.execute(select(func.count()).where(*is_there)).scalar_one()


def candidates(db: Connection, *, max_chats: int) -> list[Candidate]:
    """Return the agents as routing sees them; who is in no team works for the default team.

    Args:
        db: The transaction.
        max_chats: Chats at once that nobody goes over.
    """
    chats = n_busy(db)
    c = t.conversations.c
    asked = select(c.offer_agent_id).where(c.owner == Owner.QUEUE.value, c.offer_agent_id.is_not(None))
    offers = list(db.scalars(asked))
    in_teams, skills = _memberships(db)
    default = frozenset({default_team(db)})
    return [
        Candidate(
            id=row["id"],
            status=status(row),
            languages=tuple(row["languages"]),
            capacity=min(row["capacity"], max_chats),
            n_busy=chats.get(row["id"], 0) + offers.count(row["id"]),
            idle_since=row["idle_since"],
            teams=frozenset(in_teams.get(row["id"], default)),
            skills=frozenset(skills.get(row["id"], ())),
        )
        for row in db.execute(select(t.agents).where(t.agents.c.role.in_(_HANDLERS))).mappings()
    ]


def agents(work: Work) -> list[Candidate]:
    """Return the agents inside a use case."""
    return candidates(work.db, max_chats=desk_settings.of(work).routing.max_chats)


def _memberships(db: Connection) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    m = t.team_members.c
    query = select(m.agent_id, m.team_id, m.skills).join(t.teams, t.teams.c.id == m.team_id)
    in_teams: dict[str, set[str]] = defaultdict(set)
    skills: dict[str, set[str]] = defaultdict(set)
    for agent_id, team_id, known in db.execute(query.where(t.teams.c.archived_at.is_(None))):
        in_teams[agent_id].add(team_id)
        skills[agent_id].update(skill.lower() for skill in known)
    return in_teams, skills


def waiting(db: Connection, queue: list[Conversation], now: datetime) -> list[Waiting]:
    """Return the queue as routing sees it, in the order given."""
    default = default_team(db)
    about = _about(db, queue)
    return [
        Waiting(
            id=c.id,
            team=c.team or default,
            language=c.language,
            waited_s=(now - (c.queued_at or now)).total_seconds(),
            about=about.get((c.id, c.episode), frozenset()),
            passed=tuple(c.offers_passed),
            is_offered=c.offer_agent_id is not None,
        )
        for c in queue
    ]


def _about(db: Connection, queue: list[Conversation]) -> dict[tuple[str, int], frozenset[str]]:
    c = t.tickets.c
    query = select(c.conversation_id, c.episode, c.fields).where(c.conversation_id.in_([each.id for each in queue]))
    return {(row.conversation_id, row.episode): about(row.fields) for row in db.execute(query)}


def about(fields: Mapping[str, Any]) -> frozenset[str]:
    """Return the words of a ticket that a skill may name."""
    values = (fields.get(name, {}).get("value") for name in _SKILL_FIELDS)
    return frozenset(value.lower() for value in values if isinstance(value, str))


# --- the wait ------------------------------------------------------------------------------------------


def places(db: Connection, agents: list[Candidate], settings: Settings) -> dict[str, tuple[int, int | None]]:
    """Return each waiting conversation's place in its team's queue, from 1, and its expected wait in seconds."""
    default = default_team(db)
    prior_s = desk_settings.documents(db, settings).routing.handling_time_s
    handled = _handled(db)
    ahead: dict[str, list[str]] = defaultdict(list)
    found: dict[str, tuple[int, int | None]] = {}
    for conversation_id, team, language in conversations.queue_heads(db):
        team = team or default
        mine = [a for a in agents if a.is_serving and team in a.teams and language in a.languages]
        serving = mine or [a for a in agents if a.is_serving and language in a.languages]
        spoken = {each for agent in serving for each in agent.languages}
        n_ahead = sum(other in spoken for other in ahead[team])
        handling_s = handling_time_s(handled.get(team, ()), prior_s=prior_s)
        ahead[team].append(language)
        found[conversation_id] = (len(ahead[team]), expected_wait_s(n_ahead, serving, handling_s=handling_s))
    return found


def _handled(db: Connection) -> dict[str | None, list[float]]:
    """Return how long the chats took that ended in the last hour of work, by team."""
    a = t.assignments.c
    found: dict[str | None, list[float]] = defaultdict(list)
    newest = db.execute(select(a.ended_at).where(a.ended_at.is_not(None)).order_by(a.ended_at.desc()).limit(1)).scalar()
    if newest is None:
        return found
    query = select(a.team, a.started_at, a.ended_at).where(a.ended_at >= newest - _WINDOW)
    for team, started_at, ended_at in db.execute(query):
        found[team].append((ended_at - started_at).total_seconds())
    return found
