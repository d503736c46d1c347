"""Erasing a person beside the running product: nothing of them is left in any file, and the others chat on."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
import uuid
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from tests.support.clients import AgentClient, UserClient, eventually
from tests.support.product import Product

CANARY = "kanarievogel"
EMAIL = f"{CANARY}@example.org"

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    with Product(tmp_path_factory.mktemp("erase")) as running:
        yield running


@pytest.fixture
async def others(product: Product) -> AsyncIterator[list[UserClient]]:
    """Three people who go on chatting with the bot until the test ends."""
    users = [UserClient(product.url, language) for language in ("nl", "fr", "en")]
    for user in users:
        await user.connect()
    chatting = [asyncio.create_task(_chat_on(user)) for user in users]
    yield users
    for task in chatting:
        task.cancel()
    for outcome in await asyncio.gather(*chatting, return_exceptions=True):
        assert isinstance(outcome, asyncio.CancelledError), outcome
    for user in users:
        await user.disconnect()


async def test_erased_person_is_in_no_file_while_the_others_chat_on(product: Product, others: list[UserClient]) -> None:
    async with (
        UserClient(product.url, "nl", {"user": {"name": CANARY, "email": EMAIL}}) as person,
        AgentClient(product.url) as agent,
    ):
        await _tell_bot_and_agent(person, agent)
        assert await eventually(lambda: _files_with_canary(product.folder), 5, "the person is stored at all")
        n_before = sum(len(user.sent) for user in others)

        told = await _erase(product)
        too_late = await person.call("message", {"client_id": str(uuid.uuid4()), "text": f"nog iets over de {CANARY}"})

        assert "events of the bot" in told
        assert not told.rstrip().endswith(" 0 events of the bot")
        assert too_late["ok"] is False
        await eventually(lambda: sum(len(user.sent) for user in others) >= n_before + 6, 30, "the others chat on")
    assert _files_with_canary(product.folder) == []
    assert not any(sent.refused for user in others for sent in user.sent)


async def test_bot_that_hung_while_its_user_was_erased_does_not_bring_the_words_back(product: Product) -> None:
    async with UserClient(product.url, "nl", {"user": {"email": EMAIL}}) as person, UserClient(product.url) as other:
        sent = await person.send(f"mijn {CANARY} is stuk")
        assert sent.ack is not None
        await person.answer_after(sent.ack["seq"])
        product.signal("bot", signal.SIGSTOP)
        await person.send(f"de {CANARY} is nog altijd stuk")
        await asyncio.sleep(1)  # the turn is with the bot

        erasing = asyncio.create_task(_erase(product))
        await eventually(lambda: not _files_with_canary(product.folder), 30, "erased")
        await asyncio.sleep(1)
        product.signal("bot", signal.SIGCONT)
        await erasing

        sent = await other.send("hallo")
        assert sent.ack is not None
        await other.answer_after(sent.ack["seq"], ("bot",))
    assert _files_with_canary(product.folder) == []


async def _tell_bot_and_agent(person: UserClient, agent: AgentClient) -> None:
    for said in (f"mijn wifi heet {CANARY} en werkt niet", f"de {CANARY} doet het nog altijd niet"):
        sent = await person.send(said)
        assert sent.ack is not None
        await person.answer_after(sent.ack["seq"])
    assert (await person.call("ask_human", {}))["ok"]
    about = {"conversation_id": person.conversation_id}
    await eventually(lambda: person.conversation_id in agent.conversations, what="the hand-off at the agent's")
    assert (await agent.call("take", about))["ok"]
    assert (await agent.say(person.conversation_id, f"Dag {CANARY}"))["ok"]
    assert (await agent.call("return_to_bot", about))["ok"]
    sent = await person.send(f"{CANARY} is er weer")
    assert sent.ack is not None
    await person.answer_after(sent.ack["seq"], ("bot",))


async def _chat_on(user: UserClient) -> None:
    while True:
        await user.send({"nl": "mijn printer", "fr": "mon imprimante", "en": "my printer"}[user.language])
        await asyncio.sleep(0.3)


async def _erase(product: Product) -> str:
    """Run the command line as an administrator does; returns what it printed."""
    environment = {
        **os.environ,
        "WEBCHAT_DATABASE_URL": f"sqlite:///{product.database}",
        "WEBCHAT_TRACKER_URL": f"sqlite:///{product.folder / 'tracker.sqlite3'}",
    }
    erasing = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "webchat", "erase", "--person", EMAIL),
        env=environment, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    out, err = await erasing.communicate()
    assert erasing.returncode == 0, err.decode()
    assert not err, err.decode()
    return out.decode()


def _files_with_canary(folder: Path) -> list[str]:
    """Every file of the product (database, its log, the bot's memory, logs) that holds the person's word."""
    found = []
    for path in folder.rglob("*"):
        with contextlib.suppress(FileNotFoundError):  # a journal that has just gone
            if path.is_file() and CANARY.encode() in path.read_bytes():
                found.append(path.name)
    return found
