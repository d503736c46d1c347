"""The serving encoder: multilingual-e5-small as an ONNX graph in 8 bits, and its tokenizer as a SentencePiece model.

Made once from the bundled weights (`bundled.py`); run by kb_index and by the bot. Word embeddings keep their 4 bits,
so the graph's are those of the weights; the layers' weights become 8 bits per output channel, and
activations are quantised as they come. Four times as fast as the C engine that the weights come with, and no worse
at finding (docs/decisions/0007).
"""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kb_index.bundled import BLOCK, Weights, bundled_tokenizer, bundled_weights

# Names the vectors: change it whenever they change.
NAME = "e5-small-int8"
MODEL_FILE, TOKENIZER_FILE = "encoder.onnx", "tokenizer.model"
_FUSED = "com.microsoft"  # ONNX Runtime's own operators
_SELF = ("query", "key", "value")
# Piece types of a SentencePiece model; a text that spells `<mask>` is still a text.
_NORMAL, _UNKNOWN, _CONTROL = 1, 2, 3
_SPECIAL = {"<s>": _CONTROL, "<pad>": _CONTROL, "</s>": _CONTROL, "<mask>": _CONTROL, "<unk>": _UNKNOWN}


def make(cache_dir: Path) -> Path:
    """Make the encoder's folder, unless an earlier run finished it.

    Returns:
        The folder, with `encoder.onnx` (inputs `ids` (1, n) int64 with `<s>` = 0 first and `</s>` = 2 last; output
        `vector` (1, 384), of length 1) and `tokenizer.model`.
    """
    folder = cache_dir / NAME
    if (folder / MODEL_FILE).is_file():  # written last
        return folder
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder / TOKENIZER_FILE, tokenizer_model(bundled_tokenizer()))
    _write(folder / MODEL_FILE, _Graph(bundled_weights()).model())
    return folder


def tokenizer_model(path: Path) -> bytes:
    """A Hugging Face Unigram tokenizer.json as a serialised SentencePiece model: a tenth of the memory, equal ids."""
    from sentencepiece import sentencepiece_model_pb2 as proto

    source = json.loads(path.read_bytes())
    model: Any = proto.ModelProto()  # type: ignore[attr-defined]  # generated at import
    for text, score in source["model"]["vocab"]:
        model.pieces.add(piece=text, score=score, type=_SPECIAL.get(text, _NORMAL))
    trainer, normaliser = model.trainer_spec, model.normalizer_spec
    trainer.model_type, trainer.unk_id = 1, source["model"]["unk_id"]
    trainer.bos_id, trainer.pad_id, trainer.eos_id = 0, 1, 2
    steps = source["normalizer"].get("normalizers", [source["normalizer"]])
    charsmap = next(step["precompiled_charsmap"] for step in steps if step["type"] == "Precompiled")
    normaliser.name, normaliser.precompiled_charsmap = "nmt_nfkc", base64.b64decode(charsmap)
    normaliser.add_dummy_prefix = normaliser.remove_extra_whitespaces = normaliser.escape_whitespaces = True
    return bytes(model.SerializeToString())


def _write(path: Path, content: bytes) -> None:
    fresh = path.with_suffix(".tmp")
    fresh.write_bytes(content)
    fresh.replace(path)


