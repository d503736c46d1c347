"""Example questions per family: what people really ask, beside what articles say.

Articles explain; users complain. A question lies nearer to other users' questions than to the text
that answers them. Families that a topic intent names (`problem_x_y` ↔ family `x-y`) bring the
intent's training questions along, so every label that a knowledge manager adds improves search too.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

import numpy as np
import yaml
from numpy.typing import NDArray

from kb_index.articles import LANGUAGES, Language
from kb_index.cache import Progress, VectorCache
from kb_index.centring import ReferenceMeans, centre
from kb_index.encoder import Vectors
from kb_index.static import StaticEncoder

# A family's score is the mean of its nearest questions: one alone may be a coincidence.
NEAREST = 3
_ENTITY = re.compile(r"\[([^\]]*)\](?:\([^)]*\)|\{[^}]*\})")


class Examples:
    """Example questions with their centred vectors.

    Args:
        families: Family of each question.
        vectors: (n, dim), centred.
        table: (n, dim) by the table of words.
    """

    def __init__(self, families: list[str], vectors: Vectors, table: Vectors) -> None:
        self._vectors, self._table = vectors, table
        named = np.array(families)
        self._rows = {family: np.flatnonzero(named == family) for family in sorted(set(families))}

    @classmethod
    def load(
        cls,
        folder: Path | None,
        cache: VectorCache,
        means: ReferenceMeans,
        table: StaticEncoder,
        progress: Progress | None = None,
    ) -> Examples:
        """Read a folder of Rasa NLU files; a question whose text is known is not encoded again."""
        rows = list(_questions(folder)) if folder and folder.is_dir() else []
        texts = [text for _, _, text in rows]
        raw = cache.encode(texts, role="query", progress=progress)
        if rows:
            raw = centre(raw, np.stack([means.query[language] for _, language, _ in rows]))
        return cls([family for family, _, _ in rows], raw, table.queries(texts))

    def scores(self, query: Vectors, table: Vectors, families: Collection[str]) -> dict[str, tuple[float, float]]:
        """Standardised nearness of a question to each family that has examples.

        Args:
            query: Its centred vector (dim,).
            table: Its vector (dim,) by the table of words.
            families: Those that are asked for.
        """
        present = {family: rows for family, rows in self._rows.items() if family in families}
        if not present:
            return {}
        dense, words = self._nearness(self._vectors @ query, present), self._nearness(self._table @ table, present)
        return {family: (dense[family], words[family]) for family in present}

    def _nearness(self, similar: Vectors, present: Mapping[str, NDArray[np.int64]]) -> dict[str, float]:
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
