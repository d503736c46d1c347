"""Socket.IO's server, tuned: what every message pays, nothing else.

Stock Engine.IO makes a task and a timer for each frame it reads and each it writes, a quarter of a message's
cost. A dead peer is found without them: the server's own ping, checked by its service task, and the websocket
ping of the HTTP server below. An event that asks for an ack, which is what every message is, goes to its namespace
and back in one frame each, without the packet objects in between; everything else takes the library's way.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Callable
from functools import partial
from typing import Any

import engineio
import orjson
import socketio
import structlog
from engineio.async_drivers import asgi
from engineio.exceptions import EngineIOError
from engineio.packet import MESSAGE

log = structlog.get_logger()

# Source: Engine.IO protocol v4 (4: message), Socket.IO protocol v5 (2: event, namespace, ack id, JSON array).
_EVENT = re.compile(r"42(/[\w-]+),([0-9]{1,18})(?=\[)", re.ASCII)


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
        """Return the value that `text` holds; half a character, as a text cut within an emoji ends in, becomes U+FFFD.

        Raises:
            ValueError: It is no JSON.
        """
        try:
            return orjson.loads(text)
        except orjson.JSONDecodeError:
            return orjson.loads(_whole_characters(text))


def _whole_characters(text: str | bytes) -> str:
    try:
        plain = json.dumps(json.loads(text), ensure_ascii=False)
    except RecursionError as error:
        raise ValueError("nested too deep") from error
    return plain.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


class WebSocket(asgi.WebSocket):  # type: ignore[misc]
    """One websocket of one client, read and written by one task each."""

    def __init__(self, server: socketio.AsyncServer, handler: Any, engine: Any) -> None:
        super().__init__(handler, engine)
        self._server = server

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
        max_bytes = socket.server.max_http_buffer_size
        socket.connected = socket.upgraded = True
        writing = asyncio.create_task(self._write(socket))
        try:
            while not socket.closed:
                frame = await self.wait()
                if len(frame) > max_bytes:
                    break
                event = _EVENT.match(frame) if isinstance(frame, str) else None
                if event and event[1] in self._server.namespace_handlers:
                    await self._answer(socket, event)
                else:
                    await self._receive(socket, frame)
        except (OSError, EngineIOError):
            pass  # the client has gone, or what it sent is no Engine.IO
        finally:
            await socket.queue.put(None)
            await writing
            await socket.close(wait=False, abort=True, reason=socket.server.reason.TRANSPORT_CLOSE)

    async def _answer(self, socket: Any, event: re.Match[str]) -> None:
        name, manager = event[1], self._server.manager
        sid = manager.sid_from_eio_sid(socket.sid, name)
        if not manager.is_connected(sid, name):
            return
        try:
            called, *given = Json.loads(event.string[event.end() :])
        except ValueError as error:
            log.warning("frame_refused", error=repr(error))
            return
        ack = await self._server.namespace_handlers[name].answer(called, sid, given[0] if given else None)
        packet = f"3{name},{event[2]}{Json.dumps([ack])}"
        if socket.queue.empty():  # nothing else is on its way: the order stays what it was
            await self.send(f"4{packet}")
        else:
            await socket.queue.put(engineio.packet.Packet(MESSAGE, packet))

    @staticmethod
    async def _receive(socket: Any, frame: str | bytes) -> None:
        packet = engineio.packet.Packet(encoded_packet=frame)
        if packet.packet_type != MESSAGE:
            await socket.receive(packet)
            return
        try:
            await socket.server.handlers["message"](socket.sid, packet.data)
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
    server.eio._async = {**server.eio._async, "websocket": partial(WebSocket, server)}
    return server
