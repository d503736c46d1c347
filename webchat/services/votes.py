"""What became of the bot's answers, for the knowledge base to learn from: opinions of users and outcomes of dialogues.

One vote per conversation and article; a later one replaces it. It carries numbers only, under names that lead back to
nobody. Votes wait in the outbox until the knowledge base has them.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Mapping
from functools import partial
from typing import Any

import structlog
from sqlalchemy import Connection, insert, select, update

from webchat.adapters.db import tables as t
from webchat.adapters.kb import KbUnavailable, KnowledgeBase
from webchat.domain.conversation import Conversation
from webchat.domain.retrying import retry_at
from webchat.domain.verdict import Found, found_in, outcome
from webchat.services import messages
from webchat.services.work import Store, Work

log = structlog.get_logger()

KIND = "kb_vote"
_EVERY_S = 5.0
_AT_ONCE = 100
_RETRY_S = 10.0
_LOOK_BACK = 40  # messages of the bot: a walk through an article is not longer


def after_turn(work: Work, conversation: Conversation, message: str, decision: Mapping[str, Any]) -> None:
    """Keep what this turn says about the bot's answer before it; called before its own messages are written."""
    last = _last_found(work.db, conversation.id, upto=conversation.last_seq)
    if last is not None and (helped := outcome(last, message, decision)) is not None:
        _keep(work, conversation, last, helped=helped)


def after_opinion(work: Work, conversation: Conversation, *, seq: int, helpful: bool) -> None:
    """Keep what the user thinks of the answer at `seq`."""
    decisions = _decisions(work.db, conversation.id, upto=seq)
    last = next((found for decision in decisions if (found := found_in(decision))), None)
    about = next((decision["family"] for decision in decisions if decision.get("family")), None)
    if last is not None and last.family == about:
        _keep(work, conversation, last, helped=helpful)


def _last_found(db: Connection, conversation_id: str, *, upto: int) -> Found | None:
    return next(
        (found for decision in _decisions(db, conversation_id, upto=upto) if (found := found_in(decision))), None
    )


def _decisions(db: Connection, conversation_id: str, *, upto: int) -> list[Mapping[str, Any]]:
    """The bot's latest decisions, newest first."""
    c = t.messages.c
    where = (c.conversation_id == conversation_id, c.part == 0, c.seq <= upto, c.sender_kind == "bot")
    rows = db.scalars(select(c.extras).where(*where).order_by(c.seq.desc()).limit(_LOOK_BACK))
    return [extras["decision"] for extras in rows if extras and "decision" in extras]


def _keep(work: Work, conversation: Conversation, found: Found, *, helped: bool) -> None:
    c = t.outbox.c
    key = _unreadable(conversation.id, found.family)
    data = {"voter": _unreadable(conversation.person_id), "helped": helped, "signals": dict(found.signals)}
    changed = {"data": data, "due_at": work.now, "attempts": 0, "done_at": None, "last_error": None}
    if work.db.execute(update(t.outbox).where(c.kind == KIND, c.key == key).values(changed)).rowcount == 0:
        row = {**messages.turn_row(conversation, work), "kind": KIND, "key": key, **changed}
        work.db.execute(insert(t.outbox).values(row))


def _unreadable(*names: str) -> str:
    return hashlib.sha256("\n".join(names).encode()).hexdigest()[:32]


async def run(store: Store, kb: KnowledgeBase) -> None:
    """Send what waits until cancelled."""
    while True:
        await asyncio.sleep(_EVERY_S)
        try:
            await send_due(store, kb)
        except Exception as error:
            log.error("votes_failed", error=repr(error))


async def send_due(store: Store, kb: KnowledgeBase) -> None:
    """Send the votes that are due, oldest first; what the knowledge base does not take is tried again, ever later."""
    c = t.outbox.c
    due = (c.kind == KIND, c.done_at.is_(None), c.due_at <= store.env.clock.now())
    query = select(c.id, c.key, c.data).where(*due).order_by(c.id).limit(_AT_ONCE)
    for row in await store.read(lambda db: db.execute(query).all()):
        error = None
        try:
            await kb.vote(row.key, **row.data)
        except KbUnavailable as unavailable:
            error = str(unavailable)
        await store.write(partial(_sent, outbox_id=row.id, data=row.data, error=error))
        if error:
            return


def _sent(work: Work, *, outbox_id: int, data: dict[str, Any], error: str | None) -> None:
    """Close a vote that was taken, unless it was changed meanwhile."""
    c = t.outbox.c
    row = work.db.execute(select(c.data, c.attempts).where(c.id == outbox_id)).one_or_none()
    if row is None or row.data != data:
        return
    if error is None:
        values: dict[str, Any] = {"done_at": work.now, "last_error": None}
    else:
        attempts = row.attempts + 1
        values = {"attempts": attempts, "due_at": retry_at(attempts, work.now, first_s=_RETRY_S), "last_error": error}
    work.db.execute(update(t.outbox).where(c.id == outbox_id).values(values))
