"""Bad input over a raw socket: an error with a code, nothing stored, nobody else slowed."""

from __future__ import annotations

import asyncio
import time
import uuid
from typing import Any

import aiohttp
import pytest
import socketio

from tests.support.clients import UserClient
from tests.support.loops import run
from tests.support.product import Product


def message(text: object, **extra: object) -> dict[str, object]:
    return {"client_id": str(uuid.uuid4()), "text": text, **extra}


@pytest.mark.parametrize(
    ("payload", "code"),
    [
        (message(""), "invalid"),
        (message("   \n\t "), "invalid"),
        (message("\x00\x01\x02\u202e"), "invalid"),
        (message("a" * 100_000), "too_long"),
        (message("é" * 4_001), "too_long"),
        (message(17), "invalid"),
        (message(None), "invalid"),
        (message(["x"]), "invalid"),
        (message("hallo", extra=1), "invalid"),
        (message("hallo", payload="/report_solved"), "invalid"),
        (message("hallo", payload='/choose_article{"family": "no-such-family"}'), "invalid"),
        ({"text": "hallo"}, "invalid"),
        ({"client_id": "not a uuid", "text": "hallo"}, "invalid"),
        ("just a string", "invalid"),
        ([1, 2, 3], "invalid"),
        (None, "invalid"),
    ],
    ids=["empty", "white space", "control characters only", "100,000 characters", "one too many", "number", "null",
         "list", "unknown key", "button nobody offered", "article that nobody may read", "no client_id", "bad client_id",
         "string for object", "array for object", "nothing"],
)  # fmt: skip
def test_bad_message_is_refused_with_a_code_and_the_next_good_one_arrives(
    payload: object, code: str, product: Product
) -> None:
    async def story() -> None:
        async with UserClient(product.url) as user:
            ack = await user.call("message", payload)

            assert ack["ok"] is False
            assert ack["error"]["code"] == code
            assert ack["error"]["message"], "a sentence for people"
            sent = await user.send("dag")
            assert sent.ack
            assert sent.ack["seq"] == 1, "nothing of the bad one was stored"

    run(story())


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("😀🎉👩‍💻", "😀🎉👩‍💻"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("/restart", "/restart"),
        ("a\u202eb\x07c", "abc"),
        ("é" * 4_000, "é" * 4_000),
    ],
    ids=["emoji only", "script", "slash command", "control characters inside", "longest"],
)
def test_strange_message_is_stored_as_typed_and_answered(text: str, stored: str, product: Product) -> None:
    async def story() -> None:
        async with UserClient(product.url) as user:
            sent = await user.send(text)
            assert sent.ack
            answer = await user.answer_after(sent.ack["seq"])
            assert answer["text"].strip()
            log = await user.call("resume", {"after": 0})
            assert log["messages"][0]["text"] == stored

    run(story())


def test_longest_message_does_not_keep_the_bot_from_others(product: Product) -> None:
    async def story() -> None:
        async with UserClient(product.url) as long_winded, UserClient(product.url) as other:
            await long_winded.send("é" * 4_000)
            sent = await other.send("ik heb geen verbinding met de wifi")
            assert sent.ack
            answer = await other.answer_after(sent.ack["seq"])
            assert answer["sender"]["kind"] == "bot", "not a notice that the bot is slow"

    run(story())


def test_unknown_event_and_sequence_from_the_future_are_errors(product: Product) -> None:
    async def story() -> None:
        async with UserClient(product.url) as user:
            assert (await user.call("take_over_the_world", {}))["error"]["code"] == "invalid"
            assert (await user.call("set_status", {"status": "online"}))["error"]["code"] == "invalid", "agents only"
            assert (await user.call("resume", {"after": 10_000}))["error"]["code"] == "invalid"
            assert (await user.call("resume", {"after": -1}))["error"]["code"] == "invalid"
            assert (await user.call("rate", {"score": 9}))["error"]["code"] == "invalid"
            assert (await user.call("resume", {"after": 0}))["ok"] is True

    run(story())


def test_foreign_or_forged_session_token_opens_nothing(product: Product) -> None:
    async def story() -> None:
        async with UserClient(product.url) as owner:
            await owner.send("dit is van mij")
            assert owner.session
            for token in ("x" * 43, owner.session[:-1], owner.conversation_id, "' OR 1=1 --"):
                thief = socketio.AsyncClient(reconnection=False)
                refusal: list[Any] = []
                thief.on("connect_error", refusal.append, namespace="/chat")
                with pytest.raises(socketio.exceptions.ConnectionError):
                    await thief.connect(
                        product.url,
                        namespaces=["/chat"],
                        auth={"session": token, "site": "demo", "language": "nl"},
                        transports=["websocket"],
                        wait_timeout=5,
                    )
                await thief.disconnect()
                assert "unauthorised" in str(refusal), refusal
            assert (await owner.call("resume", {"after": 0}))["messages"][0]["text"] == "dit is van mij"

    run(story())


@pytest.mark.parametrize(
    "frames",
    [
        ["42/chat,{not json"],
        ["42/chat,1[]"],
        ["42/chat,[17]"],
        ["9999"],
        ['42/nowhere,["message",{}]'],
        ["4" * 200_000],
    ],
    ids=["broken JSON", "no event name", "event name is a number", "unknown packet", "unknown namespace", "huge frame"],
)
def test_broken_frame_costs_its_sender_at_most_the_connection(frames: list[str], product: Product) -> None:
    async def story() -> None:
        async with UserClient(product.url) as other, aiohttp.ClientSession() as http:
            address = f"{product.url}/socket.io/?EIO=4&transport=websocket"
            async with http.ws_connect(address) as raw:
                await raw.receive_str()
                await raw.send_str('40/chat,{"site":"demo","language":"nl"}')
                await raw.receive_str()
                for frame in frames:
                    await raw.send_str(frame)
                sent = await other.send("dag", within_s=5)
                assert sent.ack
        assert product.health().get("status") == "ok", product.health()

    run(story())


def test_flood_is_slowed_down_with_a_code_and_others_do_not_notice(product: Product) -> None:
    async def story() -> None:
        async with UserClient(product.url) as flooder, UserClient(product.url) as other:
            waits: list[float] = []

            async def chat() -> None:
                for n in range(10):
                    started = time.monotonic()
                    await other.send(f"rustig {n}")
                    waits.append(time.monotonic() - started)
                    await asyncio.sleep(0.1)

            async def flood() -> list[dict[str, Any]]:
                return [await flooder.call("message", message(f"vloed {n}")) for n in range(200)]

            acks, _ = await asyncio.gather(flood(), chat())

            refused = [ack["error"] for ack in acks if not ack["ok"]]
            assert len(refused) > 100
            assert {error["code"] for error in refused} == {"too_fast"}
            assert all(error["retry_after_s"] > 0 for error in refused)
            assert sorted(waits)[-2] < 1.0, f"acks of another user while it lasted: {waits}"
            accepted = [ack["seq"] for ack in acks if ack["ok"]]
            log = await flooder.call("resume", {"after": 0})
            kept = [m["seq"] for m in log["messages"] if m["sender"]["kind"] == "user"]
            assert kept == accepted, "what was acknowledged is there, once, and nothing else"

    run(story())
