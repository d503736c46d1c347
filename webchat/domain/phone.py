"""Telephone numbers: what is one, and how much of it is shown."""

from __future__ import annotations

import re

from webchat.domain.errors import Fixable

_ALLOWED = re.compile(r"\+?[\d ./()-]{6,30}")
_DIGITS_SHOWN = 2


def clean(number: str) -> str:
    """Return a number as it is kept.

    Raises:
        Fixable: `invalid` (field `phone`) for what nobody can call.
    """
    number = " ".join(number.split())
    n_digits = sum(char.isdigit() for char in number)
    if not _ALLOWED.fullmatch(number) or not 6 <= n_digits <= 15:
        raise Fixable("invalid", field="phone")
    return number


def masked(number: str) -> str:
    """Return the number with all digits hidden but the last two."""
    shown = [i for i, char in enumerate(number) if char.isdigit()][-_DIGITS_SHOWN:]
    return "".join("•" if char.isdigit() and i not in shown else char for i, char in enumerate(number))
