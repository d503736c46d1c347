"""The channel against a served model, the real action server and the real knowledge base."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import tarfile
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

ROOT = Path(__file__).resolve().parents[2]
MODEL = Path(os.environ.get("BOT_TEST_MODEL", ROOT / "models" / "firstline.tar.gz"))
SCHEMA = json.loads((ROOT / "schemas" / "turn_answer.json").read_text())
TOKEN = "test-token"

pytestmark = pytest.mark.bot


def call(url: str, body: Any = None, *, token: str = TOKEN) -> tuple[int, Any]:
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(
        url, data, {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    )
    try:
        with urllib.request.urlopen(request, timeout=30) as response:
            return response.status, json.load(response)
    except urllib.error.HTTPError as error:
        return error.code, json.load(error)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    if not MODEL.exists():
        pytest.fail(f"{MODEL} is missing: run make train")
    folder = tmp_path_factory.mktemp("bot")
    bot_port, actions_port, kb_port = free_port(), free_port(), free_port()
    endpoints = folder / "endpoints.yml"
    endpoints.write_text(
        f'action_endpoint: {{url: "http://127.0.0.1:{actions_port}/webhook"}}\n'
        f'tracker_store: {{type: SQL, dialect: sqlite, db: "{folder}/tracker.sqlite3"}}\n'
    )
    python, bot_python = str(ROOT / ".venv/bin/python"), str(ROOT / ".venv-bot/bin/python")
    serve_bot = [bot_python, "-m", "bot", "serve", "--model", str(MODEL), "--port", str(bot_port)]
    settings = {"KB_PORT": str(kb_port), "KB_INDEX_DIR": str(folder / "index"), "ACTIONS_PORT": str(actions_port),
                "ACTIONS_KB_URL": f"http://127.0.0.1:{kb_port}", "BOT_TOKEN": TOKEN, "OMP_NUM_THREADS": "1"}  # fmt: skip
    log = (folder / "log").open("wb")
    commands = [[python, "-m", "kb_index", "serve"], [python, "-m", "actions"],
                [*serve_bot, "--endpoints", str(endpoints)]]  # fmt: skip
    processes = [
        subprocess.Popen(command, cwd=ROOT, env={**os.environ, **settings}, stdout=log, stderr=log)
        for command in commands
    ]
    try:
        url = f"http://127.0.0.1:{bot_port}/webhooks/support"
        for health in (f"http://127.0.0.1:{actions_port}/health", f"http://127.0.0.1:{kb_port}/healthz", f"{url}/"):
            wait_for(health, log=folder / "log", processes=processes)
        yield url
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            process.wait(timeout=20)
        log.close()


def wait_for(url: str, *, log: Path, processes: list[subprocess.Popen[bytes]], within_s: float = 240) -> None:
    until = time.monotonic() + within_s
    while time.monotonic() < until:
        assert all(process.poll() is None for process in processes), log.read_text()[-3000:]
        try:
            if call(url)[0] == 200:
                return
        except OSError:
            time.sleep(0.3)
    pytest.fail(f"{url} is not up: {log.read_text()[-3000:]}")


def turn(bot: str, message: str, *, sender: str | None = None, message_id: str | None = None) -> tuple[int, Any]:
    body = {
        "sender": sender or uuid.uuid4().hex,
        "message": message,
        "message_id": message_id or uuid.uuid4().hex,
        "metadata": {"language": "nl", "language_source": "site", "seq": 1, "agents_online": 1},
    }
    return call(f"{bot}/webhook", body)


def test_without_token_nothing_is_answered_and_with_it_the_same_call_is(bot: str):
    body = {"sender": "a", "message": "dag", "message_id": "m"}

    assert call(f"{bot}/webhook", body, token="wrong")[0] == 401
    assert call(f"{bot}/webhook", body)[0] == 200


@pytest.mark.parametrize(
    "message", ["dag", "mijn wifi werkt niet", "ik wil een mens", "je vole", "my laptop was stolen", "😀", "a" * 9999]
)
def test_answers_keep_to_the_schema(bot: str, message: str):
    status, answer = turn(bot, message)

    assert status == 200
    jsonschema.validate(answer, SCHEMA)
    assert answer["ok"]


@pytest.mark.parametrize(
    ("message", "is_abuse"),
    [
        ("jij vuile klootzak", True),
        ("va te faire foutre connard", True),
        ("I know where you live", True),
        ("die verdomde printer drukt weer niks af", False),
        ("putain d'imprimante, rien ne sort", False),
        ("this bloody wifi is down again", False),
    ],
)
def test_abuse_is_flagged_and_anger_at_a_thing_is_not(bot: str, message: str, *, is_abuse: bool):
    _, answer = turn(bot, message)

    assert ("abuse" in answer["decision"]["signals"]) is is_abuse


def test_whole_walk_over_the_channel(bot: str):
    sender = uuid.uuid4().hex
    _, offered = turn(bot, "mijn laptop vindt geen wifi meer", sender=sender)
    payload = offered["messages"][0]["buttons"][0]["payload"]

    _, step = turn(bot, payload, sender=sender)

    assert offered["decision"]["family"] == "wifi-no-connection"
    assert step["messages"][0]["step"]["number"] == 1
    jsonschema.validate(step, SCHEMA)


def test_repeated_message_id_gets_the_same_answer_without_a_second_turn(bot: str):
    sender, message_id = uuid.uuid4().hex, uuid.uuid4().hex
    turn(bot, "mijn laptop vindt geen wifi meer", sender=sender)

    first = turn(bot, "/start_steps", sender=sender, message_id=message_id)
    again = turn(bot, "/start_steps", sender=sender, message_id=message_id)

    assert first == again
    assert turn(bot, "ok gedaan", sender=sender)[1]["messages"][0]["step"]["number"] == 2


@pytest.mark.parametrize("message", ["/restart", "/session_start", "/nonsense", "", " "])
def test_commands_of_rasa_and_empty_messages_are_refused(bot: str, message: str):
    status, answer = turn(bot, message)

    assert status == 400
    assert answer["error"]["code"] == "invalid"


def test_sync_resets_the_dialogue_and_the_next_turn_is_answered(bot: str):
    sender = uuid.uuid4().hex
    turn(bot, "mijn laptop vindt geen wifi meer", sender=sender)
    events = [{"from": "agent", "text": "Dag, Els hier."}, {"from": "user", "text": "dank u"}]

    assert call(f"{bot}/sync", {"sender": sender, "events": events})[0] == 200
    status, answer = turn(bot, "dag", sender=sender)

    assert status == 200
    assert answer["decision"]["action"] == "ask", "the bot is back and asks whether it is about the same"
    assert not any(message.get("step") for message in answer["messages"]), "the walk of before is over"


def swap(bot: str, file: object, model: str, token: str = TOKEN) -> int:
    request = urllib.request.Request(
        f"{bot}/model",
        json.dumps({"file": str(file), "model": model}).encode(),
        {"Authorization": f"Bearer {token}", "Content-Type": "application/json"},
        method="PUT",
    )
    try:
        with urllib.request.urlopen(request, timeout=120) as response:
            return int(response.status)
    except urllib.error.HTTPError as error:
        return error.code


def renamed(folder: Path, model_id: str) -> Path:
    """The shipped model under another id."""
    shutil.unpack_archive(MODEL, folder / "whole")
    metadata = next((folder / "whole").rglob("metadata.json"))
    metadata.write_text(json.dumps({**json.loads(metadata.read_text()), "model_id": model_id}))
    with tarfile.open(folder / "other.tar.gz", "w:gz") as archive:
        archive.add(folder / "whole", arcname="")
    return folder / "other.tar.gz"


def test_another_model_serves_from_the_next_turn_on_and_conversations_go_on(bot: str, tmp_path: Path):
    sender = uuid.uuid4().hex
    _, before = turn(bot, "mijn laptop vindt geen wifi meer", sender=sender)

    assert swap(bot, renamed(tmp_path, "another"), "another") == 200

    status, answer = turn(bot, "ja", sender=sender)
    assert status == 200
    assert answer["model"] == "another"
    assert answer["decision"]["family"] == before["decision"]["family"]  # the dialogue was not begun anew
    assert swap(bot, MODEL, before["model"]) == 200


@pytest.mark.parametrize("content", [b"", b"no archive"])
def test_a_model_that_does_not_load_changes_nothing(bot: str, tmp_path: Path, content: bytes):
    path = tmp_path / "damaged.tar.gz"
    path.write_bytes(content)
    model = call(f"{bot}/")[1]["model"]

    assert swap(bot, path, "damaged") == 422
    assert swap(bot, tmp_path / "missing.tar.gz", "missing") == 422
    assert swap(bot, MODEL, "not what the file says") == 422
    assert swap(bot, MODEL, model, token="wrong") == 401
    assert call(f"{bot}/")[1]["model"] == model
    assert turn(bot, "dag")[0] == 200
