"""The index in memory: articles in, ranked families out."""

from __future__ import annotations

import contextlib
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from kb_index import fusion
from kb_index.articles import LANGUAGES, Article, Language
from kb_index.calibration import Signals
from kb_index.centring import ReferenceMeans, centre, passage_mean
from kb_index.dense import LanguageLists
from kb_index.encoder import Encoder, Vectors
from kb_index.examples import Examples
from kb_index.lexical import LexicalIndex, is_code, words
from kb_index.passages import Passage, split
from kb_index.query import Query, understand
from kb_index.signals import later_signals, search_signals
from kb_index.spelling import Speller
from kb_index.static import StaticEncoder
from kb_index.synonyms import Synonyms

# Passages that each list hands to fusion (the dense ones per language); a family has a handful of them.
DENSE_K, LEXICAL_K = 40, 100
RELATED_K = 60
# Means are taken again when a language's passages have grown or shrunk by this share.
RECENTRE_SHARE = 0.1
# What one deviation in all standardised lists adds to a total.
_SCORE_SCALE = fusion.DENSE_WEIGHT + fusion.TABLE_WEIGHT + fusion.EXAMPLES_WEIGHT + fusion.EXAMPLES_TABLE_WEIGHT


@dataclass(frozen=True, slots=True)
class Hit:
    """One family that answers a question.

    Attributes:
        article: In the asked language where the family has it, else the version that matched.
        passage: The passage to show; of that article.
        score: 0..1, falls with the rank, comparable between questions.
        fallback: Whether the article is not in the asked language.
        named: Whether an intent speaks for the family.
    """

    article: Article
    passage: Passage
    score: float
    fallback: bool
    named: bool


@dataclass(frozen=True, slots=True)
class Found:
    """The answer to one search: hits, best first, the signals of the first, and those of each after it."""

    hits: tuple[Hit, ...]
    signals: Signals
    later: tuple[Signals, ...] = ()


@dataclass(slots=True)
class _Entry:
    article: Article
    rows: list[int]
    keys: tuple[str, ...]


@dataclass(slots=True)
class _Near:
    """A family's best passages: deviations by either list, and the passage that is best by both."""

    dense: float
    table: float
    cosine: float
    together: float
    row: int


