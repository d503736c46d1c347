"""Bring articles in: read in portions, each in a transaction of its own with its progress; a restart goes on from there."""

from __future__ import annotations

import asyncio
import io
import time
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import yaml

from webchat.adapters import front_matter
from webchat.adapters.article_index import ArticleIndex
from webchat.adapters.imports.pages import BadPage, page
from webchat.adapters.imports.texts import completed
from webchat.adapters.imports.units import MAX_FILE_BYTES, Unit, close, lines_of_many, pages, units
from webchat.adapters.kb import KbUnavailable
from webchat.adapters.pictures import Picture, Pictures
from webchat.domain.article import Facts, checksum
from webchat.domain.errors import Fixable
from webchat.services.articles import images, publishing
from webchat.services.articles.taking import outcome, take
from webchat.services.work import Store, Work

# Small, and with as long a rest after each as it took: chats are written by the same hand.
PORTION, _LONGEST_REST_S = 20, 1.0


@dataclass(frozen=True, slots=True)
class Options:
    """How to import. Without `publish` everything comes in as a draft; a `dry_run` changes nothing."""

    publish: bool
    dry_run: bool
    language: str | None
    by: str | None


@dataclass(frozen=True, slots=True)
class Problem:
    """Why something was left out; `params` for the sentence."""

    file: str
    line: int | None
    code: str
    params: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Portion:
    """What became of a few units."""

    n_units: int = 0
    created: int = 0
    changed: int = 0
    unchanged: int = 0
    problems: list[Problem] = field(default_factory=list)
    changes: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Text:
    unit: Unit
    markdown: str
    facts: Facts


Note = Callable[[Work, Portion], bool]  # writes progress down in the same transaction; False: stop


