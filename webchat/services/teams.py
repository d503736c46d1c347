"""Teams: what they take, who is in them, and which of them a conversation goes to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, RowMapping, delete, insert, select, update

from webchat.adapters.db import tables as t
from webchat.domain.conversation import Conversation, Owner
from webchat.domain.errors import Fixable
from webchat.domain.permissions import Action, may
from webchat.domain.routing import Team, choose_team, team_behind
from webchat.domain.who import Who
from webchat.services import audit, conversations, desk_settings, offers, roster, sla, views
from webchat.services.accounts import Agent
from webchat.services.work import Work

Wire = dict[str, Any]

_FACTS = ("names", "line", "kinds", "categories", "topics", "languages", "escalates_to")


# --- looking -------------------------------------------------------------------------------------------


def listed(db: Connection) -> list[Wire]:
    """Return the teams with their members, in a fixed order."""
    c, m = t.teams.c, t.team_members.c
    members: dict[str, list[Wire]] = {}
    for team_id, agent_id, skills in db.execute(select(m.team_id, m.agent_id, m.skills).order_by(m.agent_id)):
        members.setdefault(team_id, []).append({"agent_id": agent_id, "skills": skills})
    rows = db.execute(select(t.teams).where(c.archived_at.is_(None)).order_by(c.created_at, c.id)).mappings()
    return [_wire(row, members.get(row["id"], [])) for row in rows]


def one(db: Connection, team_id: str) -> tuple[Wire, str]:
    """Return a team and its version.

    Raises:
        Fixable: `not_found`.
    """
    row = _load(db, team_id)
    return next(team for team in listed(db) if team["id"] == team_id), str(row["version"])


def _wire(row: RowMapping, members: list[Wire]) -> Wire:
    return {
        "id": row["id"],
        **{name: row[name] for name in _FACTS},
        "is_default": row["is_default"],
        "members": members,
    }


def _load(db: Connection, team_id: str) -> RowMapping:
    c = t.teams.c
    query = select(t.teams).where(c.id == team_id, c.archived_at.is_(None))
    row = db.execute(query).mappings().one_or_none()
    if row is None:
        raise Fixable("not_found")
    return row


def name(db: Connection, team_id: str, language: str) -> str:
    """Return what a team is called in a language."""
    return str(_load(db, team_id)["names"][language])


# --- changing ------------------------------------------------------------------------------------------


def create(work: Work, agent: Agent, *, facts: Mapping[str, Any]) -> tuple[Wire, str]:
    """Make a team.

    Raises:
        Fixable: `invalid` with the `field`: an unknown member or team behind it.
    """
    team_id = conversations.new_id()
    members = _checked(work.db, team_id, facts)
    values = {name: facts[name] for name in _FACTS}
    version = conversations.new_id()
    work.db.execute(
        insert(t.teams).values(id=team_id, **values, is_default=False, version=version, created_at=work.now)
    )
    _write_members(work, team_id, members)
    audit.record(work, "team_created", actor=agent.id, team=team_id)
    _changed(work)
    return one(work.db, team_id)


def change(work: Work, agent: Agent, team_id: str, *, facts: Mapping[str, Any], version: str) -> tuple[Wire, str]:
    """Replace what a team is.

    Raises:
        Fixable: `not_found`, `edited` if `version` is not the newest, `invalid` as for `create`.
    """
    current, newest = one(work.db, team_id)
    if version != newest:
        raise Fixable("edited")
    members = _checked(work.db, team_id, facts)
    changed = sorted(key for key in (*_FACTS, "members") if facts[key] != current[key])
    values = {key: facts[key] for key in _FACTS} | {"version": conversations.new_id()}
    work.db.execute(update(t.teams).where(t.teams.c.id == team_id).values(**values))
    work.db.execute(delete(t.team_members).where(t.team_members.c.team_id == team_id))
    _write_members(work, team_id, members)
    audit.record(work, "team_changed", actor=agent.id, team=team_id, fields=changed)
    _changed(work)
    return one(work.db, team_id)


def archive(work: Work, agent: Agent, team_id: str, *, version: str) -> None:
    """Close a team: what it has goes to the default team, which itself stays.

    Raises:
        Fixable: `not_found`, `edited`, or `invalid` for the default team.
    """
    row = _load(work.db, team_id)
    if version != row["version"]:
        raise Fixable("edited")
    if row["is_default"]:
        raise Fixable("invalid", field="is_default")
    c = t.teams.c
    work.db.execute(update(t.teams).where(c.id == team_id).values(archived_at=work.now))
    work.db.execute(update(t.teams).where(c.escalates_to == team_id).values(escalates_to=None))
    work.db.execute(delete(t.team_members).where(t.team_members.c.team_id == team_id))
    default = roster.default_team(work.db)
    k = t.conversations.c
    for row_ in list(
        work.db.execute(select(*conversations.columns()).where(k.team == team_id, k.status != "resolved"))
    ):
        assign(work, conversations.from_row(row_), default, by=Who("agent", agent.id))
    audit.record(work, "team_archived", actor=agent.id, team=team_id)
    _changed(work)


def _checked(db: Connection, team_id: str, facts: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    behind = facts["escalates_to"]
    seen = {team_id}
    while behind is not None:
        if behind in seen:
            raise Fixable("invalid", field="escalates_to", problem="circle")
        seen.add(behind)
        try:
            behind = _load(db, behind)["escalates_to"]
        except Fixable:
            raise Fixable("invalid", field="escalates_to") from None
    members: list[Mapping[str, Any]] = list(facts["members"])
    ids = [member["agent_id"] for member in members]
    rows = {row.id: row.role for row in db.execute(select(t.agents.c.id, t.agents.c.role))}
    for place, agent_id in enumerate(ids):
        if not may(rows.get(agent_id, ""), Action.HANDLE_CONVERSATION) or agent_id in ids[:place]:
            raise Fixable("invalid", field=f"members.{place}")
    return members


def _write_members(work: Work, team_id: str, members: list[Mapping[str, Any]]) -> None:
    for member in members:
        work.db.execute(insert(t.team_members).values(team_id=team_id, **member))


def _changed(work: Work) -> None:
    work.tell_agents("teams_changed", {"teams": listed(work.db)})
    work.queue_moved = True
    offers.offer_waiting(work)


# --- routing -------------------------------------------------------------------------------------------


def route(work: Work, conversation: Conversation, *, kind: str, priority: str, fields: Mapping[str, Any]) -> str:
    """Return the team for a new ticket: by what it is about, then behind that team if a rule says so."""
    team = choose_team(
        roster.teams(work.db),
        kind=kind,
        category=_word(fields, "category"),
        topic=_word(fields, "topic"),
        language=conversation.language,
    )
    return behind(work, team, priority, fields) or team.id


def behind(work: Work, team: Team, priority: str, fields: Mapping[str, Any]) -> str | None:
    """Return the team behind `team` if the desk's rules send such a ticket there."""
    rules = desk_settings.of(work).escalation
    return team_behind(
        team,
        priority=priority,
        topic=_word(fields, "topic"),
        priorities=rules.priorities,
        topics=rules.topics,
    )


