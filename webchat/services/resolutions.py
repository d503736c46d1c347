"""Each time a conversation is resolved, and whether it stayed so: a reopened one was not solved."""

from __future__ import annotations

from sqlalchemy import insert, update

from webchat.adapters.db import tables as t
from webchat.domain.conversation import Actor, Conversation, State, Status
from webchat.services.work import Work


def follow(work: Work, conversation: Conversation, target: State, actor: Actor, *, outcome: str | None) -> None:
    """Note a step into or out of resolved; call while the conversation is still in its former state."""
    was, will_be = conversation.status is Status.RESOLVED, target.status is Status.RESOLVED
    if will_be and not was:
        row = {"conversation_id": conversation.id, "at": work.now, "by": actor.value, "outcome": outcome}
        work.db.execute(insert(t.resolutions).values(row))
    elif was and not will_be:
        r = t.resolutions.c
        last = (r.conversation_id == conversation.id, r.reopened_at.is_(None))
        work.db.execute(update(t.resolutions).where(*last).values(reopened_at=work.now))
