"""Everybody's accounts, for administrators."""

from __future__ import annotations

from functools import partial
from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from webchat.api.deps import App, CurrentAgent, Sockets
from webchat.api.routes.account import Languages, OwnAccount
from webchat.domain.passwords import first_password
from webchat.domain.permissions import Role
from webchat.services import accounts, signing_in, two_factor

router = APIRouter(prefix="/api/accounts", tags=["accounts"])


class Account(OwnAccount):
    """What an administrator may change; another role or `disabled` ends the account's sessions."""

    role: Role | None = None
    disabled: bool | None = Field(None)
    capacity: int | None = Field(None, ge=1, le=20, description="Chats at once")


class NewAccount(BaseModel):
    """Who it is for, and what they are here for."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    email: str = Field(min_length=3, max_length=320, pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$")
    name: str = Field(min_length=1, max_length=200)
    role: Role
    languages: Languages = Field(min_length=1, max_length=3)


@router.get("")
async def listed(services: App) -> dict[str, Any]:
    """Return all accounts."""
    return {"accounts": await services.store.read(accounts.listed)}


@router.post("", status_code=201)
async def create(body: NewAccount, agent: CurrentAgent, services: App) -> dict[str, Any]:
    """Make an account; its first password is told this once."""
    password = first_password()
    hashed = await services.passwords.hash(password)
    made = await services.store.write(partial(accounts.create, agent=agent, password_hash=hashed, **body.model_dump()))
    return {"agent": made.wire(), "password": password}


@router.post("/{agent_id}/password")
async def reset_password(agent_id: str, agent: CurrentAgent, services: App, sockets: Sockets) -> dict[str, str]:
    """Give somebody who forgot it a new password, told this once; their sessions end."""
    password = first_password()
    hashed = await services.passwords.hash(password)
    await services.store.write(
        partial(signing_in.reset_password, agent=agent, account_id=agent_id, password_hash=hashed)
    )
    await sockets.look()
    return {"password": password}


@router.patch("/{agent_id}")
async def change(agent_id: str, body: Account, agent: CurrentAgent, services: App, sockets: Sockets) -> dict[str, Any]:
    """Change an account."""
    change = partial(accounts.change, agent=agent, account_id=agent_id, **body.model_dump())
    changed = await services.store.write(change)
    await sockets.look()
    return {"agent": changed.wire()}


@router.get("/{agent_id}/sessions")
async def sessions(agent_id: str, services: App) -> dict[str, Any]:
    """Return the sessions of an account."""
    return {
        "sessions": await services.store.read(partial(signing_in.sessions, clock=services.clock, agent_id=agent_id))
    }


@router.delete("/{agent_id}/sessions")
async def end_all(agent_id: str, agent: CurrentAgent, services: App, sockets: Sockets) -> dict[str, int]:
    """End all sessions of an account, sockets included."""
    n_ended = await services.store.write(partial(signing_in.end_all, agent=agent, of=agent_id))
    await sockets.look()
    return {"n_ended": n_ended}


@router.delete("/{agent_id}/sessions/{session_id}", status_code=204)
async def end_session(agent_id: str, session_id: str, agent: CurrentAgent, services: App, sockets: Sockets) -> None:
    """End one session of an account."""
    await services.store.write(partial(signing_in.end_session, agent=agent, session_id=session_id, of=agent_id))
    await sockets.look()


@router.delete("/{agent_id}/two-factor", status_code=204)
async def reset_two_factor(agent_id: str, agent: CurrentAgent, services: App, sockets: Sockets) -> None:
    """Take two-factor off the account of somebody who lost it; their sessions end."""
    await services.store.write(partial(two_factor.reset, agent=agent, account_id=agent_id))
    await sockets.look()
