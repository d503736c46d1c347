"""What a message to a resolved conversation does: reopen it, or begin a new, linked one."""

from __future__ import annotations

from sqlalchemy import select, update

from webchat.adapters.db import tables as t
from webchat.domain.conversation import Actor, Conversation, Event, Status, reopen_event
from webchat.services import conversations, offers, ownership, questions, roster
from webchat.services.work import Work


def reopen(work: Work, conversation: Conversation) -> Conversation:
    """Return the conversation that takes the message: this one, reopened, or its successor."""
    if successor := _successor(work, conversation):
        return successor if successor.status is not Status.RESOLVED else reopen(work, successor)
    online = work.db.scalar(select(t.agents.c.connected).where(t.agents.c.id == conversation.agent_id))
    has_room = roster.has_room(work, conversation.agent_id or "")
    event = reopen_event(
        conversation, work.now, grace_s=work.settings.reopen_grace_s, agent_is_online=bool(online) and has_room
    )
    if event is None:
        return _begin_linked(work, conversation)
    ownership.move(work, conversation, event, Actor.USER, agent_id=conversation.agent_id)
    questions.after_reopening(work, conversation)
    if event is Event.REOPEN_QUEUE:
        offers.offer_waiting(work)
    return conversation


def _successor(work: Work, conversation: Conversation) -> Conversation | None:
    c = t.conversations.c
    row = work.db.execute(select(*conversations.columns()).where(c.previous_id == conversation.id)).first()
    return conversations.from_row(row) if row else None


def _begin_linked(work: Work, old: Conversation) -> Conversation:
    new = conversations.create(
        work,
        person_id=old.person_id,
        site=old.site,
        language=old.language,
        language_source=old.language_source,
        page=old.page,
        previous_id=old.id,
    )
    work.db.execute(update(t.sessions).where(t.sessions.c.conversation_id == old.id).values(conversation_id=new.id))
    work.moved.append((old.id, new.id))
    return new
