"""Example questions per family: what people really ask, beside what articles say.

Articles explain; users complain. A question lies nearer to other users' questions than to the text
that answers them. Families that a topic intent names (`problem_x_y` ↔ family `x-y`) bring the
intent's training questions along, so every label that a knowledge manager adds improves search too.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from pathlib import Path

import numpy as np
import yaml

from kb_index.articles import LANGUAGES, Language
from kb_index.cache import Progress, VectorCache
from kb_index.centring import ReferenceMeans, centre
from kb_index.encoder import Vectors

# A family's score is the mean of its nearest questions: one alone may be a coincidence.
NEAREST = 3
_ENTITY = re.compile(r"\[([^\]]*)\](?:\([^)]*\)|\{[^}]*\})")


class Examples:
    """Example questions with their centred vectors.

    Args:
        families: Family of each question.
        vectors: (n, dim), centred.
    """

    def __init__(self, families: list[str], vectors: Vectors) -> None:
        self._vectors = vectors
        named = np.array(families)
        self._rows = {family: np.flatnonzero(named == family) for family in sorted(set(families))}

    @classmethod
    def load(
        cls, folder: Path | None, cache: VectorCache, means: ReferenceMeans, progress: Progress | None = None
    ) -> Examples:
        """Read a folder of Rasa NLU files; a question whose text is known is not encoded again."""
        rows = list(_questions(folder)) if folder and folder.is_dir() else []
        raw = cache.encode([text for _, _, text in rows], role="query", progress=progress)
        if not rows:
            return cls([], raw)
        return cls(
            [family for family, _, _ in rows], centre(raw, np.stack([means.query[language] for _, language, _ in rows]))
        )

    def scores(self, query: Vectors, families: Collection[str]) -> dict[str, float]:
        """Standardised nearness of a centred query (dim,) to each family that has examples."""
        present = {family: rows for family, rows in self._rows.items() if family in families}
        if not present:
            return {}
        similar = self._vectors @ query
        pool = similar if len(present) == len(self._rows) else similar[np.concatenate(list(present.values()))]
        mean, deviation = float(pool.mean()), max(float(pool.std()), 1e-6)
        return {
            family: (float(np.sort(similar[rows])[-NEAREST:].mean()) - mean) / deviation
            for family, rows in present.items()
        }

    def __contains__(self, family: object) -> bool:
        """Whether a topic intent, and so the bot, knows this family."""
        return family in self._rows


def _questions(folder: Path) -> Iterator[tuple[str, Language, str]]:
    """(family, language, text) of every topic intent's examples."""
    for path in sorted(folder.glob("problem_*.yml")):
        try:
            blocks = yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]
        except (OSError, UnicodeDecodeError, yaml.YAMLError, KeyError, TypeError):
            continue  # the bot's own validation names the fault; search goes on without
        for block in blocks:
            language = (block.get("metadata") or {}).get("language")
            intent = str(block.get("intent", ""))
            if language in LANGUAGES and intent.startswith("problem_"):
                family = intent.removeprefix("problem_").replace("_", "-")
                for line in str(block.get("examples", "")).splitlines():
                    if line.startswith("- "):
                        yield family, language, _ENTITY.sub(r"\1", line[2:]).strip()
