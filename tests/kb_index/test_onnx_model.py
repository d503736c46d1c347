from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import pytest

from kb_index.articles import Article, read_folder
from kb_index.encoder import E5Encoder, SentenceTransformerEncoder
from kb_index.onnx_model import MODEL_FILE, make
from kb_index.settings import ROOT
from kb_index.unpack import unpack

TEXTS = ["Mijn printer drukt niet meer af", "J'ai oublié mon mot de passe, à l'aide !", "0x80070005: access denied"]


def test_vectors_are_those_of_the_full_model(encoder: E5Encoder, cache_dir: Path) -> None:
    full = SentenceTransformerEncoder(str(unpack(cache_dir)))

    assert ((encoder.queries(TEXTS) * full.queries(TEXTS)).sum(axis=1) >= 0.99).all()
    assert ((encoder.passages(TEXTS) * full.passages(TEXTS)).sum(axis=1) >= 0.99).all()


def test_a_vector_does_not_depend_on_its_neighbours(cache_dir: Path) -> None:
    alone, together = E5Encoder(make(cache_dir)), E5Encoder(make(cache_dir), threads=2)

    vectors = together.queries([*TEXTS, "x" * 5000, "printer " * 300, *TEXTS])

    assert np.array_equal(vectors[:3], alone.queries(TEXTS))
    assert np.array_equal(vectors[:3], vectors[5:])
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


@pytest.mark.parametrize("text", ["", " ", "\0", "\ud800", "😀", "<mask>", "é" * 4000])
def test_any_text_has_a_vector(encoder: E5Encoder, text: str) -> None:
    for vectors in (encoder.queries([text]), encoder.passages([text])):
        assert vectors.shape == (1, encoder.dim)
        assert math.isclose(float(np.linalg.norm(vectors)), 1, abs_tol=1e-5)


def test_tokens_are_those_of_the_original_tokenizer(cache_dir: Path) -> None:
    from sentencepiece import SentencePieceProcessor
    from tokenizers import Tokenizer

    ours = SentencePieceProcessor(model_file=str(make(cache_dir) / "tokenizer.model"))
    original = Tokenizer.from_file(str(unpack(cache_dir) / "tokenizer.json"))
    lines = (ROOT / "data/calibration/questions.jsonl").read_text(encoding="utf-8").splitlines()
    texts = [json.loads(line)["text"] for line in lines]
    texts += [a.title for _, a in read_folder(ROOT / "data/articles") if isinstance(a, Article)]

    for text in [*texts, "ﬁche ½ Å", "мой принтер", "KB5034441 | 0x80070005", "a\tb\nc"]:
        assert [0, *ours.encode(text), 2] == original.encode(text).ids, text


def test_a_finished_folder_is_left_alone(cache_dir: Path) -> None:
    model = make(cache_dir) / MODEL_FILE
    before = model.stat().st_mtime_ns

    assert make(cache_dir) / MODEL_FILE == model
    assert model.stat().st_mtime_ns == before
