"""The fixed questions that every new model is asked beside the current one: ours, the team's labels, and the users'.

What users wrote, labelled or not, stands in the files of a run only while it is made: the database alone keeps it, so
that who is erased there is erased.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Literal

import yaml
from sqlalchemy import Connection, func, select

from webchat.adapters.db import tables as t
from webchat.domain.labels import Example, family_of, folded

FILE = "questions.jsonl"
N_ASKED = 500
_ASKED_SINCE = timedelta(days=30)
_FEWEST_WORDS = 3  # "hello" and "yes please" are no questions
_ASKED, _LABEL = "asked-", "label-"
# Whose words are somebody's: they are in the database alone once a run is over.
_PEOPLES = ("asked", "label")

Source = Literal["sentence", "question", "label", "asked"]


@dataclass(frozen=True, slots=True)
class Question:
    """One question of the examination.

    Attributes:
        intent: What is truly meant; None where nobody knows, or no intent says it.
        family: The article that answers it; None where none does, or nobody knows.
        source: A `sentence` of the shipped set may be a mere "thank you"; a `question` of it asks for help; a `label`
            was set in the inbox; `asked` was by a user, and nobody has said what is right.
    """

    id: str
    text: str
    language: str
    intent: str | None
    family: str | None
    source: Source


def questions(
    db: Connection,
    *,
    data: Path,
    examples: Iterable[Example],
    families: Mapping[str, str | None],
    now: datetime,
) -> list[Question]:
    """Return the examination of a run that starts now.

    Args:
        db: For the users' questions.
        data: The project's data folder.
        examples: All labels; those for training are left out.
        families: Of intents that do not follow the names: the article that answers them.
        now: What the last month is counted from.
    """
    labels = [
        Question(
            f"{_LABEL}{each.id}",
            each.text,
            each.language,
            each.intent,
            families.get(each.intent) or family_of(each.intent),
            "label",
        )
        for each in examples
        if each.part == "eval"
    ]
    return [
        *_sentences(data / "test" / "nlu"),
        *_questions(data / "test" / "questions.jsonl"),
        *labels,
        *asked(db, now),
    ]


def asked(db: Connection, now: datetime) -> list[Question]:
    """What users came with during the last month, newest first, each wording once."""
    c, v = t.messages.c, t.conversations.c
    first = (
        select(c.conversation_id, func.min(c.seq).label("seq"))
        .join(t.conversations, v.id == c.conversation_id)
        .where(v.created_at >= now - _ASKED_SINCE, c.sender_kind == "user", c.part == 0, c.payload.is_(None))
        .where(c.text.like("_% _% _%"))
        .group_by(c.conversation_id)
        .subquery()
    )
    query = (
        select(c.conversation_id, c.seq, c.text, c.language)
        .join(first, (first.c.conversation_id == c.conversation_id) & (first.c.seq == c.seq))
        .where(c.part == 0)
        .order_by(c.at.desc())
    )
    found: dict[str, Question] = {}
    for row in db.execute(query):
        if len(row.text.split()) >= _FEWEST_WORDS:
            key = f"{_ASKED}{row.conversation_id}-{row.seq}"
            found.setdefault(folded(row.text), Question(key, row.text, row.language, None, None, "asked"))
        if len(found) == N_ASKED:
            break
    return list(found.values())


def words(db: Connection, ids: Iterable[str]) -> dict[str, str]:
    """Return what users wrote and what was labelled, by question's id; nothing of what has been erased."""
    given = list(ids)
    labelled = [key.removeprefix(_LABEL) for key in given if key.startswith(_LABEL)]
    e = t.examples.c
    found = {_LABEL + row.id: row.text for row in db.execute(select(e.id, e.text).where(e.id.in_(labelled)))}
    places = {key: tuple(key.removeprefix(_ASKED).rsplit("-", 1)) for key in given if key.startswith(_ASKED)}
    c = t.messages.c
    conversations = {conversation for conversation, _ in places.values()}
    rows = db.execute(
        select(c.conversation_id, c.seq, c.text).where(
            c.conversation_id.in_(conversations), c.part == 0, c.sender_kind == "user"
        )
    )
    said = {(row.conversation_id, str(row.seq)): row.text for row in rows}
    return found | {key: said[place] for key, place in places.items() if place in said}


def with_words(db: Connection, report: dict[str, Any]) -> dict[str, Any]:
    """Put the labels' words into a report, in place; what has been erased leaves its lists."""
    lists = [report, *report.get("confusions", []), *(warning["params"] for warning in report.get("warnings", []))]
    places = [(each, key) for each in lists for key in ("changes", "questions") if key in each]
    known = words(db, [row["id"] for each, key in places for row in each[key] if not row["text"]])
    for each, key in places:
        rows = [{**row, "text": row["text"] or known.get(row["id"], "")} for row in each[key]]
        each[key] = [row for row in rows if row["text"]]
    return report


def write(folder: Path, asked_of: Iterable[Question]) -> None:
    """Write the questions into a run's folder."""
    lines = "".join(json.dumps(asdict(each), ensure_ascii=False) + "\n" for each in asked_of)
    unfinished = folder / f"{FILE}.part"
    unfinished.write_text(lines, encoding="utf-8")
    os.replace(unfinished, folder / FILE)


def read(folder: Path) -> list[Question]:
    """Return the questions of a run."""
    lines = (folder / FILE).read_text(encoding="utf-8").splitlines()
    return [Question(**json.loads(line)) for line in lines]


def is_somebodys(question: Question) -> bool:
    """Return whether somebody wrote this who may be erased."""
    return question.source in _PEOPLES


def forget_words(folder: Path) -> None:
    """Take people's words out of a run's questions, if it has any: from here on only the database has them."""
    known = read(folder) if (folder / FILE).is_file() else []
    if any(is_somebodys(each) and each.text for each in known):
        write(folder, [replace(each, text="") if is_somebodys(each) else each for each in known])


def _sentences(folder: Path) -> list[Question]:
    found = []
    for file in sorted(folder.glob("*.yml")):
        for block in yaml.load(file.read_text(encoding="utf-8"), yaml.CSafeLoader)["nlu"]:
            intent, language = block["intent"], block["metadata"]["language"]
            for number, line in enumerate(block["examples"].splitlines()):
                key = f"sentence-{intent}-{language}-{number}"
                text = line.removeprefix("- ").strip()
                found.append(Question(key, text, language, intent, family_of(intent), "sentence"))
    return found


def _questions(file: Path) -> list[Question]:
    rows: list[dict[str, Any]] = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    keys = ("id", "text", "language", "intent", "family")
    return [Question(**{key: row[key] for key in keys}, source="question") for row in rows]
