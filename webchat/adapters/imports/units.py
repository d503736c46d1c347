"""What is in a folder of files to be imported, one unit per article or picture, in an order that is always the same."""

from __future__ import annotations

import contextlib
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import Literal

from webchat.adapters.imports import tables
from webchat.adapters.imports.frame import SAMPLE, repeated_lines
from webchat.adapters.imports.pages import page_id
from webchat.domain.errors import Fixable

Kind = Literal["picture", "markdown", "page", "row", "bad"]

MAX_UNITS = 50_000
MAX_TEXT_BYTES = 3_000_000
MAX_FILE_BYTES = 50_000_000
_KINDS: dict[str, Kind] = {
    **dict.fromkeys((".md", ".markdown"), "markdown"),
    **dict.fromkeys((".html", ".htm", ".xhtml"), "page"),
    **dict.fromkeys((".png", ".jpg", ".jpeg", ".gif", ".webp"), "picture"),
}
_ORDER = {"picture": 0, "markdown": 1, "page": 2, "row": 3, "bad": 4}


@dataclass(frozen=True, slots=True)
class Unit:
    """One thing to import.

    Attributes:
        file: Its name, for people; within a zip the path in it.
        path: The file on disk.
        archive: The zip that `path` is, open, `file` being a name in it: to open it again for each of thousands takes
            minutes. None outside one.
        row: Of a table: the values by column.
        line: Where the row stands.
        problem: Of a `bad` one: a code.
    """

    kind: Kind
    file: str
    path: Path
    archive: zipfile.ZipFile | None = None
    row: dict[str, str] = field(default_factory=dict)
    line: int | None = None
    problem: str = ""

    @property
    def is_draft(self) -> bool:
        """Whether it stands in the folder of what is not published."""
        return "drafts" in PurePosixPath(self.file).parts[:-1]

    def read(self, *, most: int = MAX_TEXT_BYTES) -> bytes:
        """Return its content.

        Raises:
            OSError: It cannot be read, or is larger than `most`.
        """
        try:
            if self.archive is None:
                if self.path.stat().st_size > most:
                    raise OSError("too large")
                return self.path.read_bytes()
            with self.archive.open(self.file) as part:
                content = part.read(most + 1)
        except (zipfile.BadZipFile, RuntimeError, NotImplementedError, ValueError, EOFError) as error:
            raise OSError(str(error)) from error
        if len(content) > most:
            raise OSError("too large")
        return content


def units(folder: Path, *, language: str | None) -> list[Unit]:
    """Return everything in a folder: pictures first, since texts show them. `close` them when they are read.

    Raises:
        Fixable: `too_many` where there is more than anybody means to import.
    """
    found: list[Unit] = []
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        for unit in _of_file(path, path.relative_to(folder).as_posix(), language):
            found.append(unit)
            if len(found) > MAX_UNITS:
                raise Fixable("too_many", most=MAX_UNITS)
    return sorted(found, key=lambda unit: (_ORDER[unit.kind], unit.file, unit.line or 0))


def close(found: list[Unit]) -> None:
    """Let go of the zips that these units lie in."""
    for archive in {unit.archive for unit in found if unit.archive}:
        archive.close()


def pages(found: list[Unit], language: str | None) -> dict[str, str]:
    """Return what the pages among the units will be called, by file: links between them are kept."""
    named = {}
    for unit in found:
        if unit.kind == "page":
            try:
                named[unit.file] = page_id(unit.read(), unit.file, language) or ""
            except OSError:
                continue
    return {file: article_id for file, article_id in named.items() if article_id}


def lines_of_many(found: list[Unit]) -> frozenset[str]:
    """Return the lines that many of the pages share, judged by some pages from all over: menus, notices, footers."""
    some = [unit for unit in found if unit.kind == "page"]
    return repeated_lines(_contents(some[:: max(1, len(some) // SAMPLE)]))


def _contents(some: list[Unit]) -> Iterator[bytes]:
    for unit in some:
        with contextlib.suppress(OSError):
            yield unit.read()


def _of_file(path: Path, name: str, language: str | None) -> Iterator[Unit]:
    if path.suffix.lower() != ".zip":
        yield from _named(path, name, None, language)
        return
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, ValueError):
        yield Unit("bad", name, path, problem="unreadable")
        return
    for info in archive.infolist():
        if not info.is_dir():
            yield from _named(path, info.filename, archive, language)


def _named(path: Path, name: str, archive: zipfile.ZipFile | None, language: str | None) -> Iterator[Unit]:
    if any(part.startswith(".") or part == "__MACOSX" for part in PurePosixPath(name).parts):
        return  # what a desktop puts beside the files
    ending = PurePosixPath(name).suffix.lower()
    if ending == ".csv":
        yield from _rows(Unit("row", name, path, archive), language)
    elif kind := _KINDS.get(ending):
        yield Unit(kind, name, path, archive)
    else:
        yield Unit("bad", name, path, archive, problem="unknown_kind")


def _rows(table: Unit, language: str | None) -> Iterator[Unit]:
    try:
        for row in tables.rows(table.read(most=MAX_FILE_BYTES), language):
            yield replace(table, row=row.values, line=row.line)
    except OSError:
        yield replace(table, kind="bad", problem="unreadable")
    except tables.BadTable as error:
        yield replace(table, kind="bad", problem=error.problem, line=error.line)
