"""Settings of the bot process: a plain dataclass over the environment.

Rasa pins pydantic 1, so this part does without pydantic-settings.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

# Read by libraries at import, so they must be set before Rasa or the encoder is imported.
# One thread each: on a busy machine more cost many times the time at p95.
LIBRARY_ENVIRONMENT = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "RASA_TELEMETRY_ENABLED": "false",
    "HF_HUB_OFFLINE": "1",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    "CUDA_VISIBLE_DEVICES": "-1",
}


@dataclass(frozen=True)
class Settings:
    """What the bot process reads from its environment.

    Attributes:
        token: Secret that callers of the channel and of Rasa's own API must present.
        host: Address to listen on.
        turn_timeout_s: Longest a turn may take before the caller gets an error.
        load_timeout_s: The same for another model.
        serving: Names the models to serve instead of the one given at the start, the best first; webchat writes it.
        encoder_dir: The sentence encoder's files, made by kb_index.
        vector_cache: Where training keeps the examples' vectors; deleting it costs time only.
    """

    token: str
    host: str = "127.0.0.1"
    turn_timeout_s: float = 20.0
    load_timeout_s: float = 60.0
    serving: Path | None = None
    encoder_dir: Path = ROOT / "var" / "cache" / "e5-small-int8"
    vector_cache: Path = ROOT / "var" / "cache" / "bot-vectors.npz"

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] = os.environ) -> Settings:
        """Read `BOT_TOKEN`, `BOT_HOST`, `BOT_TURN_TIMEOUT_S`, `BOT_SERVING`, `BOT_ENCODER_DIR` and `BOT_VECTOR_CACHE`."""
        return cls(
            token=environ.get("BOT_TOKEN", ""),
            host=environ.get("BOT_HOST", cls.host),
            turn_timeout_s=float(environ.get("BOT_TURN_TIMEOUT_S", cls.turn_timeout_s)),
            serving=Path(environ["BOT_SERVING"]) if environ.get("BOT_SERVING") else None,
            encoder_dir=Path(environ.get("BOT_ENCODER_DIR", cls.encoder_dir)),
            vector_cache=Path(environ.get("BOT_VECTOR_CACHE", cls.vector_cache)),
        )


def prepare_libraries() -> None:
    """Set what Rasa, TensorFlow and OpenMP read at import; a value that is already there stays."""
    for name, value in LIBRARY_ENVIRONMENT.items():
        os.environ.setdefault(name, value)
