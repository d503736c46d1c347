"""Tell those who wait when the expected wait has changed a lot."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import or_, select

from webchat.adapters.db import tables as t
from webchat.domain.conversation import Owner
from webchat.domain.waiting import is_news
from webchat.services import conversations, messages, roster
from webchat.services.work import Work
from webchat.texts import about

_QUIET = timedelta(minutes=2)


def tell(work: Work) -> None:
    """Look at everybody whose page is open and who heard nothing of it for two minutes."""
    c = t.conversations.c
    quiet = or_(c.told_wait_at.is_(None), c.told_wait_at <= work.now - _QUIET)
    query = select(*conversations.columns()).where(c.owner == Owner.QUEUE.value, c.user_online, quiet)
    due = [conversations.from_row(row) for row in work.db.execute(query)]
    if not due:
        return
    places = roster.places(work.db, roster.agents(work), work.settings)
    for conversation in due:
        place, wait_s = places[conversation.id]
        told_s, told_at = conversation.told_wait_s, conversation.told_wait_at
        if wait_s is None:
            continue
        if told_s is None or told_at is None:
            conversations.change(work, conversation, told_wait_s=wait_s, told_wait_at=work.now)
            continue
        if is_news(told_s, (work.now - told_at).total_seconds(), wait_s):
            conversations.change(work, conversation, told_wait_s=wait_s, told_wait_at=work.now)
            key = "wait_longer" if wait_s > told_s else "wait_shorter"
            messages.notice(work, conversation, key, position=place, wait=about(conversation.language, wait_s))
