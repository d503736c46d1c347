"""Encoders: texts in, unit vectors out.

Two kinds behind one protocol: the bundled multilingual-e5-small as an 8-bit ONNX graph (the default: no torch in the
process), and any sentence-transformers model by name or folder.
"""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from kb_index import minilm, onnx_model

Vectors = NDArray[np.float32]
DEFAULT = "e5"
_MAX_TOKENS = 512
# What a question says stands in its beginning; a long paste must not hold everybody up.
_QUESTION_CHARS = 600
# Of a passage, 512 tokens are never more than this.
_PASSAGE_CHARS = 8000
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

    def knows(self, word: str) -> bool:
        """Whether a folded word has a place of its own in the vocabulary; False where that cannot be told."""


class E5Encoder:
    """multilingual-e5-small in 8 bits with ONNX Runtime.

    One text at a time: activations are quantised per run, so a text's vector does not depend on its neighbours.

    Args:
        folder: What `onnx_model.make` made.
        threads: Texts encoded at once when there are many; a single one takes one thread.
    """

    name = onnx_model.NAME

    def __init__(self, folder: Path, threads: int = 1) -> None:
        import onnxruntime
        from sentencepiece import SentencePieceProcessor

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        self._session: Any = onnxruntime.InferenceSession(
            str(folder / onnx_model.MODEL_FILE), options, providers=["CPUExecutionProvider"]
        )
        self._tokenizer: Any = SentencePieceProcessor(model_file=str(folder / onnx_model.TOKENIZER_FILE))
        self._threads = threads
        self.dim: int = self._session.get_outputs()[0].shape[1]

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Encode passages: (n, dim), rows of length 1; what goes beyond 512 tokens is left out."""
        return self._encode([f"passage: {text[:_PASSAGE_CHARS]}" for text in texts])

    def queries(self, texts: Sequence[str]) -> Vectors:
        """Encode questions: (n, dim), rows of length 1; what a question says stands in its first 600 characters."""
        return self._encode(["query: " + _RUN.sub(r"\1\1\1\1", text)[:_QUESTION_CHARS] for text in texts])

    def knows(self, word: str) -> bool:
        """Whether a folded word is one piece of the vocabulary."""
        return bool(self._tokenizer.piece_to_id(f"▁{word}") != self._tokenizer.unk_id())

    def _encode(self, texts: Sequence[str]) -> Vectors:
        if self._threads > 1 and len(texts) > 2 * self._threads:
            with ThreadPoolExecutor(self._threads) as pool:
                rows = list(pool.map(self._one, texts))
        else:
            rows = [self._one(text) for text in texts]
        return np.stack(rows) if rows else np.zeros((0, self.dim), dtype=np.float32)

    def _one(self, text: str) -> Vectors:
        # Lone surrogates have no UTF-8.
        clean = text.replace("\0", " ").encode("utf-8", "replace").decode()
        ids = [0, *self._tokenizer.encode(clean)[: _MAX_TOKENS - 2], 2]
        vector: Vectors = self._session.run(None, {"ids": np.array([ids], dtype=np.int64)})[0][0]
        return vector


class SentenceTransformerEncoder:
    """Any sentence-transformers model.

    Args:
        model: A name on the hub or a folder. Its own prompts `query` and `passage` (or `document`)
            are used where it has them.
        name: Identifies the vectors; by default the model.
    """

    def __init__(self, model: str, name: str | None = None) -> None:
        # Here, not at the top: torch costs 300 MB that the default encoder does not need.
        from sentence_transformers import SentenceTransformer

        self._model: Any = SentenceTransformer(model, device="cpu")
        self._lock = threading.Lock()
        self.name = name or (str(Path(model).resolve()) if Path(model).is_dir() else model)
        self.dim = len(self._model.encode("", show_progress_bar=False))

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Encode passages: (n, dim), rows of length 1."""
        return self._encode(texts, ("passage", "document"))

    def queries(self, texts: Sequence[str]) -> Vectors:
        """Encode questions: (n, dim), rows of length 1."""
        return self._encode(texts, ("query",))

    def knows(self, word: str) -> bool:
        """Models differ in their vocabularies' ways: none is asked."""
        return False

    def _encode(self, texts: Sequence[str], prompts: Sequence[str]) -> Vectors:
        prompt = next((self._model.prompts[name] for name in prompts if self._model.prompts.get(name)), None)
        with self._lock:
            vectors = self._model.encode(list(texts), prompt=prompt, normalize_embeddings=True, show_progress_bar=False)
        return np.asarray(vectors, dtype=np.float32).reshape(len(texts), self.dim)


def load_encoder(name: str, cache_dir: Path, *, threads: int = 1) -> Encoder:
    """Make the encoder that a setting names; the bundled one is made ready in `cache_dir` at its first use."""
    if name == DEFAULT:
        return E5Encoder(onnx_model.make(cache_dir), threads)
    if name == minilm.NAME:
        return SentenceTransformerEncoder(str(minilm.minilm(cache_dir)), name)
    return SentenceTransformerEncoder(name)


def all_cores() -> int:
    """Threads for jobs that nobody's question waits for."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
