"""The floor: python-socketio as its documentation starts it, echoing, storing nothing."""

from __future__ import annotations

import sys
from typing import Any

import socketio
import uvicorn

server = socketio.AsyncServer(async_mode="asgi")
app = socketio.ASGIApp(server)


@server.event(namespace="/chat")
async def connect(sid: str, environ: dict[str, Any], auth: Any) -> None:
    """Accept everybody."""


@server.event(namespace="/chat")
async def message(sid: str, payload: dict[str, Any]) -> dict[str, Any]:
    """Give back what came."""
    return {"ok": True, **payload}


if __name__ == "__main__":
    uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[1]), log_level="warning")
