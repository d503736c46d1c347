"""The four processes: how each is started and asked for its health."""

from __future__ import annotations

import os
import secrets
import socket
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ops.layout import APP_PYTHON, BOT_PYTHON, MODEL, ROOT, SEED_ARTICLES, quiet_environment


@dataclass(frozen=True)
class Part:
    """A process of the product. `slow_start_s` is how long it may take until it answers for the first time."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    health_url: str
    slow_start_s: float


def free_port() -> int:
    """A TCP port on loopback that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def make_parts(port: int, var: Path) -> list[Part]:
    """Describe the processes of one product.

    Args:
        port: Where webchat listens; the others get free ports.
        var: Folder of the runtime files.
    """
    var.mkdir(parents=True, exist_ok=True)
    kb, actions, bot = free_port(), free_port(), free_port()
    token = os.environ.get("BOT_TOKEN") or secrets.token_hex(24)
    endpoints = _write_endpoints(var, actions)
    base = quiet_environment()
    kb_url, bot_url, actions_url = (f"http://127.0.0.1:{p}" for p in (kb, bot, actions))
    return [
        Part(
            "kb_index",
            [str(APP_PYTHON), "-m", "kb_index", "serve"],
            {**base, "KB_PORT": str(kb), "KB_INDEX_DIR": str(var / "index"), "KB_SEED_DIR": str(SEED_ARTICLES),
             "KB_CACHE_DIR": str(ROOT / "var" / "cache")},
            f"{kb_url}/healthz",
            60,
        ),
        Part(
            "actions",
            [str(APP_PYTHON), "-m", "actions"],
            {**base, "ACTIONS_PORT": str(actions), "ACTIONS_KB_URL": kb_url},
            f"{actions_url}/health",
            60,
        ),
        Part(
            "bot",
            [str(BOT_PYTHON), "-m", "bot", "serve", "--model", str(MODEL), "--port", str(bot),
             "--endpoints", str(endpoints)],
            {**base, "BOT_TOKEN": token, "BOT_SERVING": str(var / "serving.json")},
            f"{bot_url}/webhooks/support/",
            120,
        ),
        Part(
            "webchat",
            [str(APP_PYTHON), "-m", "webchat", "serve"],
            {**base, "WEBCHAT_PORT": str(port), "WEBCHAT_BOT_URL": bot_url, "WEBCHAT_BOT_TOKEN": token,
             "WEBCHAT_KB_URL": kb_url, "WEBCHAT_ACTIONS_URL": actions_url,
             "WEBCHAT_TRAINING_DIR": os.environ.get("WEBCHAT_TRAINING_DIR", str(var / "training")),
             "WEBCHAT_SUPERVISOR_PID": str(os.getpid()), "WEBCHAT_SERVING_FILE": str(var / "serving.json"),
             "WEBCHAT_TRACKER_URL": f"sqlite:///{var / 'tracker.sqlite3'}",
             "WEBCHAT_DATABASE_URL": os.environ.get("WEBCHAT_DATABASE_URL", f"sqlite:///{var / 'firstline.sqlite3'}")},
            f"http://127.0.0.1:{port}/healthz",
            30,
        ),
    ]  # fmt: skip


def _write_endpoints(var: Path, actions_port: int) -> Path:
    path = var / "endpoints.yml"
    path.write_text(
        f"action_endpoint:\n  url: http://127.0.0.1:{actions_port}/webhook\n"
        f"tracker_store:\n  type: SQL\n  dialect: sqlite\n  db: {var / 'tracker.sqlite3'}\n"
    )
    return path