class KnowledgeIndex:
    """Articles, their passages, and the lists over them. Not thread-safe: callers lock.

    Args:
        encoder: Makes the query vectors; passage vectors come in ready-made.
        table: Makes the vectors of the table of words.
        means: Reference means for centring, made with the same encoder.
        examples: Example questions, for families that have some.
    """

    def __init__(self, encoder: Encoder, table: StaticEncoder, means: ReferenceMeans, examples: Examples) -> None:
        self._encoder, self._table, self._reference, self._examples = encoder, table, means, examples
        self._entries: dict[str, _Entry] = {}
        self._families: dict[str, dict[Language, str]] = {}
        self._passages: dict[int, Passage] = {}
        self._family_of: dict[int, str] = {}
        self._n_topics = 0
        self._intents: dict[str, frozenset[str]] = {}
        self._raw: dict[int, Vectors] = {}
        self._rows: dict[Language, set[int]] = {language: set() for language in LANGUAGES}
        self._next_row = 0
        self._titles: dict[int, frozenset[str]] = {}
        self._dense, self._static = LanguageLists(encoder.dim), LanguageLists(table.dim)
        self._lexical = LexicalIndex()
        self._speller = Speller(lambda word: table.knows(word) or encoder.knows(word))
        self.synonyms = Synonyms()
        self._means: dict[Language, Vectors] = {}
        self._centred_at: dict[Language, int] = {}
        self._keeps_means = False

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
        gone = list(removed)
        for article_id in gone:
            self._drop(article_id)
        texts: dict[int, str] = {}
        fresh: dict[Language, list[int]] = {language: [] for language in LANGUAGES}
        taken: list[Article] = []
        for article, passages, vectors in added:
            if article.article_id in self._entries:
                self._drop(article.article_id)
            rows = []
            if article.visibility == "public":
                for passage, vector in zip(passages, vectors, strict=True):
                    row, self._next_row = self._next_row, self._next_row + 1
                    self._passages[row], self._raw[row], texts[row] = passage, vector, passage.encoded
                    self._family_of[row] = article.family
                    named = f"{article.title}\n{passage.heading}\n{' '.join(article.keywords)}"
                    self._titles[row] = frozenset(words(named))
                    rows.append(row)
            taken.append(article)
            self._rows[article.language].update(rows)
            fresh[article.language] += rows
            self._entries[article.article_id] = _Entry(article, rows, tuple(p.key for p in passages))
            self._families.setdefault(article.family, {})[article.language] = article.article_id
        self._examples.update(taken, gone)
        self._intents = self._named_by()
        self._n_topics = sum(map(self.is_topic, self._families))
        self._lexical.add(texts)
        for language in LANGUAGES:
            rows = [row for row in fresh[language] if row in self._passages]
            self._speller.add(language, [texts[row] for row in rows])
            self._recentre(language, rows)
            self._static[language].add(rows, self._table.passages([texts[row] for row in rows]))

    @contextlib.contextmanager
    def trial(self, article: Article, passages: Sequence[Passage], vectors: Sequence[Vectors]) -> Iterator[None]:
        """Have an article count for as long as the block lasts; afterwards everything is as it was."""
        entry = self._entries.get(article.article_id)
        before = [] if entry is None else [self._taken_out(entry)]
        means, centred_at = dict(self._means), dict(self._centred_at)
        self._keeps_means = True
        try:
            self.update([(article, passages, vectors)])
            yield
        finally:
            self.update(before, [] if before else [article.article_id])
            self._keeps_means, self._means, self._centred_at = False, means, centred_at

    def _taken_out(self, entry: _Entry) -> tuple[Article, list[Passage], list[Vectors]]:
        """An article as `update` takes it; one that is not searchable needs no vectors."""
        rows = entry.rows
        passages = [self._passages[row] for row in rows] or split(entry.article)
        nothing = np.zeros(self._encoder.dim, dtype=np.float32)
        return entry.article, passages, [self._raw[row] for row in rows] or [nothing] * len(passages)

    def _drop(self, article_id: str) -> None:
        entry = self._entries.pop(article_id)
        family = self._families[entry.article.family]
        if family.get(entry.article.language) == article_id:
            del family[entry.article.language]
        if not family:
            del self._families[entry.article.family]
        language = entry.article.language
        self._dense[language].remove(entry.rows)
        self._static[language].remove(entry.rows)
        self._lexical.remove(entry.rows)
        self._speller.remove(language, [self._passages[row].encoded for row in entry.rows])
        for row in entry.rows:
            del self._passages[row], self._raw[row], self._titles[row], self._family_of[row]
        self._rows[language].difference_update(entry.rows)

    def _recentre(self, language: Language, fresh: Sequence[int]) -> None:
        """Add fresh rows with the mean in force, or take the mean again when much has changed."""
        rows = self._rows[language]
        before = self._centred_at.get(language, 0)
        is_near = abs(len(rows) - before) <= RECENTRE_SHARE * before
        if language in self._means and (is_near or self._keeps_means):
            if fresh:
                self._dense[language].add(
                    fresh, centre(np.stack([self._raw[row] for row in fresh]), self._means[language])
                )
            return
        known = set(fresh)
        self._dense[language].remove([row for row in rows if row not in known])
        ordered = sorted(rows)
        vectors = (
            np.stack([self._raw[row] for row in ordered])
            if ordered
            else np.zeros((0, self._encoder.dim), dtype=np.float32)
        )
        self._means[language] = passage_mean(vectors, self._reference.passage[language])
        self._centred_at[language] = len(rows)
        self._dense[language].add(ordered, centre(vectors, self._means[language]))

    def search(self, text: str, language: Language, *, k: int = 5, topics: Mapping[str, float] | None = None) -> Found:
        """Families that answer a question, best first.

        Args:
            text: The question.
            language: Its language, in which articles are shown where they exist.
            k: Number of families.
            topics: The bot's probability, 0..1, by the family that a topic names; unknown families are ignored.
        """
        if not self._passages or not text.strip():
            return Found((), {})
        asked = understand(text, language, self._speller, self.synonyms)
        meant = {term: self._lexical.best(term, asked.variants) for term in asked.terms}
        query = centre(self._encoder.queries([text])[0], self._reference.query[language])
        by_table = self._table.queries([asked.text])[0]
        lexical = self._lexical_rows(asked, meant)
        near = self._near(query, by_table, language, lexical)
        examples = self._examples.scores(query, by_table, self._families)
        named = {family: share for family, share in (topics or {}).items() if self._is_searchable(family)}
        worst = (min(n.dense for n in near.values()), min(n.table for n in near.values()))
        candidates = {}
        for family in near.keys() | named.keys():
            found, words_found = near.get(family), lexical.get(family, (0.0, 0.0, 0.0, 0))
            candidates[family] = fusion.Lists(
                *((found.dense, found.table) if found else worst),
                *words_found[:3],
                same_language=language in self._families[family],
                examples=examples.get(family),
                topic=named.get(family, 0.0),
            )
        n_named = self._n_topics + sum(not self.is_topic(family) for family in named)
        known = n_named / max(1, len(self._families))
        fused = fusion.keep_in_reach(fusion.combine(candidates, known=known), self.is_topic)
        hits = [
            self._hit(
                family, near[family].row if family in near else self._first_row(family), language, scores.total, query
            )
            for family, scores in fused[:k]
        ]
        top = fused[0][0]
        signals = search_signals(
            fused,
            language=language,
            cosine=near[top].cosine if top in near else 0.0,
            unknown=self._lexical.unknown(list(meant.values())),
            n_words=len(meant),
            n_passages=len(self._passages),
            fallback=hits[0].fallback,
        )
        later = tuple(later_signals(fused[0][1], scores) for _, scores in fused[1:k])
        return Found(tuple(hits), signals, later)

    def related(self, article_id: str, *, k: int) -> list[Article]:
        """Other families' articles in the same language that say the most alike, best first.

        Args:
            article_id: Must exist; one that is not public is like nothing.
            k: Number of articles.
        """
        entry = self._entries[article_id]
        if not entry.rows:
            return []
        language = entry.article.language
        own = centre(np.stack([self._raw[row] for row in entry.rows]), self._means[language]).mean(axis=0)
        found: dict[str, str] = {}
        for row, _ in self._dense[language].search(
            own / max(float(np.linalg.norm(own)), 1e-9), RELATED_K + len(entry.rows)
        ):
            family = self._family_of[row]
            if family != entry.article.family:
                found.setdefault(family, self._passages[row].article_id)
        return [self._entries[found_id].article for found_id in list(found.values())[:k]]

    def _near(
        self,
        query: Vectors,
        by_table: Vectors,
        language: Language,
        lexical: Mapping[str, tuple[float, float, float, int]],
    ) -> dict[str, _Near]:
        """What the vectors say of every family that some list found."""
        rows: dict[Language, set[int]] = {spoken: set() for spoken in LANGUAGES}
        for spoken in LANGUAGES:
            rows[spoken].update(row for row, _ in self._dense[spoken].search(query, DENSE_K))
            rows[spoken].update(row for row, _ in self._static[spoken].search(by_table, DENSE_K))
        for *_, row in lexical.values():
            rows[self._entries[self._passages[row].article_id].article.language].add(row)
        some = {spoken: sorted(found) for spoken, found in rows.items() if found}
        dense, table = self._dense.deviations(query, some), self._static.deviations(by_table, some)
        near: dict[str, _Near] = {}
        for row, (z, cosine) in dense.items():
            family, (tz, _) = self._family_of[row], table[row]
            weights = fusion.passage_weights(same_language=language in self._families[family])
            together = weights[0] * z + weights[1] * tz
            best = near.setdefault(family, _Near(z, tz, cosine, together, row))
            best.dense, best.table, best.cosine = max(best.dense, z), max(best.table, tz), max(best.cosine, cosine)
            if together > best.together:
                best.together, best.row = together, row
        return near

    def is_topic(self, family: str) -> bool:
        """Whether an intent speaks for this family; of others the bot can say nothing."""
        return family in self._examples or any(family in families for families in self._intents.values())

    def topics(self, said: Mapping[str, float]) -> dict[str, float]:
        """The bot's probabilities by family: what it says of a dialogue intent counts for each that the intent names."""
        named = dict(said)
        for intent, families in self._intents.items():
            named |= {family: max(named.get(family, 0.0), said.get(intent, 0.0)) for family in families}
        return named

    def _named_by(self) -> dict[str, frozenset[str]]:
        named: dict[str, set[str]] = defaultdict(set)
        for entry in self._entries.values():
            if entry.article.intent is not None:
                named[entry.article.intent].add(entry.article.family)
        return {intent: frozenset(families) for intent, families in named.items()}

    def _is_searchable(self, family: str) -> bool:
        return any(self._entries[article_id].rows for article_id in self.translations(family).values())

    def _first_row(self, family: str) -> int:
        return next(row for article_id in self.translations(family).values() for row in self._entries[article_id].rows)

    def _lexical_rows(self, asked: Query, meant: Mapping[str, str]) -> dict[str, tuple[float, float, float, int]]:
        """Per family: best lexical score, best share in a title, best share of exact names (0..1), and best row.

        Args:
            asked: The question.
            meant: By its terms, the term that some row holds.
        """
        rows, scores = self._lexical.scores(asked.terms, asked.variants)
        weights = {term: self._lexical.weight(best) for term, best in meant.items()}
        worth = {term: {term: 1.0, **asked.variants.get(term, {})} for term in asked.terms}
        # BM25 saturates: a term adds at most its weight, so the sum of the weights bounds the score.
        ceiling = sum(weights.values()) or 1.0
        codes = {term: weight for term, weight in weights.items() if is_code(term) and self._lexical.frequency(term)}
        code_ceiling = sum(codes.values()) or 1.0
        best: dict[str, tuple[float, float, float, int]] = {}
        order = np.argsort(-scores)[:LEXICAL_K]
        for row, score in zip(rows[order].tolist(), scores[order].tolist(), strict=True):
            family, titled = self._family_of[row], self._titles[row]
            in_it = {
                term: max((w for other, w in worth[term].items() if other in titled), default=0.0) for term in weights
            }
            title = sum(weight * in_it[term] for term, weight in weights.items()) / ceiling
            exact = sum(weight for term, weight in codes.items() if self._lexical.contains(row, term)) / code_ceiling
            text, in_title, names, first = best.get(family, (min(1.0, score / ceiling), 0.0, 0.0, row))
            best[family] = (text, max(in_title, title), max(names, exact), first)
        return best

    def _hit(self, family: str, row: int, language: Language, total: float, query: Vectors) -> Hit:
        article_id = self.translations(family).get(language)
        shown = self._entries[self._passages[row].article_id]
        if article_id is not None and article_id != shown.article.article_id and self._entries[article_id].rows:
            shown = self._entries[article_id]
            vectors = centre(np.stack([self._raw[r] for r in shown.rows]), self._means[language])
            row = shown.rows[int(np.argmax(vectors @ query))]
        # 0.5 where the lists agree on three deviations: there a clear hit begins.
        score = 1 / (1 + math.exp(-max(-30.0, min(30.0, total / _SCORE_SCALE - 3.0))))
        is_fallback = shown.article.language != language
        return Hit(shown.article, self._passages[row], score, is_fallback, self.is_topic(family))
