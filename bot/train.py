"""Trains a full model: understanding and policies.

`rasa train` reads every file three times, copies and fingerprints all examples at each of fifteen nodes for a cache
that a training from scratch does not ask: 30 of 60 s. The same graph runs here without them.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

from rasa.engine.constants import PLACEHOLDER_IMPORTER
from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.recipe import Recipe
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.validation import validate
from rasa.shared.data import TrainingType
from rasa.shared.exceptions import RasaException
from rasa.shared.importers.importer import TrainingDataImporter

from bot.importer import HeldOutAwareImporter
from bot.settings import ROOT


class TrainingFailed(Exception):
    """Rasa made no model; the message says why, without an example's words."""


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
    importer = HeldOutAwareImporter(str(ROOT / "config.yml"), str(domain), [str(path) for path in data])
    if importer.get_domain().is_empty() or importer.get_stories().is_empty():
        raise TrainingFailed("no domain or no rules: a model without them would answer nothing")
    if importer.get_nlu_data().contains_no_pure_nlu_data():
        raise TrainingFailed("no examples")
    name = f"{out.name.removesuffix('.tar.gz')}.tar.gz"
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out.parent) as folder:
        # Written aside and moved: whoever watches the folder never sees half an archive.
        made = Path(folder) / name
        try:
            _run_graph(importer, made)
        except RasaException as error:
            raise TrainingFailed(type(error).__name__) from error
        return made.replace(out.parent / name)


def _run_graph(importer: TrainingDataImporter, out: Path) -> None:
    config = importer.get_config()
    recipe = Recipe.recipe_for_name(config.get("recipe"))
    graph = recipe.graph_config_for_recipe(config, {}, training_type=TrainingType.BOTH)
    validate(graph)
    with tempfile.TemporaryDirectory() as folder:
        storage = LocalModelStorage(Path(folder))
        context = ExecutionContext(graph_schema=graph.train_schema)
        runner = DaskGraphRunner.create(graph.train_schema, storage, context)
        runner.run(inputs={PLACEHOLDER_IMPORTER: importer})
        storage.create_model_package(out, graph, importer.get_domain())
