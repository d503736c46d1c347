"""The knowledge base as one object: the folder on disk, the index in memory, the confidence model."""

from __future__ import annotations

import contextlib
import dataclasses
import logging
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from kb_index.articles import Article, ArticleError, Language, parse, read_folder
from kb_index.cache import BATCH, VectorCache
from kb_index.calibration import Signals, Thresholds, any_helps
from kb_index.centring import ReferenceMeans
from kb_index.confidence import Confidence
from kb_index.encoder import Encoder, load_encoder
from kb_index.examples import Examples
from kb_index.index import Found, Hit, KnowledgeIndex
from kb_index.language import detect
from kb_index.meaning import Meaning
from kb_index.passages import Passage, split
from kb_index.settings import Settings
from kb_index.static import StaticEncoder
from kb_index.store import Store, file_name
from kb_index.suggest import Suggestions
from kb_index.synonym_file import SynonymFile
from kb_index.synonyms import Synonyms

logger = logging.getLogger(__name__)
# An import commits this often: what is done is searchable, and kept if the import is stopped.
COMMIT_EVERY_S = 10.0
# As many meanings as one clarifying question offers.
N_ASKED = 3
Report = Callable[[str, int, int], None]  # what, done, of how many


@dataclass(frozen=True, slots=True)
class Answer:
    """One answered question.

    Attributes:
        hits: Best first.
        chances: Of each hit, that it helps where none before it does.
        p_any: Chance that one of the hits that may be asked about helps.
        signals: What the first hit's chance follows from.
        thresholds: In force for this question.
        query_language: As told, or detected.
        model: Name of the confidence model that spoke: `own`, `alone` or `foreign`.
    """

    hits: tuple[Hit, ...]
    chances: tuple[float, ...]
    p_any: float
    signals: Signals
    thresholds: Thresholds
    query_language: Language
    model: str

    @property
    def p_helps(self) -> float:
        """Chance that the first hit helps; 0 without any."""
        return self.chances[0] if self.chances else 0.0


@dataclass(frozen=True, slots=True)
class Listing:
    """What an index holds at one moment. `checksums` are those of the articles' whole text, by id."""

    index_id: str
    generation: int
    articles: tuple[Article, ...]
    checksums: Mapping[str, str]


