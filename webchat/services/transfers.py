"""Give a conversation to somebody else, with all that was said: a colleague, a team, or the team behind."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from webchat.domain.conversation import Actor, Conversation, Event, Owner, Status
from webchat.domain.errors import Fixable
from webchat.domain.permissions import Action, may
from webchat.domain.routing import AT_FRONT
from webchat.domain.who import SYSTEM, Who
from webchat.services import audit, conversations, desk, desk_settings, messages, offers, ownership, roster, teams
from webchat.services.accounts import Agent
from webchat.services.work import Work


def transfer(
    work: Work, agent: Agent, conversation_id: str, *, to_agent: str | None, to_team: str | None, note_text: str | None
) -> None:
    """Give a conversation to a colleague or a team; who leads the desk may do so with any, also for oneself.

    Raises:
        Fixable: `not_found` for an unknown colleague or team, `invalid` (field `to`) for a colleague who is not there,
            `at_capacity` for one who has the most chats already, `closed` or `not_yours` for the conversation.
    """
    conversation, actor = held(work, agent, conversation_id)
    if (to_agent is None) == (to_team is None):
        raise Fixable("invalid", field="to")
    if to_agent is not None:
        _to_agent(work, agent, conversation, actor, to_agent, note_text)
    else:
        assert to_team is not None
        _to_team(work, agent, conversation, actor, to_team, note_text)


def escalate(work: Work, agent: Agent, conversation_id: str, *, note_text: str | None) -> None:
    """Give a conversation to the team behind its own.

    Raises:
        Fixable: `invalid` (field `team`) if there is none behind it; `closed` or `not_yours`.
    """
    conversation, actor = held(work, agent, conversation_id)
    target = teams.of(work, conversation).escalates_to
    if target is None:
        raise Fixable("invalid", field="team")
    _to_team(work, agent, conversation, actor, target, note_text, act="conversation_escalated")


def escalate_late(work: Work) -> None:
    """Send on who waits longer for a first-line team than the desk's rules allow."""
    limit_s = desk_settings.of(work).escalation.waiting_s
    if limit_s is None:
        return
    known = roster.teams(work.db)
    is_any_late = False
    for conversation in conversations.queue(work.db):
        team = teams.find(known, conversation)
        waited_s = (work.now - (conversation.queued_at or work.now)).total_seconds()
        if team.escalates_to and team.line == "first" and waited_s >= limit_s:
            _escalate_by_rule(work, conversation, team.escalates_to)
            is_any_late = True
    if is_any_late:  # once all are where they belong: an offer in between could go to who is sent on next
        offers.offer_waiting(work)


def follow_ticket(work: Work, conversation: Conversation, *, priority: str, fields: Mapping[str, Any]) -> None:
    """Send a waiting conversation on whose ticket, as edited, belongs to the team behind its own."""
    target = teams.behind(work, teams.of(work, conversation), priority, fields)
    if target is not None and conversation.owner is Owner.QUEUE:
        _escalate_by_rule(work, conversation, target)
        offers.offer_waiting(work)


def _escalate_by_rule(work: Work, conversation: Conversation, target: str) -> None:
    messages.notice(work, conversation, "escalated", team=teams.name(work.db, target, conversation.language))
    _queue_at(work, conversation, Actor.SYSTEM, target, by=SYSTEM)


def held(work: Work, agent: Agent, conversation_id: str) -> tuple[Conversation, Actor]:
    """Return a conversation that this agent has, or leads, and as whom.

    Raises:
        Fixable: `not_found`, `closed` or `not_yours`.
    """
    conversation = desk.seen(work, conversation_id)
    if conversation.status is Status.RESOLVED:
        raise Fixable("closed")
    if conversation.owner is Owner.AGENT and conversation.agent_id == agent.id:
        return conversation, Actor.OWNING_AGENT
    if may(agent.role, Action.LEAD_DESK) and conversation.owner in (Owner.AGENT, Owner.QUEUE):
        return conversation, Actor.SUPERVISOR
    raise Fixable("not_yours")


def check_room(work: Work, agent_id: str, name: str) -> None:
    """Refuse one chat more than anybody may have at once.

    Raises:
        Fixable: `at_capacity`.
    """
    if not roster.has_room(work, agent_id):
        raise Fixable("at_capacity", agent=name, max_chats=desk_settings.of(work).routing.max_chats)


def _to_agent(
    work: Work, agent: Agent, conversation: Conversation, actor: Actor, to: str, note_text: str | None
) -> None:
    name = desk.colleague(work, to)
    if to != conversation.agent_id:
        check_room(work, to, name)
    conversation = _noted(work, agent, conversation, note_text)
    messages.notice(work, conversation, "agent_transferred", name=name)
    ownership.move(work, conversation, Event.TRANSFER, actor, agent_id=to, by=agent.id)
    audit.record(work, "conversation_transferred", actor=agent.id, conversation=conversation.id, to=to)
    offers.offer_waiting(work)


def _to_team(
    work: Work,
    agent: Agent,
    conversation: Conversation,
    actor: Actor,
    team_id: str,
    note_text: str | None,
    act: str = "conversation_transferred",
) -> None:
    try:
        name = teams.name(work.db, team_id, conversation.language)
    except Fixable:
        raise Fixable("not_found", field="to") from None
    conversation = _noted(work, agent, conversation, note_text)
    messages.notice(work, conversation, "team_transferred", team=name)
    _queue_at(work, conversation, actor, team_id, by=Who("agent", agent.id))
    audit.record(work, act, actor=agent.id, conversation=conversation.id, team=team_id)
    offers.offer_waiting(work)


def _queue_at(work: Work, conversation: Conversation, actor: Actor, team_id: str, *, by: Who) -> None:
    """Have a conversation wait for another team; who waited already keeps the place, who had an agent goes in front."""
    at_front = conversation.owner is Owner.AGENT or conversation.queue_rank == AT_FRONT
    ownership.move(work, conversation, Event.TO_TEAM, actor, at_front=at_front, by=by.agent_id)
    teams.assign(work, conversation, team_id, by=by)


def _noted(work: Work, agent: Agent, conversation: Conversation, text: str | None) -> Conversation:
    if not text:
        return conversation
    client_id = f"transfer:{conversation.n_notes + 1}"
    desk.note(work, agent, conversation.id, client_id=client_id, text=text)
    return conversations.load(work.db, conversation.id)
