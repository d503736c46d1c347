"""Language means: what a language's vectors have in common is the language, not the meaning.

Taking each language's mean out of its vectors is the cheapest gain in cross-language retrieval that
we measured (docs/decisions/0002). Passages and questions have different means. A question's mean
comes from a fixed set of reference questions, so that it needs neither labels nor the customer's
data; a passage's mean from the passages themselves, drawn to the reference texts' mean while there
are few.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from kb_index.articles import LANGUAGES, Language
from kb_index.encoder import Encoder, Vectors

REFERENCE = Path(__file__).parent / "reference_questions.json"
# Passages that the reference mean weighs: below this many its word counts more than the corpus's.
PRIOR_WEIGHT = 10


@dataclass(frozen=True)
class ReferenceMeans:
    """Mean vectors (dim,) of the reference questions, encoded as questions and as passages."""

    query: Mapping[Language, Vectors]
    passage: Mapping[Language, Vectors]

    @classmethod
    def load(cls, encoder: Encoder, cache_dir: Path) -> ReferenceMeans:
        """Encode the reference questions, or read the means that an earlier run kept in the cache."""
        source = REFERENCE.read_bytes()
        name = hashlib.sha256(encoder.name.encode() + source).hexdigest()[:16]
        cached = cache_dir / f"means-{name}.npz"
        try:
            with np.load(cached) as arrays:
                return cls(
                    {lang: arrays[f"query_{lang}"] for lang in LANGUAGES},
                    {lang: arrays[f"passage_{lang}"] for lang in LANGUAGES},
                )
        except (OSError, ValueError, KeyError, EOFError):
            pass  # absent or damaged: made again below
        texts = json.loads(source)
        means = cls(
            {lang: encoder.queries(texts[lang]).mean(axis=0) for lang in LANGUAGES},
            {lang: encoder.passages(texts[lang]).mean(axis=0) for lang in LANGUAGES},
        )
        cache_dir.mkdir(parents=True, exist_ok=True)
        fresh = cached.with_suffix(f".{id(means)}.tmp.npz")
        fresh_arrays: dict[str, Any] = {
            f"{role}_{lang}": getattr(means, role)[lang] for role in ("query", "passage") for lang in LANGUAGES
        }
        np.savez(fresh, **fresh_arrays)
        fresh.replace(cached)
        return means


def passage_mean(vectors: Vectors, prior: Vectors) -> Vectors:
    """A language's passage mean (dim,), drawn to `prior` (dim,) while there are few `vectors` (n, dim)."""
    mean: Vectors = (vectors.sum(axis=0) + PRIOR_WEIGHT * prior) / (len(vectors) + PRIOR_WEIGHT)
    return mean.astype(np.float32)


def centre(vectors: Vectors, mean: Vectors) -> Vectors:
    """Take a mean out and scale to length 1; works on (dim,) and (n, dim)."""
    moved = vectors - mean
    norm = np.linalg.norm(moved, axis=-1, keepdims=True)
    return np.asarray(moved / np.maximum(norm, 1e-6), dtype=np.float32)
