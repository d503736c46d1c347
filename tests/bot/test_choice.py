import json
from pathlib import Path

import pytest

from bot import choice
from bot.choice import choose, tries_beside


@pytest.fixture
def models(tmp_path: Path) -> tuple[Path, Path, Path]:
    """What webchat wrote, the model it names first, and the one to fall back on."""
    new, shipped = tmp_path / "new.tar.gz", tmp_path / "shipped.tar.gz"
    new.write_bytes(b"no archive")
    shipped.write_bytes(b"never opened: it is what there is")
    serving = tmp_path / "serving.json"
    serving.write_text(json.dumps({"serve": [str(new), str(shipped)]}))
    return serving, new, shipped


def test_without_a_word_from_webchat_the_default_is_served(tmp_path: Path, models: tuple[Path, Path, Path]):
    _, _, shipped = models

    assert choose(None, shipped) == shipped
    assert choose(tmp_path / "missing.json", shipped) == shipped
    assert choose(None, tmp_path / "gone.tar.gz") is None


def test_a_model_that_does_not_load_is_passed_over(models: tuple[Path, Path, Path]):
    pytest.importorskip("rasa")
    serving, _, shipped = models

    assert choose(serving, shipped) == shipped


def test_a_model_that_took_the_bot_down_twice_is_not_tried_a_third_time(
    models: tuple[Path, Path, Path], monkeypatch: pytest.MonkeyPatch
):
    serving, new, shipped = models
    monkeypatch.setattr(choice, "_loads", lambda model: True)

    assert [choose(serving, shipped) for _ in range(3)] == [new, new, shipped]
    tries_beside(serving).succeeded()
    assert choose(serving, shipped) == new


def test_a_damaged_word_from_webchat_is_none(models: tuple[Path, Path, Path]):
    serving, _, shipped = models
    serving.write_text("{")

    assert choose(serving, shipped) == shipped
