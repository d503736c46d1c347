"""Write the mails that are owed. What a letter says is fixed at its first attempt and stays so."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, RowMapping, select, update

from webchat.adapters.db import tables as t
from webchat.adapters.letters import render
from webchat.adapters.mail import Letter
from webchat.domain import mail
from webchat.domain import ticket as tickets
from webchat.domain.business_hours import opens_at
from webchat.domain.conversation import Conversation, Status
from webchat.domain.retrying import retry_at
from webchat.services import conversations, desk_settings, opening_hours, transcript, views
from webchat.services.mail import owed, threads
from webchat.services.transcript import Entry
from webchat.services.work import Work
from webchat.texts import moment, when
from webchat.texts import text as say

_DUE_AT_ONCE = 20
_QUOTED_CHARS = 1500
_BLANKS = re.compile(r"\s+")


def due(db: Connection, now: datetime) -> list[int]:
    """Return the outbox ids of the mails whose time has come."""
    c = t.outbox.c
    query = select(c.id).where(c.done_at.is_(None), c.due_at <= now, c.kind == owed.KIND)
    return list(db.scalars(query.order_by(c.due_at).limit(_DUE_AT_ONCE)))


def write(work: Work, outbox_id: int, *, key: bytes) -> Letter | None:
    """Claim a mail that is owed and return it, or None when it is not needed any more.

    The next attempt is noted before this one begins: a crash costs a pause, never a mail.
    """
    c = t.outbox.c
    row = work.db.execute(select(t.outbox).where(c.id == outbox_id, c.done_at.is_(None))).mappings().one_or_none()
    if row is None:
        return None
    conversation = conversations.load(work.db, row["conversation_id"])
    address = conversations.person(work.db, conversation.person_id)["email"]
    reason = _not_needed(work, conversation, row, address)
    if reason:
        settle(work, outbox_id, error=reason)
        return None
    attempts = row["attempts"] + 1
    data = row["data"] if row["attempts"] else {**row["data"], **_extent(work, conversation)}
    values = {"attempts": attempts, "due_at": retry_at(attempts, work.now, first_s=mail.FIRST_PAUSE_S), "data": data}
    work.db.execute(update(t.outbox).where(c.id == outbox_id).values(**values))
    if data["letter"] == "news":
        threads.change(work, conversation.id, mailed_seq=data["upto"])
    return _letter(work, conversation, row, data, address, key)


def settle(work: Work, outbox_id: int, *, error: str | None = None) -> None:
    """Close a mail that was sent, is not needed, or never will be taken."""
    values = {"done_at": work.now, "last_error": error}
    work.db.execute(update(t.outbox).where(t.outbox.c.id == outbox_id).values(**values))


def put_off(work: Work, outbox_id: int, *, error: str) -> None:
    """Note why an attempt failed; after the last one the mail is given up."""
    c = t.outbox.c
    attempts = work.db.scalar(select(c.attempts).where(c.id == outbox_id))
    if attempts is not None and attempts >= mail.MAX_ATTEMPTS:
        settle(work, outbox_id, error=f"given up: {error}"[:200])
    else:
        work.db.execute(update(t.outbox).where(c.id == outbox_id).values(last_error=error[:200]))


def _not_needed(work: Work, conversation: Conversation, row: RowMapping, address: str | None) -> str | None:
    """Return why a mail is let go."""
    if not address:
        return "no_address"
    if row["data"]["letter"] == "transcript":
        return None  # asked for, whatever else
    thread = threads.thread(work.db, conversation.id)
    if thread and thread["stopped_at"]:
        return "stopped"
    if row["data"]["letter"] != "news":
        return None
    if work.env.is_user_online(conversation.id):
        return "is_here"
    extent = row["data"] if row["attempts"] else _extent(work, conversation)
    read = conversation.user_read_seq
    unread = [entry.seq for entry in _news(work, conversation, extent) if entry.seq > read]
    return None if unread else "is_read"


def _extent(work: Work, conversation: Conversation) -> dict[str, Any]:
    """Return what a letter tells of: messages that were neither read nor mailed, and whether it is the end."""
    thread = threads.thread(work.db, conversation.id)
    after = max(conversation.user_read_seq, thread["mailed_seq"] if thread else 0)
    return {"after": after, "upto": conversation.last_seq, "is_solved": conversation.status is Status.RESOLVED}


def _news(work: Work, conversation: Conversation, extent: dict[str, Any]) -> list[Entry]:
    found = transcript.entries(work.db, conversation, work.settings, after=extent["after"], kinds=("agent", "system"))
    return [entry for entry in found if entry.seq <= extent["upto"]]


def _letter(
    work: Work, conversation: Conversation, row: RowMapping, data: dict[str, Any], address: str, key: bytes
) -> Letter:
    s, language = work.settings, conversation.language
    ticket = views.current_ticket(work.db, conversation)
    number = tickets.number(ticket["serial"]) if ticket else ""
    expires_at = row["created_at"] + timedelta(days=s.mail_link_days)
    local = transcript.zone(work.db, s)
    url = f"{s.base_url}/chat/{threads.link(work.db, conversation.id, expires_at=expires_at, key=key)}"
    subject, intro, entries, is_solved = _words(work, conversation, data, number, row["created_at"])
    values: dict[str, Any] = {
        "sender": s.mail_from_name,
        "subject": subject,
        "intro": intro,
        "entries": entries,
        "url": url,
        "stop_url": f"{url}/stop",
        "until": moment(language, expires_at.astimezone(local)),
        "asks_rating": is_solved,
    }
    domain = s.mail_from.partition("@")[2]
    files: tuple[tuple[str, str], ...] = ()
    if data["letter"] == "transcript":
        files = (
            (
                f"{say(language, 'transcript_file')}.txt",
                transcript.write(work.db, conversation, s, form="txt", upto=data["upto"]),
            ),
        )
    return Letter(
        to=address,
        subject=subject,
        text=render("mail.txt", language, **values),
        html=render("mail.html", language, **values),
        message_id=mail.message_id(row["key"], domain),
        at=row["created_at"],
        language=language,
        headers={
            "References": mail.message_id(f"thread:{conversation.id}", domain),
            "List-Unsubscribe": f"<{url}/stop>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
        files=files,
    )


def _words(
    work: Work, conversation: Conversation, data: dict[str, Any], number: str, asked_at: datetime
) -> tuple[str, str, list[Entry], bool]:
    """Return subject, first sentence, what is quoted, and whether it is about the end."""
    language = conversation.language
    if data["letter"] == "transcript":
        return say(language, "mail_subject_transcript"), say(language, "mail_intro_transcript"), [], False
    if data["letter"] == "receipt":
        intro = say(language, "mail_intro_receipt", number=number, opening=_opening(work, language, asked_at))
        asked = transcript.entries(work.db, conversation, work.settings, upto=data["upto"], kinds=("user",))[-1:]
        return say(language, "mail_subject_receipt", number=number), intro, [_cut(entry) for entry in asked], False
    entries = [_cut(entry) for entry in _news(work, conversation, data)]
    is_solved = bool(data["is_solved"])
    spoken = [entry.who for entry in entries if entry.kind == "agent"]
    if is_solved and number:
        subject = say(language, "mail_subject_closed", number=number)
    elif spoken:
        subject = say(language, "mail_subject_answer", agent=_one_line(spoken[-1]), number=number)
    elif not number:  # no person ever had it: it is about an incident that was reported
        return say(language, "mail_subject_incident"), say(language, "mail_intro_incident"), entries, is_solved
    else:
        subject = say(language, "mail_subject_news", number=number)
    return subject, say(language, "mail_intro_news", number=number), entries, is_solved


def _opening(work: Work, language: str, at: datetime) -> str:
    hours = opening_hours.hours(desk_settings.of(work).hours)
    local = at.astimezone(hours.zone)
    opening = opens_at(hours, local)
    return "" if opening == local else " " + say(language, "mail_opening", opening=when(language, opening, local))


def _cut(entry: Entry) -> Entry:
    return entry._replace(text=f"{entry.text[:_QUOTED_CHARS]}…") if len(entry.text) > _QUOTED_CHARS else entry


def _one_line(text: str) -> str:
    return _BLANKS.sub(" ", text)[:60]
