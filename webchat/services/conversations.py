"""Load and change rows of `conversations`; only `ownership` changes owner and status."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, insert, select, update

from webchat.adapters.db import tables as t
from webchat.adapters.db.statements import SelectIn
from webchat.domain.conversation import Conversation, Owner, Status
from webchat.domain.errors import Fixable
from webchat.services.work import Work

_FIELDS = tuple(Conversation.__dataclass_fields__)
_COLUMNS = [t.conversations.c[name] for name in _FIELDS]
_ALL = select(*_COLUMNS)
_STATUS = {status.value: status for status in Status}
_OWNER = {owner.value: owner for owner in Owner}
_NEVER = datetime.min.replace(tzinfo=UTC)


def new_id() -> str:
    """Return an id that cannot be guessed, 22 characters."""
    return secrets.token_urlsafe(16)


def from_row(row: Any) -> Conversation:
    """Shape a row selected with `columns()`."""
    conversation = Conversation(*row)
    conversation.status = _STATUS[conversation.status]
    conversation.owner = _OWNER[conversation.owner]
    return conversation


def columns() -> list[Any]:
    """The columns that `from_row` expects, in order."""
    return _COLUMNS


def load(db: Connection, conversation_id: str) -> Conversation:
    """Return one conversation.

    Raises:
        Fixable: `not_found`.
    """
    row = db.execute(_ALL.where(t.conversations.c.id == conversation_id)).one_or_none()
    if row is None:
        raise Fixable("not_found")
    return from_row(row)


_HEAD = ("id", "status", "owner", "agent_id", "language", "last_seq", "episode", "turn", "turn_pending")
_HEADS = SelectIn([t.conversations.c[name] for name in _HEAD], t.conversations.c.id)


def load_heads(db: Connection, ids: Iterable[str]) -> dict[str, Conversation]:
    """Return what appending a message needs, by id; the other fields are empty.

    A whole row costs 30 µs in conversions; this is read for each message.
    """
    heads = {}
    for row in _HEADS(db, list(ids)):
        conversation_id, status, owner, agent_id, language, last_seq, episode, turn, turn_pending = row
        heads[conversation_id] = Conversation(
            conversation_id,
            "",
            "",
            language,
            "",
            _STATUS[status],
            _OWNER[owner],
            _NEVER,
            _NEVER,
            agent_id,
            last_seq=last_seq,
            episode=episode,
            turn=turn,
            turn_pending=turn_pending,
        )
    return heads


def change(work: Work, conversation: Conversation, **values: Any) -> None:
    """Write columns of one conversation and keep the object in step."""
    work.db.execute(update(t.conversations).where(t.conversations.c.id == conversation.id).values(**values))
    for name, value in values.items():
        if name in _FIELDS:
            setattr(conversation, name, value)


def create(
    work: Work,
    *,
    person_id: str,
    site: str,
    language: str,
    language_source: str,
    page: dict[str, Any] | None,
    previous_id: str | None = None,
) -> Conversation:
    """Insert a conversation that the bot owns."""
    conversation = Conversation(
        id=new_id(),
        person_id=person_id,
        site=site,
        language=language,
        language_source=language_source,
        status=Status.PENDING,
        owner=Owner.BOT,
        created_at=work.now,
        updated_at=work.now,
        page=page,
        previous_id=previous_id,
    )
    work.db.execute(insert(t.conversations).values({name: getattr(conversation, name) for name in _FIELDS}))
    return conversation


def person(db: Connection, person_id: str) -> RowMapping:
    """Return the row of the person behind a conversation."""
    return db.execute(select(t.people).where(t.people.c.id == person_id)).mappings().one()


def queue(db: Connection) -> list[Conversation]:
    """Return the waiting conversations, first in line first."""
    c = t.conversations.c
    rows = db.execute(_ALL.where(c.owner == Owner.QUEUE.value).order_by(c.queue_rank, c.queued_at, c.id))
    return [from_row(row) for row in rows]


def queue_heads(db: Connection) -> list[tuple[str, str | None, str]]:
    """Return id, team and language of those who wait, first in line first."""
    c = t.conversations.c
    query = select(c.id, c.team, c.language).where(c.owner == Owner.QUEUE.value)
    return [tuple(row) for row in db.execute(query.order_by(c.queue_rank, c.queued_at, c.id))]
