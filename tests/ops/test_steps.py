from pathlib import Path

import pytest

from ops import steps
from ops.steps import Step, StepFailed, run_stages


@pytest.fixture
def make_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(steps, "ROOT", tmp_path)
    (tmp_path / "input.txt").write_text("one")

    def make(script: str = "echo run >> runs.txt; touch made") -> Step:
        return Step(
            name="Part: what it does",
            commands=lambda: [["sh", "-c", script]],
            inputs=[tmp_path / "input.txt"],
            outputs=[tmp_path / "made"],
            stamp=tmp_path / "stamp",
            usually="1 s",
        )

    return make


def n_runs(folder: Path) -> int:
    runs = folder / "runs.txt"
    return len(runs.read_text().splitlines()) if runs.exists() else 0


def test_step_runs_once_while_its_inputs_stay(make_step, tmp_path: Path) -> None:
    for _ in range(3):
        run_stages([[make_step()]], tmp_path / "log")

    assert n_runs(tmp_path) == 1


def test_step_runs_again_when_an_input_changes_or_an_output_is_gone(make_step, tmp_path: Path) -> None:
    run_stages([[make_step()]], tmp_path / "log")
    (tmp_path / "input.txt").write_text("two")
    run_stages([[make_step()]], tmp_path / "log")
    (tmp_path / "made").unlink()
    run_stages([[make_step()]], tmp_path / "log")

    assert n_runs(tmp_path) == 3


def test_failed_step_tells_its_output_and_is_tried_again(make_step, tmp_path: Path) -> None:
    with pytest.raises(StepFailed, match="disk is full"):
        run_stages([[make_step("echo disk is full; exit 3")]], tmp_path / "log")

    run_stages([[make_step()]], tmp_path / "log")

    assert n_runs(tmp_path) == 1


def test_progress_of_the_output_is_shown(make_step, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    step = make_step("echo 3 of 4; touch made")
    step.progress = lambda line: line.strip()

    run_stages([[step]], tmp_path / "log")

    assert "[1 of 1] Part: what it does (usually 1 s)" in capsys.readouterr().out
