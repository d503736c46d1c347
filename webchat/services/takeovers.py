"""Remote take-over: the agent proposes it, the user consents or refuses, either side ends it; all of it is recorded."""

from __future__ import annotations

import secrets
from typing import Any

from sqlalchemy import insert, update

from webchat.adapters.db import tables as t
from webchat.domain.conversation import Conversation, Owner
from webchat.domain.errors import Fixable
from webchat.services import audit, conversations, desk, desk_settings, messages, sla, views
from webchat.services.accounts import Agent
from webchat.services.work import Work

_CODE_DIGITS = 9


def propose(work: Work, agent: Agent, conversation_id: str) -> None:
    """Ask the user whether the agent may see and operate their device; asking twice is once.

    Raises:
        Fixable: `not_set_up` while the settings name no tool; `not_found`, `closed`, `not_yours`.
    """
    conversation = desk.own(work, agent, conversation_id)
    link = desk_settings.of(work).takeover.link_template
    if not link:
        raise Fixable("not_set_up")
    if conversation.takeover is not None:
        return
    code = "".join(secrets.choice("0123456789") for _ in range(_CODE_DIGITS))
    made = {"id": conversations.new_id(), "state": "proposed", "code": code, "url": link.replace("{code}", code)}
    work.db.execute(
        insert(t.takeovers).values(
            id=made["id"],
            conversation_id=conversation.id,
            agent_id=agent.id,
            state="proposed",
            code=code,
            proposed_at=work.now,
        )
    )
    messages.notice(work, conversation, "takeover_proposed", name=agent.name)
    _follow(work, conversation, made, field="proposed", source="agent")
    audit.record(work, "takeover_proposed", actor=agent.id, conversation=conversation.id, id=made["id"])


def answer(work: Work, conversation_id: str, *, accept: bool) -> None:
    """Consent to what was proposed, or refuse it.

    Raises:
        Fixable: `not_found` if nothing is proposed; a consent is only to what the user still sees.
    """
    conversation = conversations.load(work.db, conversation_id)
    current = conversation.takeover
    if current is None or current["state"] != "proposed":
        raise Fixable("not_found")
    state = "accepted" if accept else "refused"
    _write(work, current, state=state, answered_at=work.now)
    messages.notice(work, conversation, f"takeover_{state}", name=_agent_name(work, conversation))
    _follow(work, conversation, {**current, "state": state} if accept else None, field=state, source="user")
    _record_user(work, "takeover_answered", conversation, current, accepted=accept)


def end_by_user(work: Work, conversation_id: str) -> None:
    """End a take-over at the user's wish; ending twice is once."""
    conversation = conversations.load(work.db, conversation_id)
    current = conversation.takeover
    if current is not None:
        _end(work, conversation, current, by="user")
        _record_user(work, "takeover_ended", conversation, current, by="user")


def end_by_agent(work: Work, agent: Agent, conversation_id: str) -> None:
    """End an own take-over, or withdraw the proposal; ending twice is once."""
    conversation = desk.own(work, agent, conversation_id)
    current = conversation.takeover
    if current is not None:
        _end(work, conversation, current, by="agent")
        audit.record(work, "takeover_ended", actor=agent.id, conversation=conversation.id, id=current["id"], by="agent")


def end_with_ownership(work: Work) -> None:
    """End the take-overs of conversations that their agent no longer has in this transaction."""
    for conversation in [c for c in work.touched.values() if c.takeover is not None]:
        current = conversation.takeover
        assert current is not None
        if conversation.owner is Owner.AGENT and conversation.agent_id == _agent_of(work, current):
            continue
        _end(work, conversation, current, by="system")
        audit.record(
            work, "takeover_ended", actor=None, actor_kind="system", conversation=conversation.id, id=current["id"],
            by="system",
        )  # fmt: skip


def _end(work: Work, conversation: Conversation, current: dict[str, Any], *, by: str) -> None:
    _write(work, current, state="ended", ended_at=work.now, ended_by=by)
    messages.notice(work, conversation, "takeover_ended")
    _follow(work, conversation, None, field="ended", source="user" if by == "user" else "system")


def _follow(
    work: Work, conversation: Conversation, takeover: dict[str, Any] | None, *, field: str, source: str
) -> None:
    conversations.change(work, conversation, takeover=takeover)
    work.touched[conversation.id] = conversation
    ticket = views.current_ticket(work.db, conversation)
    if ticket is not None:
        kept = {"value": field, "source": source, "confidence": 1.0, "message_seq": conversation.last_seq}
        sla.change(work, ticket, fields={**ticket["fields"], "takeover": kept})


def _write(work: Work, current: dict[str, Any], **values: Any) -> None:
    work.db.execute(update(t.takeovers).where(t.takeovers.c.id == current["id"]).values(**values))


def _record_user(work: Work, act: str, conversation: Conversation, current: dict[str, Any], **details: Any) -> None:
    audit.record(work, act, actor=None, actor_kind="user", conversation=conversation.id, id=current["id"], **details)


def _agent_of(work: Work, current: dict[str, Any]) -> str | None:
    c = t.takeovers.c
    return work.db.scalar(t.takeovers.select().with_only_columns(c.agent_id).where(c.id == current["id"]))


def _agent_name(work: Work, conversation: Conversation) -> str:
    return str(views.agent_ref(work.db, conversation.agent_id)["name"]) if conversation.agent_id else ""
