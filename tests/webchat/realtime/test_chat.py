from __future__ import annotations

import hashlib
import hmac
import uuid
from typing import Any

import pytest
import socketio

from tests.webchat.realtime.conftest import MakeClient
from tests.webchat.realtime.server import Client, FaultyBot, Server, eventually


def _is_from(kind: str) -> Any:
    return lambda message: message["sender"]["kind"] == kind


async def test_message_is_acked_answered_once_and_its_repeat_is_the_same_ack(user: MakeClient, bot: FaultyBot) -> None:
    client = await user()
    client_id = str(uuid.uuid4())
    before = len(bot.turns)

    first = await client.call("message", {"client_id": client_id, "text": "mijn wifi werkt niet"})
    again = await client.call("message", {"client_id": client_id, "text": "mijn wifi werkt niet"})
    answer = await client.hears("message_created", _is_from("bot"))

    assert first["ok"]
    assert first == again
    assert (answer["seq"], answer["text"]) == (2, "antwoord op: mijn wifi werkt niet")
    assert len(bot.turns) == before + 1
    assert bot.turns[-1]["metadata"]["language"] == "nl"
    typing = [data["on"] for data in client.all("typing")]
    await eventually(lambda: client.all("typing")[-1]["on"] is False, what=str(typing))


async def test_half_an_emoji_is_a_message_like_any_other(user: MakeClient) -> None:
    client = await user()
    cut = await client.call("message", {"client_id": str(uuid.uuid4()), "text": "wifi werkt niet \ud83d"})
    after = await client.say("nog iets")

    assert (cut["ok"], cut["seq"], after["ok"]) == (True, 1, True)
    reader = await user(session=client.all("session_started")[0]["session"])
    came = await reader.call("resume", {"after": 0})
    assert came["messages"][0]["text"] == "wifi werkt niet \ufffd"


async def test_other_connection_of_the_user_gets_the_message_and_resumes_the_rest(user: MakeClient) -> None:
    one = await user()
    started = one.all("session_started")[0]
    two = await user(session=started["session"])

    ack = await one.say("hallo")
    heard = await two.hears("message_created", _is_from("user"))
    await one.hears("message_created", _is_from("bot"))

    assert heard["seq"] == ack["seq"]
    assert not [m for m in one.all("message_created") if m["seq"] == ack["seq"]]
    came = await two.call("resume", {"after": 1})
    assert [m["seq"] for m in came["messages"]] == [2]
    assert came["state"]["owner"] == "bot"


@pytest.mark.parametrize(
    ("event", "data", "code"),
    [
        ("message", {"client_id": "CID", "text": "   "}, "invalid"),
        ("message", {"client_id": "CID", "text": "\x00\x1b"}, "invalid"),
        ("message", {"client_id": "no-uuid", "text": "x"}, "invalid"),
        ("message", {"client_id": "CID", "text": "x", "extra": 1}, "invalid"),
        ("message", {"client_id": "CID", "text": "", "payload": "/restart"}, "invalid"),
        ("message", {"client_id": "CID", "text": "x" * 4001}, "too_long"),
        ("message", [1, 2], "invalid"),
        ("message", "text", "invalid"),
        ("message", None, "invalid"),
        ("resume", {"after": 1_000}, "invalid"),
        ("resume", {"after": -1}, "invalid"),
        ("rate", {"score": 6}, "invalid"),
        ("feedback", {"message_id": "other.1", "helpful": True}, "not_found"),
        ("take", {"conversation_id": "x"}, "invalid"),
        ("connect", {}, "invalid"),
        ("constructor", {}, "invalid"),
    ],
)
async def test_bad_input_is_an_error_with_a_code_and_nothing_is_stored(
    user: MakeClient, event: str, data: Any, code: str
) -> None:
    client = await user()
    if isinstance(data, dict) and data.get("client_id") == "CID":
        data = data | {"client_id": str(uuid.uuid4())}

    ack = await client.call(event, data)

    assert (ack["ok"], ack["error"]["code"]) == (False, code)
    assert (await client.call("resume", {"after": 0}))["messages"] == []
    assert (await client.say("dit mag wel"))["seq"] == 1


