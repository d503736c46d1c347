"""Rendered pages, kept until what they show changes, and answered with as few bytes as the reader needs."""

from __future__ import annotations

import gzip
import hashlib
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime

from fastapi import Request, Response

_MOST = 1000
_WORTH_PACKING = 600
HTML = "text/html; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it is sent. `changed_at` is when its subject was last changed, where that is known."""

    body: bytes
    packed: bytes
    etag: str
    media_type: str
    changed_at: datetime | None

    @classmethod
    def of(cls, text: str, *, media_type: str = HTML, changed_at: datetime | None = None) -> Page:
        """Pack a text; its name is that of its bytes, so that a page made again is the same page."""
        body = text.encode()
        packed = gzip.compress(body, 6, mtime=0) if len(body) > _WORTH_PACKING else b""
        return cls(body, packed, f'"{hashlib.sha256(body).hexdigest()[:20]}"', media_type, changed_at)


class Pages:
    """The pages of one generation, the least recently read forgotten first."""

    def __init__(self) -> None:
        self._generation = -1
        self._kept: OrderedDict[Hashable, Page] = OrderedDict()

    async def get(self, generation: int, key: Hashable, make: Callable[[], Awaitable[Page | None]]) -> Page | None:
        """Return the page under `key`, made now if there is none of this generation."""
        if generation != self._generation:
            self._kept.clear()
            self._generation = generation
        if (kept := self._kept.get(key)) is not None:
            self._kept.move_to_end(key)
            return kept
        page = await make()
        if page is not None and generation == self._generation:
            self._kept[key] = page
            if len(self._kept) > _MOST:
                self._kept.popitem(last=False)
        return page


def respond(request: Request, page: Page, *, cache: str = "no-cache") -> Response:
    """Answer with the page, packed if the reader unpacks, or with 304 if they have it.

    Args:
        request: Who asks.
        page: What for.
        cache: How long a copy may be used. By default none without asking: what is withdrawn is gone at once.
    """
    headers = {"ETag": page.etag, "Cache-Control": cache, "Vary": "Accept-Encoding"}
    if page.changed_at is not None:
        headers["Last-Modified"] = format_datetime(page.changed_at, usegmt=True)
    known = (each.strip().removeprefix("W/") for each in request.headers.get("if-none-match", "").split(","))
    if page.etag in known:
        return Response(status_code=304, headers=headers)
    if page.packed and "gzip" in request.headers.get("accept-encoding", ""):
        return Response(page.packed, headers={**headers, "Content-Encoding": "gzip"}, media_type=page.media_type)
    return Response(page.body, headers=headers, media_type=page.media_type)
