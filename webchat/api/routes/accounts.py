"""Everybody's accounts, for administrators."""

from __future__ import annotations

from functools import partial
from typing import Any

from fastapi import APIRouter
from pydantic import Field

from webchat.api.deps import App, CurrentAgent, Sockets
from webchat.api.routes.account import OwnAccount
from webchat.domain.permissions import Role
from webchat.services import accounts, signing_in, two_factor

router = APIRouter(prefix="/api/accounts", tags=["accounts"])


class Account(OwnAccount):
    """What an administrator may change; another role or `disabled` ends the account's sessions."""

    role: Role | None = None
    disabled: bool | None = Field(None)


@router.get("")
async def listed(services: App) -> dict[str, Any]:
    """Return all accounts."""
    return {"accounts": await services.store.read(accounts.listed)}


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
