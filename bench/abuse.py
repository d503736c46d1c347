"""Whether abuse is told apart from anger: on our own test sentences, and on HateCheck where it is."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from actions.logic.acts import Act
from bench.intents import LANGUAGES, act_of, parse, test_examples
from bench.statistics import share

Row = dict[str, Any]
OURS, HATECHECK = "own test", "HateCheck"
_HATEFUL = "hateful"
# HateCheck calls insults of a single person or of a profession "not hateful"; towards a helpdesk they are abuse.
_OTHER_ABUSE = ("target_indiv_nh", "target_group_nh")
_PROFANITY = "profanity_nh"  # swearing at nobody
# What should be told, what is nearest to it and should not be, and all else: (set, kind, column).
_GROUPS = (
    (OURS, "abuse", "recall"),
    (OURS, "anger at a thing", "alarms"),
    (OURS, "everything else", "alarms"),
    (HATECHECK, "hateful", "recall"),
    (HATECHECK, "insult of a person or a profession", "recall"),
    (HATECHECK, "swearing at nobody", "alarms"),
    (HATECHECK, "harmless", "alarms"),
)


def measure(test: Path, safety: Path) -> list[Row]:
    """Shares taken for abuse, as the bot acts: `recall` where it is abuse, `alarms` where it is none.

    Args:
        test: Our test data: `nlu/` and `anger.jsonl`, swearing at things.
        safety: Folder with HateCheck's files; those that are missing are left out.
    """
    examples = _ours(test) + _theirs(safety)
    found = [act_of(e, p) is Act.ABUSE for e, p in zip(examples, parse(examples), strict=True)]
    rows = []
    for name, kind, column in _GROUPS:
        for language in LANGUAGES:
            hits = [
                hit
                for e, hit in zip(examples, found, strict=True)
                if (e["set"], e["kind"], e["language"]) == (name, kind, language)
            ]
            if hits:
                row = {"set": name, "sentences": kind, "language": language, "n": len(hits), "recall": "", "alarms": ""}
                rows.append({**row, column: share(hits)})
    return rows


def _ours(test: Path) -> list[Row]:
    intents = test_examples(test / "nlu")
    anger = _read(test / "anger.jsonl")
    return [
        *({**e, "set": OURS, "kind": "abuse" if e["intent"] == "abuse" else "everything else"} for e in intents),
        *({**e, "set": OURS, "kind": "anger at a thing"} for e in anger),
    ]


def _theirs(safety: Path) -> list[Row]:
    files = [(language, safety / f"hatecheck_{language}_dev.jsonl") for language in LANGUAGES]
    return [
        {"id": row["id"], "text": row["text"], "language": language, "set": HATECHECK, "kind": _kind(row)}
        for language, file in files
        if file.is_file()
        for row in _read(file)
    ]


def _kind(row: Row) -> str:
    if row["label"] == _HATEFUL:
        return "hateful"
    if row["functionality"] in _OTHER_ABUSE:
        return "insult of a person or a profession"
    return "swearing at nobody" if row["functionality"] == _PROFANITY else "harmless"


def _read(path: Path) -> list[Row]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
