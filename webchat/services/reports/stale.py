"""What changes a report without changing its conversation has it read again."""

from __future__ import annotations

from sqlalchemy import update

from webchat.adapters.db import tables as t
from webchat.services.work import Work


def mark(work: Work, conversation_id: str) -> None:
    """Have this conversation read again for the reports: a rating, an opinion, a ticket's clock."""
    r = t.report_conversations
    work.db.execute(update(r).where(r.c.conversation_id == conversation_id).values(seen_at=None))
