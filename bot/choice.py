"""Which model a bot serves that starts: the first of those it is told that loads, and never one that takes it down twice."""

from __future__ import annotations

import json
import logging
from pathlib import Path

_log = logging.getLogger(__name__)
_TRIES = 2


class Tries:
    """Remembers over restarts which model was being started, so that a crash while loading is noticed.

    Args:
        file: Beside the file that names the models.
    """

    def __init__(self, file: Path) -> None:
        self._file = file

    def may(self, model: Path) -> bool:
        """Note a try; false for a model that has been tried in vain often enough."""
        n = self._of(model)
        if n >= _TRIES:
            return False
        self._file.write_text(json.dumps({"model": str(model), "n": n + 1}), encoding="utf-8")
        return True

    def succeeded(self) -> None:
        """The bot is up: whatever was tried is well."""
        self._file.unlink(missing_ok=True)

    def _of(self, model: Path) -> int:
        try:
            stored = json.loads(self._file.read_text(encoding="utf-8"))
            return int(stored["n"]) if stored["model"] == str(model) else 0
        except (OSError, ValueError, KeyError, TypeError):
            return 0


def tries_beside(serving: Path) -> Tries:
    """The tries of a bot that is told by `serving` what to serve."""
    return Tries(serving.with_suffix(".tries"))


def choose(serving: Path | None, default: Path) -> Path | None:
    """The model to serve.

    Args:
        serving: JSON `{"serve": [paths, the best first]}`, written by webchat; None or missing: the default.
        default: What is served where nothing else can be; None is returned if it is not there either.
    """
    if serving is not None:
        tries = tries_beside(serving)
        for model in _wanted(serving):
            if model == default:
                break
            if model.is_file() and tries.may(model) and _loads(model):
                return model
            _log.error("%s cannot be served; trying the next", model.name)
    return default if default.exists() else None


def _wanted(serving: Path) -> list[Path]:
    try:
        named = json.loads(serving.read_text(encoding="utf-8"))["serve"]
        return [Path(str(path)) for path in named]
    except (OSError, ValueError, KeyError, TypeError):
        return []


def _loads(model: Path) -> bool:
    # Rasa's server would log a failure and serve nothing at all.
    from rasa.core.agent import Agent

    from bot.smoke import fault_of

    try:
        return fault_of(Agent.load(str(model))) is None
    except Exception as error:  # whatever a damaged archive makes Rasa raise
        _log.error("%s: %s", model.name, type(error).__name__)
        return False
