"""Keep the index in step: send what it is owed at once, look regularly whether somebody else wrote into it."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from functools import partial

import structlog

from webchat.adapters.article_index import MOST, ArticleIndex
from webchat.adapters.kb import KbUnavailable
from webchat.services.articles import adopting, owed
from webchat.services.articles.publishing import BULK_LANE, LANE
from webchat.services.work import Store

log = structlog.get_logger()

_EVERY_S = 2.0
# How many articles at once: an editor’s publication is small; portions of a bulk leave room for it, and for questions, in between.
_AT_ONCE = {LANE: 20, BULK_LANE: 25}


class IndexSync:
    """Three loops: one for what editors publish, one for imports and repairs, one that compares."""

    def __init__(self, store: Store, index: ArticleIndex) -> None:
        """Prepare; `run` does the work."""
        self._store, self._index = store, index
        self._locks = {lane: asyncio.Lock() for lane in _AT_ONCE}
        self._woken = {lane: asyncio.Event() for lane in _AT_ONCE}
        self._in_flight: set[str] = set()
        self._seen: int | None = None  # the generation up to which all changes are known
        self._own: set[int] = set()
        self._was_away = False

    def wake(self) -> None:
        """Have what is owed sent now; call from the event loop."""
        for event in self._woken.values():
            event.set()

    async def run(self) -> None:
        """Work until cancelled."""
        async with asyncio.TaskGroup() as group:
            for lane in _AT_ONCE:
                group.create_task(self._send(lane))
            group.create_task(self._watch())

    async def _send(self, lane: str) -> None:
        while True:
            self._woken[lane].clear()
            try:
                while await self.send_due(lane):
                    pass
            except Exception as error:  # the outermost loop
                log.error("articles_not_sent", lane=lane, error=repr(error))
            try:
                await asyncio.wait_for(self._woken[lane].wait(), _EVERY_S)
            except TimeoutError:
                continue

    async def _watch(self) -> None:
        while True:
            try:
                await self.look()
            except Exception as error:  # the outermost loop
                log.error("articles_not_compared", error=repr(error))
            await asyncio.sleep(_EVERY_S)

    async def send_due(self, lane: str) -> bool:
        """Send a batch of what is due; returns whether the index took one."""
        async with self._locks[lane]:
            limit = _AT_ONCE[lane]
            found = await self._store.read(partial(owed.due, lane=lane, now=self._store.env.clock.now(), limit=limit))
            batch = found.without(self._in_flight)
            if not batch.texts:
                return False
            self._in_flight |= batch.texts.keys()
            try:
                articles = {key: text for key, text in batch.texts.items() if text is not None}
                removed = [key for key, text in batch.texts.items() if text is None]
                generation, refused = await self._index.put(articles, removed)
            except KbUnavailable as error:
                await self._store.write(partial(owed.put_off, batch=batch, error=str(error)))
                return False
            else:
                self._wrote(generation)
                for article_id, reason in refused.items():
                    log.warning("article_refused", article_id=article_id, reason=reason)
                await self._store.write(partial(owed.settle, batch=batch, refused=refused))
                return True
            finally:
                self._in_flight -= batch.texts.keys()

    def _wrote(self, generation: int) -> None:
        """Note a change of our own: with nothing missing in between there is nothing to compare."""
        self._own.add(generation)
        while self._seen is not None and self._seen + 1 in self._own:
            self._seen += 1
            self._own.discard(self._seen)

    async def look(self) -> bool:
        """Compare if somebody else may have changed the index; returns whether that was needed."""
        try:
            generation = await self._index.generation()
            if self._was_away:
                await self._store.write(owed.hasten)
                self._was_away = False
            if generation == self._seen:
                return False
            await self.compare()
        except KbUnavailable:
            self._was_away = True
            return False
        return True

    async def compare(self) -> None:
        """Bring index and database together; nothing is sent meanwhile.

        Raises:
            KbUnavailable: The index did not answer; what was done stays done.
        """
        async with AsyncExitStack() as stack:
            for lock in self._locks.values():
                await stack.enter_async_context(lock)
            listing = await self._index.listing()
            plan = await self._store.write(partial(adopting.compare, listing=listing))
            for article_ids, is_published in ((plan.adopt, True), (plan.keep, False)):
                for start in range(0, len(article_ids), MOST):
                    texts = await self._index.texts(article_ids[start : start + MOST])
                    await self._store.write(partial(adopting.adopt, texts=texts, is_published=is_published))
            await self._store.write(partial(adopting.remember, index_id=listing.index_id))
            self._seen, self._own = listing.generation, {g for g in self._own if g > listing.generation}
        if plan.adopt or plan.keep:
            log.info("articles_adopted", n_published=len(plan.adopt), n_kept=len(plan.keep))
