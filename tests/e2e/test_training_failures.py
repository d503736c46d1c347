"""Whatever breaks while a model is trained or put to work: the old one serves on, and what is told is true."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.support.product import Product
from tests.support.training import TrainingDesk, served, settings, small_bot

pytestmark = pytest.mark.slow
_ROOM_MB = 160


@pytest.fixture(scope="module")
def disk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A small file system of its own, which can be filled up."""
    folder = tmp_path_factory.mktemp("disk")
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={_ROOM_MB}m", "none", str(folder)], check=False)
    yield folder
    if mounted.returncode == 0:
        subprocess.run(["umount", "-l", str(folder)], check=False)


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory, disk: Path) -> Iterator[Product]:
    folder = tmp_path_factory.mktemp("failures")
    environment = settings(small_bot(folder / "bot", 10), folder) | {"WEBCHAT_TRAINING_DIR": str(disk / "training")}
    with Product(folder / "var", environment) as running:
        yield running


@pytest.fixture
def desk(product: Product) -> TrainingDesk:
    return TrainingDesk(product)


@pytest.fixture(scope="module")
def first_run(product: Product) -> str:
    """A run that went well, for the tests that need a model."""
    desk = TrainingDesk(product)
    desk.label()
    run_id = desk.start()
    assert desk.wait(run_id)["state"] == "done"
    return run_id


def _serves_the_truth(product: Product, desk: TrainingDesk) -> str:
    """The name of the model that both the database and the bot say serves."""
    until = time.monotonic() + 60
    while True:
        models = desk.settled()
        row = next(model for model in models["models"] if model["state"] == "serving")
        if served(product) == _model_id(product, row["name"]):
            return str(row["name"])
        assert time.monotonic() < until, models
        time.sleep(0.2)


def _model_id(product: Product, name: str) -> str:
    with sqlite3.connect(f"file:{product.database}?mode=ro", uri=True) as db:
        return str(db.execute("SELECT model_id FROM models WHERE name = ?", (name,)).fetchone()[0])


def _job_pid(disk: Path, run_id: str) -> int:
    until = time.monotonic() + 180
    while time.monotonic() < until:
        try:
            return int(json.loads((disk / "training" / run_id / "status.json").read_text())["pid"])
        except (OSError, ValueError, KeyError):
            time.sleep(0.05)
    raise AssertionError("the job never said a word")


def test_webchat_killed_in_mid_training_finds_the_run_again(product: Product, desk: TrainingDesk) -> None:
    run_id = desk.start()
    desk.wait(run_id, "training", "evaluating")

    product.signal("webchat", signal.SIGKILL)

    assert _desk_again(product).wait(run_id)["state"] == "done"


def _desk_again(product: Product) -> TrainingDesk:
    """A desk once webchat is back."""
    product.wait_healthy()
    return TrainingDesk(product)


def test_job_that_is_killed_is_told_as_interrupted(product: Product, desk: TrainingDesk, disk: Path) -> None:
    before = served(product)
    run_id = desk.start()

    os.kill(_job_pid(disk, run_id), signal.SIGKILL)

    run = desk.wait(run_id)
    assert (run["state"], run["error"]["code"]) == ("failed", "interrupted")
    assert served(product) == before


def test_full_disk_is_told_and_the_next_run_succeeds_once_there_is_room(
    product: Product, desk: TrainingDesk, disk: Path
) -> None:
    if not os.path.ismount(disk):
        pytest.skip("no file system of its own can be mounted here")
    before = served(product)
    filler = disk / "filler"
    free = os.statvfs(disk).f_bavail * os.statvfs(disk).f_frsize
    filler.write_bytes(b"\0" * max(0, free - 3_000_000))

    run = desk.wait(desk.start())
    filler.unlink()

    assert (run["state"], run["error"]["code"]) == ("failed", "disk_full"), run
    assert "500 MB" in run["error"]["text"]
    assert served(product) == before
    assert desk.wait(desk.start())["state"] == "done"


def test_damaged_model_is_refused_and_the_old_one_serves_on(
    product: Product, desk: TrainingDesk, first_run: str
) -> None:
    before = served(product)
    path = product.folder / "models" / f"{desk.run(first_run)['model']}.tar.gz"
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])

    answer = desk.promote(first_run)

    assert answer.status_code == 409
    assert answer.json()["params"]["reason"] == "model_damaged"
    assert served(product) == before
    assert desk.http.get("/api/models/history").json()["changes"][0]["state"] == "failed"
    path.write_bytes(whole)


@pytest.mark.parametrize("after_s", [0.1, 2.0, 5.0, 8.0])
def test_webchat_killed_in_mid_promotion_leaves_one_whole_model(
    product: Product, desk: TrainingDesk, first_run: str, after_s: float
) -> None:
    promoting = subprocess.Popen(
        ["curl", "-s", "-X", "POST", "-H", f"Cookie: {_cookies(desk)}",
         f"{product.url}/api/training-runs/{first_run}/promote"],
        stdout=subprocess.DEVNULL,
    )  # fmt: skip
    time.sleep(after_s)
    product.signal("webchat", signal.SIGKILL)
    promoting.wait()

    back = _desk_again(product)
    name = _serves_the_truth(product, back)
    change = back.http.get("/api/models/history").json()["changes"][0]
    assert change["state"] in ("done", "failed")
    assert (name == change["model"]) == (change["state"] == "done")
    if change["state"] == "done":
        assert back.roll_back().status_code == 200


def _cookies(desk: TrainingDesk) -> str:
    return "; ".join(f"{name}={value}" for name, value in desk.http.cookies.items())


def test_bot_that_cannot_start_with_its_model_serves_the_shipped_one(
    product: Product, desk: TrainingDesk, first_run: str
) -> None:
    assert desk.promote(first_run).status_code == 200
    name = desk.run(first_run)["model"]
    path = product.folder / "models" / f"{name}.tar.gz"
    whole = path.read_bytes()
    path.write_bytes(b"not a model")

    product.signal("bot", signal.SIGKILL)
    time.sleep(1)
    product.wait_healthy()

    assert _serves_the_truth(product, desk).startswith("shipped-")
    change = desk.http.get("/api/models/history").json()["changes"][0]
    assert (change["kind"], change["from_model"], change["error"]["code"]) == ("repair", name, "model_damaged")
    path.write_bytes(whole)


def test_job_ends_with_the_product(tmp_path: Path) -> None:
    with Product(tmp_path / "var", settings(small_bot(tmp_path / "bot", 10), tmp_path)) as product:
        desk = TrainingDesk(product)
        run_id = desk.start()
        pid = _job_pid(tmp_path / "var", run_id)
        os.kill(pid, 0)
    until = time.monotonic() + 10
    while time.monotonic() < until:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return
        time.sleep(0.1)
    raise AssertionError("the job outlived the product")


def test_a_desk_needs_no_bot_to_be_told_so(product: Product, desk: TrainingDesk, first_run: str) -> None:
    product.signal("bot", signal.SIGSTOP)
    try:
        answer = httpx.post(
            f"{product.url}/api/training-runs/{first_run}/promote", headers={"Cookie": _cookies(desk)}, timeout=120
        )
        assert answer.status_code == 503
    finally:
        product.signal("bot", signal.SIGCONT)
    product.wait_healthy()
