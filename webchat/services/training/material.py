"""What a run is trained on: the bot's own data with the labels laid over it, as Rasa's files in the run's folder."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from webchat.domain.training import ENDED, expected
from webchat.services import changed_answers, evaluation, intents, labels, training_data
from webchat.services.evaluation import Question
from webchat.services.training import models, runs

_FOLDERS = ("data/nlu", "data/rules", "data/entities")
_HELD_OUT = "data/test/"


@dataclass(frozen=True, slots=True)
class Material:
    """What of the database goes into a run: files that differ from the bot's own, and what a job has to know."""

    files: Mapping[str, str]
    questions: Sequence[Question]
    measured: list[tuple[int, Mapping[str, float]]]
    serving: Mapping[Any, Any] | None


def gather(db: Connection, root: Path, now: datetime) -> Material:
    """Read labels, intents and what models are asked.

    Args:
        db: One consistent view of the database.
        root: Of the bot.
        now: When the run begins.
    """
    examples, new = labels.training_examples(db), intents.added(db)
    changed = training_data.files(root, examples, new)
    asked = evaluation.questions(
        db, data=root / "data", examples=examples, families={intent.name: intent.family for intent in new}, now=now
    )
    trained = {path: text for path, text in changed.items() if not path.startswith(_HELD_OUT)}
    return Material(trained, asked, runs.measured(db), models.serving(db))


def write(folder: Path, root: Path, material: Material, *, serving: Path | None) -> int:
    """Make a run's folder; returns the number of examples.

    Args:
        folder: Of the run; made new.
        root: Of the bot.
        material: What the labels change.
        serving: The model to compare with.

    Raises:
        OSError: The disk is full, or not ours.
    """
    shutil.rmtree(folder, ignore_errors=True)
    for name in _FOLDERS:
        if (root / name).is_dir():
            shutil.copytree(root / name, folder / name)
    shutil.copy(root / "domain.yml", folder / "domain.yml")
    for path, text in material.files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, "utf-8")
    n_examples = sum(
        line.lstrip().startswith("- ")
        for path in (folder / "data" / "nlu").glob("*.yml")
        for line in path.read_text("utf-8").splitlines()
        if not line.lstrip().startswith("- intent:")
    )
    job = {
        "n_examples": n_examples,
        "serving": str(serving) if serving else None,
        "expected_s": expected(material.measured, n_examples),
    }
    evaluation.write(folder, material.questions)
    (folder / "run.json").write_text(json.dumps(job, indent=1), "utf-8")
    return n_examples


def forget(folder: Path) -> None:
    """Remove what was trained on from an ended run's folder: users' words live in the database, where they can be erased."""
    for name in ("data", "model.tar.gz", "work"):
        target = folder / name
        if target.is_dir():
            shutil.rmtree(target, ignore_errors=True)
        else:
            target.unlink(missing_ok=True)
    if not changed_answers.waits(folder):
        evaluation.forget_words(folder)


def forget_words(runs_dir: Path) -> None:
    """Remove people's words from the folders of ended runs: somebody was erased, and a comparison may still be to come."""
    for folder in runs_dir.glob("*/"):
        try:
            state = json.loads((folder / "status.json").read_text("utf-8"))["state"]
        except (OSError, ValueError, KeyError, TypeError):
            state = "failed"
        if state in ENDED:
            evaluation.forget_words(folder)
