"""One's own account: name, languages, two-factor, sessions."""

from __future__ import annotations

from functools import partial
from typing import Any

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, Field

from webchat.api.deps import App, CurrentAgent, Sockets, session_token
from webchat.domain.passwords import check_new
from webchat.services import accounts, signing_in, two_factor
from webchat.services.accounts import Agent
from webchat.services.bundle import Services
from webchat.settings import Language

router = APIRouter(prefix="/api/account", tags=["account"])

Languages = list[Language]


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class OwnAccount(_Body):
    """What one may change about oneself."""

    name: str | None = Field(None, min_length=1, max_length=200)
    languages: Languages | None = Field(None, min_length=1, max_length=3)


class Password(_Body):
    """The own password, asked again."""

    password: str = Field(max_length=1000)


class NewPassword(Password):
    """The own password, asked again, and what it becomes."""

    new_password: str = Field(max_length=1000)


class Code(_Body):
    """A code of the authenticator app."""

    code: str = Field(min_length=6, max_length=40)


class PasswordAndCode(Password, Code):
    """Both, for what a stolen session must not do."""


@router.get("")
async def account(agent: CurrentAgent, services: App) -> dict[str, Any]:
    """Return the own account."""
    return {
        "agent": agent.wire(),
        "two_factor": await services.store.read(partial(two_factor.state, agent_id=agent.id)),
    }


@router.patch("")
async def change(body: OwnAccount, agent: CurrentAgent, services: App, sockets: Sockets) -> dict[str, Any]:
    """Change the own name or languages."""
    change = partial(accounts.change_own, agent=agent, name=body.name, languages=body.languages)
    changed = await services.store.write(change)
    await sockets.look()
    return {"agent": changed.wire()}


@router.get("/sessions")
async def sessions(request: Request, agent: CurrentAgent, services: App) -> dict[str, Any]:
    """Return the own sessions."""
    query = partial(signing_in.sessions, clock=services.clock, agent_id=agent.id, current=session_token(request))
    return {"sessions": await services.store.read(query)}


@router.delete("/sessions")
async def end_others(request: Request, agent: CurrentAgent, services: App, sockets: Sockets) -> dict[str, int]:
    """End all own sessions but this one."""
    end = partial(signing_in.end_all, agent=agent, of=agent.id, but=session_token(request))
    n_ended = await services.store.write(end)
    await sockets.look()
    return {"n_ended": n_ended}


@router.delete("/sessions/{session_id}", status_code=204)
async def end_session(session_id: str, agent: CurrentAgent, services: App, sockets: Sockets) -> None:
    """End one own session."""
    await services.store.write(partial(signing_in.end_session, agent=agent, session_id=session_id, of=agent.id))
    await sockets.look()


@router.post("/password", status_code=204)
async def change_password(
    body: NewPassword, request: Request, agent: CurrentAgent, services: App, sockets: Sockets
) -> None:
    """Give oneself another password; all other sessions end."""
    check_new(body.new_password, old=body.password)
    await _check(services, agent, body.password)
    hashed = await services.passwords.hash(body.new_password)
    change = partial(signing_in.change_password, agent=agent, password_hash=hashed, current=session_token(request))
    await services.store.write(change)
    await sockets.look()


@router.post("/two-factor")
async def start_two_factor(body: Password, agent: CurrentAgent, services: App) -> dict[str, Any]:
    """Make a secret for an authenticator app; told this once."""
    await _check(services, agent, body.password)
    return await services.store.write(partial(two_factor.start, agent=agent))


@router.post("/two-factor/confirm")
async def confirm_two_factor(body: Code, agent: CurrentAgent, services: App) -> dict[str, list[str]]:
    """Switch two-factor on with a first code; the recovery codes are told this once."""
    return {"recovery_codes": await services.store.write(partial(two_factor.confirm, agent=agent, code=body.code))}


@router.post("/two-factor/disable", status_code=204)
async def disable_two_factor(body: PasswordAndCode, agent: CurrentAgent, services: App) -> None:
    """Switch two-factor off."""
    await _check(services, agent, body.password)
    await services.store.write(partial(two_factor.disable, agent=agent, code=body.code))


async def _check(services: Services, agent: Agent, password: str) -> None:
    await signing_in.check_password(services.store, services.passwords, services.attempts, agent, password)
