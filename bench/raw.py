"""A Socket.IO client made of a bare websocket: cheap enough that the server, not the client, is what we measure.

Source: Socket.IO protocol v5 and Engine.IO protocol v4 (text frames, no binary).
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import orjson
import websockets

Handler = Callable[[str, Any], None]


class RawClient:
    """One connection to one namespace.

    Args:
        url: `http://host:port` of the server.
        namespace: Such as `/chat`.
        auth: What goes with the connect packet.
        on_event: Called with name and payload for each event from the server.
    """

    def __init__(self, url: str, namespace: str, auth: dict[str, Any], on_event: Handler | None = None) -> None:
        self._url = url.replace("http", "ws", 1) + "/socket.io/?EIO=4&transport=websocket"
        self._namespace, self._auth, self._on_event = namespace, auth, on_event
        self._acks: dict[int, asyncio.Future[Any]] = {}
        self._next_ack = 0

    async def __aenter__(self) -> RawClient:
        self._socket = await websockets.connect(self._url, max_size=None, compression=None)
        await self._socket.recv()
        await self._socket.send(f"40{self._namespace},{orjson.dumps(self._auth).decode()}")
        answer = await self._next_packet()
        if not answer.startswith("40"):
            raise ConnectionRefusedError(answer)
        self._reader = asyncio.create_task(self._read())
        return self

    async def __aexit__(self, *_: object) -> None:
        self._reader.cancel()
        await self._socket.close()

    async def _next_packet(self) -> str:
        while True:
            packet = str(await self._socket.recv())
            if packet == "2":
                await self._socket.send("3")
            elif packet.startswith(("40", "44")):
                return packet
            else:
                self._handle(packet)

    async def _read(self) -> None:
        async for packet in self._socket:
            if packet == "2":
                await self._socket.send("3")
            else:
                self._handle(str(packet))

    def _handle(self, packet: str) -> None:
        body = packet[2 + len(self._namespace) + 1 :]
        if packet.startswith("43"):
            at = body.index("[")
            future = self._acks.pop(int(body[:at]), None)
            if future is not None and not future.done():
                future.set_result(orjson.loads(body[at:])[0])
        elif packet.startswith("42") and self._on_event is not None:
            name, payload = orjson.loads(body[body.index("[") :])
            self._on_event(name, payload)

    async def call(self, event: str, payload: Any) -> Any:
        """Send an event and return what the server acknowledges it with."""
        self._next_ack += 1
        future = self._acks[self._next_ack] = asyncio.get_running_loop().create_future()
        packet = f"42{self._namespace},{self._next_ack}{orjson.dumps([event, payload]).decode()}"
        await self._socket.send(packet)
        return await future
