"""Who is connected, and the one task that sends what was committed, in commit order.

An emit is a hint: losing one costs delay, never a message, because every client can ask for what came after the
last thing it has.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import socketio
import structlog
from sqlalchemy import Connection

from webchat.domain.errors import FirstlineError
from webchat.domain.limits import TokenBucket
from webchat.services import conversations, sessions, snapshot, views
from webchat.services.accounts import Agent
from webchat.services.work import ChatEvent, ConsoleEvent, Store, Work

log = structlog.get_logger()

CHAT, AGENT = "/chat", "/agent"
_MOST_LEFT = 10_000


@dataclass(slots=True)
class ChatConnection:
    """One connection of an end user."""

    sid: str
    conversation_id: str
    token: str
    user_name: str
    language: str
    bucket: TokenBucket


@dataclass(slots=True)
class AgentConnection:
    """One connection of an agent."""

    sid: str
    agent: Agent
    token_hash: str
    language: str
    bucket: TokenBucket


class Relay:
    """The connections of this process."""

    def __init__(self, server: socketio.AsyncServer) -> None:
        self._server = server
        self._works: asyncio.Queue[Work | Callable[[], Any]] = asyncio.Queue()
        self._task: asyncio.Task[None] | None = None
        self._queue_task: asyncio.Task[None] | None = None
        self._left: dict[str, TokenBucket] = {}
        self.chat: dict[str, ChatConnection] = {}
        self.agents: dict[str, AgentConnection] = {}
        self._by_conversation: dict[str, dict[str, ChatConnection]] = defaultdict(dict)
        self.store: Store | None = None

    def start(self, store: Store) -> None:
        """Begin to send."""
        self.store = store
        self._task = asyncio.create_task(self._send_all())

    async def stop(self) -> None:
        """Stop sending."""
        for task in (self._task, self._queue_task):
            if task:
                task.cancel()
        await asyncio.gather(*(task for task in (self._task, self._queue_task) if task), return_exceptions=True)

    # --- connections ---------------------------------------------------------------------------------

    def add_chat(self, connection: ChatConnection) -> None:
        """Register an end user's connection."""
        self.chat[connection.sid] = connection
        self._by_conversation[connection.conversation_id][connection.sid] = connection

    def remove_chat(self, sid: str) -> ChatConnection | None:
        """Forget a connection; returns it."""
        connection = self.chat.pop(sid, None)
        if connection:
            self._leave(connection)
        return connection

    def _leave(self, connection: ChatConnection) -> None:
        peers = self._by_conversation[connection.conversation_id]
        peers.pop(connection.sid, None)
        if not peers:
            del self._by_conversation[connection.conversation_id]
            # Who comes back goes on with what was left: reconnecting is no way around the limit.
            self._left.pop(connection.conversation_id, None)
            self._left[connection.conversation_id] = connection.bucket
            if len(self._left) > _MOST_LEFT:
                del self._left[next(iter(self._left))]

    def is_user_online(self, conversation_id: str) -> bool:
        """Return whether the conversation has a connection here; safe from any thread."""
        return conversation_id in self._by_conversation

    def bucket(self, conversation_id: str) -> TokenBucket | None:
        """Return what the conversation's connections may still send, together; None if it never had any here."""
        peers = self._by_conversation.get(conversation_id)
        return next(iter(peers.values())).bucket if peers else self._left.get(conversation_id)

    def n_connections(self, conversation_id: str) -> int:
        """Return how many connections the conversation has."""
        return len(self._by_conversation.get(conversation_id, ()))

    def n_agent_connections(self, agent_id: str) -> int:
        """Return how many connections the agent has."""
        return sum(c.agent.id == agent_id for c in self.agents.values())

    # --- sending -------------------------------------------------------------------------------------

    def publish(self, work: Work) -> None:
        """Take over what a committed transaction has to tell; call in the event loop, in commit order."""
        for old, new in work.moved:
            for connection in list(self._by_conversation.get(old, {}).values()):
                self._leave(connection)
                connection.conversation_id = new
                self.add_chat(connection)
        if self._has_readers(work):
            self._works.put_nowait(work)

    def _has_readers(self, work: Work) -> bool:
        if work.moved or work.queue_moved or (work.console and self.agents):
            return True
        for event in work.chat:
            listeners = self._by_conversation.get(event.conversation_id)
            if listeners and (len(listeners) > 1 or event.skip_sid not in listeners):
                return True
        return False

    def typing_to_user(self, conversation_id: str, *, on: bool, sender: Mapping[str, Any]) -> None:
        """Show or end a typing sign in the user's panel."""
        if conversation_id in self._by_conversation:
            data = {"on": on, "sender": dict(sender)}
            self._works.put_nowait(lambda: self._to_user(ChatEvent(conversation_id, "typing", data)))

    def typing_to_agents(
        self, conversation_id: str, *, on: bool, sender: Mapping[str, Any], note: bool = False
    ) -> None:
        """Show or end a typing sign in the consoles."""
        data = {
            "on": on,
            "sender": dict(sender),
            "conversation_id": conversation_id,
            **({"note": True} if note else {}),
        }
        self._works.put_nowait(lambda: self._to_agents(ConsoleEvent(0, "typing", conversation_id, data)))

    def later(self, send: Callable[[], Any]) -> None:
        """Have `send` called in turn, after what is already on its way."""
        self._works.put_nowait(send)

    async def flushed(self) -> None:
        """Return when everything published so far has been sent."""
        done = asyncio.get_running_loop().create_future()

        async def mark() -> None:
            done.set_result(None)

        self.later(mark)
        await done

    async def _send_all(self) -> None:
        while True:
            work = await self._works.get()
            try:
                if isinstance(work, Work):
                    await self._send(work)
                else:
                    await work()
            except Exception as error:
                # Only a hint is lost; the log still has what it was about.
                log.error("emit_failed", error=repr(error))

    async def _send(self, work: Work) -> None:
        for _, new in work.moved:
            await self._start_sessions(new)
        for chat_event in work.chat:
            await self._to_user(chat_event)
        for console_event in work.console:
            await self._to_agents(console_event)
        if work.queue_moved and (self._queue_task is None or self._queue_task.done()):
            self._queue_task = asyncio.create_task(self._tell_queue())

    async def _to_user(self, event: ChatEvent) -> None:
        listeners = self._by_conversation.get(event.conversation_id)
        if not listeners:
            return
        data = event.data
        if event.event == "message_created":
            data = views.message(data)
        for sid in list(listeners):
            if sid != event.skip_sid:
                await self._server.emit(event.event, data, to=sid, namespace=CHAT)

    async def _to_agents(self, event: ConsoleEvent) -> None:
        if not self.agents:
            return
        shaped = views.console_event(event.event, event.data)
        for connection in list(self.agents.values()):
            data = snapshot.for_agent(event.event, shaped, connection.agent.id)
            if data is not None:
                await self._server.emit(event.event, data, to=connection.sid, namespace=AGENT)

    async def _start_sessions(self, conversation_id: str) -> None:
        """Tell the connections of a conversation that was continued in a new one."""
        assert self.store is not None
        for connection in list(self._by_conversation.get(conversation_id, {}).values()):
            started = await self.session_started(connection)
            await self._server.emit("session_started", started, to=connection.sid, namespace=CHAT)

    async def session_started(self, connection: ChatConnection) -> Mapping[str, Any]:
        """Return what `session_started` says on this connection now."""
        assert self.store is not None
        settings = self.store.env.settings

        def query(db: Connection) -> Mapping[str, Any]:
            conversation = conversations.load(db, connection.conversation_id)
            return sessions.session(db, conversation, connection.token, settings).started

        return await self.store.read(query)

    async def _tell_queue(self) -> None:
        """Tell those who wait their new place; many moves in a moment are told once."""
        await asyncio.sleep(0.05)
        assert self.store is not None
        settings = self.store.env.settings

        def query(db: Connection) -> dict[str, Any]:
            waiting = [c for c in conversations.queue(db) if self.is_user_online(c.id)]
            return views.states(db, waiting, settings)

        try:
            for conversation_id, state in (await self.store.read(query)).items():
                await self._to_user(ChatEvent(conversation_id, "state_changed", state))
        except FirstlineError as error:
            log.warning("queue_not_told", code=error.code)
