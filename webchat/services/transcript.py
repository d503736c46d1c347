"""What was said, for people to keep: public messages only, in the desk's own time."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, select

from webchat.adapters.db import tables as t
from webchat.adapters.letters import render
from webchat.domain import ticket as tickets
from webchat.domain.conversation import Conversation
from webchat.services import audit, conversations, desk, desk_settings, views
from webchat.services.accounts import Agent
from webchat.services.work import Work
from webchat.settings import Settings
from webchat.texts import moment
from webchat.texts import text as say

_MASKED = re.compile(r"\[masked:\w+\]")


class Entry(NamedTuple):
    """One message in words. `kind` is who wrote it."""

    seq: int
    kind: str
    who: str
    at: str
    text: str
    files: tuple[str, ...]


def zone(db: Connection, settings: Settings) -> ZoneInfo:
    """Return the desk's time zone."""
    return ZoneInfo(desk_settings.documents(db, settings).hours.time_zone)


def entries(
    db: Connection,
    conversation: Conversation,
    settings: Settings,
    *,
    after: int = 0,
    upto: int | None = None,
    kinds: Sequence[str] = (),
) -> list[Entry]:
    """Return what the customer may read, in order.

    Args:
        db: The database.
        conversation: Whose.
        settings: For the time zone.
        after: Only what has a higher seq.
        upto: Only what has at most this seq; None means all.
        kinds: Only what these have written; empty means everybody.
    """
    c = t.messages.c
    query = select(t.messages).where(c.conversation_id == conversation.id, c.visibility == "public", c.seq > after)
    if upto is not None:
        query = query.where(c.seq <= upto)
    if kinds:
        query = query.where(c.sender_kind.in_(kinds))
    local, language = zone(db, settings), conversation.language
    return [
        Entry(
            seq=row["seq"],
            kind=row["sender_kind"],
            who=row["sender_name"],
            at=moment(language, row["at"].astimezone(local)),
            text=_MASKED.sub(say(language, "masked"), row["text"]),
            files=tuple(file["name"] for file in (row["extras"] or {}).get("attachments", ())),
        )
        for row in db.execute(query.order_by(c.seq)).mappings()
    ]


def write(db: Connection, conversation: Conversation, settings: Settings, *, form: str, upto: int | None = None) -> str:
    """Return the transcript as `txt` or as `html`."""
    ticket = views.current_ticket(db, conversation)
    values: dict[str, Any] = {
        "title": say(conversation.language, "transcript_title"),
        "number": tickets.number(ticket["serial"]) if ticket else None,
        "zone": str(zone(db, settings)),
        "entries": entries(db, conversation, settings, upto=upto),
    }
    return render(f"transcript.{form}", conversation.language, **values)


def for_visitor(db: Connection, conversation_id: str, settings: Settings, *, form: str) -> str:
    """Return the transcript of the end user's own conversation."""
    return write(db, conversations.load(db, conversation_id), settings, form=form)


def for_agent(work: Work, agent: Agent, conversation_id: str, *, form: str) -> str:
    """Return the transcript of a conversation that agents see; who took one is on record."""
    conversation = desk.seen(work, conversation_id)
    audit.record(work, "transcript_downloaded", actor=agent.id, conversation=conversation.id)
    return write(work.db, conversation, work.settings, form=form)
