"""The index in memory: articles in, ranked families out."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from kb_index import fusion
from kb_index.articles import LANGUAGES, Article, Language
from kb_index.calibration import Signals
from kb_index.centring import ReferenceMeans, centre, passage_mean
from kb_index.dense import DenseIndex
from kb_index.encoder import Encoder, Vectors
from kb_index.examples import Examples
from kb_index.lexical import LexicalIndex, is_code, words
from kb_index.passages import Passage

# Passages that the dense list hands to fusion; a family has a handful, so this is some dozens of families.
DENSE_K = 200
# Means are taken again when a language's passages have grown or shrunk by this share.
RECENTRE_SHARE = 0.1
# What one deviation in both standardised lists adds to a total.
_SCORE_SCALE = 1 + fusion.EXAMPLES_WEIGHT


@dataclass(frozen=True, slots=True)
class Hit:
    """One family that answers a question.

    Attributes:
        article: In the asked language where the family has it, else the version that matched.
        passage: The passage to show; of that article.
        score: 0..1, falls with the rank, comparable between questions.
        fallback: Whether the article is not in the asked language.
    """

    article: Article
    passage: Passage
    score: float
    fallback: bool


@dataclass(frozen=True, slots=True)
class Found:
    """The answer to one search: hits, best first, and the signals of the first."""

    hits: tuple[Hit, ...]
    signals: Signals


@dataclass(slots=True)
class _Entry:
    article: Article
    rows: list[int]
    keys: tuple[str, ...]


class KnowledgeIndex:
    """Articles, their passages, and the two lists over them. Not thread-safe: callers lock.

    Args:
        encoder: Makes the query vectors; passage vectors come in ready-made.
        means: Reference means for centring, made with the same encoder.
        examples: Example questions, for families that have some.
    """

    def __init__(self, encoder: Encoder, means: ReferenceMeans, examples: Examples) -> None:
        self._encoder, self._reference, self._examples = encoder, means, examples
        self._entries: dict[str, _Entry] = {}
        self._families: dict[str, dict[Language, str]] = {}
        self._passages: dict[int, Passage] = {}
        self._raw: dict[int, Vectors] = {}
        self._rows: dict[Language, set[int]] = {language: set() for language in LANGUAGES}
        self._next_row = 0
        self._dense = DenseIndex(encoder.dim)
        self._lexical = LexicalIndex()
        self._means: dict[Language, Vectors] = {}
        self._centred_at: dict[Language, int] = {}

    @property
    def n_articles(self) -> int:
        """Number of articles, drafts included."""
        return len(self._entries)

    @property
    def n_passages(self) -> int:
        """Number of searchable passages."""
        return len(self._passages)

    def article(self, article_id: str) -> Article | None:
        """One article by id."""
        entry = self._entries.get(article_id)
        return entry.article if entry else None

    def articles(self) -> list[Article]:
        """All articles, by id."""
        return [self._entries[article_id].article for article_id in sorted(self._entries)]

    def passage_keys(self) -> set[str]:
        """Keys of all passages, drafts included."""
        return {key for entry in self._entries.values() for key in entry.keys}

    def translations(self, family: str) -> Mapping[Language, str]:
        """Article ids of a family by language, in the order nl, fr, en; empty when unknown."""
        known = self._families.get(family, {})
        return {language: known[language] for language in LANGUAGES if language in known}

    def update(
        self, added: Iterable[tuple[Article, Sequence[Passage], Sequence[Vectors]]], removed: Iterable[str] = ()
    ) -> None:
        """Replace and remove articles; the next search sees it.

        Args:
            added: Article, its passages and their raw vectors, (dim,) each. Replaces an article of the
                same id. Only public articles become searchable.
            removed: Ids that must exist.
        """
        for article_id in removed:
            self._drop(article_id)
        texts: dict[int, str] = {}
        fresh: dict[Language, list[int]] = {language: [] for language in LANGUAGES}
        for article, passages, vectors in added:
            if article.article_id in self._entries:
                self._drop(article.article_id)
            rows = []
            if article.visibility == "public":
                for passage, vector in zip(passages, vectors, strict=True):
                    row, self._next_row = self._next_row, self._next_row + 1
                    self._passages[row], self._raw[row], texts[row] = passage, vector, passage.encoded
                    rows.append(row)
            self._rows[article.language].update(rows)
            fresh[article.language] += rows
            self._entries[article.article_id] = _Entry(article, rows, tuple(p.key for p in passages))
            self._families.setdefault(article.family, {})[article.language] = article.article_id
        self._lexical.add(texts)
        self._lexical.refresh()
        for language in LANGUAGES:
            self._recentre(language, [row for row in fresh[language] if row in self._passages])

    def _drop(self, article_id: str) -> None:
        entry = self._entries.pop(article_id)
        family = self._families[entry.article.family]
        if family.get(entry.article.language) == article_id:
            del family[entry.article.language]
        if not family:
            del self._families[entry.article.family]
        language = entry.article.language
        self._dense.remove([row for row in entry.rows if row in self._rows[language]])
        self._lexical.remove(entry.rows)
        for row in entry.rows:
            del self._passages[row], self._raw[row]
        self._rows[language].difference_update(entry.rows)

    def _recentre(self, language: Language, fresh: Sequence[int]) -> None:
        """Add fresh rows with the mean in force, or take the mean again when much has changed."""
        rows = self._rows[language]
        before = self._centred_at.get(language, 0)
        if language in self._means and abs(len(rows) - before) <= RECENTRE_SHARE * before:
            if fresh:
                self._dense.add(fresh, centre(np.stack([self._raw[row] for row in fresh]), self._means[language]))
            return
        known = set(fresh)
        self._dense.remove([row for row in rows if row not in known])
        ordered = sorted(rows)
        vectors = (
            np.stack([self._raw[row] for row in ordered])
            if ordered
            else np.zeros((0, self._encoder.dim), dtype=np.float32)
        )
        self._means[language] = passage_mean(vectors, self._reference.passage[language])
        self._centred_at[language] = len(rows)
        self._dense.add(ordered, centre(vectors, self._means[language]))

    def search(self, text: str, language: Language, *, k: int = 5, topics: Mapping[str, float] | None = None) -> Found:
        """Families that answer a question, best first.

        Args:
            text: The question.
            language: Its language, in which articles are shown where they exist.
            k: Number of families.
            topics: The bot's probability, 0..1, by the family that a topic names; unknown families are ignored.
        """
        terms = list(dict.fromkeys(words(text)))
        if not self._passages or not text.strip():
            return Found((), {})
        query = centre(self._encoder.queries([text])[0], self._reference.query[language])
        mean, deviation = self._dense.moments(query)
        nearest = self._dense.search(query, DENSE_K)
        dense: dict[str, tuple[float, float, int]] = {}
        for row, cosine in nearest:
            family = self._family(row)
            if family not in dense:
                dense[family] = ((cosine - mean) / max(deviation, 1e-6), cosine, row)
        lexical, codes, lexical_rows = self._lexical_families(terms)
        floor = min((z for z, _, _ in dense.values()), default=0.0)
        examples = self._examples.scores(query, self._families)
        named = {family: share for family, share in (topics or {}).items() if self._is_searchable(family)}
        fused = fusion.combine(
            {family: z for family, (z, _, _) in dense.items()},
            lexical,
            codes,
            examples,
            named,
            floor=floor,
            known=sum(self.is_topic(f) or f in named for f in self._families) / max(1, len(self._families)),
        )
        hits = []
        for family, scores in fused[:k]:
            row = dense[family][2] if family in dense else lexical_rows.get(family, self._first_row(family))
            hits.append(self._hit(family, row, language, scores, query))
        return Found(tuple(hits), self._signals(terms, fused, dense, lexical, hits[0]))

    def is_topic(self, family: str) -> bool:
        """Whether a topic intent names this family; of others the bot can say nothing."""
        return family in self._examples

    def _is_searchable(self, family: str) -> bool:
        return any(self._entries[article_id].rows for article_id in self.translations(family).values())

    def _first_row(self, family: str) -> int:
        return next(row for article_id in self.translations(family).values() for row in self._entries[article_id].rows)

    def _family(self, row: int) -> str:
        return self._entries[self._passages[row].article_id].article.family

    def _lexical_families(self, terms: Sequence[str]) -> tuple[dict[str, float], dict[str, float], dict[str, int]]:
        """Best lexical score (0..1), share of exact names, and best row, per family."""
        rows, scores = self._lexical.scores(terms)
        weights = {term: self._lexical.weight(term) for term in terms}
        # BM25 saturates: a term adds at most its weight, so the sum of the weights bounds the score.
        ceiling = sum(weights.values()) or 1.0
        code_weights = {
            term: weight for term, weight in weights.items() if is_code(term) and self._lexical.frequency(term)
        }
        best: dict[str, float] = {}
        names: dict[str, float] = {}
        best_rows: dict[str, int] = {}
        order = np.argsort(-scores)[:DENSE_K]
        for row, score in zip(rows[order].tolist(), scores[order].tolist(), strict=True):
            family = self._family(row)
            if family not in best:
                best[family], best_rows[family] = min(1.0, score / ceiling), row
            if code_weights:
                share = sum(w for term, w in code_weights.items() if self._lexical.contains(row, term)) / sum(
                    code_weights.values()
                )
                names[family] = max(names.get(family, 0.0), share)
        return best, names, best_rows

    def _hit(self, family: str, row: int, language: Language, scores: fusion.Fused, query: Vectors) -> Hit:
        article_id = self.translations(family).get(language)
        shown = self._entries[self._passages[row].article_id]
        if article_id is not None and article_id != shown.article.article_id and self._entries[article_id].rows:
            shown = self._entries[article_id]
            vectors = centre(np.stack([self._raw[r] for r in shown.rows]), self._means[language])
            row = shown.rows[int(np.argmax(vectors @ query))]
        # 0.5 where the lists agree on three deviations: there a clear hit begins.
        score = 1 / (1 + math.exp(-max(-30.0, min(30.0, scores.total / _SCORE_SCALE - 3.0))))
        return Hit(shown.article, self._passages[row], score, shown.article.language != language)

    def _signals(
        self,
        terms: Sequence[str],
        fused: Sequence[tuple[str, fusion.Fused]],
        dense: Mapping[str, tuple[float, float, int]],
        lexical: Mapping[str, float],
        first: Hit,
    ) -> Signals:
        top, scores = fused[0]
        weights = [(self._lexical.weight(term), self._lexical.frequency(term)) for term in terms]
        total = sum(weight for weight, _ in weights) or 1.0
        others = sorted((z for family, (z, _, _) in dense.items() if family != top), reverse=True)
        return {
            "dense_z": scores.dense,
            "dense_margin": scores.dense - (others[0] if others else 0.0),
            "examples": scores.examples,
            "examples_margin": scores.examples - max((pair[1].examples for pair in fused[1:]), default=0.0),
            "cosine": dense[top][1] if top in dense else 0.0,
            "lexical": scores.lexical,
            "unknown": sum(weight for weight, count in weights if count == 0) / total,
            "agreement": float(
                bool(lexical)
                and max(lexical, key=lambda f: lexical[f]) == max(dense, key=lambda f: dense[f][0], default="")
            ),
            "margin": scores.text - max((pair[1].text for pair in fused[1:]), default=0.0),
            "length": math.log1p(len(terms)),
            "fallback": float(first.fallback),
        }