@pytest.mark.parametrize("name", ["connect", "disconnect"])
async def test_event_called_as_the_library_calls_its_own_reaches_no_handler(
    user: MakeClient, agent: MakeClient, name: str
) -> None:
    client, console = await user(), await agent()
    asks = {"language": "fr", "token": "x"}

    for one in (client, console):
        await one.io.emit(name, asks, namespace=one.namespace)  # without an ack it takes the library's own way
        ack = await one.call(name, asks)
        assert (ack["ok"], ack["error"]["code"], ack["error"]["params"]["event"]) == (False, "invalid", name)

    assert (await client.say("nog verbonden"))["seq"] == 1
    await client.hears("message_created", _is_from("bot"))
    assert len(client.all("session_started")) == 1
    assert (await console.call("snapshot"))["ok"]


@pytest.mark.parametrize(
    "text", ["🙂🙂", "<script>alert(1)</script>", "x" * 4000, "a\tb\nc"], ids=["emoji", "script", "long", "tab"]
)
async def test_unusual_text_is_kept_as_it_is(user: MakeClient, text: str) -> None:
    client = await user()

    await client.say(text)

    assert (await client.call("resume", {"after": 0}))["messages"][0]["text"] == text


async def test_secret_is_masked_before_it_is_stored(user: MakeClient, server: Server) -> None:
    client = await user()

    ack = await client.say("mijn wachtwoord is Zomer2024!x")

    assert ack["text"] == "mijn wachtwoord is [masked:password]"
    assert "text" not in await client.say("zomaar iets")
    assert (await client.call("resume", {"after": 0}))["messages"][0]["text"] == "mijn wachtwoord is [masked:password]"
    files = [server.database, server.database.with_name(server.database.name + "-wal")]
    assert not any(b"Zomer2024" in path.read_bytes() for path in files if path.exists())
    assert "Zomer2024" not in server.log()


async def test_client_that_floods_is_slowed_and_nobody_else(user: MakeClient) -> None:
    flooder, honest = await user(), await user()

    acks = [await flooder.say(f"{i}") for i in range(60)]

    refused = [ack["error"] for ack in acks if not ack["ok"]]
    assert refused
    assert {error["code"] for error in refused} == {"too_fast"}
    assert refused[0]["retry_after_s"] > 0
    assert (await honest.say("hallo"))["ok"]


async def test_reconnecting_does_not_fill_the_bucket_again(user: MakeClient) -> None:
    flooder = await user()
    session = flooder.all("session_started")[0]["session"]
    acks = [await flooder.say(f"{i}") for i in range(60)]
    assert not acks[-1]["ok"]

    await flooder.close()
    again = await user(session=session)
    acks = [await again.say(f"{i}") for i in range(30)]

    assert sum(ack["ok"] for ack in acks) < 15


async def test_connections_of_one_conversation_share_what_it_may_send(user: MakeClient) -> None:
    first = await user()
    token = first.all("session_started")[0]["session"]
    tabs = [first, *[await user(session=token) for _ in range(4)]]

    acks = [await tab.say(f"{i}") for i in range(15) for tab in tabs]

    assert 30 <= sum(ack["ok"] for ack in acks) < 60


async def _refused(server: Server, **auth: Any) -> str:
    client = Client(server.url, "/chat")
    with pytest.raises(socketio.exceptions.ConnectionError):
        await client.connect(**auth)
    await client.close()
    return str(client.refused[0]["data"]["code"])


async def test_connection_is_refused_with_a_code(server: Server, user: MakeClient) -> None:
    assert await _refused(server, site="nope") == "wrong_site"
    assert await _refused(server, session="made-up") == "unauthorised"
    own = (await user()).all("session_started")[0]["session"]
    assert await _refused(server, session=own, site="other") == "unauthorised"
    forged = {"identifier": "u1", "identifier_hash": "0" * 64}
    assert await _refused(server, user=forged) == "bad_identity"
    assert await _refused(server, user={"identifier": "u1"}) == "bad_identity"
    assert (await user(session=own)).all("session_started")[0]["session"] == own


