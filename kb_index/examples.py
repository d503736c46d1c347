"""Example questions per family: what people really ask, beside what articles say.

Articles explain; users complain. A question lies nearer to other users' questions than to the text
that answers them. Families that a topic intent names (`problem_x_y` ↔ family `x-y`) bring the
intent's training questions along, and any article, an imported one too, may carry `questions` of its own.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import yaml
from numpy.typing import NDArray

from kb_index.articles import LANGUAGES, Article, Language
from kb_index.cache import Progress, VectorCache
from kb_index.centring import ReferenceMeans, centre, reference_questions
from kb_index.encoder import Vectors
from kb_index.static import StaticEncoder

TOPIC_PREFIX = "problem_"  # of intents that name a family
# A family's score is the mean of its nearest questions: one alone may be a coincidence, so fewer count as none.
NEAREST = 3
_ENTITY = re.compile(r"\[([^\]]*)\](?:\([^)]*\)|\{[^}]*\})")


@dataclass(frozen=True, slots=True)
class _Block:
    """Questions from one place, their families row by row, and their vectors by either encoder."""

    families: tuple[str, ...]
    dense: Vectors
    table: Vectors


class Examples:
    """Example questions with their centred vectors: those of the topics, and those of articles, which come and go.

    Nearness is standardised over them and the reference questions: where few families have examples, these say
    how near a question is to any other.

    Args:
        cache: Encodes questions, and remembers them.
        means: Reference means for centring, made with the same encoder.
        table: The table of words.
        folder: Rasa NLU files with the topics' training questions; None for none.
        progress: Told how many of them are encoded.
    """

    def __init__(
        self,
        cache: VectorCache,
        means: ReferenceMeans,
        table: StaticEncoder,
        folder: Path | None = None,
        progress: Progress | None = None,
    ) -> None:
        self._cache, self._means, self._encoder = cache, means, table
        self._topics = self._block(_questions(folder) if folder and folder.is_dir() else (), progress)
        self._named = frozenset(self._topics.families)
        self._background = self._block(("", language, t) for language, ts in reference_questions().items() for t in ts)
        self._of_articles: dict[str, _Block] = {}
        self._take_stock()

    def _block(self, questions: Iterable[tuple[str, Language, str]], progress: Progress | None = None) -> _Block:
        rows = list(questions)
        texts = [text for _, _, text in rows]
        dense = self._cache.encode(texts, role="query", progress=progress)
        if rows:
            dense = centre(dense, np.stack([self._means.query[language] for _, language, _ in rows]))
        return _Block(tuple(family for family, _, _ in rows), dense, self._encoder.queries(texts))

    def fresh(self, *, topics: bool = True) -> Examples:
        """The topics' questions (or none) without any article's."""
        other = Examples(self._cache, self._means, self._encoder)
        if topics:
            other._topics, other._named = self._topics, self._named
            other._take_stock()
        return other

    def warm(self, articles: Iterable[Article]) -> None:
        """Encode articles' questions, so that `update` finds them known."""
        self._cache.encode([text for article in articles for text in article.questions], role="query")

    def update(self, added: Iterable[Article], removed: Iterable[str] = ()) -> None:
        """Take articles' questions in, and those of others out.

        Args:
            added: Articles; one of a known id is replaced, one that is not public counts as without questions.
            removed: Ids of articles, known or not.
        """
        gone = [self._of_articles.pop(article_id, None) for article_id in removed]
        changed = any(block is not None for block in gone)
        for article in added:
            changed |= self._of_articles.pop(article.article_id, None) is not None
            if article.questions and article.visibility == "public":
                rows = ((article.family, article.language, text) for text in article.questions)
                self._of_articles[article.article_id] = self._block(rows)
                changed = True
        if changed:
            self._take_stock()

    def _take_stock(self) -> None:
        blocks = [self._topics, *self._of_articles.values()]
        self._vectors = np.concatenate([block.dense for block in blocks])
        self._table = np.concatenate([block.table for block in blocks])
        families = np.array([family for block in blocks for family in block.families])
        rows = {family: np.flatnonzero(families == family) for family in sorted(set(families.tolist()))}
        self._rows = {family: of for family, of in rows.items() if len(of) >= NEAREST}

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
        dense = self._nearness(self._vectors @ query, self._background.dense @ query, present)
        words = self._nearness(self._table @ table, self._background.table @ table, present)
        return {family: (dense[family], words[family]) for family in present}

    def _nearness(
        self, similar: Vectors, background: Vectors, present: Mapping[str, NDArray[np.int64]]
    ) -> dict[str, float]:
        pool = np.concatenate([background, *(similar[rows] for rows in present.values())])
        mean, deviation = float(pool.mean()), max(float(pool.std()), 1e-6)
        return {
            family: (float(np.sort(similar[rows])[-NEAREST:].mean()) - mean) / deviation
            for family, rows in present.items()
        }

    def __contains__(self, family: object) -> bool:
        """Whether a topic intent, and so the bot, knows this family."""
        return family in self._named


def without_entities(line: str) -> str:
    """A training question without the marks of its entities."""
    return _ENTITY.sub(r"\1", line)


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
            if language in LANGUAGES and intent.startswith(TOPIC_PREFIX):
                family = intent.removeprefix(TOPIC_PREFIX).replace("_", "-")
                for line in str(block.get("examples", "")).splitlines():
                    if line.startswith("- "):
                        yield family, language, without_entities(line[2:]).strip()
