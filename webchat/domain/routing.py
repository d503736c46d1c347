"""Whom a waiting conversation is offered to, and how long it will wait."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import ceil


@dataclass(frozen=True, slots=True)
class Candidate:
    """An agent as routing sees them. `n_busy` counts chats and standing offers."""

    id: str
    status: str
    languages: tuple[str, ...]
    capacity: int
    n_busy: int
    idle_since: datetime

    @property
    def is_free(self) -> bool:
        """True if online with room for one more."""
        return self.status == "online" and self.n_busy < self.capacity


def choose_agent(candidates: Sequence[Candidate], *, language: str, passed: Collection[str]) -> Candidate | None:
    """Return the longest-idle free agent who speaks the language.

    Args:
        candidates: All agents.
        language: `nl`, `fr` or `en`.
        passed: Ids of agents who declined or let this conversation's offer lapse; they come last.

    Returns:
        None if nobody fits.
    """
    fits = [c for c in candidates if c.is_free and language in c.languages]
    return min(fits, key=lambda c: (c.id in passed, c.n_busy, c.idle_since, c.id), default=None)


def queue_rank(kind: str | None, priority: str | None, *, at_front: bool = False) -> int:
    """Return the place of a conversation among those who wait: lower goes first, equals by waiting time.

    Args:
        kind: Of its ticket; `security` cannot wait.
        priority: Of its ticket; neither can `urgent`.
        at_front: Whether it waited already and lost its agent.
    """
    if kind == "security" or priority == "urgent":
        return -2
    return -1 if at_front else 0


def expected_wait_s(position: int, candidates: Sequence[Candidate], *, handling_time_s: float) -> int | None:
    """Estimate the wait in seconds; None if nobody is online.

    With `n` agents online, one of them becomes free every `handling_time_s / total capacity` on average.
    """
    online = [c for c in candidates if c.status in ("online", "busy")]
    if not online:
        return None
    n_free = sum(max(0, c.capacity - c.n_busy) for c in online if c.status == "online")
    n_ahead = max(0, position - 1 - n_free)
    if position <= n_free:
        return 30
    places = sum(c.capacity for c in online)
    return int(ceil((n_ahead + 1) * handling_time_s / places / 30) * 30)
