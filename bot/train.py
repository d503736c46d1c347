"""Trains a full model: understanding and policies."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

from rasa.model_training import train as rasa_train

from bot.settings import ROOT


class TrainingFailed(Exception):
    """Rasa made no model; the message says where to look."""


def train(*, out: Path, data: Sequence[Path], domain: Path = ROOT / "domain.yml") -> Path:
    """Train from scratch and write one archive.

    Args:
        out: Wanted path; `.tar.gz` is added where it is missing.
        data: Folders or files with training data.
        domain: Where the intents are listed.

    Returns:
        The archive's path.

    Raises:
        TrainingFailed: If no model came out. A model without policies counts as none: it would load
            and then leave every message without an answer.
    """
    name = out.name.removesuffix(".tar.gz")
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out.parent) as folder:
        # Written aside and moved: whoever watches the folder never sees half an archive.
        result = rasa_train(
            domain=str(domain),
            config=str(ROOT / "config.yml"),
            training_files=[str(path) for path in data],
            output=folder,
            fixed_model_name=name,
            force_training=True,
        )
        if result.code != 0 or result.model is None:
            raise TrainingFailed(f"training ended with code {result.code}; see the log above")
        return Path(result.model).replace(out.parent / f"{name}.tar.gz")
