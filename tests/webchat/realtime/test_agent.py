from __future__ import annotations

import asyncio
import sqlite3
import time
import uuid
from pathlib import Path
from typing import Any

import httpx
import pytest
import socketio

from tests.webchat.realtime.conftest import MakeClient
from tests.webchat.realtime.server import Client, FaultyBot, Server, eventually
from webchat.realtime import protocol as wire


async def _handed_off(user: MakeClient) -> tuple[Client, str]:
    client = await user()
    await client.say("mijn wifi werkt niet")
    await client.hears("message_created", lambda m: m["sender"]["kind"] == "bot")
    assert (await client.call("ask_human"))["ok"]
    return client, client.all("session_started")[0]["conversation_id"]


async def test_whole_story_from_hand_off_to_resolved(user: MakeClient, agent: MakeClient) -> None:
    sofie, karim = await agent("agent@example.org"), await agent("agent2@example.org")
    client, conversation_id = await _handed_off(user)
    is_ours = lambda data: data["conversation_id"] == conversation_id  # noqa: E731

    handoffs = [await console.hears("handoff_created", is_ours) for console in (sofie, karim)]
    ticket = wire.HandoffCreated.model_validate(handoffs[0]).ticket
    assert ticket.fields["device"].value == "laptop"
    assert len([h for h in handoffs if h.get("offer_expires_at")]) == 1
    assert [m["sender"]["kind"] for m in handoffs[0]["transcript"]] == ["user", "bot", "system"]

    takes = await asyncio.gather(*(c.call("take", {"conversation_id": conversation_id}) for c in (sofie, karim)))
    assert sorted(take["ok"] for take in takes) == [False, True]
    winner, loser = (sofie, karim) if takes[0]["ok"] else (karim, sofie)
    refusal = next(take for take in takes if not take["ok"])["error"]
    assert (refusal["code"], bool(refusal["params"]["agent"])) == ("already_taken", True)

    said = {"conversation_id": conversation_id, "client_id": str(uuid.uuid4()), "text": "Dag, ik help u."}
    ack = await winner.call("message", said)
    assert (await winner.call("message", said)) == ack
    assert (await loser.call("message", {**said, "client_id": str(uuid.uuid4())}))["error"]["code"] == "not_yours"
    await client.hears("message_created", lambda m: m["text"] == "Dag, ik help u.")
    await winner.call("note", {**said, "client_id": str(uuid.uuid4()), "text": "geheim"})
    await client.say("dank u")
    await winner.hears("message_created", lambda m: m["text"] == "dank u")
    await winner.call("typing", {"conversation_id": conversation_id, "on": True})
    await client.hears("typing", lambda sign: sign["sender"]["kind"] == "agent")

    changed = await winner.call("ticket_update", {"ticket_id": ticket.id, "fields": {"device": "printer"}})
    assert changed["ticket"]["fields"]["device"] == {"value": "printer", "source": "agent", "confidence": 1.0}
    assert (await winner.call("resolve", {"conversation_id": conversation_id, "outcome": "solved"}))["ok"]
    await client.hears("state_changed", lambda s: s["status"] == "resolved")
    assert (await client.call("rate", {"score": 5}))["ok"]

    assert "geheim" not in str(client.heard)
    log = (await client.call("resume", {"after": 0}))["messages"]
    assert [m["seq"] for m in log] == list(range(1, len(log) + 1))
    assert len([h for h in winner.all("handoff_created") if is_ours(h)]) == 1


async def test_snapshot_events_and_conversation_have_the_shapes_of_the_protocol(
    user: MakeClient, agent: MakeClient
) -> None:
    console = await agent()
    snapshot = await console.call("snapshot", {})
    _, conversation_id = await _handed_off(user)
    await console.hears("handoff_created", lambda data: data["conversation_id"] == conversation_id)

    resumed = await console.call("resume", {"after": snapshot["event_id"]})
    opened = await console.call("conversation", {"conversation_id": conversation_id})

    wire.Snapshot.model_validate(snapshot)
    wire.ConversationOpened.model_validate(opened)
    models = {
        "handoff_created": wire.HandoffCreated,
        "conversation_changed": wire.ConversationChanged,
        "message_created": wire.ConsoleMessageCreated,
        "ticket_changed": wire.TicketChanged,
        "presence_changed": wire.PresenceChanged,
    }
    for entry in resumed["events"]:
        models[entry["event"]].model_validate(entry["data"])
    ids = [entry["data"]["event_id"] for entry in resumed["events"]]
    assert ids == list(range(snapshot["event_id"] + 1, resumed["event_id"] + 1))
    assert (await console.call("resume", {"after": 10**9}))["error"]["code"] == "invalid"


