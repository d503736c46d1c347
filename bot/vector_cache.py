"""Keeps the vectors of training examples between trainings.

Encoding is most of a training; a knowledge manager who corrects ten labels should not wait half a minute for the
other thousands. Texts are kept as hashes: what a user wrote stands in the database alone, where it can be erased.
"""

from __future__ import annotations

import hashlib
import os
import zipfile
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Vectors = dict[str, NDArray[np.float32]]
_BYTES = 16


class VectorCache:
    """A file of hashed texts and their vectors; unreadable, missing or of another encoder, it is empty."""

    def __init__(self, path: Path, encoder: str) -> None:
        self._path, self._encoder = path, encoder

    def read(self, texts: Iterable[str]) -> Vectors:
        """Those of the texts that are known, with their vectors, each (dim,)."""
        try:
            with np.load(self._path, allow_pickle=False) as stored:
                if str(stored["encoder"]) != self._encoder:
                    return {}
                places = {key.tobytes(): place for place, key in enumerate(stored["keys"])}
                vectors = stored["vectors"]
                found = {text: places.get(_key(text)) for text in dict.fromkeys(texts)}
                return {text: vectors[place] for text, place in found.items() if place is not None}
        except (OSError, ValueError, KeyError, zipfile.BadZipFile):
            return {}

    def write(self, vectors: Vectors) -> None:
        """Replace the file in one step, so that a reader never sees half of it."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        aside = self._path.with_name(f"{self._path.stem}.{os.getpid()}.npz")
        np.savez(
            aside,
            encoder=np.array(self._encoder),
            keys=np.frombuffer(b"".join(map(_key, vectors)), dtype=np.uint8).reshape(-1, _BYTES),
            vectors=np.vstack(list(vectors.values())),
        )
        aside.replace(self._path)


def _key(text: str) -> bytes:
    return hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=_BYTES).digest()
