"""Asks the new and the serving model the same questions."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from rasa.core.agent import Agent

from bot.components.sentence_featurizer import cleaned
from bot.encoder import encoder
from bot.predict import predict
from bot.settings import Settings
from bot.vector_cache import VectorCache, Vectors


def load(model: Path) -> Agent | None:
    """Load a model; None if that cannot be done."""
    try:
        return Agent.load(str(model))
    except MemoryError:
        raise
    except Exception:  # whatever a damaged archive makes Rasa raise
        return None


def examine(folder: Path, new: Agent, serving: Path | None) -> int:
    """Write `predictions-new.jsonl` and, where the serving model loads, `predictions-old.jsonl`.

    Args:
        folder: Of the run, with `questions.jsonl`.
        new: The new model.
        serving: Archive of the one that serves; None where there is none, or it has been asked.

    Returns:
        The number of questions.
    """
    n = _ask(folder, new, "new")
    old = load(serving) if serving else None
    if old is not None:
        _ask(folder, old, "old")
    return n


def ask_serving(folder: Path, serving: Path) -> bool:
    """Write `predictions-old.jsonl`; returns False if the serving model does not load."""
    old = load(serving)
    if old is None:
        return False
    _ask(folder, old, "old")
    return True


def _ask(folder: Path, agent: Agent, name: str) -> int:
    file = folder / "questions.jsonl"
    if not file.is_file():
        return 0
    questions = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line]
    settings = Settings.from_environment()
    with encoder(settings.encoder_dir).knowing(_vectors(settings, [question["text"] for question in questions])):
        _write(folder / f"predictions-{name}.jsonl", agent, questions)
    return len(questions)


def _vectors(settings: Settings, texts: list[str]) -> Vectors:
    """The questions hardly change from run to run, and both models start from the same vectors."""
    encode = encoder(settings.encoder_dir)
    path = settings.vector_cache
    cache = VectorCache(path.with_stem(f"{path.stem}-questions"), encode.name)
    clean = list(dict.fromkeys(map(cleaned, texts)))
    known = cache.read(clean)
    missing = [text for text in clean if text not in known]
    if missing:
        known.update(zip(missing, encode.queries(missing), strict=True))
        cache.write(known)
    return known


def _write(path: Path, agent: Agent, questions: list[dict[str, Any]]) -> None:
    aside = path.with_suffix(".part")
    with aside.open("w", encoding="utf-8") as file:
        answers = predict(agent, [question["text"] for question in questions])
        for question, answer in zip(questions, answers, strict=True):
            entities = [{name: each[name] for name in each if name != "extractor"} for each in answer["entities"]]
            line = {"id": question["id"], **answer, "entities": entities}
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
    os.replace(aside, path)
