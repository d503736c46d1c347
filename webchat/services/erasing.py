"""Erase a person while the service runs: in the database at once, in the bot's memory once more after its last turn."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from functools import partial

from sqlalchemy import insert, select, update

from webchat.adapters import tracker
from webchat.adapters.db import tables as t
from webchat.adapters.files import Files
from webchat.domain.errors import Fixable
from webchat.services import attachments, conversations, people, turns
from webchat.services.accounts import Agent
from webchat.services.training import material
from webchat.services.work import Store, Work
from webchat.settings import Settings

BOT_ENDS_WITHIN_S = 40  # a bot that hangs is killed by the supervisor before that


async def erase(store: Store, files: Files, agent: Agent, person_id: str) -> dict[str, int]:
    """Delete a person with everything they said; returns the deleted rows by table.

    Raises:
        Fixable: `not_found`.
    """
    # The bot's memory first: the ids that lead to it are gone afterwards.
    ids = await store.read(partial(people.conversations_of, who=person_id))
    file_ids = await store.read(partial(attachments.ids_of, conversation_ids=ids))
    n_remembered = await asyncio.to_thread(tracker.forget, store.env.settings.tracker_url, ids)
    deleted = await store.write(partial(_erase, agent=agent, person_id=person_id, ids=ids))
    await asyncio.to_thread(files.delete, file_ids)
    await asyncio.to_thread(material.forget_words, store.env.settings.runs_dir)
    return {**deleted, "events of the bot": n_remembered}


def _erase(work: Work, agent: Agent, person_id: str, ids: list[str]) -> dict[str, int]:
    since = work.now - timedelta(seconds=BOT_ENDS_WITHIN_S)
    is_bot_at_work = turns.may_be_at_work(work.db, ids, since=since)
    deleted = people.erase(work, person_id, actor=agent.id)
    if not deleted:
        raise Fixable("not_found")
    if is_bot_at_work:
        row = {
            "kind": "bot_forget",
            "key": conversations.new_id(),
            "data": {"sender_ids": ids},
            "due_at": work.now + timedelta(seconds=BOT_ENDS_WITHIN_S),
            "attempts": 0,
            "created_at": work.now,
        }
        work.db.execute(insert(t.outbox).values(row))
    return deleted


async def forget_due(store: Store, settings: Settings) -> None:
    """Empty the bot's memory again of those who were erased while it was at work."""
    c = t.outbox.c
    now = store.env.clock.now()
    query = select(c.id, c.data).where(c.kind == "bot_forget", c.done_at.is_(None), c.due_at <= now)
    for row in await store.read(lambda db: db.execute(query).all()):
        await asyncio.to_thread(tracker.forget, settings.tracker_url, row.data["sender_ids"])
        await store.write(partial(_done, outbox_id=row.id))


def _done(work: Work, outbox_id: int) -> None:
    work.db.execute(update(t.outbox).where(t.outbox.c.id == outbox_id).values(done_at=work.now, data={}))
