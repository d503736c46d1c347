"""What people of the desk change on a ticket: its fields, what it is, how urgent, where it stands and whose it is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from webchat.domain import ticket as tickets
from webchat.domain.conversation import Actor, Conversation, Event, Owner, Status
from webchat.domain.errors import Fixable
from webchat.domain.routing import AT_FRONT, queue_rank
from webchat.domain.ticket_fields import missing
from webchat.domain.who import Who
from webchat.services import (
    audit,
    conversations,
    desk,
    desk_settings,
    messages,
    offers,
    ownership,
    sla,
    teams,
    transfers,
    views,
)
from webchat.services.accounts import Agent
from webchat.services.tickets import definitions
from webchat.services.tickets.fields import masked, merged
from webchat.services.tickets.loading import Row, load, to_edit
from webchat.services.work import Work

_PRIORITIES = ("low", "medium", "high", "urgent")


def edit(
    work: Work,
    agent: Agent,
    ticket_id: str,
    *,
    values: Mapping[str, Any],
    version: int | None = None,
) -> dict[str, Any]:
    """Change a ticket; all of it, or nothing if one value is refused.

    Args:
        work: The transaction.
        agent: Who edits.
        ticket_id: Id or number.
        values: Any of `fields`, `kind`, `priority` (None: as impact and urgency say) with `reason`, `team`, `status`
            with `outcome`, `solution` or `wake_at`, and `agent_id` (None: back to the queue).
        version: The state the editor knows; None where nothing is overwritten blindly.

    Raises:
        Fixable: `not_found`, `edited`, or `invalid` with the `field`; `not_yours`, `closed` as for conversations.
    """
    row = to_edit(work, ticket_id, version)
    columns = _columns(work, agent, row, values)
    changed = {name: value for name, value in columns.items() if value != row[name]}
    if changed:
        note = masked(values["reason"])[:400] if values.get("reason") else None
        sla.change(work, row, by=Who("agent", agent.id), note=note, **changed)
        audit.record(work, "ticket_edited", actor=agent.id, ticket=row["id"], fields=_names(row, changed))
        _rank_again(work, load(work.db, row["id"]))
        if "team" in changed:
            _follow_team(work, row, changed["team"])
    if "status" in values:
        _set_status(work, agent, row, values)
    if "agent_id" in values:
        assign(work, agent, row, values["agent_id"])
    return {"ticket": views.ticket(load(work.db, row["id"]))}


def _columns(work: Work, agent: Agent, row: Row, values: Mapping[str, Any]) -> dict[str, Any]:
    kind = values.get("kind", row["kind"])
    if kind not in tickets.KINDS:
        raise Fixable("invalid", field="kind")
    fields = merged(work, agent, {**row, "kind": kind}, values.get("fields") or {})
    _keep_required(work, row, kind, fields)
    chosen = values.get("priority", row["priority"] if row["priority_set"] else None)
    if chosen is not None and chosen not in _PRIORITIES:
        raise Fixable("invalid", field="priority")
    computed = tickets.priority(kind, fields, desk_settings.of(work).priority_matrix.levels())
    return {
        "fields": fields,
        "kind": kind,
        "priority": chosen or computed,
        "priority_set": chosen is not None,
        "team": teams.checked(work.db, values["team"]) if values.get("team") else row["team"],
    }


def _keep_required(work: Work, row: Row, kind: str, fields: Mapping[str, Any]) -> None:
    """What is required can be filled in later, but not taken away again."""
    known = definitions.current(work.db)
    before = set(missing(known, kind, row["fields"]))
    for key in missing(known, kind, fields):
        if key not in before:
            raise Fixable("invalid", field=key, problem="required")


def _names(row: Row, changed: Mapping[str, Any]) -> list[str]:
    """Names only: what somebody wrote does not go into the audit log."""
    names = [name for name in changed if name not in ("fields", "priority_set")]
    before, after = row["fields"], changed.get("fields", row["fields"])
    return names + [name for name in dict.fromkeys((*before, *after)) if before.get(name) != after.get(name)]


def _rank_again(work: Work, row: Row) -> None:
    """Move a waiting conversation when its ticket became urgent, or no longer is, or belongs to another team."""
    conversation = conversations.load(work.db, row["conversation_id"])
    if conversation.owner is not Owner.QUEUE or conversation.episode != row["episode"]:
        return
    rank = queue_rank(row["kind"], row["priority"], at_front=conversation.queue_rank == AT_FRONT)
    if rank != conversation.queue_rank:
        conversations.change(work, conversation, queue_rank=rank)
        work.queue_moved = True
    transfers.follow_ticket(work, conversation, priority=row["priority"], fields=row["fields"])


def _follow_team(work: Work, row: Row, team: str | None) -> None:
    conversation = conversations.load(work.db, row["conversation_id"])
    if conversation.episode == row["episode"]:
        conversations.change(work, conversation, team=team, reach="team")
        work.touched[conversation.id] = conversation
        if conversation.owner is Owner.QUEUE:
            if team:
                name = teams.name(work.db, team, conversation.language)
                messages.notice(work, conversation, "team_transferred", team=name)
            work.queue_moved = True
            offers.withdraw_offer(work, conversation)
            offers.offer_waiting(work)


# --- status and owner: both go through the conversation --------------------------------------------------


def current(work: Work, row: Row) -> Conversation:
    """Return the conversation that a ticket is about now.

    Raises:
        Fixable: `closed` if the ticket is over, or a later hand-off has a ticket of its own.
    """
    conversation = conversations.load(work.db, row["conversation_id"])
    if row["status"] in tickets.OVER or conversation.episode != row["episode"]:
        raise Fixable("closed")
    return conversation


def _set_status(work: Work, agent: Agent, row: Row, values: Mapping[str, Any]) -> None:
    status = values["status"]
    if status == row["status"]:
        return
    conversation = current(work, row)
    if status == "closed":
        solution = masked(values["solution"]) if values.get("solution") else None
        close(work, agent, conversation, outcome=values.get("outcome") or "solved", solution=solution)
    elif status == "pending":
        until = values.get("wake_at")
        if not isinstance(until, datetime):
            raise Fixable("invalid", field="wake_at")
        desk.snooze(work, agent, conversation.id, until=until)
    elif status == "open" and conversation.status is Status.SNOOZED:
        conversation = desk.own(work, agent, conversation.id)
        ownership.move(work, conversation, Event.WAKE, Actor.OWNING_AGENT)
        audit.record(work, "conversation_woken", actor=agent.id, conversation=conversation.id)
    else:
        raise Fixable("invalid", field="status")


def close(work: Work, agent: Agent, conversation: Conversation, *, outcome: str, solution: str | None) -> None:
    """Close a ticket with its conversation, also one that waits for a person or is back with the bot.

    Raises:
        Fixable: `not_yours` if a colleague has it.
    """
    if conversation.owner is Owner.BOT:
        row = views.current_ticket(work.db, conversation)
        assert row is not None
        by = Who("agent", agent.id)
        sla.change(work, row, by=by, status="closed", outcome=outcome, solution=solution)
        audit.record(work, "ticket_closed", actor=agent.id, ticket=row["id"], outcome=outcome)
        return
    if conversation.owner is Owner.QUEUE:
        ownership.move(work, conversation, Event.TAKE, Actor.ANY_AGENT, agent_id=agent.id)
    desk.resolve(work, agent, conversation.id, outcome=outcome, solution=solution)


def assign(work: Work, agent: Agent, row: Row, to: str | None) -> None:
    """Give a ticket, with its conversation, to an agent, or back to the queue.

    Raises:
        Fixable: `closed`, `not_yours` if a colleague has it, `not_found` or `invalid` (field `to`) as for a transfer.
    """
    conversation = current(work, row)
    if to == (conversation.agent_id if conversation.owner is Owner.AGENT else None):
        return
    if to is None:
        desk.release(work, agent, conversation.id)
    elif conversation.owner is not Owner.QUEUE:
        transfers.transfer(work, agent, conversation.id, to_agent=to, to_team=None, note_text=None)
    elif to == agent.id:
        desk.take(work, agent, conversation.id)
    else:
        name = desk.colleague(work, to)
        transfers.check_room(work, to, name)
        messages.notice(work, conversation, "agent_transferred", name=name)
        ownership.move(work, conversation, Event.TAKE, Actor.ANY_AGENT, agent_id=to, by=agent.id)
        audit.record(work, "conversation_assigned", actor=agent.id, conversation=conversation.id, to=to)
        offers.offer_waiting(work)
