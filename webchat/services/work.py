"""The unit of work: one transaction, and what live clients have to hear once it is committed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple, TypeVar, cast

from sqlalchemy import Connection, Engine, func, select
from sqlalchemy.exc import DBAPIError

from webchat.adapters.clock import Clock
from webchat.adapters.db import tables as t
from webchat.adapters.db.engine import migrate
from webchat.adapters.db.statements import InsertMany, Value
from webchat.adapters.db.writer import Writer
from webchat.domain.conversation import Conversation
from webchat.domain.errors import Later
from webchat.settings import Settings

T = TypeVar("T")


_NEWEST_EVENT = Value(select(func.max(t.console_events.c.event_id)))
_EVENTS = InsertMany(t.console_events, list(t.console_events.c))


class ChatEvent(NamedTuple):
    """Something the end user's connections are told. `data` is a wire dict, or a message row still to be shaped."""

    conversation_id: str
    event: str
    data: Any
    skip_sid: str | None = None


class ConsoleEvent(NamedTuple):
    """A numbered event of the console. `data` of a message is its row, still to be shaped."""

    event_id: int
    event: str
    conversation_id: str | None
    data: dict[str, Any]


class TurnDue(NamedTuple):
    """A conversation whose user waits for the bot; `at_once` when there is nothing to wait for."""

    conversation_id: str
    at_once: bool


@dataclass(frozen=True, slots=True)
class Environment:
    """What use cases need beside the database."""

    settings: Settings
    clock: Clock
    is_user_online: Callable[[str], bool]
    finish: Callable[[Work], None]


@dataclass(slots=True)
class Work:
    """One transaction under way.

    Attributes:
        touched: Conversations whose state both sides are told at the end, by id.
        handed_off: Those of them that agents hear of as a new hand-off.
        posted: Message rows that agents hear of.
        moved: (old, new) conversation whose connections follow the new one.
        articles_due: Whether the index is owed something.
    """

    db: Connection
    now: datetime
    env: Environment
    chat: list[ChatEvent] = field(default_factory=list)
    console: list[ConsoleEvent] = field(default_factory=list)
    turns: list[TurnDue] = field(default_factory=list)
    moved: list[tuple[str, str]] = field(default_factory=list)
    touched: dict[str, Conversation] = field(default_factory=dict)
    handed_off: dict[str, Conversation] = field(default_factory=dict)
    posted: list[tuple[Conversation, dict[str, Any]]] = field(default_factory=list)
    touched_tickets: dict[str, None] = field(default_factory=dict)
    touched_agents: dict[str, None] = field(default_factory=dict)
    queue_moved: bool = False
    articles_due: bool = False
    published: bool = False
    _next_event_id: int = 0

    @property
    def settings(self) -> Settings:
        """The process's settings."""
        return self.env.settings

    def tell_user(self, conversation_id: str, event: str, data: Any, *, skip_sid: str | None = None) -> None:
        """Have `event` sent to the user's connections after the commit."""
        self.chat.append(ChatEvent(conversation_id, event, data, skip_sid))

    def tell_agents(self, event: str, data: dict[str, Any], *, conversation_id: str | None = None) -> None:
        """Number and store a console event; it is sent after the commit."""
        if not self._next_event_id:
            self._next_event_id = (_NEWEST_EVENT(self.db) or 0) + 1
        event_id = self._next_event_id
        self._next_event_id += 1
        self.console.append(ConsoleEvent(event_id, event, conversation_id, {**data, "event_id": event_id}))

    def flush(self) -> None:
        """Announce what changed and write the console events of this transaction."""
        self.env.finish(self)
        if self.console:
            _EVENTS(self.db, [(e.event_id, e.event, e.conversation_id, _stored(e)) for e in self.console])


def _stored(event: ConsoleEvent) -> dict[str, Any]:
    """A message is stored once, in the log; the event refers to it."""
    if event.event != "message_created":
        return event.data
    return {"event_id": event.event_id, "seq": event.data["seq"], "part": event.data["part"]}


class Committed(NamedTuple):
    """A use case's result with the work it did."""

    result: Any
    work: Work


BatchUseCase = Callable[[Work, Sequence[Any]], Sequence[Any]]


class Store:
    """Runs use cases in transactions: writes through the group commit, reads beside it."""

    def __init__(self, engine: Engine, env: Environment, *, publish: Callable[[Work], None]) -> None:
        """Prepare; `start` opens the writer.

        Args:
            engine: The database.
            env: Handed to each use case.
            publish: Called in the event loop, in commit order, with each committed work.
        """
        self.env = env
        self._engine = engine
        self._publish = publish
        self._writer = Writer(engine, on_commit=self._on_commit)
        self._readers = ThreadPoolExecutor(4, thread_name_prefix="reader")
        self._batches: dict[BatchUseCase, Callable[[Connection, Sequence[Any]], Sequence[Any]]] = {}

    def migrate(self) -> None:
        """Bring the schema up to date; blocks."""
        migrate(self._engine)

    def start(self) -> None:
        """Start the writer thread."""
        self._writer.start()

    async def stop(self) -> None:
        """Finish what is queued and close the database."""
        await self._writer.stop()
        self._readers.shutdown()
        self._engine.dispose()

    async def write(self, use_case: Callable[[Work], T]) -> T:
        """Run `use_case` in a transaction; returns once it is on disk.

        Raises:
            Later: `unavailable` if the database refused.
            FirstlineError: What the use case raised; nothing of it is stored.
        """

        def job(connection: Connection) -> Committed:
            work = self._work(connection)
            result = use_case(work)
            work.flush()
            return Committed(result, work)

        return cast(T, (await self._settled(self._writer.run(job))).result)

    async def write_batched(self, use_case: BatchUseCase, item: Any) -> Any:
        """Run `use_case` on all neighbouring items of a commit at once; returns this item's result."""
        run = self._batches.get(use_case)
        if run is None:
            run = self._batches[use_case] = self._batch_job(use_case)
        return (await self._settled(self._writer.run_batched(run, item))).result

    async def read(self, query: Callable[[Connection], T]) -> T:
        """Run `query` on one consistent view of the database, off the event loop."""

        def run() -> T:
            with self._engine.connect() as connection, connection.begin():
                return query(connection)

        try:
            return await asyncio.get_running_loop().run_in_executor(self._readers, run)
        except DBAPIError as error:
            raise Later("unavailable", retry_after_s=2.0) from error

    def _batch_job(self, use_case: BatchUseCase) -> Callable[[Connection, Sequence[Any]], Sequence[Any]]:
        def run(connection: Connection, items: Sequence[Any]) -> Sequence[Any]:
            work = self._work(connection)
            results = use_case(work, items)
            work.flush()
            return [r if isinstance(r, Exception) else Committed(r, work) for r in results]

        return run

    def _work(self, connection: Connection) -> Work:
        return Work(connection, self.env.clock.now(), self.env)

    def _on_commit(self, committed: Committed) -> None:
        if not committed.work.published:
            committed.work.published = True
            self._publish(committed.work)

    async def _settled(self, future: asyncio.Future[Committed]) -> Committed:
        try:
            return await future
        except DBAPIError as error:
            raise Later("unavailable", retry_after_s=2.0) from error
