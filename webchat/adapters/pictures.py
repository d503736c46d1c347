"""Pictures of articles: kept under the name of their content, so that an address never shows another picture."""

from __future__ import annotations

import asyncio
import hashlib
import os
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from webchat.adapters.files import Files
from webchat.domain.attachment import EXTENSIONS, IMAGES
from webchat.domain.errors import Fixable


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that was accepted."""

    name: str
    media_type: str
    size: int
    width: int
    height: int


class Pictures:
    """One file per picture, looked into like what people send: told by its content, its place taken out."""

    def __init__(self, folder: Path, *, max_bytes: int) -> None:
        self._folder = folder
        self._incoming = Files(folder / "incoming", max_bytes=max_bytes)

    def path(self, name: str) -> Path:
        """Return where a picture is kept."""
        return self._folder / name[:2] / name

    async def receive(self, chunks: AsyncIterator[bytes]) -> Picture:
        """Keep a picture; one that is there already is kept once.

        Raises:
            Fixable: `too_large`, `file_refused`.
        """
        file_id = uuid4().hex
        received = await self._incoming.receive(chunks, file_id)
        try:
            if received.media_type not in IMAGES or received.width is None or received.height is None:
                raise Fixable("file_refused")
            name = await asyncio.to_thread(self._keep, file_id, received.media_type)
            return Picture(name, received.media_type, received.size, received.width, received.height)
        finally:
            self._incoming.delete([file_id])

    def _keep(self, file_id: str, media_type: str) -> str:
        source = self._incoming.path(file_id)
        name = hashlib.sha256(source.read_bytes()).hexdigest()[:40] + EXTENSIONS[media_type][0]
        target = self.path(name)
        target.parent.mkdir(parents=True, exist_ok=True)
        os.replace(source, target)
        return name
