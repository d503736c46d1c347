"""Sign in and out."""

from __future__ import annotations

from functools import partial
from typing import Any

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, Field

from webchat.api.deps import App, CurrentAgent, Sockets, session_token
from webchat.services import signing_in
from webchat.services.bundle import SESSION_COOKIE
from webchat.services.signing_in import Attempt

router = APIRouter(prefix="/api/session", tags=["session"])


class SignIn(BaseModel):
    """Who signs in. `otp` is the code of the second factor, or a recovery code."""

    email: str = Field(max_length=320)
    password: str = Field(max_length=1000)
    otp: str | None = Field(None, max_length=40)


@router.post("")
async def sign_in(body: SignIn, request: Request, response: Response, services: App) -> dict[str, Any]:
    """Begin a session: a cookie for browsers, a token for programs. An older session of the same cookie ends."""
    attempt = Attempt(
        email=body.email,
        password=body.password,
        otp=body.otp,
        address=request.client.host if request.client else "",
        program=request.headers.get("user-agent", ""),
        old_token=request.cookies.get(SESSION_COOKIE),
    )
    agent, token = await signing_in.sign_in(services.store, services.passwords, services.attempts, attempt)
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
async def sign_out(request: Request, response: Response, services: App, sockets: Sockets) -> None:
    """End the session, its open sockets included."""
    token = session_token(request)
    response.delete_cookie(SESSION_COOKIE, path="/")
    if token:
        await services.store.write(partial(signing_in.sign_out, token=token))
        await sockets.look()
