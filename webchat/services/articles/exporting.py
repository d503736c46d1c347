"""Take the whole knowledge base out: one Markdown file per text, as it was written, and the pictures they show."""

from __future__ import annotations

import hashlib
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from sqlalchemy import Connection, and_, select

from webchat.adapters.db import tables as t
from webchat.adapters.pictures import Pictures
from webchat.domain.article import State
from webchat.services import audit
from webchat.services.accounts import Agent
from webchat.services.articles import images
from webchat.services.work import Work

_a, _r = t.articles.c, t.article_revisions.c
_UNFIT = re.compile(r"[^\w.-]", re.ASCII)


def note(work: Work, agent: Agent | None) -> None:
    """Note that somebody takes the knowledge base along."""
    by = {"actor": agent.id} if agent else {"actor": None, "actor_kind": "command"}
    audit.record(work, "articles_exported", **by)


def texts(db: Connection) -> Iterator[tuple[str, str]]:
    """Yield file names and texts: what readers get in `articles/`, what is not published yet in `drafts/`."""
    published = and_(_r.article_id == _a.article_id, _r.number == _a.published_number)
    columns = (_a.article_id, _a.markdown, _a.checksum, _a.published_checksum, _r.markdown.label("published"))
    query = select(*columns).outerjoin(t.article_revisions, published).where(_a.state != State.ARCHIVED)
    for row in db.execute(query.order_by(_a.article_id)):
        if row.published is not None:
            yield f"articles/{file_name(row.article_id)}", row.published
        if row.checksum != row.published_checksum:
            yield f"drafts/{file_name(row.article_id)}", row.markdown


def write_zip(db: Connection, target: IO[bytes], pictures: Pictures) -> None:
    """Write everything as a zip."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as archive:
        for name, content in files(db, pictures):
            archive.writestr(name, content)


def files(db: Connection, pictures: Pictures) -> Iterator[tuple[str, bytes]]:
    """Yield everything, texts and the pictures they show, as file names and contents."""
    shown: set[str] = set()
    for name, text in texts(db):
        shown |= images.named_in(text)
        yield name, text.encode()
    for name in sorted(images.known(db, shown)):
        path = pictures.path(name)
        if path.is_file():
            yield f"images/{name}", path.read_bytes()


def write_folder(db: Connection, folder: Path, pictures: Pictures) -> int:
    """Write everything into a folder; returns the number of files."""
    n_files = 0
    for name, content in files(db, pictures):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        n_files += 1
    return n_files


def file_name(article_id: str) -> str:
    """Return a file's name for an article: its id where that is one, else something readable and unique."""
    readable = _UNFIT.sub("_", article_id)[:150].lstrip(".")
    if readable == article_id:
        return f"{readable}.md"
    return f"{readable}~{hashlib.sha256(article_id.encode()).hexdigest()[:8]}.md"
