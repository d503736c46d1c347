"""The questions that people put, one row a problem, kept in the transaction of the turn, hand-off or opinion itself."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, RowMapping, func, insert, select, update

from webchat.adapters.db import tables as t
from webchat.domain.conversation import Conversation
from webchat.domain.question import Asked, follow
from webchat.services.work import Work


def after_turn(
    work: Work,
    conversation: Conversation,
    decision: dict[str, Any],
    *,
    intent: str | None,
    upto: int,
    is_button: bool,
) -> None:
    """Keep what this turn of the bot says about the user's question.

    Args:
        work: The transaction that writes the answer.
        conversation: Whose turn it is.
        decision: The bot's.
        intent: What the bot took the message for.
        upto: The last message that the turn covers.
        is_button: Whether the user pressed a button rather than wrote.
    """
    row = newest(work.db, conversation.id)
    step = follow(_asked(row), decision, is_button=is_button)
    if step is None:
        return
    p_helps = decision.get("p_helps")
    if step.is_new or row is None:
        values = {
            "conversation_id": conversation.id,
            "seq": _first(work.db, conversation, upto),
            "last_seq": upto,
            "at": work.now,
            "language": conversation.language,
            "family": step.family,
            "intent": None if is_button else intent,
            "p_helps": p_helps,
            "answered": step.answered,
            "solved_at": work.now if step.solved else None,
        }
        work.db.execute(insert(t.questions).values(**values))
        return
    changed: dict[str, Any] = {"last_seq": upto, "answered": row["answered"] or step.answered}
    if step.family:
        changed |= {"family": step.family, "p_helps": p_helps}
    if step.not_helped and row["not_helped_at"] is None:
        changed["not_helped_at"] = work.now
    if step.solved:
        changed["solved_at"] = work.now
    _change(work, row, **changed)


def after_hand_off(work: Work, conversation: Conversation, reason: str) -> None:
    """Note that a person takes the question over."""
    row = newest(work.db, conversation.id)
    if row is not None and row["handed_off_at"] is None and row["solved_at"] is None:
        _change(work, row, handed_off=reason, handed_off_at=work.now)


def after_opinion(work: Work, conversation: Conversation, *, seq: int, helpful: bool) -> None:
    """Note what the user thinks of the answer at `seq`; a better second opinion takes the first back."""
    c = t.questions.c
    query = select(t.questions).where(c.conversation_id == conversation.id, c.seq < seq).order_by(c.seq.desc())
    row = work.db.execute(query.limit(1)).mappings().one_or_none()
    if row is not None:
        _change(work, row, not_helped_at=None if helpful else row["not_helped_at"] or work.now)


def after_reopening(work: Work, conversation: Conversation) -> None:
    """Note that what was closed is open again."""
    row = newest(work.db, conversation.id)
    if row is not None and row["reopened_at"] is None:
        _change(work, row, reopened_at=work.now)


def newest(db: Connection, conversation_id: str) -> RowMapping | None:
    """Return the newest question of a conversation."""
    c = t.questions.c
    query = select(t.questions).where(c.conversation_id == conversation_id).order_by(c.seq.desc()).limit(1)
    return db.execute(query).mappings().one_or_none()


def _first(db: Connection, conversation: Conversation, upto: int) -> int:
    """The first message of the user's that the turn before did not cover."""
    c = t.messages.c
    mine = (c.conversation_id == conversation.id, c.seq > conversation.turn_seq, c.seq <= upto)
    return db.scalar(select(func.min(c.seq)).where(*mine, c.sender_kind == "user")) or upto


def _asked(row: RowMapping | None) -> Asked | None:
    if row is None:
        return None
    is_over = row["handed_off_at"] is not None or row["solved_at"] is not None
    return Asked(row["family"], bool(row["answered"]), is_over)


def _change(work: Work, row: RowMapping, **values: Any) -> None:
    c = t.questions.c
    where = (c.conversation_id == row["conversation_id"], c.seq == row["seq"])
    work.db.execute(update(t.questions).where(*where).values(**values))
