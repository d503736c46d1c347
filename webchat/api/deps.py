"""What routes ask for by type, and the one place that decides who may use a route."""

from __future__ import annotations

from functools import partial
from typing import Annotated, Protocol, cast

import structlog
from fastapi import Depends, Request

from webchat.domain.errors import Fixable
from webchat.domain.permissions import ROUTES, Action, require
from webchat.services import accounts, sessions
from webchat.services.accounts import Agent
from webchat.services.bundle import SESSION_COOKIE, Services

log = structlog.get_logger()


def _services(request: Request) -> Services:
    return cast(Services, request.app.state.services)


class _Guard(Protocol):
    async def look(self) -> None: ...


def _guard(request: Request) -> _Guard:
    return cast(_Guard, request.app.state.guard)


App = Annotated[Services, Depends(_services)]
Sockets = Annotated[_Guard, Depends(_guard)]


def session_token(request: Request) -> str | None:
    """Return the token of the cookie or of an `Authorization: Bearer` header."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token if scheme.lower() == "bearer" else request.cookies.get(SESSION_COOKIE)


async def permit(request: Request, services: App) -> None:
    """Let through who may use this route; one without a row in the table is nobody's.

    Raises:
        Fixable: `unauthorised` or `forbidden`.
    """
    row = f"{'GET' if request.method == 'HEAD' else request.method} {request.scope['route'].path}"
    if row not in ROUTES:
        log.error("route_without_permission", route=row)
        raise Fixable("forbidden")
    action = ROUTES[row]
    if action is None:
        return
    if action is Action.OWN_CONVERSATION:
        of_token = partial(sessions.conversation_of, token=session_token(request), now=services.clock.now())
        request.state.conversation_id = await services.store.read(of_token)
        return
    query = partial(accounts.find, token=session_token(request), clock=services.clock)
    request.state.agent = await services.store.read(query)
    require(request.state.agent.role, action)


def _agent(request: Request) -> Agent:
    return cast(Agent, request.state.agent)


def _conversation(request: Request) -> str:
    return cast(str, request.state.conversation_id)


OwnConversation = Annotated[str, Depends(_conversation)]
CurrentAgent = Annotated[Agent, Depends(_agent)]
