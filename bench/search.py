"""The knowledge index at the size of a large help desk: search, change, start, memory.

The articles are made up, but the code is the real one: real query encoding, real lists, a real
folder on disk. Only the vectors of the passages are drawn at random, because encoding ten thousand
of them would take a quarter of an hour and changes nothing about the time of a search.
"""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from bench.tables import Figure, percentile
from kb_index.articles import LANGUAGES, Article, Language, parse
from kb_index.encoder import E5Encoder, Vectors
from kb_index.library import Library
from kb_index.onnx_model import make
from kb_index.settings import ROOT, Settings

SIZES = (1_000, 10_000, 20_000)
GOAL_SIZE = 10_000
N_SEARCHES = 150
N_CHANGES = 7
PASSAGES_PER_ARTICLE = 5
WORDS_PER_PASSAGE = 90


class RandomPassages(E5Encoder):
    """The real encoder for questions; random unit vectors for passages."""

    def passages(self, texts: Sequence[str]) -> Vectors:
        """One vector (dim,) per text, always the same for the same number of texts."""
        rows = np.random.default_rng(len(texts)).normal(size=(len(texts), self.dim)).astype(np.float32)
        return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


def run() -> tuple[list[dict[str, Any]], list[Figure]]:
    """Measure each size in a process of its own, so that memory is that of one index."""
    rows: list[dict[str, Any]] = []
    for size in SIZES:
        done = subprocess.run(
            [sys.executable, "-m", "bench.search", str(size)], cwd=ROOT, capture_output=True, text=True, check=True
        )
        values = map(float, done.stdout.split())
        names = ("search_p50_ms", "search_p99_ms", "encode_p50_ms", "change_s", "start_s", "rss_mib")
        rows.append({"passages": size, **dict(zip(names, values, strict=True))})
    at_goal = next(row for row in rows if row["passages"] == GOAL_SIZE)
    return rows, [
        Figure("search with encoding at 10,000 passages, p50 ms", at_goal["search_p50_ms"], 15),
        Figure("change to searchable at 10,000 passages, s", at_goal["change_s"], 1),
    ]


def measure(size: int) -> tuple[float, ...]:
    """Fill an index with `size` passages, open it afresh, ask it and change it."""
    import psutil

    chance = random.Random(size)
    vocabulary = _vocabulary()
    with tempfile.TemporaryDirectory(prefix="firstline-bench-") as folder:
        settings = Settings(
            index_dir=Path(folder) / "index",
            cache_dir=Path(folder) / "cache",
            seed_dir=None,
            examples_dir=ROOT / "data/nlu",
        )
        _fill(settings, [_article(number, chance, vocabulary) for number in range(size // PASSAGES_PER_ARTICLE)])
        encoder = _encoder()
        started = time.perf_counter()
        library = Library(settings, encoder)
        start_s = time.perf_counter() - started
        questions = [_question(chance, vocabulary) for _ in range(N_SEARCHES)]
        for question in questions[:10]:  # the first ones warm caches
            library.search(question, "nl")
        searches = _times(lambda question: library.search(question, "nl"), questions)
        encoded = _times(lambda question: encoder.queries([question]), questions)
        changes = []
        for number in range(N_CHANGES):
            article = _article(size + number, chance, vocabulary)
            changed = time.perf_counter()
            library.put(article)
            library.search(article.title, article.language)
            changes.append(time.perf_counter() - changed)
        rss = psutil.Process().memory_info().rss / 2**20
    return (
        percentile(searches, 0.5) * 1000,
        percentile(searches, 0.99) * 1000,
        percentile(encoded, 0.5) * 1000,
        percentile(changes, 0.5),
        start_s,
        rss,
    )


def _encoder() -> RandomPassages:
    return RandomPassages(make(Settings().cache_dir))


def _fill(settings: Settings, articles: Sequence[Article]) -> None:
    Library(settings, _encoder()).put_all(articles)


def _times(call: Callable[[str], object], questions: Sequence[str]) -> list[float]:
    times = []
    for question in questions:
        started = time.perf_counter()
        call(question)
        times.append(time.perf_counter() - started)
    return times


def _vocabulary() -> dict[Language, list[str]]:
    """The words of the seed articles by language, frequent ones often, and as many rare ones again."""
    words: dict[Language, list[str]] = {}
    for language in LANGUAGES:
        texts = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "data/articles").glob(f"*.{language}.md"))]
        seen = " ".join(parse(text).body for text in texts).split()
        words[language] = seen + [f"{word}{number % 97}" for number, word in enumerate(sorted(set(seen)))]
    return words


def _article(number: int, chance: random.Random, vocabulary: dict[Language, list[str]]) -> Article:
    language = LANGUAGES[number % 3]
    sections = [
        f"## {' '.join(chance.choices(vocabulary[language], k=4))}\n\n"
        f"{' '.join(chance.choices(vocabulary[language], k=WORDS_PER_PASSAGE))}."
        for _ in range(PASSAGES_PER_ARTICLE - 1)
    ]
    title = " ".join(word.strip(":#*-'\"") for word in chance.choices(vocabulary[language], k=5)).replace('"', "")
    head = f'id: made-{number}.{language}\nfamily: made-{number // 3}\nlanguage: {language}\ntitle: "{title} {number}"'
    return parse(f"---\n{head}\n---\n" + "\n\n".join(sections))


def _question(chance: random.Random, vocabulary: dict[Language, list[str]]) -> str:
    """As long as people's questions are: 4 to 16 words."""
    return " ".join(chance.choices(vocabulary["nl"], k=chance.randint(4, 16)))


if __name__ == "__main__":
    print(*measure(int(sys.argv[1])))
