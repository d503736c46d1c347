"""A running server with its faulty bot; clients are closed at the end."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator

import pytest

from tests.webchat.realtime.server import Client, FaultyBot, Server

MakeClient = Callable[..., Awaitable[Client]]


@pytest.fixture(scope="module")
def bot() -> Iterator[FaultyBot]:
    bot = FaultyBot()
    yield bot
    bot.stop()


@pytest.fixture(scope="module")
def server(bot: FaultyBot, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = Server(
        tmp_path_factory.mktemp("server"),
        bot.url,
        WEBCHAT_BOT_NOTICE_S="0.4",
        WEBCHAT_BOT_TIMEOUT_S="2",
        WEBCHAT_MAX_FRAME_BYTES="20000",
        WEBCHAT_SITES='{"demo": {"secret": "demo-secret"}, "other": {}}',
    )
    server.start()
    yield server
    server.stop()


@pytest.fixture
async def user(server: Server, bot: FaultyBot) -> AsyncIterator[MakeClient]:
    """Connect an end user: `await user(language="nl", …)`."""
    bot.mode = "answer"
    clients: list[Client] = []

    async def make(**auth: object) -> Client:
        client = Client(server.url, "/chat")
        clients.append(client)
        await client.connect(**({"language": "nl"} | auth))
        await client.hears("session_started")
        return client

    yield make
    for client in clients:
        await client.close()


@pytest.fixture
async def agent(server: Server) -> AsyncIterator[MakeClient]:
    """Connect an agent: `await agent("agent@example.org")`."""
    clients: list[Client] = []

    async def make(email: str = "agent@example.org") -> Client:
        client = Client(server.url, "/agent")
        clients.append(client)
        return await client.connect(token=server.token(email))

    yield make
    for client in clients:
        await client.close()
