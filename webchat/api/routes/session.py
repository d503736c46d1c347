"""Sign in and out."""

from __future__ import annotations

from functools import partial
from typing import Any

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, Field

from webchat.api.deps import App, CurrentAgent, session_token
from webchat.services import accounts
from webchat.services.bundle import SESSION_COOKIE

router = APIRouter(prefix="/api/session", tags=["session"])


class SignIn(BaseModel):
    """Who signs in."""

    email: str = Field(max_length=320)
    password: str = Field(max_length=1000)
    otp: str | None = Field(None, max_length=20)


@router.post("")
async def sign_in(body: SignIn, request: Request, response: Response, services: App) -> dict[str, Any]:
    """Begin a session: a cookie for browsers, a token for programs."""
    agent, token = await accounts.sign_in(
        services.store,
        services.passwords,
        services.attempts,
        email=body.email,
        password=body.password,
        address=request.client.host if request.client else "",
    )
    response.set_cookie(
        SESSION_COOKIE,
        token,
        max_age=services.settings.agent_session_s,
        httponly=True,
        samesite="strict",
        secure=services.settings.secure_cookie,
        path="/",
    )
    return {"token": token, "agent": agent.wire()}


@router.get("")
async def who(agent: CurrentAgent) -> dict[str, Any]:
    """Return the signed-in agent."""
    return {"agent": agent.wire()}


@router.delete("", status_code=204)
async def sign_out(request: Request, response: Response, services: App) -> None:
    """End the session, its open sockets included."""
    token = session_token(request)
    response.delete_cookie(SESSION_COOKIE, path="/")
    if token:
        await services.store.write(partial(accounts.sign_out, token=token))
        await request.app.state.sign_out_sockets(token)
