"""What short texts have in common, whatever their language: groups of a meaning, and the examples next to one.

Users' questions come here. Their vectors are kept in memory for as long as the process lives and never reach the disk;
those of the training questions, which are nobody's, come from the vector cache.
"""

from __future__ import annotations

import threading
from collections import Counter, OrderedDict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
import yaml
from numpy.typing import NDArray

from kb_index.articles import LANGUAGES, Language
from kb_index.cache import VectorCache
from kb_index.centring import ReferenceMeans, centre
from kb_index.encoder import Encoder, Vectors
from kb_index.examples import TOPIC_PREFIX, without_entities

# Mean likeness within a group: the cosine, and how much the training questions call both the same topic. On data/dev and the
# calibration questions, B-cubed precision · recall .97 · .45 and .84 · .58 (the second counted as if no two questions without an
# article were alike); .96 · .32 and .81 · .51 where half of the topics are new. The cosine alone reaches a recall of .15 and .42.
SAME_MEANING = 0.44
_VOTERS = 3  # a topic is as near as its nearest three training questions on average
_SHARP = 0.03  # softmax temperature among topics
_MOST = 2.0  # the same words, of a topic beyond doubt
_UNNAMED, _NAMED = 0.3, 0.5  # nearness of the best topic below which it says nothing, and from which it counts wholly
# Mean likeness with the nearest two reports of an incident. On data/dev, six reports of a topic in any language: one in 200
# questions about something else comes over it, and half of those about the same.
SAME_REPORT = 0.31
_NEAREST = 2
_KEPT = 20_000  # vectors in memory: 30 MB
_BATCH = 16
_ROWS = 512


class Text(NamedTuple):
    """A text with the name its sender gave it."""

    id: str
    text: str
    language: Language


class Labelled(NamedTuple):
    """A text that is known to mean something; without `id` it came with the bot."""

    id: str | None
    text: str
    language: Language
    intent: str


@dataclass(frozen=True, slots=True)
class Confusion:
    """Two intents whose examples lie among each other.

    Attributes:
        a: The one.
        b: The other.
        n: Examples of either whose nearest other example belongs to the other intent.
        of: Examples of both.
        samples: Some of these, each with that neighbour: the one's text first.
    """

    a: str
    b: str
    n: int
    of: int
    samples: tuple[tuple[str, str], ...]


