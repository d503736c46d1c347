"""Begin and resume the end user's conversation."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, insert, or_, select, update

from webchat.adapters.db import tables as t
from webchat.domain.conversation import Conversation, Status
from webchat.domain.errors import Fixable
from webchat.services import conversations, views
from webchat.services.mail import owed
from webchat.services.work import Work
from webchat.settings import Settings
from webchat.texts import LANGUAGES
from webchat.texts import text as say


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who connects, as far as it is proven. `identifier` is None unless its signature is right."""

    site: str
    identifier: str | None = None
    name: str | None = None
    email: str | None = None
    language: str | None = None
    page: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Session:
    """A connection's right to a conversation."""

    token: str
    conversation_id: str
    user_name: str
    language: str
    started: Mapping[str, Any]


def token_hash(token: str) -> str:
    """Return what is stored of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def check_site(settings: Settings, site: str | None) -> str:
    """Return the site key.

    Raises:
        Fixable: `wrong_site`.
    """
    key = site or settings.default_site
    if key not in settings.sites:
        raise Fixable("wrong_site")
    return key


def check_identity(settings: Settings, site: str, identifier: str | None, signature: str | None) -> str | None:
    """Return the identifier if it is signed, None if there is none.

    Raises:
        Fixable: `bad_identity` if it is not signed with the site's secret.

    Source: RFC 2104 (HMAC), SHA-256, hex, over the identifier in UTF-8.
    """
    if not identifier:
        return None
    secret = settings.sites[site].secret
    if secret is None or not signature:
        raise Fixable("bad_identity")
    expected = hmac.new(secret.get_secret_value().encode(), identifier.encode(), hashlib.sha256).hexdigest()
    if not hmac.compare_digest(expected.encode(), signature.lower().encode()):
        raise Fixable("bad_identity")
    return identifier


def begin(work: Work, visitor: Visitor) -> Session:
    """Start a conversation, or go on with the one a signed visitor has open elsewhere."""
    person_id = _person(work, visitor)
    conversation = _open_conversation(work.db, person_id) if visitor.identifier else None
    if conversation is None:
        is_chosen = visitor.language in LANGUAGES
        conversation = conversations.create(
            work,
            person_id=person_id,
            site=visitor.site,
            language=visitor.language if is_chosen and visitor.language else work.settings.sites[visitor.site].language,
            language_source="site",
            page=visitor.page,
        )
    elif conversation.seen_by_agents:
        work.touched[conversation.id] = conversation  # name or address may be new
    token = secrets.token_urlsafe(32)
    work.db.execute(
        insert(t.sessions).values(token_hash=token_hash(token), conversation_id=conversation.id, created_at=work.now)
    )
    return session(work.db, conversation, token, work.settings)


def begin_again(work: Work, conversation: Conversation, *, expires_at: datetime) -> str:
    """Return the token of a further session in a conversation, which ends by itself."""
    token = secrets.token_urlsafe(32)
    values = {"token_hash": token_hash(token), "conversation_id": conversation.id, "created_at": work.now}
    work.db.execute(delete(t.sessions).where(t.sessions.c.expires_at <= work.now))
    work.db.execute(insert(t.sessions).values(**values, expires_at=expires_at))
    return token


def _lives(now: datetime) -> ColumnElement[bool]:
    return or_(t.sessions.c.expires_at.is_(None), t.sessions.c.expires_at > now)


def find(db: Connection, token: str, site: str, *, now: datetime) -> Conversation:
    """Return the conversation a token belongs to.

    Raises:
        Fixable: `unauthorised` if the token is unknown, over or of another site.
    """
    query = (
        select(*conversations.columns())
        .join(t.sessions, t.sessions.c.conversation_id == t.conversations.c.id)
        .where(t.sessions.c.token_hash == token_hash(token), t.conversations.c.site == site, _lives(now))
    )
    row = db.execute(query).one_or_none()
    if row is None:
        raise Fixable("unauthorised")
    return conversations.from_row(row)


def conversation_of(db: Connection, token: str | None, *, now: datetime) -> str:
    """Return the id of the conversation a token belongs to, whatever its site.

    Raises:
        Fixable: `unauthorised`.
    """
    c = t.sessions.c
    found = db.scalar(select(c.conversation_id).where(c.token_hash == token_hash(token or ""), _lives(now)))
    if found is None:
        raise Fixable("unauthorised")
    return str(found)


def session(db: Connection, conversation: Conversation, token: str, settings: Settings) -> Session:
    """Return the session with what `session_started` says."""
    person = conversations.person(db, conversation.person_id)
    return Session(
        token=token,
        conversation_id=conversation.id,
        user_name=person["name"] or say(conversation.language, "guest"),
        language=conversation.language,
        started={
            "session": token,
            "conversation_id": conversation.id,
            "state": views.state(db, conversation, settings),
            "last_seq": conversation.last_seq,
            "max_attachment_bytes": settings.attachment_max_bytes,
        },
    )


def resume(db: Connection, token: str, visitor: Visitor, settings: Settings, *, now: datetime) -> Session:
    """Return the session of a known token.

    Raises:
        Fixable: `unauthorised`.
    """
    return session(db, find(db, token, visitor.site, now=now), token, settings)


def set_online(work: Work, conversation_id: str, *, online: bool) -> None:
    """Note that the user is there or not; agents see it."""
    conversation = conversations.load(work.db, conversation_id)
    if conversation.seen_by_agents and conversation.user_online != online:
        conversations.change(work, conversation, user_online=online)
        work.touched[conversation.id] = conversation
    if not online and conversation.last_seq > conversation.user_read_seq:
        owed.news(work, [conversation])


def _person(work: Work, visitor: Visitor) -> str:
    c = t.people.c
    facts = {"name": visitor.name, "email": visitor.email}
    if visitor.identifier:
        query = select(c.id).where(c.site == visitor.site, c.identifier == visitor.identifier)
        if known := work.db.scalar(query):
            given = {name: value for name, value in facts.items() if value}
            if given:
                work.db.execute(update(t.people).where(c.id == known).values(**given))
            return str(known)
    person_id = conversations.new_id()
    work.db.execute(
        insert(t.people).values(
            id=person_id,
            site=visitor.site,
            identifier=visitor.identifier,
            known=visitor.identifier is not None,
            created_at=work.now,
            **facts,
        )
    )
    return person_id


def _open_conversation(db: Connection, person_id: str) -> Conversation | None:
    c = t.conversations.c
    query = (
        select(*conversations.columns())
        .where(c.person_id == person_id, c.status != Status.RESOLVED.value)
        .order_by(c.updated_at.desc())
    )
    row = db.execute(query).first()
    return conversations.from_row(row) if row else None
