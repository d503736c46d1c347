"""Everything a route or a socket handler may use, built once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from webchat.adapters.article_index import ArticleIndex
from webchat.adapters.bot import Bot
from webchat.adapters.clock import Clock
from webchat.adapters.files import Files
from webchat.adapters.kb import KbUnavailable, KnowledgeBase
from webchat.adapters.passwords import Passwords
from webchat.adapters.pictures import Pictures
from webchat.domain.errors import Fixable, Later
from webchat.domain.limits import TokenBucket
from webchat.services.articles.import_jobs import Imports
from webchat.services.articles.sync import IndexSync
from webchat.services.changed_answers import Comparison
from webchat.services.dispatcher import Dispatcher
from webchat.services.help import HelpCentre
from webchat.services.inbox.desk import Inbox
from webchat.services.signing_in import Attempts
from webchat.services.training.desk import Training
from webchat.services.turns import article_ref
from webchat.services.work import Store
from webchat.settings import Settings

SESSION_COOKIE = "firstline_session"


@dataclass(frozen=True, slots=True)
class Services:
    """The use cases' surroundings."""

    settings: Settings
    clock: Clock
    store: Store
    bot: Bot
    kb: KnowledgeBase
    passwords: Passwords
    attempts: Attempts
    dispatcher: Dispatcher
    comparison: Comparison
    files: Files
    link_key: bytes
    training: Training
    inbox: Inbox
    help: HelpCentre
    article_index: ArticleIndex
    article_sync: IndexSync
    pictures: Pictures
    imports: Imports

    async def article_card(self, article_id: str) -> dict[str, Any]:
        """Return the card of an article that customers may read.

        Raises:
            Fixable: `not_found` (field `article_id`).
            Later: `unavailable` while kb_index does not answer.
        """
        try:
            found = await self.kb.article(article_id)
        except KbUnavailable as error:
            raise Later("unavailable", retry_after_s=2.0) from error
        if found is None or found.get("visibility") != "public":
            raise Fixable("not_found", field="article_id")
        return article_ref(self.settings.base_url, found)

    def bucket(self) -> TokenBucket:
        """Return a full bucket for a new connection."""
        burst = self.settings.rate_burst
        return TokenBucket(burst, self.settings.rate_per_s, float(burst), self.clock.monotonic_s())
