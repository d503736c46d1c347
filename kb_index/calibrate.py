"""`calibrate`: fit P(helps) on labelled questions, for our articles and for imported ones."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from kb_index.articles import LANGUAGES, Article
from kb_index.calibration import LATER_SIGNALS, ConfidenceModel
from kb_index.confidence import Confidence
from kb_index.evaluate import (
    Bench,
    Observation,
    Question,
    calibration_report,
    observations,
    open_bench,
    read_articles,
    read_predictions,
    read_questions,
    test_options,
)
from kb_index.feedback import Votes
from kb_index.fitting import fit, widened
from kb_index.measures import calibration_error
from kb_index.settings import ROOT, Settings


def add_command(commands: Any) -> None:
    """Add `calibrate` to the command line."""
    calibrate = commands.add_parser("calibrate", help="fit the confidence model on labelled questions")
    test_options(calibrate)
    calibrate.add_argument("--questions", type=Path, default=ROOT / "data/calibration/questions.jsonl")
    calibrate.add_argument("--predictions", type=Path, help="the bot's predictions for the calibration questions")
    calibrate.add_argument("--output", type=Path, default=ROOT / "data/confidence/model.json")
    calibrate.add_argument(
        "--feedback",
        action="store_true",
        help="instead, let the index folder's model learn from all votes on answers now",
    )
    calibrate.set_defaults(run=lambda settings, given: (_learn if given.feedback else _calibrate)(settings, given))


def title_questions(articles: Iterable[Article]) -> tuple[list[Article], list[Question]]:
    """Articles without title, goal and keywords, and questions that are those titles and goals.

    So ask the well-read: in written words, near to every article on the matter, the right one or not.
    """
    bare, questions = [], []
    for article in articles:
        first = article.body.strip().partition("\n")[0].lstrip("# ")[:80]
        bare.append(replace(article, title=first or article.title, goal=None, keywords=()))
        for number, text in enumerate((article.title, article.goal)):
            if text:
                questions.append(Question(f"{article.article_id}-{number}", text, article.language, article.family))
    return bare, questions


def fit_foreign(
    bench: Bench, titles: Bench, questions: Sequence[Question], asked: Sequence[Question]
) -> ConfidenceModel:
    """The model for imported articles, from our own: without example questions, and with families taken away.

    Fifths of the families, all but a fifth, and halves in one language make a knowledge base in turn.
    A question whose family is not in it has no answer there. An unknown knowledge base is one more draw, and may be
    a bad one: the level is lowered by one deviation of the levels among these, and the thresholds follow from the one
    of them that needs the highest.

    Args:
        bench: Our articles.
        titles: The same without their titles.
        questions: People's questions, for `bench`.
        asked: Titles as questions, for `titles`.
    """
    families = sorted({article.family for article, _, _ in bench.parts})
    bases = [(families[part::5], LANGUAGES) for part in range(5)]
    bases += [([f for f in families if f not in gone], LANGUAGES) for gone, _ in bases]
    bases += [(families[start::2], (language,)) for start, language in enumerate(LANGUAGES)]
    seen: list[Observation] = []
    groups: list[str] = []
    draws: list[int] = []
    for kept, languages in bases:
        for source, some in ((bench, questions), (titles, asked)):
            seen += observations(source.index(languages, families=kept, foreign=True), some, {})
            groups += [question.family or question.id for question in some]
            draws += [draws[-1] + 1 if draws else 0] * len(some)
    model = fit([each.signals for each in seen], [each.helped for each in seen], groups)
    card = {"n_observations": len(seen), "n_bases": draws[-1] + 1, "ece": round(calibration_error(model.held_out), 4)}
    return replace(widened(model, draws), card=card, later=fit_later(seen, groups))


def fit_own(seen: Sequence[Observation], questions: Sequence[Question]) -> ConfidenceModel:
    """The model where families have example questions."""
    groups = [question.id for question in questions]
    model = fit([each.signals for each in seen], [each.helped for each in seen], groups)
    return replace(model, later=fit_later(seen, groups))


def fit_later(seen: Sequence[Observation], groups: Sequence[object]) -> ConfidenceModel:
    """The model of the hits after the first: of each one that no hit before it made superfluous, whether it helps."""
    rows = [
        (each.later[place - 1], each.right == place, group)
        for each, group in zip(seen, groups, strict=True)
        for place in range(1, len(each.later) + 1)
        if each.right is None or each.right >= place
    ]
    model = fit([s for s, _, _ in rows], [h for _, h, _ in rows], [g for _, _, g in rows], names=LATER_SIGNALS)
    return replace(model, held_out=(), languages=(), card={"n_observations": len(rows)})


def _learn(settings: Settings, arguments: argparse.Namespace) -> int:
    before = Confidence(settings)
    votes, _ = Votes(settings.index_dir).all()
    was = [(before.of(vote.signals)[0].probability(vote.signals), int(vote.helped)) for vote in votes]
    model = before.learn()
    now = [(model.probability(vote.signals), int(vote.helped)) for vote in votes]
    said = {
        "n_votes": len(votes),
        "helped": round(sum(vote.helped for vote in votes) / max(1, len(votes)), 4),
        "mean_p_before": round(sum(p for p, _ in was) / max(1, len(was)), 4),
        "mean_p": round(sum(p for p, _ in now) / max(1, len(now)), 4),
    }
    sys.stdout.write(json.dumps(said) + "\n")
    return 0


def _calibrate(settings: Settings, arguments: argparse.Namespace) -> int:
    bench = open_bench(settings, read_articles(arguments.articles))
    index = bench.index()
    questions, test = read_questions(arguments.questions), read_questions(arguments.test)
    predictions = read_predictions(arguments.predictions)
    model = fit_own(observations(index, questions, predictions), questions)
    if predictions:
        model = replace(model, alone=fit_own(observations(index, questions, {}), questions))
    bare, asked = title_questions(article for article, _, _ in bench.parts)
    model = replace(model, foreign=fit_foreign(bench, open_bench(settings, bare), questions, asked))
    card = {
        "fitted": True,
        "date": datetime.now(UTC).date().isoformat(),
        "encoder": settings.encoder,
        "n_questions": len(questions),
        "n_answerable": sum(q.family is not None for q in questions),
        "with_bot_signals": bool(predictions),
        "cross_validated_ece": round(calibration_error(model.held_out), 4),
        "test": calibration_report(
            model,
            observations(index, test, read_predictions(arguments.test_predictions)),
            test,
            settings.max_wrong_share,
        ),
    }
    model = replace(model, card=card)
    model.save(arguments.output)
    sys.stdout.write(json.dumps(card, ensure_ascii=False, indent=None if arguments.json else 1) + "\n")
    return 0
