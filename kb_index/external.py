"""Knowledge bases that nobody here wrote: each list alone, and all together, per language pair.

Help pages and FAQs whose own questions, titles or descriptions ask for the text below them. For
reporting only: nothing is fitted on them.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kb_index.articles import LANGUAGES, Article, Language
from kb_index.centring import centre, passage_mean
from kb_index.encoder import Encoder, Vectors
from kb_index.evaluate import Bench, Question, ranks, summary
from kb_index.lexical import LexicalIndex, words

OURS = "ours"
_N_RESAMPLED = 2000


def external_sets(folder: Path, limit: int) -> dict[str, tuple[list[Article], list[Question]]]:
    """Third-party sets, if they are there: articles and questions by name.

    Args:
        folder: Where they are.
        limit: Articles of a set, in each of its languages; a larger set is sampled, always alike.
    """
    sets = {}
    for name, question_key, text_key in (
        ("phpbb_faq_nl_fr_en", "question", "answer"),
        ("coronamelder_faq_nl_fr_en", "question", "answer"),
        ("gnome_apps_help_nl_fr_en", "desc", "paras"),
        ("m365_insights_nl_fr_dev", "title", "body"),
    ):
        path = folder / f"{name}.jsonl"
        if path.is_file():
            rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
            sets[name] = _external(_sample(rows, limit), question_key, text_key)
    if (path := folder / "stackfaq_en_dev.jsonl").is_file():
        sets[path.stem] = _paraphrased([json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()])
    return sets


def _sample(rows: list[dict[str, Any]], limit: int) -> list[dict[str, Any]]:
    return random.Random(0).sample(rows, limit) if len(rows) > limit else rows


def _paraphrased(rows: Iterable[dict[str, Any]]) -> tuple[list[Article], list[Question]]:
    """Threads whose question stays with its answers; its paraphrases ask."""
    articles, questions = [], []
    for number, row in enumerate(rows):
        answers = row["answers"] if isinstance(row["answers"], list) else [row["answers"]]
        family = f"thread-{number}"
        articles.append(Article(f"{family}.en", family, "en", row["question"], "\n\n".join(map(str, answers)), ""))
        questions += [
            Question(f"{family}-{place}", text, "en", family) for place, text in enumerate(row["paraphrases"])
        ]
    return articles, questions


def _external(rows: Iterable[dict[str, Any]], question_key: str, text_key: str) -> tuple[list[Article], list[Question]]:
    """The question is withheld from the article, except a page's title where its description asks."""
    articles, questions = [], []
    for row in rows:
        for language in LANGUAGES:
            part = row.get(language)
            if not part or not part.get(question_key) or not part.get(text_key):
                continue
            body = "\n\n".join(part[text_key]) if isinstance(part[text_key], list) else part[text_key]
            title = part["title"] if question_key == "desc" else body.split(". ")[0][:80]
            articles.append(Article(f"{row['id']}.{language}", row["id"], language, title, body, ""))
            questions.append(Question(f"{row['id']}.{language}", part[question_key], language, row["id"]))
    return articles, questions


def compare(bench: Bench, questions: Sequence[Question], others: Sequence[Encoder] = ()) -> dict[str, dict[str, Any]]:
    """`summary` per language pair `question→articles` and method; `all` has all languages indexed.

    Every other method carries `lead`: by how much MRR ours is better, with the 95 % interval of a paired bootstrap.

    Args:
        bench: The articles.
        questions: About them.
        others: Encoders to compare with, each alone.
    """
    asked = {language: [q for q in questions if q.language == language] for language in LANGUAGES}
    indexed = [language for language in LANGUAGES if any(article.language == language for article, _, _ in bench.parts)]
    pools = [(language,) for language in indexed] + ([tuple(indexed)] if len(indexed) > 1 else [])
    encoded = {other.name: other.passages([p.encoded for _, ps, _ in bench.parts for p in ps]) for other in others}
    table = {}
    for pool in pools:
        base = _Base(bench, pool, encoded)
        for language in LANGUAGES:
            some = [q for q in asked[language] if q.family in base.known]
            if some:
                found = base.ranks(language, some, others)
                pair = f"{language}→{pool[0] if len(pool) == 1 else 'all'}"
                for method, row in found.items():
                    lead = {} if method == OURS else {"lead": _lead(found[OURS], row)}
                    table[f"{pair} {Path(method).name}"] = {**summary(row), **lead}
    return table


