from pathlib import Path

import pytest

from ops import setup
from ops.steps import StepFailed


def test_an_environment_that_is_a_link_is_not_emptied(tmp_path: Path) -> None:
    (tmp_path / "theirs").mkdir()
    (tmp_path / "theirs" / "kept").touch()
    (tmp_path / ".venv").symlink_to(tmp_path / "theirs")
    python = tmp_path / ".venv" / "bin" / "python"
    step = setup._environment(python, "3.11", "app", "Python 3.11 environment: everything else")

    with pytest.raises(StepFailed, match="is a link"):
        step.run(tmp_path)

    assert (tmp_path / "theirs" / "kept").exists()
