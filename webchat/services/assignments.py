"""Who had which conversation, from when until when: one row per stretch."""

from __future__ import annotations

from sqlalchemy import insert, update

from webchat.adapters.db import tables as t
from webchat.domain.conversation import Conversation, Event
from webchat.services.work import Work


def end(work: Work, conversation: Conversation, event: Event) -> None:
    """Note that the agent no longer has the conversation open."""
    a = t.assignments.c
    where = (a.conversation_id == conversation.id, a.ended_at.is_(None))
    work.db.execute(update(t.assignments).where(*where).values(ended_at=work.now, ended_by=event.value))


def begin(work: Work, conversation: Conversation, agent_id: str) -> None:
    """Note that an agent has the conversation; call while it still knows since when it waited."""
    work.db.execute(
        insert(t.assignments).values(
            conversation_id=conversation.id,
            agent_id=agent_id,
            team=conversation.team,
            language=conversation.language,
            queued_at=conversation.queued_at,
            started_at=work.now,
        )
    )
