"""Hide secrets in what people type, before anything is stored or logged.

Numbers of people and their money carry a check (`identifiers.py`, `ibans.py`), keys have a shape (`tokens.py`), codes a name
before them (`codes.py`); a password has neither: a cue word beside it gives it away (`told_passwords.py`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from webchat.domain.codes import codes
from webchat.domain.ibans import ibans
from webchat.domain.identifiers import Span, cards, national_numbers, other_identities
from webchat.domain.tokens import tokens
from webchat.domain.told_passwords import passwords

# What pasted text holds for a space or a hyphen; one character each, so that places stay the same.
_AS_TYPED = {ord(c): " " for c in "\u00a0\u2007\u2009\u202f\u3000"} | {
    ord(c): "-" for c in "\u2010\u2011\u2012\u2013\u2212"
}


@dataclass(frozen=True, slots=True)
class Masked:
    """A text without its secrets.

    Attributes:
        text: Each secret replaced by `[masked:<kind>]`.
        kinds: Kinds that were replaced, in order of appearance: password, card, iban, national_number, token.
    """

    text: str
    kinds: tuple[str, ...]


def mask(text: str) -> Masked:
    """Replace every secret in `text` by `[masked:<kind>]`; masking twice changes nothing more.

    Args:
        text: What somebody typed, any length.

    Returns:
        The masked text and the kinds of secrets found.
    """
    spans: list[Span] = []
    plain = text if text.isascii() else text.translate(_AS_TYPED)
    for found in (span for find in _finders(plain) for span in find(plain)):
        if not any(found.start < span.end and span.start < found.end for span in spans):
            spans.append(found)
    if not spans:
        return Masked(text, ())
    parts, at = [], 0
    for span in sorted(spans, key=lambda s: s.start):
        parts += [text[at : span.start], f"[masked:{span.kind}]"]
        at = span.end
    return Masked("".join([*parts, text[at:]]), tuple(s.kind for s in sorted(spans, key=lambda s: s.start)))


# --- which searches a text needs: most messages need none, and this is on every message's path ---------

_N_DIGITS_OF_SHORTEST = 7  # of nine, two may have been read as letters
_TOKEN_CHARS = 16
_DIGIT = re.compile("[0-9]")
_PASSWORD_HINTS = ("oord", "wacht", "watch", "pas", "ww", "pwd", "pw", "psw", "mdp", "m.d.p", "mot", "pin", "://", "-u ", "login", "log in",
                   "gebruiker", "user", "utilisateur", "identifiant", "account", "compte", "@")  # fmt: skip
_CODE_HINTS = ("code", "pin", "puk", "cvc", "cvv", "crypto", "sleutel", "key", "clé", "cle ")
_TOKEN_HINTS = ("token", "jeton", "bearer", "basic", "key", "sleutel", "secret", "clé", "cle ", "code", "otp", "2fa", "mfa", "tan", "itsme",
                "authenticator")  # fmt: skip


def _finders(text: str) -> Iterator[Callable[[str], Iterator[Span]]]:
    lowered = text.lower()

    def hints(words: tuple[str, ...]) -> bool:
        return any(map(lowered.__contains__, words))

    has_digit = _DIGIT.search(text) is not None
    if hints(_TOKEN_HINTS) or max(map(len, text.split()), default=0) >= _TOKEN_CHARS or text.count("-") >= 7:
        yield tokens
    if has_digit:
        yield ibans  # whose account may be letters
        if sum(map(text.count, "0123456789")) >= _N_DIGITS_OF_SHORTEST:
            yield from (cards, national_numbers, other_identities)
        if hints(_CODE_HINTS):
            yield codes
    if hints(_PASSWORD_HINTS):
        yield passwords
