"""Keys of programs and codes for one sign-in: a shape of their own, or a word that names them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from webchat.domain.identifiers import Span

_SHAPED = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)"
    r"|\beyJ[\w-]{8,}\.eyJ[\w-]{8,}(?:\.[\w-]*)?"
    r"|\b(?:gh[opsru]_\w{20,}|github_pat_\w{20,}|glpat-[\w-]{16,}|sk-[\w-]{20,}|[rs]k_(?:live|test)_\w{16,}"
    r"|AKIA[0-9A-Z]{16}|AIza[\w-]{30,}|xox[abeprs]-[\w-]{10,}|npm_\w{30,}|pypi-[\w-]{30,}|SG\.[\w-]{16,}\.[\w-]{16,}"
    r"|hf_\w{30,}|dop_v1_\w{40,}|glsa_\w{30,}|shp(?:at|ca|pa|ss)_\w{30,}|whsec_\w{20,}|ya29\.[\w-]{20,})"
    r"|\b\d{6}(?:[- ]\d{6}){7}\b"  # recovery key of an encrypted disk
)
_NAME = (
    r"\b(?:bearer|basic|(?:x-)?api[ _-]?(?:key|sleutel|token)|cl[eé] (?:d['’])?api|access[ _-]?token|client[ _-]?secret|secret[ _-]?key|"
    r"(?:shared)?(?:access|account)[ _-]?key|private[ _-]?key|geheime sleutel|cl[eé] (?:secr[eè]te|priv[eé]e)|secret|token|jeton)"
)
_VALUE = r"(?=[\w\-./+=~]{12,})(?=[\w\-./+=~]*\d)([\w\-./+=~]{12,})"
_NAMED = re.compile(rf"{_NAME}[\"']?\s*(?:is|est|=|:)?\s*[\"']?{_VALUE}", re.IGNORECASE)

_DIGITS = r"(\d{3}[ -]?\d{3,5}|\d{4,8})(?![\w-]|[.,]\d)"
# Small words that may stand between a code's name and the code itself.
_BETWEEN = (
    r"(?:\s*(?:[:=]|\b(?:die|dat|ik|net|zonet|kreeg|krijg|ontving|binnenkreeg|kwam|is|was|de|het|op|mijn|gsm|via|per|van|voor|itsme|sms|bericht|"
    r"que|qui|j['’]ai|je|viens de recevoir|re[cç]ue?s?|vient|d['’]arriver|par|est|[eé]tait|le|la|sur|mon|pour|"
    r"that|which|i|just|got|get|received|by|text|message|on|my|phone|for|from|says?|the|it|c['’]est)\b)){0,10}\s*"
)
_ONE_TIME = re.compile(
    r"\b(?:(?:verificatie|bevestigings?|sms|authenticatie|aanmeld|inlog|beveiligings|veiligheids|verification|security|confirmation|"
    r"one[- ]time|sign[- ]?in|log[- ]?in|otp|mfa|2fa|tan|itsme|authenticator)[ -]?(?:codes?|pin)?|eenmalige codes?|"
    r"codes? (?:de |d['’])?(?:v[eé]rification|confirmation|validation|s[eé]curit[eé]|connexion|authentification|sms)|codes? (?:[aà] )?usage unique|code unique)\b"
    rf"(?:\s+(?:shows?|toont|geeft|affiche|dit|zegt|sent me|stuurde me))?{_BETWEEN}{_DIGITS}",
    re.IGNORECASE,
)
_RECEIVED = r"(?:kreeg|krijg|ontving|ontvangen|gestuurd|gekregen|doorgestuurd|re[cç]ue?s?|envoy[eé]e?s?|got|received|sent|texted|sms|by text)"
_CODE = r"(?<!error )(?<!stop )(?<!exit )(?<!status )(?<!product )(?<!qr )(?<!qr-)\bcodes?\b(?!\s+(?:d['’])?erreur)"
_SENT_CODE = re.compile(
    rf"{_CODE}(?=[^.!?\n]{{0,40}}\b{_RECEIVED}\b){_BETWEEN}{_DIGITS}|\b{_RECEIVED}\b[^.!?\n\d]{{0,30}}{_CODE}{_BETWEEN}{_DIGITS}",
    re.IGNORECASE,
)


def tokens(text: str) -> Iterator[Span]:
    """Keys and codes, each by itself without the words that name it."""
    for m in _SHAPED.finditer(text):
        yield Span(m.start(), m.end(), "token")
    for pattern in (_NAMED, _ONE_TIME, _SENT_CODE):
        for m in pattern.finditer(text):
            yield Span(*m.span(m.lastindex or 0), "token")
