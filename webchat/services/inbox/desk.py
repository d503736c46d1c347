"""The inbox of one process: its jobs in the background, and what it keeps between them."""

from __future__ import annotations

import asyncio

import structlog

from webchat.adapters.kb import KbUnavailable, KnowledgeBase
from webchat.services import intents
from webchat.services.inbox.gathering import Gatherer
from webchat.services.inbox.grouping import Grouper
from webchat.services.work import Store

log = structlog.get_logger()

_EVERY_S = 5.0


class Inbox:
    """Gathers and groups until cancelled."""

    def __init__(self, store: Store, kb: KnowledgeBase) -> None:
        """Prepare."""
        self._store = store
        self.gatherer, self.grouper = Gatherer(store), Grouper(store, kb)

    async def run(self) -> None:
        """Bring the inbox in step every few seconds."""
        await asyncio.to_thread(intents.shipped, self._store.env.settings.bot_dir)
        while True:
            await asyncio.sleep(_EVERY_S)
            try:
                await self.gatherer.run()
                await self.grouper.run()
            except KbUnavailable as error:
                log.warning("inbox_not_grouped", error=str(error))
            except Exception as error:
                log.error("inbox_failed", error=repr(error))

    async def titles(self) -> dict[str, dict[str, str]]:
        """Return published articles' titles by family and language."""
        return await self._store.read(intents.article_titles)
