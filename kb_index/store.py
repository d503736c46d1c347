"""The index folder.

    articles/<name>.md     the articles' text: the truth, one file each
    segments/<n>.npz       vectors by passage key; each write adds one
    manifest.json          generation, encoder, articles and segments with checksums; written last
    lock                   held by whoever writes

All but `articles/` is derived. A reader trusts a segment only when its checksum is right; vectors
that are missing are encoded again. A crash at any point leaves articles newer than the manifest,
which opening notices by their checksums.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import io
import json
import os
import secrets
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from kb_index.cache import Progress, VectorCache
from kb_index.encoder import Encoder, Vectors
from kb_index.passages import Passage

FORMAT = 1
# More segments than this are merged into one at the next write, and dead vectors dropped.
MAX_SEGMENTS = 24


@dataclass
class Manifest:
    """What the folder holds: checksums by file name, and by segment file.

    `index_id` is made with the first manifest: an index that was deleted, and filled again, has another one.
    """

    generation: int = 0
    index_id: str = ""
    encoder: str = ""
    articles: dict[str, str] = field(default_factory=dict)
    segments: dict[str, str] = field(default_factory=dict)


class Store:
    """Reads and writes one index folder.

    Args:
        folder: Made when absent.
        encoder: Its name is part of the manifest; vectors of another encoder are not used.
        cache: Makes vectors, and remembers them beyond this folder.
    """

    def __init__(self, folder: Path, encoder: Encoder, cache: VectorCache) -> None:
        self.folder, self._encoder, self._cache = folder, encoder, cache
        self._articles, self._segments = folder / "articles", folder / "segments"
        self._vectors: dict[str, Vectors] = {}
        self._saved: dict[str, str] = {}  # passage key → the segment that holds it
        self._loaded: dict[str, str] = {}  # segment → checksum
        self._sizes: dict[str, int] = {}
        self._written = (
            (0, 0, 0),
            Manifest(),
        )  # the last manifest written here, and how to tell that it still lies there
        for part in (self._articles, self._segments):
            part.mkdir(parents=True, exist_ok=True)

    @contextlib.contextmanager
    def lock(self) -> Iterator[None]:
        """Hold the folder's write lock; waits for another writer, in this process or any other."""
        for part in (self._articles, self._segments):  # the whole folder may be deleted at any time
            part.mkdir(parents=True, exist_ok=True)
        with (self.folder / "lock").open("w") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield  # closing the file lets go

    def manifest(self) -> Manifest:
        """The manifest on disk; an empty one when it is absent, damaged or of another format."""
        stamp, known = self._written
        if stamp == self.stamp():
            return known
        try:
            raw: dict[str, Any] = json.loads((self.folder / "manifest.json").read_bytes())
            checksum = raw.pop("checksum")
            if raw.pop("format") != FORMAT or checksum != _checksum(json.dumps(raw, sort_keys=True).encode()):
                return Manifest()
            return Manifest(**raw)
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return Manifest()

    def stamp(self) -> tuple[int, int, int]:
        """Changes whenever the manifest is replaced or removed; costs one system call."""
        try:
            stat = (self.folder / "manifest.json").stat()
            return stat.st_ino, stat.st_mtime_ns, stat.st_size
        except OSError:
            return 0, 0, 0

    def texts(self, names: Iterable[str] | None = None) -> Iterator[tuple[str, str, str]]:
        """Articles on disk as (file name, checksum, Markdown), skipping the unreadable; all, or those named."""
        paths = (
            sorted(self._articles.glob("*.md"))
            if names is None
            else [self._articles / Path(name).name for name in names]
        )
        for path in paths:
            with contextlib.suppress(OSError, UnicodeDecodeError):
                content = path.read_bytes()
                yield path.name, _checksum(content), content.decode()

    def write_text(self, article_id: str, markdown: str) -> str:
        """Write one article's Markdown; returns its checksum. The caller holds the lock."""
        content = markdown.encode("utf-8", "replace")
        replace_file(self._articles / file_name(article_id), content)
        return _checksum(content)

    def remove_text(self, article_id: str) -> None:
        """Remove one article's Markdown. The caller holds the lock."""
        (self._articles / file_name(article_id)).unlink(missing_ok=True)

    def load_vectors(self, manifest: Manifest) -> None:
        """Read the segments that are new since the last call; damaged and foreign ones are left out.

        Without a manifest every segment is tried: the archive format has checksums of its own.
        """
        self._loaded = {name: checksum for name, checksum in self._loaded.items() if self._present(name)}
        names: Mapping[str, str | None] = manifest.segments or {
            path.name: None for path in self._segments.glob("*.npz")
        }
        for name, checksum in names.items():
            if name in self._loaded and self._loaded[name] == checksum:
                continue
            with contextlib.suppress(OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
                content = (self._segments / Path(name).name).read_bytes()
                if checksum not in (None, _checksum(content)):
                    continue
                with np.load(io.BytesIO(content)) as arrays:
                    if str(arrays["encoder"]) == self._encoder.name and arrays["vectors"].shape[1] == self._encoder.dim:
                        keys = arrays["keys"].tolist()
                        self._vectors.update(zip(keys, arrays["vectors"], strict=True))
                        self._saved.update(dict.fromkeys(keys, name))
                        self._loaded[name] = _checksum(content)
                        self._sizes[name] = len(content)

    def intact(self, manifest: Manifest | None = None) -> bool:
        """Whether the segments (of a manifest, or those read) are on disk, and not cut short."""
        return all(self._present(name) for name in (self._sizes if manifest is None else manifest.segments))

    def _present(self, name: str) -> bool:
        try:
            size = (self._segments / name).stat().st_size
        except OSError:
            return False
        return size == self._sizes.get(name, size)

    def unsaved(self, keys: Iterable[str]) -> list[str]:
        """Those of the passage keys whose vectors stand in no segment on disk."""
        return sorted(key for key in keys if self._saved.get(key) not in self._loaded)

    def encode(self, passages: Sequence[Passage], progress: Progress | None = None) -> None:
        """Make the vectors that are missing."""
        texts = {p.key: p.encoded for p in passages if p.key not in self._vectors}
        if texts:
            vectors = self._cache.encode(list(texts.values()), role="passage", progress=progress)
            self._vectors.update(zip(texts, vectors, strict=True))

    def vectors(self, passages: Sequence[Passage], progress: Progress | None = None) -> dict[str, Vectors]:
        """Vectors by passage key, made where they are missing."""
        self.encode(passages, progress)
        return {p.key: self._vectors[p.key] for p in passages}

    def commit(self, articles: Mapping[str, str], alive: set[str]) -> Manifest:
        """Write the vectors that are not on disk, then the manifest. The caller holds the lock.

        Args:
            articles: Checksums by file name of all articles that are in.
            alive: All passage keys in use.
        """
        old = self.manifest()
        kept = {name: checksum for name, checksum in self._loaded.items() if self._is_whole(name, checksum, old)}
        generation = max(old.generation, _highest(self._segments)) + 1
        if len(self._vectors) > 2 * len(alive) + 1000:
            kept = {}
            self._vectors = {key: self._vectors[key] for key in alive}
        elif len(kept) >= MAX_SEGMENTS:
            kept = self._largest(kept)
        unsaved = sorted(key for key in alive if self._saved.get(key) not in kept)
        if unsaved:
            name = f"{generation:08d}.npz"
            buffer = io.BytesIO()
            vectors = np.stack([self._vectors[key] for key in unsaved])
            np.savez(buffer, keys=np.array(unsaved), vectors=vectors, encoder=np.array(self._encoder.name))
            replace_file(self._segments / name, buffer.getvalue())
            self._saved.update(dict.fromkeys(unsaved, name))
            kept[name] = _checksum(buffer.getvalue())
        self._loaded = dict(kept)
        self._sizes = {name: (self._segments / name).stat().st_size for name in kept}
        manifest = Manifest(generation, old.index_id or secrets.token_hex(8), self._encoder.name, dict(articles), kept)
        # With thousands of articles it is a megabyte: written down once, and not read back at the next commit.
        body = json.dumps(vars(manifest), sort_keys=True)
        head = f'{{"format": {FORMAT}, "checksum": "{_checksum(body.encode())}", '
        replace_file(self.folder / "manifest.json", (head + body[1:]).encode())
        self._written = (self.stamp(), manifest)
        for path in self._segments.iterdir():
            if path.name not in kept:
                path.unlink(missing_ok=True)
        return manifest

    def _largest(self, segments: Mapping[str, str]) -> dict[str, str]:
        """Those that a merge leaves alone: one edit must not write the vectors of all articles again.

        The largest ones stay, as long as each outweighs all that are smaller; the others become one.
        """
        ordered = sorted(segments, key=lambda name: self._sizes[name])
        total, n_merged = 0, 0
        for number, name in enumerate(ordered):
            if number < MAX_SEGMENTS // 2 or self._sizes[name] <= total:
                n_merged = number + 1
            total += self._sizes[name]
        return {name: segments[name] for name in ordered[n_merged:]}

    def _is_whole(self, name: str, checksum: str, old: Manifest) -> bool:
        """Whether a segment on disk is still the one that was read; the known size saves reading it."""
        path = self._segments / name
        if not path.is_file():
            return False
        if old.segments.get(name) == checksum and self._sizes.get(name) == path.stat().st_size:
            return True
        return _checksum(path.read_bytes()) == checksum


def file_name(article_id: str) -> str:
    """A safe, readable, unique file name for an id."""
    readable = "".join(char if char.isascii() and (char.isalnum() or char in "._-") else "_" for char in article_id)[
        :80
    ]
    return f"{readable.lstrip('.')}~{hashlib.sha256(article_id.encode('utf-8', 'replace')).hexdigest()[:8]}.md"


def _checksum(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _highest(folder: Path) -> int:
    return max((int(path.stem) for path in folder.glob("*.npz") if path.stem.isdigit()), default=0)


def replace_file(path: Path, content: bytes) -> None:
    """Write a file so that a reader, and a crash, sees the old or the new one, never a part."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    with fresh.open("wb") as handle:
        handle.write(content)
        handle.flush()
        os.fsync(handle.fileno())
    fresh.replace(path)
