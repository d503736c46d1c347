"""Reads training data once and fast, and keeps held-out data out of it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml
from rasa.shared.core.domain import Domain
from rasa.shared.core.training_data.structures import StoryGraph
from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.training_data.formats.rasa_yaml import RasaYAMLReader
from rasa.shared.nlu.training_data.training_data import TrainingData

_HELD_OUT = {"test", "dev"}
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class HeldOutAwareImporter(RasaFileImporter):
    """Rasa's file importer, without what lies in a `test` or `dev` folder below the folders it was given.

    `rasa train` reads all of `data/`; `data/test/` and `data/dev/` are there too and must never be trained
    on. Named themselves (`rasa test nlu --nlu data/test/nlu`) they are read.

    NLU files are read with the C parser, once: Rasa's own way (a parser in Python, a schema, a copy and a new set of
    all examples for each file that joins) takes twenty times as long.
    """

    def __init__(
        self,
        config_file: str | None = None,
        domain_path: str | None = None,
        training_data_paths: list[str] | str | None = None,
    ) -> None:
        super().__init__(config_file, domain_path, training_data_paths)
        given = [training_data_paths] if isinstance(training_data_paths, str) else training_data_paths or []
        for name in ("_nlu_files", "_story_files"):  # where Rasa's importer keeps what it found
            setattr(self, name, without_held_out(getattr(self, name), given))
        self._read: TrainingData | None = None
        self._stories: StoryGraph | None = None
        self._domain: Domain | None = None

    def get_nlu_data(self, language: str | None = "en") -> TrainingData:
        """All examples, synonyms, patterns and lookups."""
        if any(not str(file).endswith((".yml", ".yaml")) for file in self._nlu_files):
            return super().get_nlu_data(language)
        if self._read is None:
            self._read = read_nlu(sorted(self._nlu_files))
        return self._read

    def get_domain(self) -> Domain:
        """The domain; a training asks for it seven times."""
        if self._domain is None:
            self._domain = super().get_domain()
        return self._domain

    def get_stories(self, exclusion_percentage: int | None = None) -> StoryGraph:
        """All stories and rules; a training asks for them three times."""
        if exclusion_percentage:
            return super().get_stories(exclusion_percentage)
        if self._stories is None:
            self._stories = super().get_stories()
        return self._stories


def read_nlu(files: Iterable[str]) -> TrainingData:
    """Read Rasa NLU files in YAML."""
    reader: Any = RasaYAMLReader()  # its own lists collect over all files
    for file in files:
        reader.filename = file
        content = yaml.load(Path(file).read_text(encoding="utf-8"), Loader=_LOADER) or {}
        reader._parse_nlu(content.get("nlu"))
    return TrainingData(reader.training_examples, reader.entity_synonyms, reader.regex_features, reader.lookup_tables)


def without_held_out(files: Iterable[str], given: Iterable[str]) -> list[str]:
    """Files that do not lie in a folder called `test` or `dev` below one of the given folders."""
    roots = [Path(path).resolve() for path in given]

    def is_held_out(file: str) -> bool:
        path = Path(file).resolve()
        inside = [root for root in roots if path.is_relative_to(root)]
        return bool(inside) and all(_HELD_OUT & set(path.relative_to(root).parts[:-1]) for root in inside)

    return [file for file in files if not is_held_out(file)]
