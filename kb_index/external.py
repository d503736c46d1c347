"""Knowledge bases that nobody here wrote: each list alone, and all together, per language pair.

Help pages and FAQs whose own questions, titles or descriptions ask for the text below them. For
reporting only: nothing is fitted on them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kb_index.articles import LANGUAGES, Article
from kb_index.centring import centre, passage_mean
from kb_index.encoder import Vectors
from kb_index.evaluate import Bench, Question, ranks, summary
from kb_index.lexical import LexicalIndex, words

METHODS = ("BM25", "e5", "e5 centred", "combined")


def external_sets(folder: Path, limit: int) -> dict[str, tuple[list[Article], list[Question]]]:
    """Third-party sets, if they are there: articles and questions by name.

    Args:
        folder: Where they are.
        limit: Articles of a set, in each of its languages; a larger set is sampled evenly.
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
            sets[name] = _external(rows[:: max(1, len(rows) // limit)][:limit], question_key, text_key)
    return sets


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


def compare(bench: Bench, questions: Sequence[Question]) -> dict[str, dict[str, float]]:
    """`summary` per language pair `question→articles` and method; `all` has all languages indexed."""
    asked = {language: [q for q in questions if q.language == language] for language in LANGUAGES}
    vectors = {
        language: bench.encoder.queries([q.text for q in asked[language]]) for language in LANGUAGES if asked[language]
    }
    table = {}
    indexed = [language for language in LANGUAGES if any(article.language == language for article, _, _ in bench.parts)]
    for pool in (*((language,) for language in indexed), tuple(indexed)):
        parts = [part for part in bench.parts if part[0].language in pool]
        families = np.array([article.family for article, passages, _ in parts for _ in passages])
        raw = np.concatenate([encoded for _, _, encoded in parts])
        spoken = np.array([article.language for article, passages, _ in parts for _ in passages])
        centred = np.empty_like(raw)
        for language in pool:
            of = spoken == language
            centred[of] = centre(raw[of], passage_mean(raw[of], bench.means.passage[language]))
        lexical = LexicalIndex()
        lexical.add({row: p.encoded for row, p in enumerate(p for _, passages, _ in parts for p in passages)})
        lexical.refresh()
        index = bench.index(pool)
        for language, encoded in vectors.items():
            known = [row for row, q in enumerate(asked[language]) if q.family in set(families.tolist())]
            some = [asked[language][row] for row in known]
            queries = encoded[known]
            found = {
                "BM25": [_lexical_rank(lexical, families, q) for q in some],
                "e5": _dense_ranks(queries @ raw.T, families, some),
                "e5 centred": _dense_ranks(centre(queries, bench.means.query[language]) @ centred.T, families, some),
                "combined": ranks(index, some),
            }
            for method in METHODS:
                table[f"{language}→{pool[0] if len(pool) == 1 else 'all'} {method}"] = summary(found[method])
    return table


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
