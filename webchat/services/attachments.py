"""Files in conversations: taken in, bound to their message, given to who may see them, forgotten."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, RowMapping, delete, func, insert, select, update

from webchat.adapters.db import tables as t
from webchat.adapters.files import Files, Received
from webchat.domain.attachment import MAX_PER_MESSAGE, clean_name
from webchat.domain.errors import Fixable
from webchat.domain.masking import mask
from webchat.services import conversations
from webchat.services.work import Store, Work
from webchat.settings import Settings

SWEEP_S = 3600.0


def room(db: Connection, conversation_id: str, settings: Settings, *, for_agent: bool) -> None:
    """Refuse a further file where there is no room for one.

    Raises:
        Fixable: `not_found` for a conversation that is not there, or that agents do not see; `too_many_files`.
    """
    conversation = conversations.load(db, conversation_id)
    if for_agent and not conversation.seen_by_agents:
        raise Fixable("not_found")
    c = t.attachments.c
    used = db.scalar(select(func.sum(c.size)).where(c.conversation_id == conversation_id)) or 0
    if used >= settings.attachments_per_conversation_bytes:
        raise Fixable("too_many_files", max_mb=settings.attachments_per_conversation_bytes // 1_000_000)


def add(
    work: Work, conversation_id: str, file_id: str, *, name: str, received: Received, agent_id: str | None
) -> dict[str, Any]:
    """Note a file that was taken in; it waits for the message that carries it."""
    row = {
        "id": file_id,
        "conversation_id": conversation_id,
        "agent_id": agent_id,
        "name": clean_name(mask(name[:500]).text, received.media_type),
        "media_type": received.media_type,
        "size": received.size,
        "width": received.width,
        "height": received.height,
        "location_removed": received.location_removed,
        "created_at": work.now,
    }
    conversations.load(work.db, conversation_id)  # it may have been erased while the file came in
    work.db.execute(insert(t.attachments).values(**row))
    return {"attachment": wire(row), "location_removed": received.location_removed}


def wire(row: Mapping[Any, Any]) -> dict[str, Any]:
    """Return a file as both sides see it."""
    shown = {name: row[name] for name in ("id", "name", "media_type", "size", "width", "height")}
    return {name: value for name, value in shown.items() if value is not None}


def waiting(db: Connection, conversation_id: str, file_ids: Sequence[str], *, agent_id: str | None) -> list[RowMapping]:
    """Return files that wait for a message of this sender in this conversation, in the order asked for.

    Raises:
        Fixable: `invalid` (field `attachment_ids`) for any other file, one that is used already, and too many.
    """
    if not file_ids:
        return []
    c = t.attachments.c
    query = select(t.attachments).where(
        c.id.in_(file_ids), c.conversation_id == conversation_id, c.agent_id == agent_id, c.seq.is_(None)
    )
    found = {row["id"]: row for row in db.execute(query).mappings()}
    if len(found) != len(file_ids) or len(file_ids) > MAX_PER_MESSAGE:
        raise Fixable("invalid", field="attachment_ids")
    return [found[file_id] for file_id in file_ids]


def bind(work: Work, files: Sequence[RowMapping], conversation_id: str, seq: int, part: int = 0) -> None:
    """Have files belong to a message, which may stand in the conversation that follows the one they came in by."""
    if files:
        values = {"conversation_id": conversation_id, "seq": seq, "part": part}
        where = t.attachments.c.id.in_([row["id"] for row in files])
        work.db.execute(update(t.attachments).where(where).values(**values))


def for_visitor(db: Connection, file_id: str, conversation_id: str) -> RowMapping:
    """Return a file that the end user of this conversation may see: their own, and what stands in public messages.

    Raises:
        Fixable: `not_found`.
    """
    row = _find(db, file_id)
    is_own = row["agent_id"] is None
    if row["conversation_id"] != conversation_id or not (is_own or row["part"] == 0):
        raise Fixable("not_found")
    return row


def for_agent(db: Connection, file_id: str) -> RowMapping:
    """Return a file of a conversation that agents see.

    Raises:
        Fixable: `not_found`.
    """
    row = _find(db, file_id)
    if not conversations.load(db, row["conversation_id"]).seen_by_agents:
        raise Fixable("not_found")
    return row


def _find(db: Connection, file_id: str) -> RowMapping:
    row = db.execute(select(t.attachments).where(t.attachments.c.id == file_id)).mappings().one_or_none()
    if row is None:
        raise Fixable("not_found")
    return row


def ids_of(db: Connection, conversation_ids: Sequence[str]) -> list[str]:
    """Return the ids of all files of these conversations."""
    c = t.attachments.c
    return list(db.scalars(select(c.id).where(c.conversation_id.in_(conversation_ids))))


def withdraw(work: Work, file_id: str, *, conversation_id: str | None = None, agent_id: str | None = None) -> None:
    """Forget a file that was not sent after all, at the wish of who brought it.

    Raises:
        Fixable: `not_found`, also for one that stands in a message.
    """
    c = t.attachments.c
    whose = c.agent_id == agent_id if agent_id else (c.conversation_id == conversation_id) & c.agent_id.is_(None)
    gone = work.db.execute(delete(t.attachments).where(c.id == file_id, c.seq.is_(None), whose))
    if not gone.rowcount:
        raise Fixable("not_found")


def forget_unsent(work: Work) -> None:
    """Forget files that no message came for within a day; `sweep` removes what then nothing points to."""
    c = t.attachments.c
    before = work.now - timedelta(seconds=work.settings.unsent_attachment_s)
    work.db.execute(delete(t.attachments).where(c.seq.is_(None), c.created_at <= before))


async def sweep(store: Store, files: Files, *, age_s: float = SWEEP_S) -> int:
    """Remove files that nothing points to: erased, withdrawn, forgotten, or cut short by a crash.

    Returns:
        How many.
    """
    old = files.older_than(age_s)
    if not old:
        return 0
    known = await store.read(lambda db: set(db.scalars(select(t.attachments.c.id))))
    files.delete(old - known)
    return len(old - known)