class Library:
    """One index folder, opened. Safe to use from several threads and processes.

    Args:
        settings: Where everything is.
        encoder: Instead of the one that the settings name.
        report: Told how far a long job is: encoding at the opening, and imports.
    """

    def __init__(self, settings: Settings, encoder: Encoder | None = None, report: Report | None = None) -> None:
        self._settings, self._report = settings, report or _silent
        self.encoder = encoder or load_encoder(settings.encoder, settings.cache_dir, threads=settings.encoder_threads)
        cache = VectorCache(settings.cache_dir, self.encoder)
        self._store = Store(settings.index_dir, self.encoder, cache)
        means = ReferenceMeans.load(cache)
        self.confidence = Confidence(settings)
        self._lock = threading.RLock()
        self.meaning = Meaning(self.encoder, cache, means, settings.examples_dir)
        table = StaticEncoder()
        self._examples = Examples(
            cache, means, table, settings.examples_dir, partial(self._report, "training questions")
        )
        self._index = KnowledgeIndex(self.encoder, table, means, self._examples)
        self._synonyms = SynonymFile(settings.index_dir / "synonyms.yml", settings.synonyms_file)
        self._index.synonyms = self._synonyms.current
        self._suggestions = Suggestions((), -1)
        self._checksums: dict[str, str] = {}
        self._ids: dict[str, str] = {}
        self.generation, self.index_id = 0, ""
        self._stamp = (0, 0, 0)
        with self._store.lock():
            self._open()

    def _open(self) -> None:
        """Bring memory in step with the articles on disk, and what is derived in step with them."""
        manifest = self._store.manifest()
        self._store.load_vectors(manifest)
        seen = {name: (checksum, text) for name, checksum, text in self._store.texts()}
        gone = [name for name in self._checksums if name not in seen]
        self._apply({name: pair for name, pair in seen.items() if self._checksums.get(name) != pair[0]}, gone)
        was_open = self.generation > 0
        self.generation, self.index_id = manifest.generation, manifest.index_id
        whole = (
            manifest.encoder == self.encoder.name
            and manifest.index_id != ""
            and manifest.articles == self._checksums
            and not self._store.unsaved(self._index.passage_keys())
        )
        if not whole and (self._checksums or manifest.generation or was_open):
            self._commit()
        self._stamp = self._store.stamp()

    def refresh(self) -> bool:
        """Take over what another process wrote; repair what was deleted. Cheap when nothing changed.

        Returns:
            Whether anything was done.
        """
        self.confidence.refresh()
        if self._synonyms.refresh():
            self._index.synonyms = self._synonyms.current
        if self._store.stamp() == self._stamp and self._store.intact():
            return False
        with self._lock:
            stamp, manifest = self._store.stamp(), self._store.manifest()
            if manifest.generation <= self.generation or not self._store.intact(manifest):
                with self._store.lock():
                    self._open()
                return True
            self._store.load_vectors(manifest)
            changed = {
                name: pair
                for name, pair in self._read(manifest.articles).items()
                if self._checksums.get(name) != pair[0]
            }
            self._apply(changed, [name for name in self._checksums if name not in manifest.articles])
            self.generation, self.index_id, self._stamp = manifest.generation, manifest.index_id, stamp
        return True

    def _read(self, wanted: Mapping[str, str]) -> dict[str, tuple[str, str]]:
        names = [name for name, checksum in wanted.items() if self._checksums.get(name) != checksum]
        return {name: (checksum, text) for name, checksum, text in self._store.texts(names)}

    def _apply(self, changed: Mapping[str, tuple[str, str]], gone: Iterable[str]) -> None:
        """Take articles, given as file name → (checksum, Markdown), into memory."""
        articles: dict[str, Article] = {}
        pieces: dict[str, list[Passage]] = {}
        for name, (checksum, text) in changed.items():
            self._checksums[name] = checksum
            try:
                articles[name] = parse(text)
                pieces[name] = split(articles[name])
            except ArticleError as error:
                logger.warning("article %s in the index cannot be read: %s", name, error)
        removed = [
            self._ids.pop(name)
            for name in [*gone, *(name for name in changed if name not in articles)]
            if name in self._ids
        ]
        for name in gone:
            self._checksums.pop(name, None)
        vectors = self._store.vectors(
            [passage for parts in pieces.values() for passage in parts], partial(self._report, "passages")
        )
        self._index.update(
            ((articles[name], parts, [vectors[p.key] for p in parts]) for name, parts in pieces.items()), removed
        )
        self._ids.update({name: article.article_id for name, article in articles.items()})

    def _commit(self) -> None:
        manifest = self._store.commit(self._checksums, self._index.passage_keys())
        self.generation, self.index_id = manifest.generation, manifest.index_id
        self._stamp = self._store.stamp()

    # Reading

    @property
    def n_articles(self) -> int:
        """Number of articles."""
        return self._index.n_articles

    @property
    def n_passages(self) -> int:
        """Number of searchable passages."""
        return self._index.n_passages

    def article(self, article_id: str) -> Article | None:
        """One article by id."""
        with self._lock:
            return self._index.article(article_id)

    def articles(self) -> list[Article]:
        """All articles, by id."""
        with self._lock:
            return self._index.articles()

    def listing(self) -> Listing:
        """All articles, by id, with their checksums and the generation they are of."""
        with self._lock:
            checksums = {article_id: self._checksums[name] for name, article_id in self._ids.items()}
            return Listing(self.index_id, self.generation, tuple(self._index.articles()), checksums)

    def related(self, article_id: str, *, k: int) -> list[Article]:
        """Articles in the same language that say the most alike, best first; none for an unknown id."""
        with self._lock:
            return self._index.related(article_id, k=k) if self._index.article(article_id) else []

    def suggest(self, typed: str, language: Language, *, k: int) -> list[Article]:
        """Public articles whose title or keywords begin with what is typed."""
        with self._lock:
            if self._suggestions.generation != self.generation:
                self._suggestions = Suggestions(self._index.articles(), self.generation)
            suggestions = self._suggestions
        return suggestions.of(typed, language, k)

    def translations(self, family: str) -> Mapping[Language, str]:
        """Article ids of a family by language."""
        with self._lock:
            return self._index.translations(family)

    def search(
        self, text: str, language: Language | None = None, *, k: int = 5, signals: Mapping[str, Any] | None = None
    ) -> Answer:
        """Answer one question.

        Args:
            text: The question; a long one is cut to the setting's length.
            language: Its language; detected when absent.
            k: Number of families.
            signals: Request signals by their contract's names.
        """
        text = text[: self._settings.max_text_chars]
        asked = language or detect(text)[0]
        with self._lock:
            return self._answer(text, asked, k, signals)

    def try_draft(self, draft: Article, text: str, language: Language | None = None, *, k: int = 5) -> Answer:
        """Answer a question as if a draft were published; nothing is written, and other searches do not see it.

        Args:
            draft: It counts as public, and instead of the article of its id.
            text: The question.
            language: Its language; detected when absent.
            k: Number of families.
        """
        text = text[: self._settings.max_text_chars]
        public = dataclasses.replace(draft, visibility="public")
        parts = split(public)
        vectors = self._store.vectors(parts)
        with self._lock, self._index.trial(public, parts, [vectors[part.key] for part in parts]):
            return self._answer(text, language or detect(text)[0], k, None)

    def _answer(self, text: str, asked: Language, k: int, signals: Mapping[str, Any] | None) -> Answer:
        topics = self._index.topics(request_topics(signals or {}))
        found: Found = self._index.search(text, asked, k=k, topics=topics)
        first = found.hits[0].article.family if found.hits else None
        is_topic = first is not None and self._index.is_topic(first)
        sent = {**(signals or {}), "topics": topics}
        merged = {**found.signals, **request_signals(sent, first, is_topic=is_topic)}
        model, thresholds = self.confidence.of(merged)
        chances = model.chances(merged, found.later) if found.hits else ()
        return Answer(
            found.hits, chances, any_helps(chances[:N_ASKED]), merged, thresholds, asked, model.name_of(merged)
        )

    @property
    def synonyms(self) -> Synonyms:
        """The synonyms in force."""
        return self._synonyms.current

    # Writing

    def put_synonyms(self, text: str) -> Synonyms:
        """Replace the index's synonyms; the next search uses them.

        Raises:
            SynonymsError: If the text cannot be used; nothing changes.
        """
        with self._store.lock():
            self._synonyms.write(text)
        self._index.synonyms = self._synonyms.current
        return self._synonyms.current

    def put(self, article: Article) -> int:
        """Add or replace one article; the next search sees it. Returns the generation."""
        return self.put_all([article])

    def put_all(self, articles: Iterable[Article]) -> int:
        """Add or replace articles; encoded before the lock is taken, committed in portions."""
        waiting = [(article, split(article)) for article in articles]
        total = sum(len(parts) for _, parts in waiting)
        done, committed_at = 0, time.monotonic()
        encoding: list[Passage] = []
        ready: list[Article] = []
        for number, (article, parts) in enumerate(waiting, start=1):
            encoding += parts
            ready.append(article)
            last = number == len(waiting)
            if last or len(encoding) >= BATCH:
                self._store.encode(encoding)
                self._examples.warm(ready)
                done += len(encoding)
                encoding.clear()
                self._report("passages", done, total)
                if last or time.monotonic() - committed_at > COMMIT_EVERY_S:
                    self._write(ready)
                    ready, committed_at = [], time.monotonic()
        return self.generation

    def change(self, articles: Iterable[Article], removed: Iterable[str] = ()) -> int:
        """Add, replace and remove articles in one commit; ids that are not there are no error."""
        fresh = list(articles)
        self._store.encode([passage for article in fresh for passage in split(article)])
        self._examples.warm(fresh)
        with self._lock:
            self._write(fresh, [article_id for article_id in removed if self._index.article(article_id)])
            return self.generation

    def _write(self, articles: Iterable[Article], removed: Iterable[str] = ()) -> None:
        with self._lock, self._store.lock():
            if self._store.stamp() != self._stamp:
                self._open()
            changed = {
                file_name(a.article_id): (self._store.write_text(a.article_id, a.markdown), a.markdown)
                for a in articles
            }
            for article_id in removed:
                self._store.remove_text(article_id)
            self._apply(changed, [file_name(article_id) for article_id in removed])
            self._commit()

    def delete(self, article_id: str) -> bool:
        """Remove one article. Returns whether it was there."""
        with self._lock:
            if self._index.article(article_id) is None:
                return False
            self._write([], [article_id])
            return True

    def import_folder(self, folder: Path) -> tuple[list[Article], list[tuple[Path, ArticleError]]]:
        """Add every article of a folder; bad files are returned with their error, the rest goes in."""
        good: dict[str, Article] = {}
        bad: list[tuple[Path, ArticleError]] = []
        for path, result in read_folder(folder):
            if isinstance(result, ArticleError):
                bad.append((path, result))
            elif result.article_id in good:
                bad.append(
                    (path, ArticleError("duplicate_id", f"id {result.article_id!r} stands in an earlier file too"))
                )
            else:
                good[result.article_id] = result
        if good:
            self.put_all(good.values())
        return list(good.values()), bad

    def name(self) -> None:
        """Give the index its name, also where it is empty: whoever follows it can then tell it from another."""
        with self._lock, self._store.lock():
            if not self.index_id:
                self._commit()

    def seed(self) -> None:
        """Fill an empty index from the seed folder, if there is one."""
        folder = self._settings.seed_dir
        if folder is None or self.n_articles or not folder.is_dir():
            return
        articles, bad = self.import_folder(folder)
        logger.info("index filled from %s: %d articles", folder, len(articles))
        for path, error in bad:
            logger.warning("%s: %s", path, error)


