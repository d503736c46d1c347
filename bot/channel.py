"""webchat's door to the bot: one turn in, everything that was decided out.

Rasa's own `rest` channel hides failures (action server down, NLU error: all `200 []`), is open to anyone
who reaches the port and answers a repeated message twice. This one does none of that.
"""

from __future__ import annotations

import asyncio
import hmac
import logging
from collections.abc import Awaitable, Callable
from typing import Any
from weakref import WeakValueDictionary

from rasa.core.channels.channel import InputChannel, UserMessage
from rasa.shared.core.constants import DEFAULT_INTENTS
from rasa.shared.core.trackers import DialogueStateTracker
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, json

from bot.answer import answer_of_turn
from bot.choice import tries_beside
from bot.settings import Settings
from bot.swap import NotLoadable, swap
from bot.sync import synchronise
from bot.turn_request import BadRequest, ModelRequest, SyncRequest, TurnRequest

logger = logging.getLogger(__name__)

Handler = Callable[[UserMessage], Awaitable[Any]]


class SupportInput(InputChannel):
    """The channel `support`; `credentials.yml` names it, `BOT_TOKEN` holds its secret."""

    @classmethod
    def name(cls) -> str:
        """Where it is found: `/webhooks/support/…`."""
        return "support"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> SupportInput:
        """Make the channel; the token never stands in a file."""
        return cls(Settings.from_environment())

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        # Turns of one conversation queue here: Rasa's own lock is polled once a second.
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    def blueprint(self, on_new_message: Handler) -> Blueprint:
        """Routes: health, one turn, bringing the tracker in step, another model."""
        routes = Blueprint("support_channel")

        @routes.get("/")
        async def health(request: Request) -> HTTPResponse:
            agent = getattr(request.app.ctx, "agent", None)
            if agent is None or not agent.is_ready():
                return json({"status": "down", "model": None}, status=503)
            if self._settings.serving is not None:
                tries_beside(self._settings.serving).succeeded()
            return json({"status": "ok", "model": agent.model_id})

        @routes.post("/webhook")
        async def webhook(request: Request) -> HTTPResponse:
            return await self._guarded(request, lambda: self._turn(request))

        @routes.post("/sync")
        async def sync(request: Request) -> HTTPResponse:
            return await self._guarded(request, lambda: self._sync(request))

        @routes.put("/model")
        async def model(request: Request) -> HTTPResponse:
            return await self._guarded(request, lambda: self._swap(request), timeout_s=self._settings.load_timeout_s)

        return routes

    async def _guarded(
        self, request: Request, work: Callable[[], Awaitable[HTTPResponse]], *, timeout_s: float | None = None
    ) -> HTTPResponse:
        """Check the token, then do the work; whatever goes wrong has a code."""
        given = request.headers.get("authorization", "")
        if not self._settings.token or not hmac.compare_digest(
            given.encode(), f"Bearer {self._settings.token}".encode()
        ):
            return _error(401, "unauthorised", "a valid bearer token is needed")
        # A caller that hangs up must not cancel the turn: its retry finds the finished answer.
        task = asyncio.ensure_future(work())
        try:
            return await asyncio.wait_for(asyncio.shield(task), timeout_s or self._settings.turn_timeout_s)
        except BadRequest as error:
            return _error(400, "invalid", str(error))
        except asyncio.TimeoutError:
            logger.error("%s took longer than %.0f s", request.path, timeout_s or self._settings.turn_timeout_s)
            return _error(500, "timeout", "it took too long")
        except Exception as error:  # the outermost loop: log without the text, answer with a reason
            logger.exception("%s failed", request.path)
            return _error(500, "turn_failed", type(error).__name__)

    async def _turn(self, request: Request) -> HTTPResponse:
        agent = request.app.ctx.agent  # for the whole turn, also when another model is swapped in meanwhile
        turn = TurnRequest.read(request.body, known_intents=set(agent.domain.intents) - set(DEFAULT_INTENTS))
        async with self._lock(turn.sender):
            answer = answer_of_turn(await self._tracker(agent, turn.sender), turn.message_id, agent.model_id)
            if answer is None or not answer["ok"]:
                await agent.handle_message(
                    UserMessage(
                        turn.message,
                        sender_id=turn.sender,
                        input_channel=self.name(),
                        metadata=turn.metadata,
                        message_id=turn.message_id,
                    )
                )
                answer = answer_of_turn(await self._tracker(agent, turn.sender), turn.message_id, agent.model_id)
        if answer is None or not answer["ok"]:
            # Rasa swallows a failing action and listens again; to us a turn without a word has failed.
            return _error(500, "no_answer", "the turn ended without a message: is the action server up?")
        return json(answer)

    async def _sync(self, request: Request) -> HTTPResponse:
        agent = request.app.ctx.agent
        sync = SyncRequest.read(request.body)
        async with self._lock(sync.sender), agent.lock_store.lock(sync.sender):
            await synchronise(agent.processor, sync)
        return json({"ok": True, "n_events": len(sync.events)})

    async def _swap(self, request: Request) -> HTTPResponse:
        wanted = ModelRequest.read(request.body)
        try:
            await swap(request.app, wanted.file, wanted.model)
        except NotLoadable as error:
            logger.warning("model not loadable: %s", error)
            return _error(422, "not_loadable", str(error))
        return json({"model": request.app.ctx.agent.model_id})

    async def _tracker(self, agent: Any, sender: str) -> DialogueStateTracker | None:
        tracker: DialogueStateTracker | None = await agent.tracker_store.retrieve(sender)
        return tracker

    def _lock(self, sender: str) -> asyncio.Lock:
        lock = self._locks.get(sender)
        if lock is None:
            lock = self._locks[sender] = asyncio.Lock()
        return lock


def _error(status: int, code: str, message: str) -> HTTPResponse:
    return json({"ok": False, "error": {"code": code, "message": message}}, status=status)
