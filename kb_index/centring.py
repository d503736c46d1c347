"""Language means: what a language's vectors have in common is the language, not the meaning.

Taking each language's mean out of its vectors is the cheapest gain in cross-language retrieval that
we measured (docs/decisions/0002). Passages and questions have different means. A question's mean
comes from a fixed set of reference questions, so that it needs neither labels nor the customer's
data; a passage's mean from the passages themselves, drawn to the reference texts' mean while there
are few.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from kb_index.articles import LANGUAGES, Language
from kb_index.cache import VectorCache
from kb_index.encoder import Vectors

REFERENCE = Path(__file__).parent / "reference_questions.json"
# Passages that the reference mean weighs: below this many its word counts more than the corpus's.
PRIOR_WEIGHT = 10


@dataclass(frozen=True)
class ReferenceMeans:
    """Mean vectors (dim,) of the reference questions, encoded as questions and as passages."""

    query: Mapping[Language, Vectors]
    passage: Mapping[Language, Vectors]

    @classmethod
    def load(cls, cache: VectorCache) -> ReferenceMeans:
        """Encode the reference questions; the cache knows them from the second time on."""
        texts = reference_questions()
        return cls(
            {language: cache.encode(texts[language], role="query").mean(axis=0) for language in LANGUAGES},
            {language: cache.encode(texts[language], role="passage").mean(axis=0) for language in LANGUAGES},
        )


def reference_questions() -> dict[Language, list[str]]:
    """Questions to a helpdesk by language, nobody's data: what a question is like whatever it asks."""
    texts: dict[Language, list[str]] = json.loads(REFERENCE.read_bytes())
    return texts


def passage_mean(vectors: Vectors, prior: Vectors) -> Vectors:
    """A language's passage mean (dim,), drawn to `prior` (dim,) while there are few `vectors` (n, dim)."""
    mean: Vectors = (vectors.sum(axis=0) + PRIOR_WEIGHT * prior) / (len(vectors) + PRIOR_WEIGHT)
    return mean.astype(np.float32)


def centre(vectors: Vectors, mean: Vectors) -> Vectors:
    """Take a mean out and scale to length 1; works on (dim,) and (n, dim)."""
    moved = vectors - mean
    norm = np.linalg.norm(moved, axis=-1, keepdims=True)
    return np.asarray(moved / np.maximum(norm, 1e-6), dtype=np.float32)
