"""Runs the bot's turns: waits for a burst to end, asks, and never leaves a user without an answer."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import structlog

from webchat.adapters.bot import Answer, Bot, BotUnavailable
from webchat.adapters.kb import KbUnavailable, KnowledgeBase
from webchat.services import briefing, turns
from webchat.services.turns import Fallback, Turn
from webchat.services.work import Store, TurnDue
from webchat.settings import Settings

log = structlog.get_logger()

_TYPING_LASTS_S = 5.0
_SYNC_TIMEOUT_S = 3.0
_RETRY_S = (0.5, 1.0, 2.0, 4.0)


@dataclass(slots=True)
class _Waiting:
    """A conversation that waits for the bot. Times are the event loop's."""

    since: float
    ready_at: float
    changed: asyncio.Event
    task: asyncio.Task[None] | None = None
    again: bool = False


class Dispatcher:
    """One turn per conversation in flight, a few in flight to the bot."""

    def __init__(
        self,
        store: Store,
        bot: Bot,
        kb: KnowledgeBase,
        *,
        settings: Settings,
        on_typing: Callable[[str, bool], None],
    ) -> None:
        """Prepare; `start` picks up what a former process left.

        Args:
            store: The database.
            bot: Who is asked.
            kb: Who is asked when the bot is away.
            settings: Windows and limits.
            on_typing: Called with (conversation, on) while the bot works.
        """
        self._store, self._bot, self._kb = store, bot, kb
        self._settings = settings
        self._on_typing = on_typing
        self._slots = asyncio.Semaphore(settings.bot_concurrency)
        self._waiting: dict[str, _Waiting] = {}
        self._typing_until: dict[str, float] = {}
        self._stopping = False

    async def start(self) -> None:
        """Take up the turns that were waiting when the process ended."""
        for conversation_id in await self._store.read(turns.due):
            self.wake(TurnDue(conversation_id, at_once=True))

    async def stop(self) -> None:
        """End without waiting for the bot: what is unfinished is taken up at the next start."""
        self._stopping = True
        tasks = [w.task for w in self._waiting.values() if w.task]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    @property
    def is_answering(self) -> bool:
        """Whether somebody waits for the bot."""
        return bool(self._waiting)

    def wake(self, due: TurnDue) -> None:
        """Note that a user waits; a message after another one moves the end of the burst."""
        if self._stopping:
            return
        now = asyncio.get_running_loop().time()
        ready_at = now if due.at_once else now + self._settings.burst_window_s
        self._typing_until.pop(due.conversation_id, None)
        waiting = self._waiting.get(due.conversation_id)
        if waiting is None:
            waiting = _Waiting(now, ready_at, asyncio.Event())
            self._waiting[due.conversation_id] = waiting
            waiting.task = asyncio.create_task(self._run(due.conversation_id, waiting))
        else:
            waiting.again = True
            waiting.ready_at = ready_at
            waiting.changed.set()

    def user_typing(self, conversation_id: str, *, on: bool) -> None:
        """Hold the bot back while the user goes on typing."""
        waiting = self._waiting.get(conversation_id)
        if on:
            self._typing_until[conversation_id] = asyncio.get_running_loop().time() + _TYPING_LASTS_S
        else:
            self._typing_until.pop(conversation_id, None)
        if waiting:
            waiting.changed.set()
        elif len(self._typing_until) > 10_000:
            self._typing_until.clear()

    async def _run(self, conversation_id: str, waiting: _Waiting) -> None:
        try:
            while True:
                await self._until_quiet(conversation_id, waiting)
                waiting.again = False
                await self._persist(conversation_id)
                if not waiting.again:
                    return
                waiting.since = asyncio.get_running_loop().time()
        finally:
            del self._waiting[conversation_id]

    async def _until_quiet(self, conversation_id: str, waiting: _Waiting) -> None:
        loop = asyncio.get_running_loop()
        while True:
            typing_until = self._typing_until.get(conversation_id, 0.0)
            quiet_at = min(max(waiting.ready_at, typing_until), waiting.since + self._settings.typing_hold_s)
            delay = quiet_at - loop.time()
            if delay <= 0:
                return
            waiting.changed.clear()
            try:
                async with asyncio.timeout(delay):
                    await waiting.changed.wait()
            except TimeoutError:
                continue

    async def _persist(self, conversation_id: str) -> None:
        """Run one turn; the database refusing is a reason to try again, not to give up."""
        for pause_s in (*_RETRY_S, None):
            try:
                return await self._turn(conversation_id)
            except Exception as error:
                log.error("turn_failed", conversation_id=conversation_id, error=repr(error))
                if pause_s is None:
                    return
                await asyncio.sleep(pause_s)

    async def _turn(self, conversation_id: str) -> None:
        turn = await self._store.write(partial(turns.claim, conversation_id=conversation_id))
        if turn is None:
            return
        self._on_typing(conversation_id, True)
        try:
            reply = await self._ask(turn)
            if reply is not None:
                await self._store.write(partial(turns.answer, turn=turn, reply=reply))
            else:
                fallback = await self._find(turn)
                await self._store.write(partial(turns.fall_back, turn=turn, fallback=fallback))
        finally:
            self._on_typing(conversation_id, False)

    async def _sync(self, conversation_id: str) -> None:
        """Tell the bot what was said while a person had the conversation."""
        while sync := await self._store.read(partial(briefing.next_sync, conversation_id=conversation_id)):
            error = None
            try:
                await self._bot.sync(sender=conversation_id, events=sync.events, timeout_s=_SYNC_TIMEOUT_S)
            except BotUnavailable as unavailable:
                error = str(unavailable)
                log.warning("sync_failed", conversation_id=conversation_id, error=error)
            await self._store.write(partial(briefing.synced, sync=sync, error=error))

    async def _ask(self, turn: Turn) -> Answer | None:
        """Return the bot's answer, or None when it is given up; the user hears of a long silence."""
        asking = asyncio.create_task(self._reply(turn))
        try:
            done, _ = await asyncio.wait({asking}, timeout=self._settings.bot_notice_s)
            if not done and not turn.wants_person:
                await self._store.write(partial(turns.tell_slow, turn=turn))
            return await asking
        except (BotUnavailable, TimeoutError) as error:
            log.warning("bot_unavailable", turn_id=turn.id, error=str(error) or type(error).__name__)
            return None
        finally:
            asking.cancel()

    async def _reply(self, turn: Turn) -> Answer:
        # The wait for a slot counts: when the bot hangs, nobody waits for the others' time-outs.
        async with asyncio.timeout(self._settings.bot_timeout_s):
            # Here and not earlier, so that a bot which hangs over this is noticed as soon as over an answer.
            await self._sync(turn.conversation_id)
            async with self._slots:
                return await self._bot.reply(
                    turn.message,
                    sender=turn.conversation_id,
                    message_id=turn.id,
                    metadata=turn.metadata,
                    timeout_s=self._settings.bot_timeout_s,
                )

    async def _find(self, turn: Turn) -> Fallback:
        if turn.message.startswith("/"):
            return Fallback(article=None)
        try:
            found = await self._kb.search(turn.message, language=turn.language, k=1)
            is_likely = found["results"] and found["p_helps"] >= found["thresholds"]["ask"]
            best = found["results"][0] if is_likely else None
            article = turns.article_ref(self._settings.base_url, best) if best else None
        except (KbUnavailable, KeyError, TypeError) as error:
            log.warning("kb_unavailable", turn_id=turn.id, error=str(error) or type(error).__name__)
            article = None
        return Fallback(article=article)
