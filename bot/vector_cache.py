"""Keeps the vectors of training examples between trainings.

Encoding is most of a training; a knowledge manager who corrects ten labels should not wait half a minute for the
other thousands.
"""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Vectors = dict[str, NDArray[np.float32]]


class VectorCache:
    """A file of texts and their vectors; unreadable, missing or of another encoder, it is empty."""

    def __init__(self, path: Path, encoder: str) -> None:
        self._path, self._encoder = path, encoder

    def read(self) -> Vectors:
        """All texts with their vectors, each (dim,)."""
        try:
            with np.load(self._path, allow_pickle=False) as stored:
                if str(stored["encoder"]) != self._encoder:
                    return {}
                return dict(zip(stored["texts"].tolist(), stored["vectors"], strict=True))
        except (OSError, ValueError, KeyError, zipfile.BadZipFile):
            return {}

    def write(self, vectors: Vectors) -> None:
        """Replace the file in one step, so that a reader never sees half of it."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        aside = self._path.with_name(f"{self._path.stem}.{os.getpid()}.npz")
        np.savez(
            aside,
            encoder=np.array(self._encoder),
            texts=np.array(list(vectors)),
            vectors=np.vstack(list(vectors.values())),
        )
        aside.replace(self._path)