class Meaning:
    """Compares short texts by meaning. Safe to use from several threads.

    Args:
        encoder: Of questions.
        cache: For the training questions.
        means: Reference means, made with the same encoder.
        folder: Rasa NLU files with the training questions; None for none.
    """

    def __init__(self, encoder: Encoder, cache: VectorCache, means: ReferenceMeans, folder: Path | None) -> None:
        self._encoder, self._cache, self._means, self._folder = encoder, cache, means, folder
        self._known: OrderedDict[tuple[str, str], Vectors] = OrderedDict()
        self._lock, self._loading = threading.Lock(), threading.Lock()
        self._base: tuple[tuple[Labelled, ...], Vectors] | None = None

    def clusters(self, texts: Sequence[Text]) -> list[list[str]]:
        """Groups of texts that mean the same, the largest first, texts alone included; ids in the order given.

        Args:
            texts: At most some thousands: time and memory grow with the square.
        """
        vectors = self.vectors(texts)
        topics = self._topics(vectors)
        labels = groups(vectors @ vectors.T + topics @ topics.T, SAME_MEANING)
        found: dict[int, list[str]] = {}
        for text, label in zip(texts, labels, strict=True):
            found.setdefault(label, []).append(text.id)
        return sorted(found.values(), key=len, reverse=True)

    def alike(self, text: Text, groups: Mapping[str, Sequence[Text]]) -> dict[str, float]:
        """How like each group of texts a text is: its mean cosine with the nearest two; a group without any is left out."""
        flat = [each for group in groups.values() for each in group]
        similar = self.vectors(flat) @ self.vectors([text])[0]
        found, start = {}, 0
        for name, group in groups.items():
            nearest = np.sort(similar[start : start + len(group)])[-_NEAREST:]
            start += len(group)
            if len(group):
                found[name] = float(nearest.mean())
        return found

    def neighbours(
        self, texts: Sequence[Text], examples: Sequence[Labelled], k: int
    ) -> dict[str, list[tuple[Labelled, float]]]:
        """The examples nearest to each text, by its id, nearest first, each with its cosine.

        Args:
            texts: Whose neighbours.
            examples: Labelled ones beside those that the bot came with.
            k: How many.
        """
        known, vectors = self._with_base(examples)
        if not texts or not known:
            return {text.id: [] for text in texts}
        similar = self.vectors(texts) @ vectors.T
        nearest = np.argsort(-similar, axis=1, kind="stable")[:, :k]
        return {
            text.id: [(known[row], float(scores[row])) for row in rows]
            for text, rows, scores in zip(texts, nearest.tolist(), similar, strict=True)
        }

    def confusions(self, examples: Sequence[Labelled], intents: Collection[str]) -> list[Confusion]:
        """Pairs of intents, one of them among `intents`, whose examples lie among each other; the worst first."""
        known, vectors = self._with_base(examples)
        rows = [row for row, example in enumerate(known) if example.intent in intents]
        crossed: dict[tuple[str, str], list[tuple[str, str]]] = {}
        for start in range(0, len(rows), _ROWS):
            part = rows[start : start + _ROWS]
            similar = vectors[part] @ vectors.T
            similar[np.arange(len(part)), part] = -1.0
            for row, other in zip(part, similar.argmax(axis=1).tolist(), strict=True):
                mine, its = known[row], known[other]
                if mine.intent != its.intent:
                    a, b = sorted((mine, its), key=lambda example: example.intent)
                    crossed.setdefault((a.intent, b.intent), []).append((a.text, b.text))
        size = Counter(example.intent for example in known)
        found = [Confusion(a, b, len(pairs), size[a] + size[b], tuple(pairs[:3])) for (a, b), pairs in crossed.items()]
        return sorted(found, key=lambda one: (-one.n / one.of, one.a, one.b))

    def vectors(self, texts: Sequence[Text] | Sequence[Labelled]) -> Vectors:
        """Centred vectors (n, dim) of texts: without what their language has in common."""
        keys = [(text.language, text.text) for text in texts]
        with self._lock:
            known = {key: self._known[key] for key in keys if key in self._known}
        todo = [key for key in dict.fromkeys(keys) if key not in known]
        for start in range(0, len(todo), _BATCH):
            batch = todo[start : start + _BATCH]
            fresh = self._encoder.queries([text for _, text in batch])
            means = np.stack([self._means.query[language] for language, _ in batch])
            known.update(zip(batch, centre(fresh, means), strict=True))
        with self._lock:
            for key in keys:
                self._known[key] = known[key]
                self._known.move_to_end(key)
            while len(self._known) > _KEPT:
                self._known.popitem(last=False)
        return np.stack([known[key] for key in keys]) if keys else np.zeros((0, self._encoder.dim), dtype=np.float32)

    def _topics(self, vectors: Vectors) -> Vectors:
        """Which topic of the training questions each text (n, dim) is about (n, n topics); a row of zeros: none that is known."""
        known, base = self._with_base([])
        rows_of: dict[str, list[int]] = {}
        for row, example in enumerate(known):
            if example.intent.startswith(TOPIC_PREFIX):
                rows_of.setdefault(example.intent, []).append(row)
        if not rows_of or not len(vectors):
            return np.zeros((len(vectors), 1), dtype=np.float32)
        near = np.stack([_nearness(vectors @ base[rows].T) for rows in rows_of.values()], axis=1)
        best = near.max(axis=1, keepdims=True)
        shares = np.exp((near - best) / _SHARP)
        sure = np.clip((best - _UNNAMED) / (_NAMED - _UNNAMED), 0.0, 1.0)
        return np.asarray(sure * shares / shares.sum(axis=1, keepdims=True), dtype=np.float32)

    def _with_base(self, examples: Sequence[Labelled]) -> tuple[list[Labelled], Vectors]:
        with self._loading:
            if self._base is None:
                self._base = self._load()
        known, vectors = self._base
        return [*known, *examples], np.concatenate([vectors, self.vectors(examples)]) if examples else vectors

    def _load(self) -> tuple[tuple[Labelled, ...], Vectors]:
        rows = tuple(_training_questions(self._folder)) if self._folder and self._folder.is_dir() else ()
        vectors = self._cache.encode([row.text for row in rows], role="query")
        return rows, centre(vectors, np.stack([self._means.query[row.language] for row in rows])) if rows else vectors


def _nearness(similar: Vectors) -> Vectors:
    """Mean of the largest few of each row (n, m)."""
    n = min(_VOTERS, similar.shape[1])
    return np.asarray(np.partition(similar, -n, axis=1)[:, -n:].mean(axis=1), dtype=np.float32)


def groups(likeness: Vectors, threshold: float) -> list[int]:
    """The group of each text by their likeness (n, n), at most 2: average linkage, cut at `threshold`.

    Source: Sokal & Michener, "A statistical method for evaluating systematic relationships", 1958 (UPGMA).
    """
    if len(likeness) < 2:
        return [1] * len(likeness)
    # Here, not at the top: 40 MB that only a knowledge desk needs.
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import squareform

    distances: NDArray[np.float64] = _MOST - np.clip(likeness, -1.0, _MOST).astype(np.float64)
    np.fill_diagonal(distances, 0.0)
    tree = linkage(squareform(distances, checks=False), "average")
    return [int(label) for label in fcluster(tree, _MOST - threshold, "distance")]


def _training_questions(folder: Path) -> list[Labelled]:
    found: list[Labelled] = []
    for path in sorted(folder.glob("*.yml")):
        try:
            blocks = yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]
        except (OSError, UnicodeDecodeError, yaml.YAMLError, KeyError, TypeError):
            continue  # the bot's own validation names the fault
        for block in blocks:
            language = (block.get("metadata") or {}).get("language")
            if language in LANGUAGES and block.get("intent"):
                lines = str(block.get("examples", "")).splitlines()
                texts = (without_entities(line[2:]).strip() for line in lines if line.startswith("- "))
                found += [Labelled(None, text, language, str(block["intent"])) for text in texts]
    return found
