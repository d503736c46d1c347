"""Files that people send: kept under the data folder by their id, looked into before anybody else gets them."""

from __future__ import annotations

import asyncio
import io
import os
import time
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageOps, UnidentifiedImageError

from webchat.domain import attachment
from webchat.domain.errors import Fixable
from webchat.domain.location import blank_location

_THUMBNAIL = (640, 480)
_ORIENTATION, _FIRST_TURNED = 0x0112, 5
_FORMATS = {"image/png": "PNG", "image/jpeg": "JPEG", "image/gif": "GIF", "image/webp": "WEBP"}


@dataclass(frozen=True, slots=True)
class Received:
    """A file that was accepted. `location_removed` says that its place was taken out of a picture."""

    media_type: str
    size: int
    width: int | None = None
    height: int | None = None
    location_removed: bool = False


class Files:
    """One file per id, with a small picture beside it where there is one to show."""

    def __init__(self, folder: Path, *, max_bytes: int) -> None:
        self._folder = folder
        self._max_bytes = max_bytes
        self._one_at_a_time = asyncio.Lock()  # a large picture takes 200 MB while it is made small

    def path(self, file_id: str) -> Path:
        """Return where a file is kept."""
        return self._folder / file_id[:2] / file_id

    def thumbnail(self, file_id: str) -> Path:
        """Return where its small picture is kept."""
        return self.path(file_id).with_suffix(".webp")

    async def receive(self, chunks: AsyncIterator[bytes], file_id: str) -> Received:
        """Write a file as it comes in, and look into it.

        Raises:
            Fixable: `too_large` as soon as it is, `file_refused` for what is not accepted.
        """
        target = self.path(file_id)
        part = target.with_suffix(".part")
        try:
            await self._write(chunks, part)
            async with self._one_at_a_time:
                received = await asyncio.to_thread(self._accept, part, file_id)
            await asyncio.to_thread(os.replace, part, target)
            return received
        except BaseException:
            self.delete([file_id])
            raise

    async def _write(self, chunks: AsyncIterator[bytes], part: Path) -> None:
        size = 0
        await asyncio.to_thread(part.parent.mkdir, parents=True, exist_ok=True)
        with part.open("wb") as file:
            async for chunk in chunks:
                size += len(chunk)
                if size > self._max_bytes:
                    raise Fixable("too_large", max_mb=self._max_bytes // 1_000_000)
                await asyncio.to_thread(file.write, chunk)
        if not size:
            raise Fixable("invalid", field="file")

    def _accept(self, part: Path, file_id: str) -> Received:
        with part.open("rb") as file:
            media_type = attachment.media_type(file)
        if media_type is None:
            raise Fixable("file_refused")
        width = height = None
        location_removed = False
        if media_type in attachment.IMAGES:
            content = bytearray(part.read_bytes())
            if location_removed := blank_location(content):
                part.write_bytes(content)
            width, height = self._make_small(bytes(content), media_type, file_id)
        with part.open("rb") as file:
            os.fsync(file.fileno())
        return Received(media_type, part.stat().st_size, width, height, location_removed)

    def _make_small(self, content: bytes, media_type: str, file_id: str) -> tuple[int, int]:
        try:
            with Image.open(io.BytesIO(content), formats=[_FORMATS[media_type]]) as image:
                if image.width * image.height > attachment.MAX_PIXELS:
                    raise Fixable("file_refused")
                width, height = image.size
                turned = image.getexif().get(_ORIENTATION, 1) >= _FIRST_TURNED
                image.draft("RGB", _THUMBNAIL)
                small = ImageOps.exif_transpose(image)
                small.thumbnail(_THUMBNAIL)
                has_alpha = "A" in small.getbands() or "transparency" in small.info
                small.convert("RGBA" if has_alpha else "RGB").save(self.thumbnail(file_id), "WEBP", quality=82)
        except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
            raise Fixable("file_refused") from error
        return (height, width) if turned else (width, height)

    def delete(self, file_ids: Iterable[str]) -> None:
        """Remove files with what belongs to them; what is not there is no error."""
        for file_id in file_ids:
            path = self.path(file_id)
            for each in (path, path.with_suffix(".part"), self.thumbnail(file_id)):
                each.unlink(missing_ok=True)

    def older_than(self, age_s: float) -> set[str]:
        """Return the ids of the files that have been here longer than `age_s`."""
        before = time.time() - age_s
        found = self._folder.glob("??/*") if self._folder.is_dir() else ()
        return {path.stem for path in found if _written_at(path) < before}


def _written_at(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return time.time()
