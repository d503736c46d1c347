import errno
import json
from pathlib import Path

import pytest

pytest.importorskip("structlog")

from bot.job import _code, _where
from bot.job_status import Status


def wrapped(cause: Exception) -> RuntimeError:
    try:
        raise RuntimeError("a component failed: 'my words'") from cause
    except RuntimeError as error:
        return error


@pytest.mark.parametrize(
    ("cause", "code"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "disk_full"),
        (MemoryError(), "out_of_memory"),
        (OSError(errno.EACCES, "Permission denied"), "internal"),
        (ValueError(), "internal"),
    ],
)
def test_a_failure_is_named_by_what_lies_beneath(tmp_path: Path, cause: Exception, code: str):
    assert _code(wrapped(cause), tmp_path) == code


def test_a_failure_is_told_without_the_words_it_quotes():
    assert _where(wrapped(ValueError())).startswith("RuntimeError in test_job.py:")


def test_status_is_always_whole_and_says_how_long_each_stage_took(tmp_path: Path):
    status = Status(tmp_path, {"validating": 1.0, "training": 8.0, "evaluating": 1.0, "comparing": 0.0})
    status.enter("validating")
    status.enter("training")

    said = json.loads((tmp_path / "status.json").read_text())
    assert said["state"] == "training"
    assert 0.1 <= said["progress"] < 0.2
    assert 8 <= said["left_s"] <= 9

    status.end("failed", {"code": "disk_full"})
    said = json.loads((tmp_path / "status.json").read_text())
    assert (said["state"], said["error"]["code"], said["left_s"]) == ("failed", "disk_full", None)
    assert set(said["took_s"]) == {"waiting", "validating", "training"}
