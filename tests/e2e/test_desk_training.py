"""From forty messages that the bot gets wrong to a bot that knows them, while people chat, and back."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.support.loops import run
from tests.support.product import Product
from tests.support.training import (
    BADGE,
    INTENT,
    Crowd,
    TrainingDesk,
    failed_turns,
    served,
    settings,
    small_bot,
    understood,
)


@pytest.fixture(scope="module")
def trained_product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """A product of its own: it trains a small bot, and the model that serves changes."""
    folder = tmp_path_factory.mktemp("training")
    bot_dir = small_bot(folder / "bot")
    with Product(folder / "var", settings(bot_dir, folder)) as running:
        yield running


def _known(product: Product) -> int:
    return sum(understood(product, text) == INTENT for texts in BADGE.values() for text in texts)


def test_labels_become_a_model_that_serves_from_one_turn_to_the_next_and_is_taken_back(
    trained_product: Product,
) -> None:
    desk = TrainingDesk(trained_product)
    before = served(trained_product)
    assert _known(trained_product) == 0
    desk.label()

    run_id = desk.start()
    again = desk.http.post("/api/training-runs")
    trained = desk.wait(run_id)

    assert (again.status_code, again.json()["code"]) == (409, "run_in_progress")
    assert trained["state"] == "done", (trained, desk.http.get(f"/api/training-runs/{run_id}/log").text)
    assert trained["n_new"] == 40
    log = desk.http.get(f"/api/training-runs/{run_id}/log", headers={"Accept-Language": "nl"}).text
    assert "Nieuwe onderwerpen: 1." in log
    assert "badge" not in log
    assert desk.http.get(f"/api/training-runs/{run_id}/report").json()["version"] == 1

    crowd, answer = run(_while_people_chat(trained_product, lambda: desk.promote(run_id)))
    assert answer.status_code == 200, answer.text
    assert answer.json()["state"] == "serving"
    assert (crowd.n_lost, crowd.n_errors, failed_turns(trained_product)) == (0, 0, 0)
    assert len(crowd.waits) >= 8
    assert served(trained_product) != before
    assert _known(trained_product) >= 36

    began = time.monotonic()
    back = desk.roll_back()
    assert back.status_code == 200, back.text
    assert time.monotonic() - began <= 10
    assert served(trained_product) == before
    assert _known(trained_product) == 0
    kinds = [change["kind"] for change in desk.http.get("/api/models/history").json()["changes"]]
    assert kinds == ["rollback", "promote"]


async def _while_people_chat(product: Product, act: object) -> tuple[Crowd, httpx.Response]:
    crowd, done = Crowd(product.url, n_users=8), asyncio.Event()
    chatting = asyncio.create_task(crowd.chat_until(done))
    await asyncio.sleep(1)
    answer = await asyncio.to_thread(act)  # type: ignore[arg-type]
    await asyncio.sleep(0.5)
    done.set()
    await chatting
    return crowd, answer


def test_a_run_that_is_stopped_leaves_nothing(trained_product: Product) -> None:
    desk = TrainingDesk(trained_product)
    run_id = desk.start()
    desk.wait(run_id, "validating", "training", "done")

    stopped = desk.http.post(f"/api/training-runs/{run_id}/cancel")

    assert stopped.json()["state"] == "cancelled", stopped.text
    assert desk.http.post(f"/api/training-runs/{run_id}/cancel").json()["code"] == "not_running"
    folder: Path = trained_product.folder / "training" / run_id
    assert not (folder / "model.tar.gz").exists()
    assert not (folder / "data").exists()
    assert desk.start()  # the next one may start at once
