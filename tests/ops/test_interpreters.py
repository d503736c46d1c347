from pathlib import Path

import pytest

from ops.interpreters import Missing, find_npm, find_python


def test_missing_python_is_told_in_one_line_with_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert find_python("3.11")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path))

    with pytest.raises(Missing, match=r"^Python 3\.10 is missing\. Install it .*python3\.10.*$"):
        find_python("3.10")


def test_missing_node_is_told_in_one_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert find_npm()
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(Missing, match="Install Node 20"):
        find_npm()
