"""Socket.IO's server, tuned: what every message pays, nothing else.

Stock Engine.IO makes a task and a timer for each frame it reads and each it writes, a quarter of a message's
cost. A dead peer is found without them: the server's own ping, checked by its service task, and the websocket
ping of the HTTP server below.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import engineio
import orjson
import socketio
import structlog
from engineio.async_drivers import asgi
from engineio.exceptions import EngineIOError
from engineio.packet import MESSAGE

log = structlog.get_logger()


class Packet(socketio.packet.Packet):  # type: ignore[misc]  # python-socketio ships no types
    """A packet of JSON only: nothing we send is binary, so nothing is searched for bytes."""

    uses_binary_events = False


class Json:
    """orjson in the form that python-socketio expects of a JSON module."""

    @staticmethod
    def dumps(value: Any, **_: Any) -> str:
        """Return compact JSON."""
        return orjson.dumps(value).decode()

    @staticmethod
    def loads(text: str | bytes, **_: Any) -> Any:
        """Return the value that `text` holds."""
        return orjson.loads(text)


class WebSocket(asgi.WebSocket):  # type: ignore[misc]
    """One websocket of one client, read and written by one task each."""

    async def __call__(self, environ: dict[str, Any]) -> str:
        """Serve the connection until it ends."""
        socket = self.handler.__self__
        if socket.connected:  # it began with polling: the library knows how to upgrade
            return str(await super().__call__(environ))
        self.asgi_receive, self.asgi_send = environ["asgi.receive"], environ["asgi.send"]
        await self.asgi_send({"type": "websocket.accept"})
        await self._serve(socket)
        return ""

    async def _serve(self, socket: Any) -> None:
        server = socket.server
        socket.connected = socket.upgraded = True
        writing = asyncio.create_task(self._write(socket))
        try:
            while not socket.closed:
                frame = await self.wait()
                if len(frame) > server.max_http_buffer_size:
                    break
                await self._receive(server, socket, frame)
        except (OSError, EngineIOError):
            pass  # the client has gone, or what it sent is no Engine.IO
        finally:
            await socket.queue.put(None)
            await writing
            await socket.close(wait=False, abort=True, reason=server.reason.TRANSPORT_CLOSE)

    @staticmethod
    async def _receive(server: Any, socket: Any, frame: str | bytes) -> None:
        packet = engineio.packet.Packet(encoded_packet=frame)
        if packet.packet_type != MESSAGE:
            await socket.receive(packet)
            return
        try:
            await server.handlers["message"](socket.sid, packet.data)
        except Exception as error:
            # The outermost loop of a connection: a frame that makes no sense is the client's trouble alone.
            log.warning("frame_refused", error=repr(error))

    async def _write(self, socket: Any) -> None:
        try:
            while (packet := await socket.queue.get()) is not None:
                socket.queue.task_done()
                await self.send(packet.encode())
                if socket.closed:
                    break
        except Exception as error:
            log.debug("socket_lost", error=repr(error))
        await self.close()


def socket_server(
    *, is_allowed: Callable[[str | None, dict[str, Any]], bool], max_frame_bytes: int, namespaces: list[str]
) -> socketio.AsyncServer:
    """Return a server for ASGI.

    Args:
        is_allowed: Called with the Origin header and the environment of a handshake.
        max_frame_bytes: A larger frame ends its connection.
        namespaces: What clients may connect to.
    """
    server = socketio.AsyncServer(
        async_mode="asgi",
        cors_allowed_origins=is_allowed,
        async_handlers=False,
        serializer=Packet,
        json=Json,
        max_http_buffer_size=max_frame_bytes,
        namespaces=namespaces,
        ping_interval=20,
        ping_timeout=20,
    )
    server.eio._async = {**server.eio._async, "websocket": WebSocket}
    return server
