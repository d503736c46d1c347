"""Finds what is wrong with training data and says it so that somebody can mend it: file, line, and what to do.

Rasa's own `data validate` calls many of these mere warnings, names no line, and does not end in failure.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

MAX_PROBLEMS = 50
FATAL = ("unreadable", "bad_entity", "few_intents")
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_MARKED = re.compile(r"\[([^\]]*)\](\([^)]*\)|\{[^}]*\})")


@dataclass(frozen=True)
class Line:
    """One example where it stands. `number` counts from 1."""

    file: str
    number: int
    intent: str
    language: str | None
    text: str


@dataclass
class Found:
    """What reading showed. `problems` end a training; `remarks` are told, and it goes on."""

    lines: list[Line] = field(default_factory=list)
    problems: list[dict[str, Any]] = field(default_factory=list)
    remarks: list[dict[str, Any]] = field(default_factory=list)

    def add(self, code: str, file: str, line: int | None, **params: Any) -> None:
        """Note a problem; beyond the first fifty nobody reads on."""
        kept = self.problems if code in FATAL else self.remarks
        if len(kept) < MAX_PROBLEMS:
            shown = {"file": file, "line": line, **params}
            kept.append({"code": code, "file": file, "line": line, "params": shown})


def check(folder: Path, intents: Sequence[str]) -> Found:
    """Read all examples.

    Args:
        folder: Of NLU files.
        intents: Those that must have examples.
    """
    found = Found()
    for path in sorted(folder.glob("*.yml")):
        for line in _lines(path, found):
            if not line.text:
                found.add("empty", line.file, line.number)
            elif "](" in line.text and any(not value.strip() for value, _ in _MARKED.findall(line.text)):
                found.add("bad_entity", line.file, line.number)
            else:
                found.lines.append(line)
    _contradictions(found)
    known = {line.intent for line in found.lines}
    for intent in intents:
        if intent not in known:
            found.add("no_examples", "domain.yml", None, intent=intent)
    if len(known) < 2:
        found.add("few_intents", folder.name, None)
    return found


def _lines(path: Path, found: Found) -> Iterator[Line]:
    text = path.read_text(encoding="utf-8", errors="replace")
    try:
        blocks = (yaml.load(text, Loader=_LOADER) or {}).get("nlu") or []
        places = iter(_places(text))
        for block in blocks:
            language = ((block.get("metadata") or {}).get("language")) if "intent" in block else None
            for example in str(block.get("examples", "")).splitlines() if "intent" in block else ():
                if example.strip():
                    said = example.strip()
                    yield Line(path.name, next(places, 0), block["intent"], language, said.removeprefix("-").strip())
    except (yaml.YAMLError, AttributeError, TypeError) as error:
        mark = getattr(error, "problem_mark", None)
        found.add("unreadable", path.name, mark.line + 1 if mark else 1)


def _places(text: str) -> list[int]:
    """The line of each example, in order."""
    return [
        number
        for number, line in enumerate(text.splitlines(), 1)
        if line.startswith((" ", "\t")) and line.strip().startswith("-") and not line.strip().startswith("- intent:")
    ]


def _contradictions(found: Found) -> None:
    """The same words, in the same language, under two intents: either teaches that the other is wrong."""
    by_text: dict[tuple[str, str | None], list[Line]] = defaultdict(list)
    for line in found.lines:
        by_text[_MARKED.sub(r"\1", line.text).casefold(), line.language].append(line)
    for lines in by_text.values():
        other = next((line for line in lines if line.intent != lines[0].intent), None)
        if other is not None:
            found.add("two_intents", other.file, other.number, other=lines[0].intent)
