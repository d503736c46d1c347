"""Sentence vectors: multilingual-e5-small in 8 bits, the same files that the knowledge index runs.

`python -m kb_index setup --encoder-only` makes them (kb_index/onnx_model.py); `make setup` does so before training.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.vector_cache import Vectors

_MAX_TOKENS = 512


class EncoderMissing(FileNotFoundError):
    """The encoder's files are not there; the message says how to make them."""


@lru_cache(maxsize=1)
def encoder(folder: Path) -> E5Encoder:
    """The encoder of a folder, one for all models of this process: it takes 120 MB.

    Raises:
        EncoderMissing: If one of the files is not there.
    """
    return E5Encoder(folder)


class E5Encoder:
    """Makes one unit vector of a sentence. Safe to call from several threads.

    Args:
        folder: Holds `encoder.onnx` and `tokenizer.model`; its name is the encoder's, and changes with the vectors.

    Raises:
        EncoderMissing: If one of the files is not there.
    """

    def __init__(self, folder: Path) -> None:
        import onnxruntime
        from sentencepiece import SentencePieceProcessor

        files = folder / "encoder.onnx", folder / "tokenizer.model"
        for file in files:
            if not file.is_file():
                raise EncoderMissing(
                    f"{file} is missing: run `python -m kb_index setup --encoder-only` (or `make setup`)"
                )
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        self._session: Any = onnxruntime.InferenceSession(str(files[0]), options, providers=["CPUExecutionProvider"])
        self._tokenizer: Any = SentencePieceProcessor(model_file=str(files[1]))
        self.name = folder.name
        self._known: Vectors = {}

    @contextmanager
    def knowing(self, vectors: Vectors) -> Iterator[None]:
        """For a while, texts whose vectors are known are not encoded again."""
        self._known = vectors
        try:
            yield
        finally:
            self._known = {}

    def queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Encode sentences as questions: (n, 384), rows of length 1; a row does not depend on the others."""
        known = self._known
        return np.vstack([known[text] if text in known else self._one(f"query: {text}") for text in texts])

    def _one(self, text: str) -> NDArray[np.float32]:
        clean = text.replace("\0", " ").encode("utf-8", "replace").decode()
        ids = [0, *self._tokenizer.encode(clean)[: _MAX_TOKENS - 2], 2]
        vector: NDArray[np.float32] = self._session.run(None, {"ids": np.array([ids], dtype=np.int64)})[0][0]
        return vector
