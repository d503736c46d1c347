"""The erase command on real files: nothing of the person is left in any of them."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

from tests.webchat.world import World, make_world

SECRET = "kanarievogel"


async def _someone_writes(folder: Path) -> str:
    world: World = make_world(folder)
    world.store.start()
    started = await world.begin(email="an@example.org", name="An")
    await world.say(started.conversation_id, f"mijn {SECRET} is weg")
    await world.ask_human(started.conversation_id)
    await world.store.stop()
    return started.conversation_id


def _bot_remembers(path: Path, conversation_id: str) -> None:
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE events (id INTEGER PRIMARY KEY, sender_id VARCHAR, data TEXT)")
        rows = [(conversation_id, f"{SECRET} {i}") for i in range(50)] + [("somebody-else", "bo")]
        db.executemany("INSERT INTO events (sender_id, data) VALUES (?, ?)", rows)
    db.close()


async def test_erase_empties_the_log_and_the_bots_memory_to_the_last_byte(tmp_path: Path) -> None:
    conversation_id = await _someone_writes(tmp_path)
    tracker = tmp_path / "tracker.sqlite3"
    _bot_remembers(tracker, conversation_id)
    environment = {
        **os.environ,
        "WEBCHAT_DATABASE_URL": f"sqlite:///{tmp_path / 'test.sqlite3'}",
        "WEBCHAT_TRACKER_URL": f"sqlite:///{tracker}",
    }
    command = [sys.executable, "-m", "webchat", "erase", "--person", "an@example.org"]

    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
    assert "50 events of the bot" in done.stdout
    left = [path for path in tmp_path.iterdir() if SECRET.encode() in path.read_bytes()]
    assert not left
    with sqlite3.connect(tracker) as db:
        assert db.execute("SELECT sender_id FROM events").fetchall() == [("somebody-else",)]
    db.close()
    again = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert again.returncode == 1


async def test_erase_beside_a_running_service_leaves_nothing_in_the_log(tmp_path: Path) -> None:
    world = make_world(tmp_path)
    world.store.start()
    started = await world.begin(email="an@example.org", name="An")
    await world.say(started.conversation_id, f"mijn {SECRET} is weg")
    other = await world.begin(email="bo@example.org", name="Bo")
    database = tmp_path / "test.sqlite3"
    environment = {
        **os.environ,
        "WEBCHAT_DATABASE_URL": f"sqlite:///{database}",
        "WEBCHAT_TRACKER_URL": f"sqlite:///{tmp_path / 'tracker.sqlite3'}",
    }
    command = [sys.executable, "-m", "webchat", "erase", "--person", "an@example.org"]

    erasing = await asyncio.create_subprocess_exec(*command, env=environment, stdout=subprocess.DEVNULL)
    n_said = 0
    while erasing.returncode is None:
        await world.say(other.conversation_id, f"nog een bericht {n_said}")
        await world.see(lambda db: db.exec_driver_sql("SELECT count(*) FROM messages").scalar())
        n_said += 1
        await asyncio.sleep(0.002)

    assert erasing.returncode == 0
    left = [path for path in tmp_path.iterdir() if SECRET.encode() in path.read_bytes()]
    assert not left
    assert len(await world.log(other.conversation_id)) == n_said
    await world.store.stop()


def test_commands_work_on_the_runtime_folder_that_the_service_has(tmp_path: Path) -> None:
    environment = {key: value for key, value in os.environ.items() if not key.startswith("WEBCHAT_")}
    environment |= {"FIRSTLINE_VAR": str(tmp_path)}
    command = [sys.executable, "-m", "webchat", "articles", "export", str(tmp_path / "out")]

    subprocess.run(command, env=environment, capture_output=True, check=True)

    assert (tmp_path / "firstline.sqlite3").exists()


def test_a_setting_out_of_bounds_is_named_before_anything_starts(tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "WEBCHAT_DATABASE_URL": f"sqlite:///{tmp_path / 'no.sqlite3'}",
        "WEBCHAT_MAX_CHATS": "50",
    }
    command = [sys.executable, "-m", "webchat", "serve"]

    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)

    assert done.returncode == 2
    assert "max_chats" in done.stderr
    assert "Traceback" not in done.stderr
    assert not list(tmp_path.iterdir())
