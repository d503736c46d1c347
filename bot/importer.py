"""Keeps held-out data out of training."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from rasa.shared.importers.rasa import RasaFileImporter

_HELD_OUT = {"test", "dev"}


class HeldOutAwareImporter(RasaFileImporter):
    """Rasa's file importer, without what lies in a `test` or `dev` folder below the folders it was given.

    `rasa train` reads all of `data/`; `data/test/` and `data/dev/` are there too and must never be trained
    on. Named themselves (`rasa test nlu --nlu data/test/nlu`) they are read.
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


def without_held_out(files: Iterable[str], given: Iterable[str]) -> list[str]:
    """Files that do not lie in a folder called `test` or `dev` below one of the given folders."""
    roots = [Path(path).resolve() for path in given]

    def is_held_out(file: str) -> bool:
        path = Path(file).resolve()
        inside = [root for root in roots if path.is_relative_to(root)]
        return bool(inside) and all(_HELD_OUT & set(path.relative_to(root).parts[:-1]) for root in inside)

    return [file for file in files if not is_held_out(file)]