class Importer:
    """One import of a folder of files.

    Args:
        store: The database.
        index: Knows the whole format; while it is away, front matter alone is judged.
        pictures: Where pictures go.
        folder: The files.
        options: How.
    """

    def __init__(self, store: Store, index: ArticleIndex, pictures: Pictures, folder: Path, options: Options) -> None:
        self._store, self._index, self._pictures, self._options = store, index, pictures, options
        self._folder = folder
        self._units: list[Unit] = []
        self._targets: dict[str, str] = {}
        self._addresses: dict[str, str] = {}
        self._repeated: frozenset[str] = frozenset()
        self._seen: set[tuple[str, bool]] = set()

    async def open(self) -> int:
        """Look at what there is; returns the number of units.

        Raises:
            Fixable: `too_many`.
        """
        language = self._options.language
        self._units = await asyncio.to_thread(units, self._folder, language=language)
        self._targets = await asyncio.to_thread(pages, self._units, language)
        self._repeated = await asyncio.to_thread(lines_of_many, self._units)
        return len(self._units)

    def close(self) -> None:
        """Let go of the files."""
        close(self._units)

    async def run(self, note: Note, *, done: int = 0) -> None:
        """Import everything.

        Args:
            note: Called with each portion in its transaction.
            done: How many units an earlier run has imported; they are only looked at again.
        """
        for start in range(0, done, PORTION):  # names and pictures that later units may meet
            await self._read(self._units[start : min(start + PORTION, done)])
        for start in range(done, len(self._units), PORTION):
            part, begun = self._units[start : start + PORTION], time.monotonic()
            texts, pictures, problems = await self._read(part)
            apply = partial(self._apply, part=part, texts=texts, pictures=pictures, problems=problems, note=note)
            if not await self._store.write(apply):
                return
            await asyncio.sleep(min(time.monotonic() - begun, _LONGEST_REST_S))

    async def _read(self, part: Sequence[Unit]) -> tuple[list[_Text], list[Picture], list[Problem]]:
        problems: list[Problem] = []
        pictures = [kept for unit in part if unit.kind == "picture" if (kept := await self._picture(unit, problems))]
        found = await asyncio.to_thread(self._texts, part, problems)
        return await self._judge(found, problems), pictures, problems

    async def _picture(self, unit: Unit, problems: list[Problem]) -> Picture | None:
        try:
            content = await asyncio.to_thread(partial(unit.read, most=MAX_FILE_BYTES))
            kept = await self._pictures.receive(_once(content))
        except (OSError, Fixable):
            problems.append(Problem(unit.file, None, "bad_image"))
            return None
        self._addresses[unit.file] = images.ADDRESS + kept.name
        return kept

    def _texts(self, part: Sequence[Unit], problems: list[Problem]) -> list[_Text]:
        found = []
        for unit in part:
            if unit.kind == "picture":
                continue
            try:
                markdown = self._markdown(unit)
                facts = front_matter.facts(markdown)
            except OSError:
                problems.append(Problem(unit.file, unit.line, "unreadable"))
            except BadPage as error:
                problems.append(Problem(unit.file, None, str(error)))
            except Fixable as error:
                problems.append(_of_error(unit, error))
            else:
                if (facts.article_id, unit.is_draft) in self._seen:
                    problems.append(Problem(unit.file, unit.line, "duplicate_id"))
                    continue
                self._seen.add((facts.article_id, unit.is_draft))
                found.append(_Text(unit, markdown, facts))
        return found

    def _markdown(self, unit: Unit) -> str:
        if unit.problem or unit.row.get("problem"):
            raise front_matter.bad(unit.problem or unit.row["problem"], unit.line)
        if unit.kind == "row":
            return _of_row(unit.row)
        content = unit.read()
        if unit.kind == "page":
            found = page(content, unit.file, self._options.language, self._targets, self._addresses, self._repeated)
            head = {"id": found.article_id, "family": found.family, "language": found.language, "title": found.title}
            return _whole({**head, **({"links": found.hosts} if found.hosts else {})}, found.text)
        try:
            return completed(content.decode(), unit.file, self._options.language)
        except UnicodeDecodeError as error:
            raise front_matter.bad("bad_encoding") from error

    async def _judge(self, found: list[_Text], problems: list[Problem]) -> list[_Text]:
        """Leave out what the index could not take."""
        if not found:
            return found
        try:
            results = await self._index.parse([text.markdown for text in found])
        except KbUnavailable:
            return found
        good = []
        for text, result in zip(found, results, strict=True):
            if error := result.get("error"):
                params = {**error["params"], "message": error["message"]}
                problems.append(Problem(text.unit.file, text.unit.line or error["line"], error["code"], params))
            else:
                good.append(text)
        return good

    def _apply(
        self,
        work: Work,
        part: Sequence[Unit],
        texts: Sequence[_Text],
        pictures: Sequence[Picture],
        problems: Sequence[Problem],
        note: Note,
    ) -> bool:
        done = Portion(len(part), problems=list(problems))
        for picture in pictures:
            if not self._options.dry_run:
                images.keep(work, self._options.by, picture)
        for text in texts:
            try:
                self._take(work, text, done)
            except Fixable as error:
                done.problems.append(_of_error(text.unit, error))
        return note(work, done)

    def _take(self, work: Work, text: _Text, done: Portion) -> None:
        facts, unit = text.facts, text.unit
        publish = self._options.publish and not unit.is_draft and facts.visibility != "draft"
        what, row = outcome(work.db, text.markdown, facts, publish=publish)
        setattr(done, what, getattr(done, what) + 1)
        if what == "unchanged":
            return
        shown = {"article_id": facts.article_id, "language": facts.language, "title": facts.title}
        done.changes.append({"file": unit.file, **shown, "what": what})
        if self._options.dry_run:
            return
        number = take(work, text.markdown, facts, row, publish=publish, by=self._options.by)
        if publish:
            key, sent = f"{facts.article_id}:{number}", checksum(text.markdown)
            publishing.owe(work, facts.article_id, key, checksum=sent, is_bulk=True)


def _of_row(row: dict[str, str]) -> str:
    names = {"article_id": "id"}
    kept = ("article_id", "family", "language", "title", "topic", "visibility")
    head: dict[str, Any] = {names.get(key, key): row[key] for key in kept if row.get(key)}
    if row.get("keywords"):
        head["keywords"] = [word.strip() for word in row["keywords"].split(",") if word.strip()]
    if row.get("question"):
        head["questions"] = [row["question"][:600]]
    return _whole(head, row["text"])


def _whole(head: dict[str, Any], text: str) -> str:
    stream = io.StringIO()
    yaml.safe_dump(head, stream, allow_unicode=True, sort_keys=False, width=10_000)
    return f"---\n{stream.getvalue()}---\n{text}\n"


def _of_error(unit: Unit, error: Fixable) -> Problem:
    params = dict(error.params)
    code, line = str(params.pop("problem", error.code)), params.pop("line", None)
    return Problem(unit.file, unit.line or line, code, params)


async def _once(content: bytes) -> AsyncIterator[bytes]:
    yield content


async def at_once(importer: Importer) -> Portion:
    """Import everything, for the command line; returns the sums."""
    await importer.open()
    sums = Portion()

    def note(_: Work, done: Portion) -> bool:
        sums.n_units += done.n_units
        sums.created, sums.changed = sums.created + done.created, sums.changed + done.changed
        sums.unchanged += done.unchanged
        sums.problems += done.problems
        return True

    await importer.run(note)
    importer.close()
    return sums
