"""The service layer on a real SQLite file with a set clock: what tests of use cases drive."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import insert, select

from webchat.adapters.bot import Answer
from webchat.adapters.db import tables as t
from webchat.adapters.db.engine import open_engine
from webchat.adapters.files import Received
from webchat.domain.conversation import Conversation
from webchat.services import (
    accounts,
    announcements,
    attachments,
    conversations,
    desk,
    messages,
    presence,
    sessions,
    snapshot,
    turns,
    views,
    visitor,
)
from webchat.services.accounts import Agent
from webchat.services.messages import Ack, Incoming
from webchat.services.sessions import Session, Visitor
from webchat.services.work import Environment, Store, Work
from webchat.settings import Settings, Site

T = TypeVar("T")
START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


class SetClock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.at = START

    def now(self) -> datetime:
        return self.at

    def monotonic_s(self) -> float:
        return (self.at - START).total_seconds()

    def forward(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)


@dataclass
class World:
    """Use cases by name. `works` holds what was published, in commit order."""

    store: Store
    clock: SetClock
    settings: Settings
    works: list[Work] = field(default_factory=list)
    online: set[str] = field(default_factory=set)

    async def do(self, use_case: Callable[..., T], **arguments: Any) -> T:
        return await self.store.write(partial(use_case, **arguments))

    async def see(self, query: Callable[..., T], **arguments: Any) -> T:
        return await self.store.read(partial(query, **arguments))

    # --- the end user --------------------------------------------------------------------------------

    async def begin(self, language: str = "nl", **visitor_facts: Any) -> Session:
        who = Visitor(site="demo", language=language, **visitor_facts)
        return await self.do(sessions.begin, visitor=who)

    async def say(
        self,
        conversation_id: str,
        text: str,
        *,
        client_id: str | None = None,
        payload: str | None = None,
        with_file: bool = False,
    ) -> Ack:
        files = (await self.bring(conversation_id),) if with_file else ()
        client_id = client_id or str(uuid.uuid4())
        item = Incoming(conversation_id, client_id, text, payload, "user", None, "Bezoeker", attachment_ids=files)
        return await self.store.write_batched(messages.append, item)

    async def bring(self, conversation_id: str) -> str:
        """Note a file of the user's that was taken in; return its id."""
        file_id, received = uuid.uuid4().hex, Received("application/pdf", 10)
        add = partial(attachments.add, file_id=file_id, name="a.pdf", received=received, agent_id=None)
        await self.do(add, conversation_id=conversation_id)
        return file_id

    async def ask_human(self, conversation_id: str) -> None:
        await self.do(
            visitor._hand_off, conversation_id=conversation_id, handoff=visitor.HandOff(reason="user_request")
        )

    # --- the bot -------------------------------------------------------------------------------------

    async def claim(self, conversation_id: str) -> turns.Turn | None:
        return await self.do(turns.claim, conversation_id=conversation_id)

    async def answer(self, turn: turns.Turn, text: str = "Probeer dit eens.", **decision: Any) -> None:
        reply = Answer.model_validate({"ok": True, "messages": [{"text": text}], "decision": decision})
        await self.do(turns.answer, turn=turn, reply=reply)

    # --- agents --------------------------------------------------------------------------------------

    async def agent(
        self,
        name: str = "Sofie",
        *,
        languages: tuple[str, ...] = ("nl", "fr", "en"),
        connect: bool = True,
        role: str = "agent",
    ) -> Agent:
        email = f"{name.lower()}@example.org"
        await self.do(accounts.add, email=email, name=name, role=role, languages=languages, password_hash="x")
        row = await self.see(lambda db: db.execute(select(t.agents).where(t.agents.c.email == email)).one())
        if connect:
            await self.do(presence.connected, agent_id=row.id)
        return Agent(row.id, row.name, row.email, row.role, tuple(row.languages))

    async def team(self, team_id: str) -> None:
        """A team without members that takes nothing by itself."""
        names = dict.fromkeys(("nl", "fr", "en"), team_id)
        nothing: dict[str, Any] = {"kinds": [], "categories": [], "topics": [], "languages": []}
        row = {"id": team_id, "names": names, "line": "first", "version": "1", "created_at": self.clock.at, **nothing}
        await self.do(lambda work: work.db.execute(insert(t.teams).values(**row)))

    async def take(self, agent: Agent, conversation_id: str) -> None:
        await self.do(desk.take, agent=agent, conversation_id=conversation_id)

    async def write(self, agent: Agent, conversation_id: str, text: str, *, client_id: str | None = None) -> Ack:
        item = Incoming(conversation_id, client_id or str(uuid.uuid4()), text, None, "agent", agent.id, agent.name)
        return await self.store.write_batched(messages.append, item)

    # --- looking -------------------------------------------------------------------------------------

    async def conversation(self, conversation_id: str) -> Conversation:
        return await self.see(conversations.load, conversation_id=conversation_id)

    async def log(self, conversation_id: str, *, notes: bool = False) -> list[dict[str, Any]]:
        return await self.see(views.messages, conversation_id=conversation_id, notes=notes)

    async def tickets(self, conversation_id: str) -> list[Any]:
        query = select(t.tickets).where(t.tickets.c.conversation_id == conversation_id).order_by(t.tickets.c.episode)
        return await self.see(lambda db: list(db.execute(query)))

    async def snapshot(self, agent: Agent) -> dict[str, Any]:
        return await self.see(snapshot.snapshot, agent_id=agent.id, settings=self.settings)

    def console_events(self) -> list[Any]:
        return [event for work in self.works for event in work.console]


def make_world(folder: Path, **settings: Any) -> World:
    """Return a world whose store is not started yet; start it in the event loop that uses it."""
    values = Settings(
        database_url=f"sqlite:///{folder / 'test.sqlite3'}",
        sites={"demo": Site(secret="demo-secret"), "other": Site()},
        **settings,
    )
    clock = SetClock()
    works: list[Work] = []
    online: set[str] = set()
    env = Environment(settings=values, clock=clock, is_user_online=online.__contains__, finish=announcements.finish)
    store = Store(open_engine(values.database_url), env, publish=works.append)
    store.migrate()
    return World(store, clock, values, works, online)
