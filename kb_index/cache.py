"""Vectors by text, on disk: what was encoded once is never encoded again, whichever index asks.

One SQLite file in the cache folder, shared by all processes. It holds hashes and vectors, no text,
and may be deleted at any time. Users' questions never go in: only articles and training questions.
"""

from __future__ import annotations

import contextlib
import hashlib
import logging
import sqlite3
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Literal

import numpy as np

from kb_index.encoder import Encoder, Vectors

logger = logging.getLogger(__name__)
# At 1.5 KB a vector some 300 MB; the oldest go first.
MAX_VECTORS = 200_000
BATCH = 64  # texts encoded, and written, at once: what is done is kept when a run is stopped
_LOOKUP = 500  # keys in one SQL statement
Progress = Callable[[int, int], None]
Role = Literal["passage", "query"]


class VectorCache:
    """Encodes texts through a file of known vectors.

    A file that cannot be read or written costs time, never an answer: the texts are encoded.

    Args:
        folder: Where the file lies; made when absent.
        encoder: Makes what is missing; its name is part of every key.
    """

    def __init__(self, folder: Path, encoder: Encoder) -> None:
        self._path, self._encoder = folder / "vectors.sqlite3", encoder
        self._lock = threading.Lock()

    def encode(self, texts: Sequence[str], *, role: Role, progress: Progress | None = None) -> Vectors:
        """Vectors (n, dim) of texts, rows of length 1.

        Args:
            texts: What to encode.
            role: As which side of a search.
            progress: Told how many of the texts that had to be encoded are done.
        """
        keys = [self._key(text, role) for text in texts]
        known = self._read(keys)
        # Texts of one length together: a batch is padded to its longest.
        todo = sorted(
            {key: text for key, text in zip(keys, texts, strict=True) if key not in known}.items(),
            key=lambda pair: len(pair[1]),
        )
        encode = self._encoder.passages if role == "passage" else self._encoder.queries
        for start in range(0, len(todo), BATCH):
            batch = todo[start : start + BATCH]
            fresh = dict(zip((key for key, _ in batch), encode([text for _, text in batch]), strict=True))
            self._write(fresh)
            known.update(fresh)
            if progress:
                progress(start + len(batch), len(todo))
        return np.stack([known[key] for key in keys]) if keys else np.zeros((0, self._encoder.dim), dtype=np.float32)

    def remember(self, vectors: Mapping[str, Vectors], *, role: Role) -> None:
        """Take vectors (dim,) by text as known."""
        self._write({self._key(text, role): vector for text, vector in vectors.items()})

    def _key(self, text: str, role: Role) -> str:
        return hashlib.sha256("\0".join((self._encoder.name, role, text)).encode("utf-8", "replace")).hexdigest()[:32]

    @contextlib.contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            connection = sqlite3.connect(self._path, timeout=10)
            try:
                # A lost cache entry is no loss: no waiting for the disk.
                connection.execute("PRAGMA journal_mode = WAL")
                connection.execute("PRAGMA synchronous = OFF")
                connection.execute("CREATE TABLE IF NOT EXISTS vectors (key TEXT PRIMARY KEY, vector BLOB NOT NULL)")
                with connection:
                    yield connection
            finally:
                connection.close()

    def _read(self, keys: Sequence[str]) -> dict[str, Vectors]:
        found: dict[str, Vectors] = {}
        if not self._path.is_file():
            return found
        try:
            with self._connection() as connection:
                for start in range(0, len(keys), _LOOKUP):
                    part = list(keys[start : start + _LOOKUP])
                    marks = ",".join("?" * len(part))
                    rows = connection.execute(f"SELECT key, vector FROM vectors WHERE key IN ({marks})", part)
                    found.update((key, np.frombuffer(blob, dtype=np.float32)) for key, blob in rows)
        except sqlite3.DatabaseError as error:
            self._forget(error)
        return {key: vector for key, vector in found.items() if len(vector) == self._encoder.dim}

    def _write(self, vectors: dict[str, Vectors]) -> None:
        rows = [(key, np.ascontiguousarray(vector, dtype=np.float32).tobytes()) for key, vector in vectors.items()]
        try:
            with self._connection() as connection:
                connection.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?)", rows)
                connection.execute(
                    "DELETE FROM vectors WHERE rowid <= (SELECT MAX(rowid) FROM vectors) - ?", (MAX_VECTORS,)
                )
        except (sqlite3.DatabaseError, OSError) as error:
            self._forget(error)

    def _forget(self, error: Exception) -> None:
        """Drop a file that is damaged; one that is only busy or read-only stays."""
        logger.warning("vector cache %s: %s", self._path, error)
        if isinstance(error, sqlite3.DatabaseError) and not isinstance(error, sqlite3.OperationalError):
            for path in self._path.parent.glob(self._path.name + "*"):
                path.unlink(missing_ok=True)
