"""Which passwords are good enough, and those we make up."""

from __future__ import annotations

import secrets

from webchat.domain.errors import Fixable

# Source: NIST SP 800-63B: length counts, not the kinds of characters.
MIN_CHARS = 12
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS, _GROUP_CHARS = 4, 5


def check_new(password: str, *, old: str | None = None) -> None:
    """Refuse a password that is short, all one character, or the one it replaces.

    Raises:
        Fixable: `weak_password` with `min_chars`.
    """
    if len(password) < MIN_CHARS or len(set(password)) < 4 or password == old:
        raise Fixable("weak_password", min_chars=MIN_CHARS)


def first_password() -> str:
    """Return a password for somebody else's first sign-in: about 99 bits, easy to read out."""
    groups = ("".join(secrets.choice(_LETTERS) for _ in range(_GROUP_CHARS)) for _ in range(_GROUPS))
    return "-".join(groups)