class _Base:
    """The articles of some languages, searchable by each method alone."""

    def __init__(self, bench: Bench, pool: Sequence[Language], encoded: Mapping[str, Vectors]) -> None:
        self._bench, self._index = bench, bench.index(pool, foreign=True)
        parts = [part for part in bench.parts if part[0].language in pool]
        chosen = np.array([article.language in pool for article, passages, _ in bench.parts for _ in passages])
        self._families = np.array([article.family for article, passages, _ in parts for _ in passages])
        self.known = set(self._families.tolist())
        self._raw = np.concatenate([vectors for _, _, vectors in parts])
        spoken = np.array([article.language for article, passages, _ in parts for _ in passages])
        self._centred = np.empty_like(self._raw)
        for language in pool:
            of = spoken == language
            self._centred[of] = centre(self._raw[of], passage_mean(self._raw[of], bench.means.passage[language]))
        texts = [p.encoded for _, passages, _ in parts for p in passages]
        self._table = bench.table.passages(texts)
        self._others = {name: vectors[chosen] for name, vectors in encoded.items()}
        self._lexical = LexicalIndex()
        self._lexical.add(dict(enumerate(texts)))

    def ranks(
        self, language: Language, questions: Sequence[Question], others: Sequence[Encoder]
    ) -> dict[str, list[int | None]]:
        """Rank of the right family per method and question, None beyond 20."""
        texts = [q.text for q in questions]
        queries = self._bench.encoder.queries(texts)
        centred = centre(queries, self._bench.means.query[language])
        scores = {other.name: other.queries(texts) @ self._others[other.name].T for other in others}
        scores |= {
            "e5": queries @ self._raw.T,
            "e5 centred": centred @ self._centred.T,
            "table": self._bench.table.queries(texts) @ self._table.T,
        }
        return {
            "BM25": [_lexical_rank(self._lexical, self._families, q) for q in questions],
            **{name: _dense_ranks(of, self._families, questions) for name, of in scores.items()},
            OURS: ranks(self._index, questions),
        }


def _lead(ours: Sequence[int | None], other: Sequence[int | None]) -> list[float]:
    """By how much our MRR is higher, and the 95 % interval of a paired bootstrap over the questions."""
    gain = np.array([(1 / a if a else 0.0) - (1 / b if b else 0.0) for a, b in zip(ours, other, strict=True)])
    drawn = np.random.default_rng(0).integers(0, len(gain), (_N_RESAMPLED, len(gain)))
    low, high = np.quantile(gain[drawn].mean(axis=1), (0.025, 0.975))
    return [round(float(value), 4) for value in (gain.mean(), low, high)]


def _lexical_rank(lexical: LexicalIndex, families: NDArray[np.str_], question: Question) -> int | None:
    rows, scores = lexical.scores(list(dict.fromkeys(words(question.text))))
    order = families[rows[np.argsort(-scores, kind="stable")]].tolist()
    return _rank(order, question)


def _dense_ranks(scores: Vectors, families: NDArray[np.str_], questions: Sequence[Question]) -> list[int | None]:
    return [
        _rank(families[np.argsort(-row, kind="stable")].tolist(), question)
        for row, question in zip(scores, questions, strict=True)
    ]


def _rank(passages: Sequence[str], question: Question) -> int | None:
    """Rank of the right family among distinct families; None beyond 20, as `ranks` does."""
    order = list(dict.fromkeys(passages))[:20]
    return order.index(question.family) + 1 if question.family in order else None
