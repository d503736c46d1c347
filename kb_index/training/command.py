"""`python -m kb_index train-encoder`: from Debian packages to weights, in one go."""

from __future__ import annotations

import argparse
import json
import sys
import zlib
from collections.abc import Callable, Sequence
from dataclasses import asdict, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from kb_index.settings import ROOT, Settings
from kb_index.static import WEIGHTS, Pieces, StaticEncoder
from kb_index.training import measure, packages
from kb_index.training.aligned import Section, catalogue_text, help_text
from kb_index.training.cleaning import Triple, distinct
from kb_index.training.recipe import Recipe
from kb_index.training.vocabulary import train_pieces, word_counts
from kb_index.training.weights import save

Progress = Callable[[str, int, int], None]
Text = TypeVar("Text", Triple, Section)
_HELD_OUT = 50  # every so-manieth page and text is held out
_MEASURED = 2000


def add_command(commands: Any) -> None:
    """Add `train-encoder` to the command line."""
    parser = commands.add_parser("train-encoder", help="learn the trilingual table from parallel text (needs apt-get)")
    parser.add_argument("--output", type=Path, default=WEIGHTS, help="folder of the weights")
    parser.add_argument("--narrow", action="store_true", help="leave out catalogues far from a helpdesk")
    for field in fields(Recipe):
        parser.add_argument(f"--{field.name.replace('_', '-')}", type=type(field.default), default=field.default)
    parser.set_defaults(run=train_encoder)


def train_encoder(settings: Settings, arguments: argparse.Namespace) -> int:
    """Fetch, align, ask the teacher, distil, write, measure. Returns the exit status."""
    from kb_index.cli import Progress
    from kb_index.training.distill import Lessons, distil
    from kb_index.training.teacher import Teacher

    progress = Progress()
    recipe = Recipe(**{field.name: getattr(arguments, field.name) for field in fields(Recipe)})
    folder = settings.cache_dir / "training"
    triples, sections = read_text(folder, progress, wider=not arguments.narrow)
    taught, held = split_held_out(triples)
    taught_sections, held_sections = split_held_out(sections)
    teacher = Teacher(settings.cache_dir)
    scores = train_pieces(word_counts(text for t in triples for text in (t.en, t.nl, t.fr)), recipe.size)
    texts = [t.en for t in taught], [s.headings[0] for s in taught_sections], [s.bodies[0] for s in taught_sections]
    vectors = teacher.encode([text for part in texts for text in part], progress)
    ends = np.cumsum([len(part) for part in texts])
    lessons = Lessons(taught, vectors[: ends[0]], taught_sections, vectors[ends[0] : ends[1]], vectors[ends[1] :])
    table = distil(lessons, Pieces(scores), recipe, progress)
    version = save(arguments.output, table, scores)
    progress.close()
    report = {
        "version": version,
        "date": datetime.now(UTC).date().isoformat(),
        "teacher": "all-MiniLM-L6-v2",
        "recipe": asdict(recipe),
        "triples": len(taught),
        "sections": len(taught_sections),
        "measured": figures(StaticEncoder(arguments.output), held, held_sections),
    }
    text = json.dumps(report, ensure_ascii=False, indent=1)
    (arguments.output / "report.json").write_text(text + "\n", encoding="utf-8")
    sys.stdout.write(text + "\n")
    return 0


def read_text(folder: Path, progress: Progress, *, wider: bool) -> tuple[list[Triple], list[Section]]:
    """Distinct triples and sections of all packages, in an order that does not change."""
    more = packages.WIDER if wider else ()
    unpacked = packages.fetch((*packages.HELP, *packages.OFFICE, *packages.DESKTOP, *more), folder, progress)
    triples, sections = help_text(unpacked)
    triples += catalogue_text(unpacked / name for name in (*packages.OFFICE, *packages.DESKTOP, *more))
    return distinct(triples), sections


def split_held_out(items: Sequence[Text]) -> tuple[list[Text], list[Text]]:
    """To learn from, and to measure with: whole pages of the help, single strings of the catalogues."""
    parts: tuple[list[Text], list[Text]] = ([], [])
    for item in items:
        key = item.en.casefold() if isinstance(item, Triple) and item.group.endswith(".mo") else item.group
        parts[zlib.crc32(key.encode()) % _HELD_OUT == 0].append(item)
    return parts


def figures(encoder: StaticEncoder, triples: Sequence[Triple], sections: Sequence[Section]) -> dict[str, Any]:
    """What a table is chosen by, rounded to three digits."""
    found: dict[str, Any] = {
        "translations, recall@1": measure.translation_recall(encoder, triples[:: max(1, len(triples) // _MEASURED)]),
    }
    corpora = {
        "held-out sections, MRR": measure.Corpus.of_sections(sections),
        "calibration questions, MRR": measure.Corpus.own(
            ROOT / "data/articles", ROOT / "data/calibration/questions.jsonl"
        ),
    }
    for name, corpus in corpora.items():
        similarity = encoder.queries(corpus.questions) @ encoder.passages(corpus.passages).T
        found[name] = measure.reciprocal_ranks(corpus, similarity)
    return {name: {pair: round(value, 3) for pair, value in pairs.items()} for name, pairs in found.items()}
