"""The line between a page and the server, so that a test can cut it or hold what comes over it."""

from __future__ import annotations

import re

from playwright.sync_api import Page, Route, WebSocketRoute

SOCKET = re.compile("/socket.io/")


class Line:
    """Cuts a page's connection and mends it; ask for it before the page is visited. Pages still load meanwhile."""

    def __init__(self, page: Page) -> None:
        self._is_cut = False
        self._open: list[tuple[WebSocketRoute, WebSocketRoute]] = []
        page.route_web_socket(SOCKET, self._connect)
        page.route(SOCKET, self._poll)

    def cut(self) -> None:
        """Break what is connected; nothing connects from now on."""
        self._is_cut = True
        for page_side, server_side in self._open:
            server_side.close()
            page_side.close()
        self._open.clear()

    def mend(self) -> None:
        """Let the page connect again, which it does by itself."""
        self._is_cut = False

    def _connect(self, socket: WebSocketRoute) -> None:
        server = socket.connect_to_server()
        if self._is_cut:
            server.close()
            socket.close()
        else:
            self._open.append((socket, server))

    def _poll(self, route: Route) -> None:
        route.abort() if self._is_cut else route.continue_()


class Held:
    """While used as a context manager, what the server sends does not arrive; afterwards it does, in order."""

    def __init__(self, page: Page) -> None:
        self._is_holding = False
        self._held: list[tuple[WebSocketRoute, str | bytes]] = []
        page.route_web_socket(re.compile("/socket.io/"), self._connect)

    def _connect(self, socket: WebSocketRoute) -> None:
        server = socket.connect_to_server()
        server.on_message(lambda message: self._arrive(socket, message))

    def _arrive(self, socket: WebSocketRoute, message: str | bytes) -> None:
        if self._is_holding:
            self._held.append((socket, message))
        else:
            socket.send(message)

    def __enter__(self) -> None:
        self._is_holding = True

    def __exit__(self, *_: object) -> None:
        self._is_holding = False
        for socket, message in self._held:
            socket.send(message)
        self._held.clear()
