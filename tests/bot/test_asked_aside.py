import os
import time
from pathlib import Path

import pytest

from bot.asked_aside import asked_aside


def test_a_model_that_does_not_load_has_not_been_asked(tmp_path: Path):
    pytest.importorskip("rasa")
    (tmp_path / "model.tar.gz").write_bytes(b"no archive")

    with asked_aside(tmp_path, tmp_path / "model.tar.gz") as asked:
        assert not asked()


def test_without_a_serving_model_nobody_is_asked(tmp_path: Path):
    with asked_aside(tmp_path, None) as asked:
        assert not asked()


def test_whoever_leaves_early_ends_the_asking(tmp_path: Path):
    began = time.monotonic()

    with pytest.raises(KeyError), asked_aside(tmp_path, tmp_path / "model.tar.gz"):
        raise KeyError

    assert time.monotonic() - began < 2  # its libraries alone take longer to load
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)
