"""The real application in this process: its routes, its sockets' handlers, its database."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute

from webchat.adapters.db import tables as t
from webchat.app import create_app
from webchat.realtime.agent import AgentNamespace
from webchat.services import accounts, signing_in
from webchat.services.bundle import Services
from webchat.services.signing_in import Attempt
from webchat.settings import Settings

PASSWORD = "een goed wachtwoord"
EMAIL_OF = {role: email for email, _, role, _ in reversed(accounts.DEMO_ACCOUNTS)}


@dataclass
class Site:
    """What a test drives. `client()` has cookies of its own."""

    api: FastAPI
    namespace: AgentNamespace

    @property
    def services(self) -> Services:
        services: Services = self.api.state.services
        return services

    def client(self, token: str | None = None) -> httpx.AsyncClient:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        transport = httpx.ASGITransport(self.api, raise_app_exceptions=False)
        return httpx.AsyncClient(transport=transport, base_url="http://desk.test", headers=headers)

    async def agent_id(self, role: str = "agent") -> str:
        query = t.agents.select().where(t.agents.c.email == EMAIL_OF[role])
        row = await self.services.store.read(lambda db: db.execute(query).one())
        return str(row.id)

    async def token(self, role: str = "agent") -> str:
        """A session without the cost of a password."""
        attempt = Attempt(EMAIL_OF[role], "", None, "127.0.0.1", "a test")
        begin = partial(signing_in._begin, agent_id=await self.agent_id(role), attempt=attempt)
        return await self.services.store.write(begin)

    def rows(self) -> set[str]:
        """Every route as the table of permissions names it."""
        return {f"{method} {route.path}" for route in _routes(self.api.routes) for method in route.methods}


def _routes(routes: list[Any]) -> list[APIRoute]:
    found: list[APIRoute] = []
    for route in routes:
        if isinstance(route, APIRoute):
            found.append(route)
        elif hasattr(route, "original_router"):
            found += _routes(route.original_router.routes)
    return found


@pytest.fixture
async def site(tmp_path: Path) -> AsyncIterator[Site]:
    down = "http://127.0.0.1:9"
    app = create_app(
        Settings(
            database_url=f"sqlite:///{tmp_path / 'site.sqlite3'}",
            bot_url=down,
            kb_url=down,
            actions_url=down,
            demo=True,
            demo_password=PASSWORD,
            bot_python=tmp_path / "no-python",  # a training fails here, in words
        )
    )
    api = app.other_asgi_app
    async with api.router.lifespan_context(api):
        yield Site(api, app.engineio_server.namespace_handlers["/agent"])