def _word(fields: Mapping[str, Any], name: str) -> str | None:
    value = (fields.get(name) or {}).get("value")
    return value if isinstance(value, str) else None


def of(work: Work, conversation: Conversation) -> Team:
    """Return the team that a conversation belongs to."""
    return find(roster.teams(work.db), conversation)


def find(known: Sequence[Team], conversation: Conversation) -> Team:
    """Return the team that a conversation belongs to, among those known."""
    fits = (team for team in known if team.id == conversation.team)
    return next(fits, None) or next(team for team in known if team.is_default)


def checked(db: Connection, team_id: str) -> str:
    """Return the id of a team that there is.

    Raises:
        Fixable: `invalid` (field `team`).
    """
    try:
        return str(_load(db, team_id)["id"])
    except Fixable:
        raise Fixable("invalid", field="team") from None


def assign(work: Work, conversation: Conversation, team_id: str, *, by: Who) -> None:
    """Write down the team of a conversation and of its open ticket."""
    conversations.change(work, conversation, team=team_id)
    row = views.current_ticket(work.db, conversation)
    if row is not None and row["team"] != team_id:
        sla.change(work, row, by=by, team=team_id)
    work.touched[conversation.id] = conversation
    work.queue_moved |= conversation.owner is Owner.QUEUE