async def test_console_needs_a_session(server: Server, agent: MakeClient) -> None:
    stranger = Client(server.url, "/agent")
    with pytest.raises(socketio.exceptions.ConnectionError):
        await stranger.connect(token="made-up")
    await stranger.close()
    assert stranger.refused[0]["data"]["code"] == "unauthorised"

    assert (await (await agent()).call("snapshot", {}))["ok"]


async def test_signing_out_ends_the_open_sockets(server: Server) -> None:
    token = server.token()
    console = await Client(server.url, "/agent").connect(token=token)

    async with httpx.AsyncClient(base_url=server.url, headers={"Authorization": f"Bearer {token}"}) as http:
        assert (await http.get("/api/session")).status_code == 200
        assert (await http.delete("/api/session")).status_code == 204
        assert (await http.get("/api/session")).status_code == 401

    await eventually(lambda: not console.io.connected)


async def test_session_that_somebody_else_ends_closes_its_sockets_within_a_second(server: Server) -> None:
    own, other = server.token("manager@example.org"), server.token("manager@example.org")
    consoles = [await Client(server.url, "/agent").connect(token=token) for token in (own, other)]
    admin = {"Authorization": f"Bearer {server.token('admin@example.org')}"}
    async with httpx.AsyncClient(base_url=server.url, headers=admin) as http:
        accounts = (await http.get("/api/accounts")).json()["accounts"]
        manager = next(each["id"] for each in accounts if each["email"] == "manager@example.org")
        newest = (await http.get(f"/api/accounts/{manager}/sessions")).json()["sessions"][0]["id"]
        assert (await http.delete(f"/api/accounts/{manager}/sessions/{newest}")).status_code == 204

    await eventually(lambda: not consoles[1].io.connected, within_s=1)
    assert consoles[0].io.connected
    # By another process: what the service does not hear of it sees for itself.
    with sqlite3.connect(server.database, timeout=10) as db:
        db.execute("DELETE FROM agent_sessions WHERE agent_id = ?", (manager,))
    db.close()
    await eventually(lambda: not consoles[0].io.connected, within_s=1)
    for console in consoles:
        await console.close()


async def test_killed_server_has_every_acked_message_and_finishes_the_turn(tmp_path: Path, bot: FaultyBot) -> None:
    server = Server(tmp_path, bot.url)
    bot.mode = "slow"
    server.start()
    try:
        client = await Client(server.url, "/chat").connect()
        started = await client.hears("session_started")
        acks = [await client.say(f"bericht {i}") for i in range(10)]
        server.kill()
        await client.close()
        server.start()

        client = await Client(server.url, "/chat").connect(session=started["session"])
        await client.hears("session_started")
        log: list[dict[str, Any]] = []
        until = time.monotonic() + 15
        while not any(m["sender"]["kind"] == "bot" for m in log) and time.monotonic() < until:
            log = (await client.call("resume", {"after": 0}))["messages"]
            await asyncio.sleep(0.1)
        log = (await client.call("resume", {"after": 0}))["messages"]
        await client.close()
    finally:
        bot.mode = "answer"
        server.stop()

    assert [m["text"] for m in log if m["sender"]["kind"] == "user"] == [f"bericht {i}" for i in range(10)]
    assert [ack["seq"] for ack in acks] == list(range(1, 11))
    assert len([m for m in log if m["sender"]["kind"] == "bot"]) == 1
    with sqlite3.connect(server.database) as db:
        assert db.execute("pragma integrity_check").fetchone() == ("ok",)
