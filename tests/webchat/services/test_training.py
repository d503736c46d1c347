"""Runs, models and changes in the database, without a job: what a crash leaves is told and made good."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

import pytest

from tests.webchat.world import World, make_world
from webchat.adapters.model_files import Archive, Damaged, ModelFiles, look_into
from webchat.adapters.trainer import Busy, EnvironmentMissing, Trainer
from webchat.domain.errors import Fixable
from webchat.services import evaluation
from webchat.services.evaluation import Question
from webchat.services.training import changes, material, models, runs


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    made = make_world(tmp_path, models_kept=1)
    made.store.start()
    yield made
    await made.store.stop()


async def _trained(world: World, name: str) -> None:
    agent = await world.agent(f"A{name}", role="knowledge_manager")
    run_id = await world.do(runs.begin, agent=agent)
    await world.do(runs.end, run_id=run_id, state="done", status={"n_examples": 9, "took_s": {"training": 3.0}})
    archive = Archive(f"id-{name}", "d" * 64, 100)
    await world.do(models.register, name=name, archive=archive, run_id=run_id, n_examples=9)
    world.clock.forward(60)


async def test_one_run_at_a_time(world: World) -> None:
    agent = await world.agent(role="knowledge_manager")
    run_id = await world.do(runs.begin, agent=agent)

    with pytest.raises(Fixable) as refused:
        await world.do(runs.begin, agent=agent)

    assert (refused.value.code, refused.value.params) == ("run_in_progress", {"run_id": run_id})
    await world.do(runs.cancelled, run_id=run_id, agent=agent)
    with pytest.raises(Fixable, match="not_running"):
        await world.do(runs.cancelled, run_id=run_id, agent=agent)
    assert await world.do(runs.begin, agent=agent) != run_id


async def test_a_status_that_comes_late_does_not_wake_a_run_that_has_ended(world: World) -> None:
    agent = await world.agent(role="knowledge_manager")
    run_id = await world.do(runs.begin, agent=agent)
    await world.do(runs.end, run_id=run_id, state="failed", error={"code": "disk_full"})

    await world.do(runs.progress, run_id=run_id, status={"state": "training", "progress": 0.5})

    run = await world.see(runs.one, run_id=run_id, language="nl")
    assert run["state"] == "failed"
    assert "schijf" in run["error"]["text"]


async def test_promotion_and_way_back_are_kept_with_who_did_them(world: World) -> None:
    agent = await world.agent("Els", role="knowledge_manager")
    await world.do(models.register_shipped, archive=Archive("id-shipped", "a" * 64, 100))
    await _trained(world, "m1")

    change = await world.do(changes.begin, agent=agent, name="m1", kind="promote")
    with pytest.raises(Fixable, match="swap_in_progress"):
        await world.do(changes.begin, agent=agent, name="m1", kind="promote")
    await world.do(changes.decide, change_id=change)
    await world.do(changes.settle)
    back = await world.see(changes.before)
    change = await world.do(changes.begin, agent=agent, name=back, kind="rollback")
    await world.do(changes.decide, change_id=change)
    await world.do(changes.settle)

    row = await world.see(models.serving)
    assert row is not None
    assert row["is_shipped"]
    history = await world.see(models.history, language="en", before=None, limit=10)
    assert [(c["kind"], c["state"], c["by"]["name"]) for c in history["changes"]] == [
        ("rollback", "done", "Els"),
        ("promote", "done", "Els"),
    ]


async def test_a_change_that_a_crash_cut_off_has_failed_unless_it_was_decided(world: World) -> None:
    agent = await world.agent("Els", role="knowledge_manager")
    await world.do(models.register_shipped, archive=Archive("id-shipped", "a" * 64, 100))
    await _trained(world, "m1")
    change = await world.do(changes.begin, agent=agent, name="m1", kind="promote")

    await world.do(changes.interrupted)

    history = await world.see(models.history, language="en", before=None, limit=1)
    assert history["changes"][0]["error"]["code"] == "interrupted"
    change = await world.do(changes.begin, agent=agent, name="m1", kind="promote")
    await world.do(changes.decide, change_id=change)
    await world.do(changes.interrupted)
    row = await world.see(models.serving)
    assert row is not None
    assert row["name"] == "m1"
    assert await world.see(changes.open_change) is not None  # still to be carried out


async def test_a_model_that_cannot_serve_is_taken_back(world: World) -> None:
    agent = await world.agent("Els", role="knowledge_manager")
    await world.do(models.register_shipped, archive=Archive("id-shipped", "a" * 64, 100))
    await _trained(world, "m1")
    shipped = await world.see(models.serving)
    assert shipped is not None
    change = await world.do(changes.begin, agent=agent, name="m1", kind="promote")
    await world.do(changes.decide, change_id=change)

    await world.do(changes.take_back, error={"code": "not_loadable"}, to=shipped["name"])

    row = await world.see(models.serving)
    assert row is not None
    assert row["name"] == shipped["name"]
    history = await world.see(models.history, language="en", before=None, limit=1)
    assert (history["changes"][0]["state"], history["changes"][0]["error"]["code"]) == ("failed", "not_loadable")


async def test_an_upgrade_takes_the_place_of_the_shipped_model_only(world: World) -> None:
    await world.do(models.register_shipped, archive=Archive("one", "a" * 64, 100))
    await world.do(models.register_shipped, archive=Archive("one", "a" * 64, 100))
    await world.do(models.register_shipped, archive=Archive("two", "b" * 64, 100))

    row = await world.see(models.serving)
    assert row is not None
    assert row["model_id"] == "two"
    history = await world.see(models.history, language="en", before=None, limit=10)
    assert [change["kind"] for change in history["changes"]] == ["upgrade"]


async def test_models_over_the_number_kept_go_and_neither_the_serving_nor_the_shipped_one(world: World) -> None:
    await world.do(models.register_shipped, archive=Archive("id-shipped", "a" * 64, 100))
    for name in ("m1", "m2", "m3"):
        await _trained(world, name)

    assert sorted(await world.do(models.clean_up)) == ["m1", "m2"]
    states = {row["name"]: row["state"] for row in await world.see(models.listed)}
    assert states["m3"] == "ready"
    with pytest.raises(Fixable, match="in_use"):
        await world.do(partial(models.discard, name=next(n for n in states if n.startswith("shipped")), actor=None))


def test_a_job_holds_the_lock_as_long_as_it_lives(tmp_path: Path) -> None:
    trainer = Trainer(tmp_path, Path(sys.executable), supervisor_pid=None)
    assert not trainer.is_at_work()
    with trainer._lock() as lock:
        sleeper = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"], pass_fds=[lock])

    assert trainer.is_at_work()
    (tmp_path / "run").mkdir()
    with pytest.raises(Busy):
        trainer.start("run")
    os.kill(sleeper.pid, signal.SIGKILL)
    sleeper.wait()
    assert not trainer.is_at_work()


def test_without_the_bots_environment_nothing_starts(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentMissing):
        Trainer(tmp_path, tmp_path / "python", supervisor_pid=None).start("run")


@pytest.mark.parametrize("content", [b"", b"no archive", b"\x1f\x8b\x08\x00cut off"])
def test_a_damaged_archive_is_found_out(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "model.tar.gz"
    path.write_bytes(content)

    with pytest.raises(Damaged):
        look_into(path)


async def test_the_bot_is_told_once_what_to_start_with(world: World, tmp_path: Path) -> None:
    files = ModelFiles(world.settings)
    files.point_to([tmp_path / "a", tmp_path / "b"])
    written = (tmp_path / "serving.json").stat().st_mtime_ns

    files.point_to([tmp_path / "a", tmp_path / "b"])

    assert (tmp_path / "serving.json").stat().st_mtime_ns == written


def test_erasing_takes_peoples_words_from_ended_runs_only_and_leaves_the_report(tmp_path: Path) -> None:
    label = Question("label-1", "mijn kanarievogel", "nl", "greet", None, "label")
    for name, state in (("ended", "done"), ("going", "training")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "status.json").write_text(f'{{"state": "{state}"}}')
        (tmp_path / name / "report.json").write_text("{}")
        evaluation.write(tmp_path / name, [label])

    material.forget_words(tmp_path)

    assert [each.text for each in evaluation.read(tmp_path / "ended")] == [""]
    assert (tmp_path / "ended" / "report.json").exists()
    assert [each.text for each in evaluation.read(tmp_path / "going")] == ["mijn kanarievogel"]


@pytest.mark.parametrize(("files", "left"), [((), ""), (("report.json", "predictions-old.jsonl"), "kanarie")])
def test_run_that_ends_keeps_peoples_words_only_for_the_comparison_to_come(
    tmp_path: Path, files: tuple[str, ...], left: str
) -> None:
    evaluation.write(tmp_path, [Question("label-1", "kanarie", "nl", "greet", None, "label")])
    for name in files:
        (tmp_path / name).write_text("")

    material.forget(tmp_path)

    assert [each.text for each in evaluation.read(tmp_path)] == [left]
