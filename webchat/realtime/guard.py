"""Sockets live no longer than the session that opened them."""

from __future__ import annotations

import asyncio
from functools import partial

import socketio
import structlog

from webchat.domain.errors import FirstlineError
from webchat.realtime.relay import AGENT, Relay
from webchat.services import accounts
from webchat.services.bundle import Services

log = structlog.get_logger()

_EVERY_S = 0.5


class Guard:
    """Looks whether the sessions of connected agents still hold, whoever ended them: a route, a command, or time."""

    def __init__(self, server: socketio.AsyncServer, relay: Relay, services: Services) -> None:
        self._server = server
        self._relay = relay
        self._s = services

    async def run(self) -> None:
        """Look twice a second until cancelled."""
        while True:
            await asyncio.sleep(_EVERY_S)
            try:
                await self.look()
            except FirstlineError as error:
                log.warning("sessions_not_checked", code=error.code)

    async def look(self) -> None:
        """Close the sockets of sessions that are over; follow another name or role in the others."""
        connections = list(self._relay.agents.values())
        if not connections:
            return
        hashes = {connection.token_hash for connection in connections}
        held = await self._s.store.read(partial(accounts.signed_in, token_hashes=hashes, clock=self._s.clock))
        for connection in connections:
            agent = held.get(connection.token_hash)
            if agent is None:
                await self._server.disconnect(connection.sid, namespace=AGENT)
            else:
                connection.agent = agent
