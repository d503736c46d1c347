"""Labels as Rasa's files: `data/` as it would become, and Rasa's files as labels."""

from __future__ import annotations

import io
import zipfile
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, insert, select

from webchat.adapters import rasa_yaml
from webchat.adapters.db import tables as t
from webchat.adapters.rasa_yaml import New, RasaYamlError, Read
from webchat.domain.errors import Fixable
from webchat.domain.labels import ENTITIES, Example, Part, example_text, family_of, folded, is_intent_name
from webchat.services import audit, intents, labels
from webchat.services.accounts import Agent
from webchat.services.intents import Intent
from webchat.services.work import Work

_FOLDERS: dict[Part, str] = {"train": "data/nlu", "eval": "data/test/labels"}
MAX_BYTES = 20_000_000
_MAX_ERRORS = 50


def files(root: Path, examples: Sequence[Example], new: Sequence[Intent]) -> dict[str, str]:
    """Return the files that labels change, by their path below `root`.

    What is trained on joins `data/nlu/<intent>.yml`; what examines stands in `data/test/labels/`, which training
    leaves out; new intents join `domain.yml`. What the files hold already is not written again.
    """
    by_file: dict[tuple[Part, str], list[New]] = defaultdict(list)
    for example in examples:
        by_file[example.part, example.intent].append(New(example.text, example.language, example.entities))
    found: dict[str, str] = {}
    for (part, intent), added in by_file.items():
        path = f"{_FOLDERS[part]}/{intent}.yml"
        text = _text(root / path)
        known = {(read.language, read.text) for read in rasa_yaml.read(text)} if text else set()
        fresh = [one for one in added if (one.language, one.text) not in known]
        if fresh:
            found[path] = rasa_yaml.with_examples(text, intent, fresh)
    used = {example.intent for example in examples}
    domain = _text(root / "domain.yml") or ""
    changed = rasa_yaml.with_intents(domain, [intent.name for intent in new if intent.name in used])
    return {**found, "domain.yml": changed} if changed != domain else found


def _text(path: Path) -> str | None:
    return path.read_text("utf-8") if path.is_file() else None


def archive(db: Connection, root: Path) -> bytes:
    """Return `data/nlu`, the labels that examine and `domain.yml` as they would become, as a zip."""
    changed = files(root, labels.training_examples(db), intents.added(db))
    there = [path for path in sorted((root / "data" / "nlu").glob("*.yml")) if path.is_file()]
    texts = {path.relative_to(root).as_posix(): path.read_text("utf-8") for path in (*there, root / "domain.yml")}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as zipped:
        for path, text in sorted({**texts, **changed}.items()):
            zipped.writestr(path, text)
    return out.getvalue()


def note_export(work: Work, agent: Agent) -> None:
    """Note that somebody takes the training data, and with it users' words, along."""
    audit.record(work, "training_data_exported", actor=agent.id, n=labels.count_since(work.db, None))


# --- import --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Upload:
    """What a file held.

    Attributes:
        examples: With what each is for; None: as the share says.
        errors: By file and line.
        shipped: What the bot came with, as `labels.known` gives it.
    """

    examples: list[tuple[Read, Part | None]]
    errors: list[dict[str, Any]]
    shipped: set[tuple[str, str, str]]


def unpack(name: str, content: bytes, root: Path) -> Upload:
    """Read a YAML file, or a zip of them; takes a moment.

    Args:
        name: Of the file.
        content: What it holds.
        root: Of the bot, whose own examples are no labels.

    Raises:
        Fixable: `too_large`, or `file_refused` for something else.
    """
    if len(content) > MAX_BYTES:
        raise Fixable("too_large", max_mb=MAX_BYTES // 1_000_000)
    if not zipfile.is_zipfile(io.BytesIO(content)):
        if not name.lower().endswith((".yml", ".yaml")):
            raise Fixable("file_refused", name=name)
        return _read_all({name: (content, None)}, root)
    with zipfile.ZipFile(io.BytesIO(content)) as zipped:
        infos = [info for info in zipped.infolist() if info.filename.lower().endswith((".yml", ".yaml"))]
        if sum(info.file_size for info in infos) > MAX_BYTES:
            raise Fixable("too_large", max_mb=MAX_BYTES // 1_000_000)
        try:
            held = {info.filename: (zipped.read(info), _part_of(info.filename)) for info in infos}
        except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError) as error:
            raise Fixable("file_refused", name=name) from error
    return _read_all({path: pair for path, pair in held.items() if Path(path).name != "domain.yml"}, root)


def _part_of(path: str) -> Part:
    return "eval" if "test" in Path(path).parts else "train"


def _read_all(held: dict[str, tuple[bytes, Part | None]], root: Path) -> Upload:
    found = Upload([], [], _shipped_examples(root))
    for path, (content, part) in held.items():
        try:
            for read in rasa_yaml.read(content.decode("utf-8")):
                _check(read)
                found.examples.append((read, part))
        except UnicodeDecodeError:
            found.errors.append({"file": path, "line": 1, "code": "not_yaml", "params": {}})
        except RasaYamlError as error:
            found.errors.append({"file": path, "line": error.line, "code": error.code, "params": error.params})
    del found.errors[_MAX_ERRORS:]
    return found


def _check(read: Read) -> None:
    if not is_intent_name(read.intent):
        raise RasaYamlError("bad_intent", read.line, intent=read.intent[:80])
    unknown = next((entity["entity"] for entity in read.entities if entity["entity"] not in ENTITIES), None)
    if unknown is not None:
        raise RasaYamlError("bad_entity", read.line, entity=unknown[:80])


def take_in(work: Work, agent: Agent, upload: Upload) -> dict[str, Any]:
    """Store what a file brought; all of it or, where it has faults, nothing."""
    if upload.errors:
        return {"added": 0, "known": 0, "intents": [], "errors": upload.errors}
    known = labels.known(work.db) | upload.shipped
    made = _make_intents(work, agent, {read.intent for read, _ in upload.examples})
    n_added = 0
    for read, part in upload.examples:
        is_plain = read.entities or read.text == example_text(read.text)
        text = read.text if is_plain else example_text(read.text)
        key = (read.intent, read.language, folded(text))
        if key in known:
            continue
        known.add(key)
        labels.add(
            work, agent, text=text, language=read.language, intent=read.intent, entities=read.entities, part=part
        )
        n_added += 1
    audit.record(work, "training_data_imported", actor=agent.id, n=n_added)
    return {"added": n_added, "known": len(upload.examples) - n_added, "intents": made, "errors": []}


def _shipped_examples(root: Path) -> set[tuple[str, str, str]]:
    paths = sorted((root / "data" / "nlu").glob("*.yml"))
    reads = (read for path in paths for read in rasa_yaml.read(path.read_text("utf-8")))
    return {(read.intent, read.language, folded(read.text)) for read in reads}


def _make_intents(work: Work, agent: Agent, names: set[str]) -> list[str]:
    """Add the intents that nobody knows yet; their names in words are their titles until somebody writes an article."""
    there = set(intents.shipped(work.settings.bot_dir)) | set(work.db.scalars(select(t.intents.c.name)))
    made = sorted(names - there)
    for name in made:
        row: dict[str, Any] = {
            "name": name,
            "titles": {},
            "family": family_of(name),
            "agent_id": agent.id,
            "created_at": work.now,
        }
        work.db.execute(insert(t.intents).values(row))
    return made
