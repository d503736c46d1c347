"""The archives of trained models, and the file that tells the bot at its start which to serve."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
import tarfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from webchat.settings import Settings

NO_ROOM = (errno.ENOSPC, errno.EDQUOT)
_METADATA = "metadata.json"


class Damaged(Exception):
    """A file that is no whole model archive."""


@dataclass(frozen=True, slots=True)
class Archive:
    """What a model's file says of itself. `model_id` is what the bot calls it while it serves it."""

    model_id: str
    digest: str
    bytes: int


class ModelFiles:
    """Archives by name; the shipped one lies where set-up puts it."""

    def __init__(self, settings: Settings) -> None:
        self._folder = (settings.models_dir or settings.data_dir / "models").resolve()
        self._shipped = settings.shipped_model.resolve()
        self._serving = settings.serving_file or settings.data_dir / "serving.json"

    def path(self, name: str, *, is_shipped: bool) -> Path:
        """Return where a model lies."""
        return self._shipped if is_shipped else self._folder / f"{name}.tar.gz"

    def adopt(self, made: Path, name: str) -> Path:
        """Move what a job has made to where models lie; a second time changes nothing.

        Raises:
            OSError: There is no room for it.
        """
        target = self.path(name, is_shipped=False)
        self._folder.mkdir(parents=True, exist_ok=True)
        if made.exists():
            aside = target.with_suffix(".part")
            try:
                shutil.move(made, aside)  # the two may lie on different disks
                os.replace(aside, target)
            finally:
                aside.unlink(missing_ok=True)
        return target

    def remove(self, name: str) -> None:
        """Delete a trained model."""
        self.path(name, is_shipped=False).unlink(missing_ok=True)

    def point_to(self, paths: Sequence[Path]) -> None:
        """Have the bot serve the first of these that it can load, from its next start on."""
        text = json.dumps({"serve": [str(path) for path in paths]}, indent=1)
        if self._serving.is_file() and self._serving.read_text("utf-8") == text:
            return
        aside = self._serving.with_suffix(".tmp")
        aside.write_text(text, "utf-8")
        os.replace(aside, self._serving)


def look_into(path: Path) -> Archive:
    """Read a model's archive; blocks for some tenths of a second.

    Raises:
        FileNotFoundError: There is none.
        Damaged: It cannot be read to its end, or does not say what it is.
    """
    size, digest = path.stat().st_size, digest_of(path)
    try:
        with tarfile.open(path) as archive:
            found = None
            for member in archive:  # to the end: a file that was cut off is found out here
                if os.path.basename(member.name) == _METADATA and (file := archive.extractfile(member)):
                    found = json.load(file)
        model_id = found["model_id"] if isinstance(found, dict) else None
    except (tarfile.TarError, EOFError, OSError, zlib.error, ValueError, KeyError) as error:
        raise Damaged(type(error).__name__) from error
    if not isinstance(model_id, str):
        raise Damaged("no model id")
    return Archive(model_id, digest, size)


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file.

    Raises:
        OSError: It cannot be read.
    """
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
