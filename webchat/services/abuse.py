"""Abusive customers: flag, warn, end by the desk's policy, report; every step is written down."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, insert, select, update

from webchat.adapters.db import tables as t
from webchat.domain.conversation import Conversation, Event, Status
from webchat.domain.errors import Fixable
from webchat.services import audit, conversations, desk_settings, messages, offers, ownership, transfers
from webchat.services.accounts import Agent
from webchat.services.views import iso
from webchat.services.work import Work

_BOT_ACTIONS = {"boundary": "flagged", "warning": "warned", "handoff": "flagged"}


def flagged_by_bot(work: Work, conversation: Conversation, signals: Mapping[str, Any], seq: int) -> None:
    """Keep what the bot found in a turn: a remark, a warning that it gave, or a threat."""
    found = signals.get("abuse")
    if not isinstance(found, Mapping):
        return
    action = "threat" if found.get("threat") else _BOT_ACTIONS.get(str(found.get("answer")), "flagged")
    _report(work, conversation, action, flagged_by="bot", seq=seq)
    if action == "warned":
        conversations.change(work, conversation, warnings=conversation.warnings + 1)
        work.touched[conversation.id] = conversation


def warn(work: Work, agent: Agent, conversation_id: str, *, seq: int | None) -> None:
    """Flag a message as abusive and warn the customer in words.

    Raises:
        Fixable: `not_found` for a message that is not the customer's, `closed` or `not_yours`.
    """
    conversation, _ = transfers.held(work, agent, conversation_id)
    if seq is not None:
        m = t.messages.c
        where = (m.conversation_id == conversation_id, m.seq == seq, m.part == 0, m.sender_kind == "user")
        if work.db.execute(select(m.seq).where(*where)).first() is None:
            raise Fixable("not_found", field="seq")
    conversations.change(work, conversation, warnings=conversation.warnings + 1)
    _report(work, conversation, "warned", flagged_by="agent", seq=seq, agent_id=agent.id)
    messages.notice(work, conversation, "abuse_warning")
    audit.record(work, "message_flagged", actor=agent.id, conversation=conversation_id, seq=seq)
    work.touched[conversation.id] = conversation


def end(work: Work, agent: Agent, conversation_id: str) -> None:
    """End an abusive chat: after the warnings that the policy asks for, at once after a threat.

    Raises:
        Fixable: `invalid` (field `warnings`, with how many are `needed`) if it is too early; `closed` or `not_yours`.
    """
    conversation, actor = transfers.held(work, agent, conversation_id)
    policy = desk_settings.of(work).abuse
    if conversation.warnings < policy.warnings and not _threatened(work.db, conversation_id):
        raise Fixable("invalid", field="warnings", needed=policy.warnings)
    contact = getattr(policy.contact, conversation.language)
    messages.notice(work, conversation, "abuse_ended", contact=contact)
    ownership.move(work, conversation, Event.END, actor, outcome="abuse", by=agent.id)
    _report(work, conversation, "ended", flagged_by="agent", seq=None, agent_id=agent.id)
    audit.record(work, "conversation_ended", actor=agent.id, conversation=conversation_id, reason="abuse")
    offers.offer_waiting(work)


def listed(db: Connection, *, still_open: bool, before: int | None, limit: int) -> dict[str, Any]:
    """Return reports, newest first, and in `next` what `before` has to be for the next page."""
    r, a, c = t.abuse_reports.c, t.agents.c, t.conversations.c
    query = (
        select(t.abuse_reports, a.name, c.status, c.language)
        .join(t.conversations, c.id == r.conversation_id)
        .outerjoin(t.agents, a.id == r.agent_id)
        .order_by(r.id.desc())
        .limit(limit + 1)
    )
    if still_open:
        query = query.where(r.handled_at.is_(None))
    if before is not None:
        query = query.where(r.id < before)
    rows = list(db.execute(query).mappings())
    reports = [_wire(db, row) for row in rows[:limit]]
    return {"reports": reports, "next": reports[-1]["id"] if len(rows) > limit else None}


def handle(work: Work, agent: Agent, report_id: int) -> None:
    """Note that a supervisor has looked at a report; twice is once.

    Raises:
        Fixable: `not_found`.
    """
    r = t.abuse_reports.c
    row = work.db.execute(select(r.handled_at).where(r.id == report_id)).first()
    if row is None:
        raise Fixable("not_found")
    if row.handled_at is None:
        values = {"handled_by": agent.id, "handled_at": work.now}
        work.db.execute(update(t.abuse_reports).where(r.id == report_id).values(**values))
        audit.record(work, "abuse_report_handled", actor=agent.id, report=report_id)


def _wire(db: Connection, row: Mapping[Any, Any]) -> dict[str, Any]:
    m = t.messages.c
    where = (m.conversation_id == row["conversation_id"], m.seq == row["message_seq"], m.part == 0)
    return {
        "id": row["id"],
        "conversation_id": row["conversation_id"],
        "message_seq": row["message_seq"],
        "text": db.scalar(select(m.text).where(*where)) if row["message_seq"] is not None else None,
        "language": row["language"],
        "flagged_by": row["flagged_by"],
        "agent": row["name"],
        "action": row["action"],
        "at": iso(row["at"]),
        "handled": row["handled_at"] is not None,
        "ended": row["status"] == Status.RESOLVED.value,
    }


def _report(
    work: Work,
    conversation: Conversation,
    action: str,
    *,
    flagged_by: str,
    seq: int | None,
    agent_id: str | None = None,
) -> None:
    values = {"flagged_by": flagged_by, "message_seq": seq, "agent_id": agent_id, "at": work.now}
    work.db.execute(insert(t.abuse_reports).values(conversation_id=conversation.id, action=action, **values))


def _threatened(db: Connection, conversation_id: str) -> bool:
    r = t.abuse_reports.c
    return (
        db.execute(select(r.id).where(r.conversation_id == conversation_id, r.action == "threat")).first() is not None
    )
