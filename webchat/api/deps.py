"""What routes ask for by type."""

from __future__ import annotations

from functools import partial
from typing import Annotated, cast

from fastapi import Depends, Request

from webchat.services import accounts
from webchat.services.accounts import Agent
from webchat.services.bundle import SESSION_COOKIE, Services


def _services(request: Request) -> Services:
    return cast(Services, request.app.state.services)


App = Annotated[Services, Depends(_services)]


def session_token(request: Request) -> str | None:
    """Return the token of the cookie or of an `Authorization: Bearer` header."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token if scheme.lower() == "bearer" else request.cookies.get(SESSION_COOKIE)


async def _agent(request: Request, services: App) -> Agent:
    query = partial(accounts.find, token=session_token(request), clock=services.clock)
    return await services.store.read(query)


CurrentAgent = Annotated[Agent, Depends(_agent)]
