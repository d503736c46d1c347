"""Each caller's own client against the real part behind it: what one sends and the other answers fit."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from typing import Any

import httpx
import jsonschema
import pytest

from actions.clients.kb import KnowledgeBase as ActionsKb
from ops.layout import ROOT
from tests.support.product import Product
from webchat.adapters.actions import ActionServer
from webchat.adapters.bot import Bot, BotUnavailable
from webchat.adapters.kb import KnowledgeBase as WebchatKb

pytestmark = pytest.mark.e2e
TOKEN = "contract-only"
METADATA = {
    "language": "nl",
    "language_source": "site",
    "seq": 1,
    "skill": None,
    "customer": {"name": None, "email": None, "known": False},
    "page": {"url": None, "title": None},
    "open_tickets": [],
    "agents_online": 0,
    "history": [],
}


@pytest.fixture(scope="module")
def addresses(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    with Product(tmp_path_factory.mktemp("contract"), {"BOT_TOKEN": TOKEN}) as product:
        parts = json.loads((product.folder / "parts.json").read_text())
        yield {name: "/".join(part["health_url"].split("/")[:3]) for name, part in parts.items()}


def schema(name: str) -> dict[str, Any]:
    return dict(json.loads((ROOT / "schemas" / f"{name}.json").read_text()))


def turn(message: str, sender: str, metadata: dict[str, Any] | None = None) -> dict[str, Any]:
    return {
        "sender": sender,
        "message": message,
        "message_id": f"{sender}:{uuid.uuid4()}",
        "metadata": metadata or METADATA,
    }


@pytest.mark.parametrize(
    "message", ["hallo", "mijn wifi werkt niet", "ik wil een mens", "/ask_human", "🙂", "ik klikte op een link"]
)
def test_real_turn_fits_both_schemas_and_webchats_client(addresses: dict[str, str], message: str) -> None:
    body = turn(message, uuid.uuid4().hex)
    jsonschema.validate(body, schema("turn_request"))

    answer = httpx.post(
        f"{addresses['bot']}/webhooks/support/webhook",
        json=body,
        headers={"authorization": f"Bearer {TOKEN}"},
        timeout=30,
    )

    assert answer.status_code == 200, answer.text
    jsonschema.validate(answer.json(), schema("turn_answer"))


async def test_webchats_bot_client_reads_an_answer_and_a_repeat_is_the_same(addresses: dict[str, str]) -> None:
    bot, sender = Bot(addresses["bot"], TOKEN, timeout_s=20), uuid.uuid4().hex

    replies = [
        await bot.reply(
            "mijn printer print niet", sender=sender, message_id=f"{sender}:1", metadata=METADATA, timeout_s=20
        )
        for _ in range(2)
    ]

    assert replies[0].messages
    assert replies[0] == replies[1]
    await bot.sync(
        sender=sender, events=[{"from": "agent", "text": "opgelost", "at": "2026-01-01T10:00:00Z"}], timeout_s=10
    )
    await bot.close()


async def test_bot_refuses_a_wrong_token(addresses: dict[str, str]) -> None:
    right, wrong = Bot(addresses["bot"], TOKEN, timeout_s=20), Bot(addresses["bot"], "guessed", timeout_s=20)
    assert (await right.reply("hallo", sender="t", message_id="t:1", metadata=METADATA, timeout_s=20)).ok

    with pytest.raises(BotUnavailable, match="401"):
        await wrong.reply("hallo", sender="t", message_id="t:2", metadata=METADATA, timeout_s=20)


async def test_both_clients_of_kb_index_read_the_same_answer(addresses: dict[str, str]) -> None:
    webchat = WebchatKb(addresses["kb_index"], timeout_s=10)

    found = await webchat.search("de wifi doet het niet", language="nl")
    async with ActionsKb(addresses["kb_index"], timeout_s=10) as actions:
        typed = await actions.search("de wifi doet het niet", language="nl", signals={})
        article = await actions.article(typed.results[0].family, language="fr")

    assert [hit["family"] for hit in found["results"]] == [hit.family for hit in typed.results]
    assert article is not None
    assert article.language == "fr"
    assert article.steps
    assert (await webchat.article("nothing.nl")) is None
    await webchat.close()


@pytest.mark.parametrize(
    "message",
    ["mijn wifi werkt niet", "ik wil een mens", "de machine doet raar", "il n'y a plus de papier", "goeiemorgen"],
)
async def test_what_the_bot_would_do_is_what_it_does(addresses: dict[str, str], message: str) -> None:
    asked = httpx.post(
        f"{addresses['bot']}/webhooks/support/webhook",
        json=turn(message, uuid.uuid4().hex),
        headers={"authorization": f"Bearer {TOKEN}"},
        timeout=30,
    )
    did = asked.json()
    server = ActionServer(addresses["actions"], timeout_s=20)

    would = await server.answer(
        message,
        language="nl",
        understood={
            "intent": did["intent"]["name"],
            "confidence": did["intent"]["confidence"],
            "ranking": did["ranking"],
            "entities": did["entities"],
        },
    )

    decision = did["decision"]
    assert (would.action, would.article_id) == (decision["action"], decision["article_id"])
    assert would.reason == (decision["handoff"] and decision["handoff"]["reason"])
    buttons = [each for said in did["messages"] for each in said.get("buttons", [])]
    assert would.meanings == tuple(b["title"] for b in buttons if b["payload"].startswith("/choose_article"))
    await server.close()
