"""Macros: kept lists of acts, carried out together in one transaction or not at all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import select

from webchat.adapters.db import tables as t
from webchat.domain import macro, placeholders
from webchat.domain.errors import Fixable
from webchat.domain.masking import mask
from webchat.domain.permissions import require
from webchat.services import audit, canned_replies, conversations, desk, kept, messages, transfers, views
from webchat.services.accounts import Agent
from webchat.services.messages import Incoming
from webchat.services.tickets import editing
from webchat.services.work import Work

SHELF = kept.Shelf(t.macros, "title", "macro_changed", is_unique=True)


def create(work: Work, agent: Agent, *, shared: bool, title: str, steps: Sequence[macro.Step]) -> dict[str, Any]:
    """Keep a new macro."""
    macro.check(steps)
    return kept.create(work, SHELF, agent, shared=shared, values={"title": title, "steps": list(steps)})


def edit(
    work: Work, agent: Agent, macro_id: str, *, version: str, title: str, steps: Sequence[macro.Step]
) -> dict[str, Any]:
    """Change a macro."""
    macro.check(steps)
    return kept.edit(work, SHELF, agent, macro_id, version=version, values={"title": title, "steps": list(steps)})


def run(work: Work, agent: Agent, conversation_id: str, *, macro_id: str, client_id: UUID) -> None:
    """Carry out a macro's steps as this agent; a repeat of `client_id` changes nothing.

    Each step goes through the service and the permission that it has on its own. If one is refused, none is done.

    Raises:
        Fixable: What a step raised, `no_text` for a reply that lacks the customer's language.
    """
    row = kept.load(work.db, SHELF, agent, macro_id)
    if _was_run(work, conversation_id, client_id):
        return
    for n, step in enumerate(row["steps"]):
        require(agent.role, macro.STEPS.get(step["do"]))
        _RUN[step["do"]](work, agent, conversation_id, step, str(uuid5(client_id, str(n))))
    # The run's own id stands in the audit log, where the next attempt under it is recognised.
    audit.record(
        work,
        "macro_run",
        actor=agent.id,
        conversation=conversation_id,
        macro=macro_id,
        client_id=str(client_id),
        steps=[step["do"] for step in row["steps"]],
    )


def _was_run(work: Work, conversation_id: str, client_id: UUID) -> bool:
    c = t.audit_log.c
    query = select(c.details).where(c.target_id == conversation_id, c.act == "macro_run")
    return any(details.get("client_id") == str(client_id) for details in work.db.scalars(query))


def _take(work: Work, agent: Agent, conversation_id: str, _step: macro.Step, _id: str) -> None:
    desk.take(work, agent, conversation_id)


def _reply(work: Work, agent: Agent, conversation_id: str, step: macro.Step, client_id: str) -> None:
    conversation = desk.own(work, agent, conversation_id)
    text = placeholders.fill(
        macro.text_for(step, conversation.language), canned_replies.values(work.db, conversation, agent)
    )
    item = Incoming(conversation_id, client_id, mask(text).text, None, "agent", agent.id, agent.name)
    (result,) = messages.append(work, [item])
    if isinstance(result, Exception):
        raise result


def _note(work: Work, agent: Agent, conversation_id: str, step: macro.Step, client_id: str) -> None:
    conversation = desk.seen(work, conversation_id)
    text = placeholders.fill(step["text"], canned_replies.values(work.db, conversation, agent))
    desk.note(work, agent, conversation_id, client_id=client_id, text=mask(text).text)


def _set_fields(work: Work, agent: Agent, conversation_id: str, step: macro.Step, _id: str) -> None:
    ticket = views.current_ticket(work.db, conversations.load(work.db, conversation_id))
    if ticket is None:
        raise Fixable("not_found", field="ticket")
    editing.edit(work, agent, ticket["id"], values={"fields": step["fields"]})


def _snooze(work: Work, agent: Agent, conversation_id: str, step: macro.Step, _id: str) -> None:
    desk.snooze(work, agent, conversation_id, until=work.now + timedelta(minutes=step["minutes"]))


def _transfer(work: Work, agent: Agent, conversation_id: str, step: macro.Step, _id: str) -> None:
    to = {"to_agent": step.get("agent_id"), "to_team": step.get("team_id")}
    transfers.transfer(work, agent, conversation_id, **to, note_text=None)


def _return_to_bot(work: Work, agent: Agent, conversation_id: str, _step: macro.Step, _id: str) -> None:
    desk.return_to_bot(work, agent, conversation_id)


def _resolve(work: Work, agent: Agent, conversation_id: str, step: macro.Step, _id: str) -> None:
    solution = mask(step["solution"]).text if step.get("solution") else None
    desk.resolve(work, agent, conversation_id, outcome=step["outcome"], solution=solution)


_RUN: dict[str, Callable[[Work, Agent, str, macro.Step, str], None]] = {
    "take": _take,
    "reply": _reply,
    "note": _note,
    "set_fields": _set_fields,
    "snooze": _snooze,
    "transfer": _transfer,
    "return_to_bot": _return_to_bot,
    "resolve": _resolve,
}
