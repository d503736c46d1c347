"""The report on a new model: how it does against the current one on the same fixed questions (docs/training.md).

A run's folder holds `questions.jsonl`, `predictions-new.jsonl` and, where there was a model before,
`predictions-old.jsonl`; the report is written beside them.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from bot.maths.calibration import by_chance, reliability, risk_coverage
from bot.maths.confusions import folded, matrix, most_confused
from bot.maths.outcomes import SAFETY, Outcomes, figures, recall
from bot.maths.paired import differences, sign_test
from bot.report_findings import changes, confusions, warnings

LANGUAGES = ("nl", "fr", "en")
# What comes with the product (sentences, and questions of the size of a message) and what the team labelled itself.
SOURCES = ("sentence", "question", "label")
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Comparison:
    """Questions that both models answered, and what they said; `old` is None where there was no model before."""

    questions: Sequence[Row]
    old: Sequence[Row] | None
    new: Sequence[Row]

    def of(self, rows: Iterable[int]) -> Comparison:
        """Some of the questions."""
        places = list(rows)
        old = None if self.old is None else [self.old[i] for i in places]
        return Comparison([self.questions[i] for i in places], old, [self.new[i] for i in places])

    @property
    def labelled(self) -> Comparison:
        """The questions whose intent is known: only of these can be said who is right."""
        return self.of(i for i, question in enumerate(self.questions) if question.get("intent"))


def write_report(run_dir: Path) -> None:
    """Write `report.json` into a run's folder, whole or not at all.

    Raises:
        OSError, ValueError: A file is missing or not of the shape above.
    """
    questions = _lines(run_dir / "questions.jsonl")
    old_file = run_dir / "predictions-old.jsonl"
    compared = _joined(
        questions, _by_id(old_file) if old_file.is_file() else None, _by_id(run_dir / "predictions-new.jsonl")
    )
    report = make_report(compared, trained_on=_examples(run_dir / "data"))
    unfinished = run_dir / "report.json.part"
    unfinished.write_text(json.dumps(report, ensure_ascii=False, allow_nan=False), encoding="utf-8")
    os.replace(unfinished, run_dir / "report.json")


def make_report(compared: Comparison, *, trained_on: Iterable[str] = ()) -> dict[str, Any]:
    """The report as JSON; `trained_on` are the texts of the training examples, to find those that are also asked."""
    labelled = compared.labelled
    groups = {
        name: _group(
            labelled.of(i for i, question in enumerate(labelled.questions) if name in ("all", question["language"]))
        )
        for name in ("all", *LANGUAGES)
    }
    changed = changes(compared)
    verdicts: dict[str, Any] = {name: _verdict(group, "accuracy") for name, group in groups.items()}
    counted = {effect: sum(each["effect"] == effect for each in changed) for effect in ("fixed", "broken")}
    return {
        "version": 1,
        "has_old": compared.old is not None,
        "intents_new": _only_new(compared),
        "verdict": {
            **verdicts,
            **counted,
            "safety": _verdict(groups["all"], "safety_recall"),
            "labels": _verdict_of_labels(compared, changed),
        },
        "groups": groups,
        "sources": _sources(labelled),
        "confusions": confusions(labelled),
        "changes": changed,
        "warnings": warnings(labelled, groups, trained_on),
    }


def _group(labelled: Comparison) -> dict[str, Any]:
    n = len(labelled.questions)
    if not n:
        return {"n": 0, "old": None, "new": None, "differences": {}, "matrix": None}
    old, new = _outcomes(labelled)
    found = {} if old is None else differences(old, new)
    return {
        "n": n,
        "old": None if old is None else _measures(old),
        "new": _measures(new),
        "differences": {name: each and asdict(each) for name, each in found.items()},
        "matrix": _matrix(old, new),
    }


def _measures(outcomes: Outcomes) -> dict[str, Any]:
    n = len(outcomes.truth)
    once = {name: _number(row[0]) for name, row in figures(outcomes, np.ones((1, n), dtype=np.int64)).items()}
    safety = {name: recall(outcomes, name) for name in SAFETY}
    n_safety = sum(count for count, _ in safety.values())
    chance, chance_95 = by_chance(outcomes.confidence)
    return {
        "accuracy": once["accuracy"],
        "macro_f1": once["macro_f1"],
        "oos": {"n": recall(outcomes, "out_of_scope")[0], "recall": once["oos_recall"]},
        "wrongly_refused": once["wrongly_refused"],
        "safety": {
            "all": {"n": n_safety, "recall": once["safety_recall"]},
            **{name: {"n": count, "recall": share} for name, (count, share) in safety.items()},
        },
        "calibration": {
            "error": once["calibration_error"],
            "chance": chance,
            "chance_95": chance_95,
            "bins": reliability(outcomes.confidence, outcomes.right),
        },
        "risk_coverage": risk_coverage(outcomes.confidence, outcomes.right),
    }


def _matrix(old: Outcomes | None, new: Outcomes) -> dict[str, Any]:
    whole = {name: matrix(each) for name, each in (("old", old), ("new", new)) if each is not None}
    shown = most_confused(list(whole.values()))
    rest = np.setdiff1d(np.arange(len(new.intents)), shown)
    return {
        "intents": [new.intents[place] for place in shown],
        "old": None,
        **{name: folded(each, shown).tolist() for name, each in whole.items()},
        # The last cell holds what is right and what is wrong among the folded intents.
        "rest_wrong": {
            name: int(each[np.ix_(rest, rest)].sum() - each[rest, rest].sum()) for name, each in whole.items()
        },
    }


def _outcomes(labelled: Comparison) -> tuple[Outcomes | None, Outcomes]:
    sides = [labelled.new] if labelled.old is None else [labelled.new, labelled.old]
    truth = [str(question["intent"]) for question in labelled.questions]
    names = sorted({*truth, *(str(row["intent"]) for side in sides for row in side)})
    place = {name: number for number, name in enumerate(names)}

    def of(side: Sequence[Row]) -> Outcomes:
        return Outcomes(
            names,
            np.array([place[name] for name in truth], dtype=np.int64),
            np.array([place[str(row["intent"])] for row in side], dtype=np.int64),
            np.array([float(row["confidence"]) for row in side], dtype=np.float64),
        )

    return None if labelled.old is None else of(labelled.old), of(labelled.new)


def _sources(labelled: Comparison) -> dict[str, Any]:
    """How many of our own questions and of the team's labels are understood."""
    result = {}
    for source in SOURCES:
        part = labelled.of(i for i, question in enumerate(labelled.questions) if question["source"] == source)
        right = [
            None
            if side is None
            else sum(q["intent"] == said["intent"] for q, said in zip(part.questions, side, strict=True))
            for side in (part.old, part.new)
        ]
        result[source] = {"n": len(part.questions), "old_right": right[0], "new_right": right[1]}
    return result


