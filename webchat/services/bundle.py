"""Everything a route or a socket handler may use, built once."""

from __future__ import annotations

from dataclasses import dataclass

from webchat.adapters.bot import Bot
from webchat.adapters.clock import Clock
from webchat.adapters.kb import KnowledgeBase
from webchat.adapters.passwords import Passwords
from webchat.domain.limits import TokenBucket
from webchat.services.dispatcher import Dispatcher
from webchat.services.signing_in import Attempts
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

    def bucket(self) -> TokenBucket:
        """Return a full bucket for a new connection."""
        burst = self.settings.rate_burst
        return TokenBucket(burst, self.settings.rate_per_s, float(burst), self.clock.monotonic_s())