async def test_signed_user_finds_the_open_conversation_on_another_device(user: MakeClient) -> None:
    identifier = f"user-{uuid.uuid4()}"
    signature = hmac.new(b"demo-secret", identifier.encode(), hashlib.sha256).hexdigest()
    who = {"identifier": identifier, "identifier_hash": signature, "name": "An"}

    phone, laptop = await user(user=who), await user(user=who)

    one, two = phone.all("session_started")[0], laptop.all("session_started")[0]
    assert one["conversation_id"] == two["conversation_id"]
    assert one["session"] != two["session"]


@pytest.mark.parametrize("mode", ["500", "garbage", "not ok", "hang"])
async def test_failing_bot_leads_to_a_person_and_the_user_is_told(user: MakeClient, bot: FaultyBot, mode: str) -> None:
    client = await user(language="fr")
    bot.mode = mode

    await client.say("mon wifi ne marche pas")

    state = await client.hears("state_changed", lambda s: s["owner"] == "queue")
    assert state["ticket"]["number"].startswith("FL-")
    await eventually(lambda: client.all("typing") and client.all("typing")[-1]["on"] is False)
    log = (await client.call("resume", {"after": 0}))["messages"]
    assert {m["language"] for m in log} == {"fr"}
    assert [m["sender"]["kind"] for m in log].count("bot") == 0
    assert log[-1]["kind"] == "notice"


async def test_slow_bot_is_announced_and_its_answer_still_comes(user: MakeClient, bot: FaultyBot) -> None:
    client = await user()
    bot.mode = "slow"

    await client.say("hallo")
    notice = await client.hears("message_created", _is_from("system"))
    answer = await client.hears("message_created", _is_from("bot"))

    assert notice["buttons"][0]["payload"] == "/ask_human"
    assert notice["seq"] < answer["seq"]


async def test_bot_that_hangs_after_an_agent_gave_the_chat_back_is_announced_as_soon(
    user: MakeClient, agent: MakeClient, bot: FaultyBot
) -> None:
    client, console = await user(), await agent()
    about = {"conversation_id": client.all("session_started")[0]["conversation_id"]}
    assert (await client.call("ask_human"))["ok"]
    assert (await console.call("take", about))["ok"]
    bot.mode = "hang"
    assert (await console.call("return_to_bot", about))["ok"]
    await eventually(lambda: client.all("state_changed")[-1]["owner"] == "bot")

    await client.say("nog iets")

    offers = [{"title": "Praat met een medewerker", "payload": "/ask_human"}]
    await client.hears("message_created", lambda m: m.get("buttons") == offers, within_s=1.5)


async def test_burst_is_one_turn(user: MakeClient, bot: FaultyBot) -> None:
    client = await user()
    before = len(bot.turns)
    await client.call("typing", {"on": True})

    await client.say("hallo")
    await client.call("typing", {"on": True})
    await client.say("mijn printer")
    await client.say("doet niets")
    answer = await client.hears("message_created", _is_from("bot"))

    assert answer["text"] == "antwoord op: hallo\nmijn printer\ndoet niets"
    assert len(bot.turns) == before + 1


async def test_offered_button_is_a_payload_for_the_bot_and_its_title_for_people(
    user: MakeClient, bot: FaultyBot
) -> None:
    client = await user()
    await client.say("hallo")
    await client.hears("message_created", _is_from("bot"))

    await client.say("", payload="/affirm")
    await client.hears("message_created", lambda m: m["text"] == "antwoord op: /affirm")

    assert (await client.call("resume", {"after": 2}))["messages"][0]["text"] == "Ja"
    assert bot.turns[-1]["message"] == "/affirm"