def _only_new(compared: Comparison) -> list[str]:
    """Intents that the new model takes into account and the old one never did."""
    if compared.old is None:
        return []
    old, new = (
        {str(ranked["name"]) for row in side for ranked in row.get("ranking") or [{"name": row["intent"]}]}
        for side in (compared.old, compared.new)
    )
    return sorted(new - old)


def _verdict(group: Mapping[str, Any], figure: str) -> str:
    found = group["differences"].get(figure)
    return str(found["verdict"]) if found else "none"


def _verdict_of_labels(compared: Comparison, changed: Iterable[Row]) -> str:
    """What the team labelled, apart: among thousands of other questions nobody would see what it taught."""
    if compared.old is None or all(question["source"] != "label" for question in compared.questions):
        return "none"
    effects = [each["effect"] for each in changed if each["source"] == "label"]
    return sign_test(effects.count("fixed"), effects.count("broken"))


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def _joined(questions: Sequence[Row], old: Mapping[str, Row] | None, new: Mapping[str, Row]) -> Comparison:
    # What users asked is compared by its answers, in webchat: nobody knows what is right, and their words stay there.
    asked = [q for q in questions if q["source"] != "asked" and q["id"] in new and (old is None or q["id"] in old)]
    return Comparison(asked, None if old is None else [old[q["id"]] for q in asked], [new[q["id"]] for q in asked])


def _by_id(file: Path) -> dict[str, Row]:
    return {row["id"]: row for row in _lines(file)}


def _lines(file: Path) -> list[Row]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]


def _examples(folder: Path) -> Iterable[str]:
    """The examples in Rasa's YAML below a folder, read line by line: a report need not parse 4,000 of them."""
    for file in sorted(folder.rglob("*.yml")) if folder.is_dir() else ():
        for line in file.read_text(encoding="utf-8").splitlines():
            if line.startswith("    - "):
                yield line[6:].strip()
