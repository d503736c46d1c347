"""What time itself brings about: looked at once a second, each thing in a transaction of its own."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta

import structlog
from sqlalchemy import delete, select

from webchat.adapters.db import tables as t
from webchat.adapters.files import Files
from webchat.services import attachments, erasing, incidents, offers, presence, queue_news, sla, snapshot, transfers
from webchat.services.articles import publishing
from webchat.services.work import Store, Work
from webchat.settings import Settings

log = structlog.get_logger()

_RARELY_S = 60.0


def forget_empty(work: Work) -> None:
    """Delete conversations in which nobody ever said a word."""
    c = t.conversations.c
    before = work.now - timedelta(seconds=work.settings.empty_conversation_s)
    query = select(c.id).where(c.last_seq == 0, c.updated_at <= before).limit(500)
    ids = list(work.db.scalars(query))
    unused = [i for i in ids if not work.env.is_user_online(i)]
    if unused:
        work.db.execute(delete(t.attachments).where(t.attachments.c.conversation_id.in_(unused)))
        work.db.execute(delete(t.resolutions).where(t.resolutions.c.conversation_id.in_(unused)))
        work.db.execute(delete(t.sessions).where(t.sessions.c.conversation_id.in_(unused)))
        work.db.execute(delete(t.conversations).where(c.id.in_(unused)))


EVERY_TICK: tuple[Callable[[Work], None], ...] = (
    presence.end_wrap_up,
    transfers.escalate_late,
    offers.lapse,
    presence.requeue_lost,
    presence.wake_snoozed,
    sla.check,
    publishing.publish_due,
    queue_news.tell,
    incidents.tell,
)
RARELY: tuple[Callable[[Work], None], ...] = (snapshot.prune, forget_empty, attachments.forget_unsent)


async def keep_house(store: Store, files: Files) -> None:
    """Remove files that nothing points to, until cancelled."""
    while True:
        try:
            await attachments.sweep(store, files)
        except Exception as error:
            log.error("sweep_failed", error=repr(error))
        await asyncio.sleep(attachments.SWEEP_S)


async def run(store: Store, settings: Settings) -> None:
    """Tick until cancelled."""
    elapsed_s = 0.0
    while True:
        await asyncio.sleep(settings.tick_s)
        elapsed_s += settings.tick_s
        jobs = EVERY_TICK
        if elapsed_s >= _RARELY_S:
            elapsed_s, jobs = 0.0, EVERY_TICK + RARELY
        for job in jobs:
            try:
                await store.write(job)
            except Exception as error:
                log.error("tick_failed", job=job.__name__, error=repr(error))
        if jobs is not EVERY_TICK:
            try:
                await erasing.forget_due(store, settings)
            except Exception as error:
                log.error("tick_failed", job="forget_due", error=repr(error))