def request_topics(raw: Mapping[str, Any]) -> dict[str, float]:
    """The bot's probability by family or dialogue intent: the ranking where it was sent, else the one topic."""
    if raw.get("topics"):
        return {str(family): min(1.0, max(0.0, float(share))) for family, share in raw["topics"].items()}
    if raw.get("topic_family"):
        return {str(raw["topic_family"]): min(1.0, max(0.0, float(raw.get("intent_confidence", 0.0))))}
    return {}


_OF_TOPICS = {"intent_confidence", "intent_margin", "no_topic"}


def request_signals(raw: Mapping[str, Any], family: str | None, *, is_topic: bool = True) -> Signals:
    """The caller's signals as numbers; what it says of topics becomes what it says of the found family.

    Where no topic intent names the found family (`is_topic` false: an imported article) the bot could not have
    recognised it: its silence is no evidence and is left out.
    """
    signals: Signals = {}
    if not is_topic and family not in request_topics(raw):
        raw = {name: value for name, value in raw.items() if name not in {*_OF_TOPICS, "topic_family", "topics"}}
    for name, value in raw.items():
        if isinstance(value, (int, float)):
            with contextlib.suppress(OverflowError):
                signals[name] = float(value)
    if raw.get("topic_family") is not None:
        signals["topic_agrees"] = float(raw["topic_family"] == family)
    if "intent_confidence" in raw:
        signals["topic_share"] = request_topics(raw).get(family or "", 0.0)
    return signals


def _silent(what: str, done: int, total: int) -> None:
    """Nobody wants to know."""
