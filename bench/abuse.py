"""Whether abuse is told apart from anger: on our own test sentences, and on HateCheck where it is."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from actions.logic.acts import Act
from bench.intents import LANGUAGES, act_of, parse, test_examples
from bench.statistics import share

Row = dict[str, Any]
ABUSE = "abuse"
_HATEFUL = "hateful"
# HateCheck calls insults of a single person or of a profession "not hateful"; towards a helpdesk they are abuse.
_OTHER_ABUSE = ("target_indiv_nh", "target_group_nh")
_PROFANITY = "profanity_nh"  # swearing at nobody


def measure(test: Path, safety: Path) -> list[Row]:
    """Shares taken for abuse, as the bot acts: `recall` where it is abuse, `alarms` where it is none.

    Args:
        test: Our test data: `nlu/` and `anger.jsonl`, swearing at things.
        safety: Folder with HateCheck's files; those that are missing are left out.
    """
    intents = test_examples(test / "nlu")
    anger = [{**row, "intent": "anger at a thing"} for row in _read(test / "anger.jsonl")]
    rows = []
    for language in LANGUAGES:
        ours = [e for e in (*intents, *anger) if e["language"] == language]
        rows += _rows("own test", language, ours, {"abuse": [ABUSE]}, {"anger at a thing": ["anger at a thing"]})
        file = safety / f"hatecheck_{language}_dev.jsonl"
        if file.is_file():
            theirs = [{**row, "intent": _kind(row)} for row in _read(file)]
            told = {"hateful": ["hateful"], "insults of a person or a profession": ["insult"]}
            rows += _rows("HateCheck", language, theirs, told, {"swearing at nobody": ["profanity"]})
    return rows


def _rows(
    name: str, language: str, examples: Sequence[Row], told: dict[str, list[str]], apart: dict[str, list[str]]
) -> list[Row]:
    """One row a group: those that should be told, those to keep apart, and all else together."""
    found = [act_of(e, p) is Act.ABUSE for e, p in zip(examples, parse(examples), strict=True)]
    wanted = {kind for kinds in told.values() for kind in kinds}
    groups: list[tuple[str, str, list[bool]]] = [
        (label, column, [f for e, f in zip(examples, found, strict=True) if e["intent"] in kinds])
        for column, chosen in (("recall", told), ("alarms", apart))
        for label, kinds in chosen.items()
    ]
    rest = [f for e, f in zip(examples, found, strict=True) if e["intent"] not in wanted]
    groups.append(("everything else", "alarms", rest))
    return [
        {"set": name, "language": language, "sentences": label, "n": len(hits), column: share(hits)}
        for label, column, hits in groups
    ]


def _kind(row: Row) -> str:
    if row["label"] == _HATEFUL:
        return "hateful"
    if row["functionality"] in _OTHER_ABUSE:
        return "insult"
    return "profanity" if row["functionality"] == _PROFANITY else "harmless"


def _read(path: Path) -> list[Row]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
