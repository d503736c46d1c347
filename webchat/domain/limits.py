"""How fast and how much one client may send."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from webchat.domain.errors import Fixable

# Everything below U+0020 but tab and newline, DEL, C1 controls, lone surrogates, and the marks that turn text
# around: none of them is something a person types, and each has been used to forge what a reader sees.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069\ufeff]")


@dataclass(slots=True)
class TokenBucket:
    """Allow `burst` at once and `per_s` a second after that. `updated_s` is a monotonic time."""

    burst: int
    per_s: float
    tokens: float
    updated_s: float

    def take(self, now_s: float) -> float:
        """Take one; return 0, or the seconds to wait if there is none."""
        self.tokens = min(float(self.burst), self.tokens + (now_s - self.updated_s) * self.per_s)
        self.updated_s = now_s
        if self.tokens >= 1:
            self.tokens -= 1
            return 0.0
        return (1 - self.tokens) / self.per_s


@dataclass(slots=True)
class Buckets:
    """One bucket for each client; those that are full again are forgotten when there are many."""

    burst: int
    per_s: float
    most: int = 10_000
    _of: dict[str, TokenBucket] = field(default_factory=dict)

    def take(self, client: str, now_s: float) -> float:
        """Take one of the client's; return 0, or the seconds to wait if there is none."""
        if len(self._of) >= self.most and client not in self._of:
            refilled_s = now_s - self.burst / self.per_s
            self._of = {name: each for name, each in self._of.items() if each.updated_s > refilled_s}
        if client not in self._of:
            self._of[client] = TokenBucket(self.burst, self.per_s, float(self.burst), now_s)
        return self._of[client].take(now_s)


def clean_text(text: str, *, max_chars: int) -> str:
    """Return `text` without control characters and surrounding white space.

    Raises:
        Fixable: `too_long` above `max_chars`.
    """
    if len(text) > max_chars:
        raise Fixable("too_long", max_chars=max_chars)
    if text.isascii() and text.isprintable():
        return text.strip()
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