class _Graph:
    """Builds the graph node by node; `onnx` is needed here only, not to run it."""

    def __init__(self, weights: Weights) -> None:
        self._config, self._weights = weights.config, weights
        self._nodes: list[Any] = []
        self._constants: list[Any] = []

    def model(self) -> bytes:
        """The serialised model."""
        from onnx import TensorProto, helper

        x = self._embeddings()
        for number in range(self._config["num_hidden_layers"]):
            x = self._layer(number, x)
        pooled = self._node("ReduceMean", [x, self._constant("tokens", np.array([1]))], "pooled", keepdims=0)
        self._node("LpNormalization", [pooled], "vector", axis=-1, p=2)
        graph = helper.make_graph(
            self._nodes,
            NAME,
            [helper.make_tensor_value_info("ids", TensorProto.INT64, [1, "n"])],
            [helper.make_tensor_value_info("vector", TensorProto.FLOAT, [1, self._config["hidden_size"]])],
            self._constants,
        )
        opsets = [helper.make_opsetid("", 20), helper.make_opsetid(_FUSED, 1)]
        return bytes(helper.make_model(graph, opset_imports=opsets, ir_version=9).SerializeToString())

    def _constant(self, name: str, value: NDArray[Any]) -> str:
        from onnx import numpy_helper

        self._constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def _node(self, operator: str, inputs: Sequence[str], output: str, **attributes: Any) -> str:
        from onnx import helper

        domain = _FUSED if operator in _FUSED_OPERATORS else ""
        self._nodes.append(helper.make_node(operator, inputs, [output], domain=domain, **attributes))
        return output

    def _tensor(self, name: str) -> NDArray[np.float32]:
        return self._weights.tensors[name]

    def _embeddings(self) -> str:
        """Word + position + type; the words' 4-bit blocks are expanded for the question's tokens only."""
        node, constant = self._node, self._constant
        hidden = self._config["hidden_size"]
        node("Gather", [constant("word_nibbles", self._weights.word_nibbles), "ids"], "packed")
        blocks = constant("block_shape", np.array([0, 0, hidden // BLOCK, BLOCK // 2]))
        node("Reshape", ["packed", blocks], "bytes")
        node("BitwiseAnd", ["bytes", constant("low_bits", np.array(15, dtype=np.uint8))], "low")
        node("BitShift", ["bytes", constant("four", np.array(4, dtype=np.uint8))], "high", direction="RIGHT")
        node("Concat", ["low", "high"], "nibbles", axis=3)
        node("Cast", ["nibbles"], "unsigned", to=1)
        node("Sub", ["unsigned", constant("eight", np.array(8, dtype=np.float32))], "steps")
        node("Gather", [constant("word_scales", self._weights.word_scales), "ids"], "half_scales")
        node("Cast", ["half_scales"], "scales", to=1)
        node("Unsqueeze", ["scales", constant("last", np.array([3]))], "block_scales")
        node("Mul", ["steps", "block_scales"], "scaled")
        node("Reshape", ["scaled", constant("word_shape", np.array([0, 0, hidden]))], "words")
        positions = self._tensor("embeddings.position_embeddings.weight")
        typed = positions + self._tensor("embeddings.token_type_embeddings.weight")[0]
        node("Shape", ["ids"], "length", start=1, end=2)
        node("Slice", [constant("positions", typed), constant("start", np.array([0])), "length"], "places")
        node("Add", ["words", "places"], "embedded")
        norm = [self._norm("embeddings.LayerNorm", kind) for kind in ("weight", "bias")]
        return node("LayerNormalization", ["embedded", *norm], "x0", epsilon=self._config["layer_norm_eps"])

    def _layer(self, number: int, x: str) -> str:
        name = f"encoder.layer.{number}."
        own = {part: f"{name}attention.self.{part}" for part in _SELF}
        joined = [
            np.concatenate([self._tensor(f"{own[part]}.{kind}") for part in _SELF]) for kind in ("weight", "bias")
        ]
        qkv = self._product(x, f"{name}qkv", joined[0])
        heads = [f"{name}{part}" for part in _SELF]
        from onnx import helper

        self._nodes.append(helper.make_node("Split", [qkv], heads, axis=2, num_outputs=3))
        attended = self._node(
            "MultiHeadAttention",
            [*heads, self._constant(f"{name}qkv.bias", joined[1])],
            f"{name}attended",
            num_heads=self._config["num_attention_heads"],
        )
        y = self._close(f"{name}attention.output", attended, x)
        inner = self._product(y, f"{name}inner", self._tensor(f"{name}intermediate.dense.weight"))
        bias = self._constant(f"{name}inner.bias", self._tensor(f"{name}intermediate.dense.bias"))
        return self._close(f"{name}output", self._node("BiasGelu", [inner, bias], f"{name}gelu"), y)

    def _close(self, name: str, x: str, residual: str) -> str:
        """Dense, bias, residual, normalisation."""
        dense = self._product(x, f"{name}.product", self._tensor(f"{name}.dense.weight"))
        norm = [self._norm(f"{name}.LayerNorm", kind) for kind in ("weight", "bias")]
        bias = self._constant(f"{name}.dense.bias", self._tensor(f"{name}.dense.bias"))
        return self._node(
            "SkipLayerNormalization",
            [dense, residual, *norm, bias],
            f"{name}.normalised",
            epsilon=self._config["layer_norm_eps"],
        )

    def _norm(self, name: str, kind: str) -> str:
        return self._constant(f"{name}.{kind}", self._tensor(f"{name}.{kind}"))

    def _product(self, x: str, name: str, weight: NDArray[np.float32]) -> str:
        """Product of x and weightᵀ, with weights (out, in) in 8 bits, one scale per output channel."""
        scale = np.maximum(np.abs(weight).max(axis=1), 1e-12) / 127
        levels = np.round(weight / scale[:, None]).astype(np.int8).T
        inputs = [
            self._constant(f"{name}.levels", levels),
            self._constant(f"{name}.scales", scale.astype(np.float32)),
            self._constant(f"{name}.zeros", np.zeros(len(weight), dtype=np.int8)),
        ]
        return self._node("DynamicQuantizeMatMul", [x, *inputs], name)


_FUSED_OPERATORS = {"MultiHeadAttention", "BiasGelu", "SkipLayerNormalization", "DynamicQuantizeMatMul"}
