"""Owe the end user a mail: rows of the outbox, written in the transaction that gives the reason."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from sqlalchemy import insert, select, update

from webchat.adapters.db import tables as t
from webchat.domain.conversation import Conversation
from webchat.services.work import Work

KIND = "mail"
NOT_NEEDED = ("no_address", "is_here", "stopped", "is_read")


def news(work: Work, conversations: Iterable[Conversation], *, also_with_bot: bool = False) -> None:
    """Owe a mail about what was just said in these conversations, to those who have left.

    Who only talked with the bot gets mail about what they were promised to hear (`also_with_bot`). It waits a while and then tells everything at once; a conversation is owed one such mail at a time.
    """
    s = work.settings
    if s.smtp_host is None:
        return
    for conversation in conversations:
        if (conversation.episode == 0 and not also_with_bot) or work.env.is_user_online(conversation.id):
            continue
        c = t.outbox.c
        waits = select(c.id).where(
            c.conversation_id == conversation.id,
            c.kind == KIND,
            c.done_at.is_(None),
            c.attempts == 0,
            c.key.like("news:%"),
        )
        if work.db.execute(waits.limit(1)).first() is None:
            key = f"news:{conversation.id}:{conversation.last_seq}"
            _owe(work, conversation, "news", key, after_s=s.mail_unread_s)


def receipt(work: Work, conversation: Conversation) -> None:
    """Owe the mail that says under which number a question is kept while nobody is there; once for each hand-off."""
    _owe(work, conversation, "receipt", f"receipt:{conversation.id}:{conversation.episode}")


def transcript(work: Work, conversation: Conversation) -> None:
    """Owe the transcript; asked for twice without a word in between, it comes once."""
    _owe(work, conversation, "transcript", f"transcript:{conversation.id}:{conversation.last_seq}")


def _owe(work: Work, conversation: Conversation, letter: str, key: str, *, after_s: float = 0.0) -> None:
    if work.settings.smtp_host is None:
        return
    c = t.outbox.c
    values: dict[str, Any] = {
        "data": {"letter": letter},
        "due_at": work.now + timedelta(seconds=after_s),
        "attempts": 0,
        "created_at": work.now,
    }
    known = work.db.execute(select(c.id, c.last_error).where(c.kind == KIND, c.key == key)).one_or_none()
    if known is None:
        work.db.execute(insert(t.outbox).values(kind=KIND, key=key, conversation_id=conversation.id, **values))
    elif known.last_error in NOT_NEEDED:  # it was let go without being sent: the reason may be gone
        work.db.execute(update(t.outbox).where(c.id == known.id).values(**values, done_at=None, last_error=None))
