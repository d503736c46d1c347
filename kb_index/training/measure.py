"""What a table is chosen by: held-out translations, held-out sections, and our own calibration questions.

Never the test questions, and never other people's help pages.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kb_index.articles import LANGUAGES, Article, read_folder
from kb_index.encoder import Encoder, Vectors
from kb_index.passages import split
from kb_index.training.aligned import Section
from kb_index.training.cleaning import Triple

Labels = NDArray[np.str_]


@dataclass(frozen=True)
class Corpus:
    """Passages to find and questions to ask, with the family that answers and the language of each."""

    passages: Sequence[str]
    passage_families: Labels
    passage_languages: Labels
    questions: Sequence[str]
    question_families: Labels
    question_languages: Labels

    @classmethod
    def own(cls, articles: Path, questions: Path) -> Corpus:
        """Our articles, and the calibration questions that one of them answers."""
        read = [article for _, article in read_folder(articles) if isinstance(article, Article)]
        parts = [(passage.encoded, a.family, a.language) for a in read for passage in split(a)]
        families = {a.family for a in read}
        rows = [json.loads(line) for line in questions.read_text(encoding="utf-8").splitlines() if line.strip()]
        asked = [(row["text"], row["family"], row["language"]) for row in rows if row.get("family") in families]
        return cls._of(parts, asked)

    @classmethod
    def of_sections(cls, sections: Sequence[Section]) -> Corpus:
        """Headings ask, the text under them answers."""
        order = ("en", "nl", "fr")
        parts = [(s.bodies[n], str(row), order[n]) for row, s in enumerate(sections) for n in range(3)]
        asked = [(s.headings[n], str(row), order[n]) for row, s in enumerate(sections) for n in range(3)]
        return cls._of(parts, asked)

    @classmethod
    def _of(cls, parts: Sequence[tuple[str, str, str]], asked: Sequence[tuple[str, str, str]]) -> Corpus:
        passages, families, spoken = zip(*parts, strict=True)
        questions, wanted, languages = zip(*asked, strict=True)
        arrays = [np.array(labels) for labels in (families, spoken, wanted, languages)]
        return cls(passages, arrays[0], arrays[1], questions, arrays[2], arrays[3])


def reciprocal_ranks(corpus: Corpus, similarity: Vectors) -> dict[str, float]:
    """MRR per language pair `question→passage`; a family ranks where its best passage does.

    Args:
        corpus: Questions and passages.
        similarity: (n questions, n passages).
    """
    found = {}
    for asked in LANGUAGES:
        for spoken in LANGUAGES:
            some, pool = corpus.question_languages == asked, corpus.passage_languages == spoken
            families, place = np.unique(corpus.passage_families[pool], return_inverse=True)
            best = np.full((int(some.sum()), len(families)), -np.inf, dtype=np.float32)
            for column in range(len(families)):
                best[:, column] = similarity[np.ix_(some, pool)][:, place == column].max(axis=1)
            known = np.isin(corpus.question_families[some], families)
            wanted = np.searchsorted(families, corpus.question_families[some][known])
            own = best[known, wanted][:, None]
            # Equal scores count as lost: a vector of zeros finds nothing.
            ranks = (best[known] >= own).sum(axis=1)
            found[f"{asked}→{spoken}"] = float((1 / ranks).mean())
    return found


def translation_recall(encoder: Encoder, triples: Sequence[Triple]) -> dict[str, float]:
    """Share of texts whose nearest text in another language is their translation, per language pair."""
    vectors = {language: encoder.passages([getattr(t, language) for t in triples]) for language in LANGUAGES}
    found = {}
    for one in LANGUAGES:
        for other in LANGUAGES:
            if one != other:
                nearest = (vectors[one] @ vectors[other].T).argmax(axis=1)
                found[f"{one}→{other}"] = float((nearest == np.arange(len(triples))).mean())
    return found
