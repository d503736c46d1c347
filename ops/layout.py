"""Where things are: the one place that knows the folders of a checkout."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BOT_PYTHON = ROOT / ".venv-bot" / "bin" / "python"
APP_PYTHON = ROOT / ".venv" / "bin" / "python"
FRONTEND = ROOT / "webchat" / "frontend"
MODEL = ROOT / "models" / "firstline.tar.gz"
SEED_ARTICLES = ROOT / "data" / "articles"


def var_dir() -> Path:
    """Folder of all runtime files; `FIRSTLINE_VAR` moves it (tests run several products side by side)."""
    return Path(os.environ.get("FIRSTLINE_VAR", ROOT / "var")).resolve()


def quiet_environment() -> dict[str, str]:
    """Environment of everything we start: no telemetry, no model hub, one thread per numeric library.

    `OMP_NUM_THREADS` must be set before the encoder's C engine is imported: with its default, one query takes
    twice as long on two busy cores.
    """
    return {
        **os.environ,
        "RASA_TELEMETRY_ENABLED": "false",
        "HF_HUB_OFFLINE": "1",
        "TOKENIZERS_PARALLELISM": "false",
        "OMP_NUM_THREADS": "1",
        "TF_CPP_MIN_LOG_LEVEL": "2",
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
        "MALLOC_ARENA_MAX": "2",
        "PYTHONUNBUFFERED": "1",
        "PYTHONPATH": str(ROOT),
    }
