"""Keeps the catalogue in step with the knowledge base, and reads articles that the public may read."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import structlog

from webchat.adapters.clock import Clock
from webchat.adapters.kb import KbUnavailable, KnowledgeBase
from webchat.services.help.catalogue import Catalogue, Listed

log = structlog.get_logger()

_CHOICE = "/choose_article"
_CHECK_EVERY_S = 0.5
"""How old the answer to "has anything changed?" may be: what is published or withdrawn shows within a second."""
_AWAY_S = 5.0
"""How long a knowledge base that does not answer is left alone: readers do not wait for it at every page."""


class HelpCentre:
    """What the help pages read from.

    Args:
        kb: The knowledge base.
        clock: The time.
    """

    def __init__(self, kb: KnowledgeBase, clock: Clock) -> None:
        self._kb, self._clock = kb, clock
        self._catalogue: Catalogue | None = None
        self._good_until_s = float("-inf")
        self._lock = asyncio.Lock()

    async def catalogue(self) -> Catalogue:
        """Return all public articles; while the knowledge base is away, those there were.

        Raises:
            KbUnavailable: There have never been any.
        """
        if self._is_stale():
            async with self._lock:
                if self._is_stale():
                    await self._check()
        assert self._catalogue is not None
        return self._catalogue

    async def titles(self) -> dict[str, str]:
        """Return the titles of public articles by id; none while the knowledge base is away."""
        try:
            return {each.article_id: each.title for each in (await self.catalogue()).by_id.values()}
        except KbUnavailable:
            return {}

    async def article(self, article_id: str) -> dict[str, Any] | None:
        """Return one article, None unless the public may read it.

        Raises:
            KbUnavailable: The knowledge base does not answer.
        """
        found = await self._kb.article(article_id)
        return found if found is not None and found.get("visibility") == "public" else None

    async def related(self, article_id: str, language: str, n: int) -> list[Listed]:
        """Return articles that say the most alike, in `language` where they exist in it.

        Raises:
            KbUnavailable: The knowledge base does not answer.
        """
        catalogue = await self.catalogue()
        near = await self._kb.related(article_id, k=n)
        known = [catalogue.by_id[found_id] for found_id in near if found_id in catalogue.by_id]
        return [each for article in known if (each := catalogue.shown(article.family, language))]

    async def offered(self, payload: str, language: str) -> str | None:
        """Return the title of the article that a payload chooses, None where it is none that the public may read.

        Every help page offers its article to the chat, as a message of the bot offers its buttons.
        """
        if not payload.startswith(_CHOICE):
            return None
        try:
            family = str(json.loads(payload.removeprefix(_CHOICE)).get("family"))
            shown = (await self.catalogue()).shown(family, language)
        except (ValueError, AttributeError, KbUnavailable):
            return None
        return shown.title if shown else None

    def _is_stale(self) -> bool:
        return self._catalogue is None or self._clock.monotonic_s() > self._good_until_s

    async def _check(self) -> None:
        good_for_s = _CHECK_EVERY_S
        try:
            if self._catalogue is None or await self._kb.generation() != self._catalogue.generation:
                rows, generation = await self._kb.listing()
                self._catalogue = Catalogue.of(rows, generation)
        except KbUnavailable:
            if self._catalogue is None:
                raise
            log.warning("help_pages_from_memory", generation=self._catalogue.generation)
            good_for_s = _AWAY_S
        self._good_until_s = self._clock.monotonic_s() + good_for_s
