"""What a conversation's mails have in common: how far they went, whether they are wanted, the links in them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, delete, insert, select, update

from webchat.adapters.db import tables as t
from webchat.domain import mail
from webchat.domain.errors import Fixable
from webchat.services import conversations, sessions
from webchat.services.mail import owed
from webchat.services.work import Work


def thread(db: Connection, conversation_id: str) -> RowMapping | None:
    """Return what is kept about a conversation's mails."""
    query = select(t.mail_threads).where(t.mail_threads.c.conversation_id == conversation_id)
    return db.execute(query).mappings().one_or_none()


def change(work: Work, conversation_id: str, **values: Any) -> None:
    """Write what is kept about a conversation's mails."""
    where = t.mail_threads.c.conversation_id == conversation_id
    if not work.db.execute(update(t.mail_threads).where(where).values(**values)).rowcount:
        row = {"mailed_seq": 0, "link_epoch": 0, **values}
        work.db.execute(insert(t.mail_threads).values(conversation_id=conversation_id, **row))


def set_address(work: Work, conversation_id: str, email: str | None) -> None:
    """Follow the address that the end user left, or took away: links that went to another one open nothing any more.

    Who leaves an address while nobody is there gets the ticket's number by mail.

    Raises:
        Fixable: `invalid` (field `email`).
    """
    conversation = conversations.load(work.db, conversation_id)
    address = mail.address(email) if email and email.strip() else None
    before = conversations.person(work.db, conversation.person_id)["email"]
    if address != before:
        people = t.people
        work.db.execute(update(people).where(people.c.id == conversation.person_id).values(email=address))
        if before:
            revoke(work, conversation_id)
    change(work, conversation_id, stopped_at=None)
    work.touched[conversation_id] = conversation
    if address and conversation.owner == "queue":
        owed.receipt(work, conversation)


def revoke(work: Work, conversation_id: str) -> None:
    """Have all links in a conversation's mails, and the sessions they began, open nothing any more."""
    known = thread(work.db, conversation_id)
    change(work, conversation_id, link_epoch=(known["link_epoch"] if known else 0) + 1)
    s = t.sessions.c
    work.db.execute(delete(t.sessions).where(s.conversation_id == conversation_id, s.expires_at.is_not(None)))


def link(db: Connection, conversation_id: str, *, expires_at: datetime, key: bytes) -> str:
    """Return the token of a link into a conversation."""
    return mail.sign(mail.Link(conversation_id, expires_at, _epoch(db, conversation_id)), key)


def check(db: Connection, token: str, *, key: bytes, now: datetime) -> mail.Link:
    """Return what a link's token opens.

    Raises:
        Fixable: `link_expired`.
    """
    return mail.opened(token, epoch=_epoch(db, token.partition(".")[0]), key=key, now=now)


def open_link(work: Work, token: str, *, key: bytes) -> dict[str, Any]:
    """Begin a session in the conversation that a link names; it ends when the link does.

    Raises:
        Fixable: `link_expired`, also for a conversation that was erased.
    """
    found = check(work.db, token, key=key, now=work.now)
    try:
        conversation = conversations.load(work.db, found.conversation_id)
    except Fixable as error:
        raise Fixable("link_expired") from error
    session = sessions.begin_again(work, conversation, expires_at=found.expires_at)
    return {
        "session": session,
        "conversation_id": conversation.id,
        "site": conversation.site,
        "language": conversation.language,
    }


def stop(work: Work, token: str, *, key: bytes) -> str:
    """Send no more mails about a conversation; returns its language.

    Raises:
        Fixable: `link_expired`.
    """
    found = check(work.db, token, key=key, now=work.now)
    conversation = conversations.load(work.db, found.conversation_id)
    change(work, conversation.id, stopped_at=work.now)
    return conversation.language


def _epoch(db: Connection, conversation_id: str) -> int:
    known = thread(db, conversation_id)
    return known["link_epoch"] if known else 0
