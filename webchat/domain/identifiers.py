"""Numbers of people and their money that carry a check: cards and national numbers.

They must pass the check and look the part: by chance 2 % of 11-digit strings pass the national number's check
and 10 % of 16-digit strings pass Luhn, so the words around a bare number can still veto it ("serial number …").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_CONTEXT_CHARS = 60


@dataclass(frozen=True, slots=True)
class Span:
    """Where a secret of a `kind` stands in a text, from `start` up to but not including `end`."""

    start: int
    end: int
    kind: str


_OTHER_NUMBER = re.compile(
    r"\b(?:serie\w*|serial\w*|s/n|sn|imei|num[eé]ro de s[eé]rie|n° de s[eé]rie|ticket\w*|fl-|error\w*|erreur\w*|fout\w*|event ?id|"
    r"order\w*|bestel\w*|commande|colis|pakket\w*|pakje|parcel\w*|bon|bestelbon|factu\w*|invoice|asset\w*|inventari\w*|inventaire|mac|product\w*|licen\w*|build|"
    r"tel\w*|t[eé]l\w*|toestel\w*|poste|extension|siret|siren|phone|gsm|iccid|sim)\b[^.!?\n]{0,24}$",
    re.IGNORECASE,
)
_CARD_WORD = re.compile(r"kaart|carte|card|visa|master|maestro|bancontact|amex|cvc|cvv|verval|expir", re.IGNORECASE)
_NATIONAL_WORD = re.compile(
    r"rijksregister|registre|national|nationa[al]|niss|insz|\brrn|\bnrn\b|\bnn\b|persoonsnummer|bis.?num(?:mer|ber)|num[eé]ro bis|eid|identi|zekerheid|s[eé]curit[eé] sociale|social security|\bnir\b",
    re.IGNORECASE,
)

# Letters that a reader or a scanner takes for digits, in a run of digits.
CONFUSED = str.maketrans("OoIl|SB", "0011158")
_MISREAD = re.compile(r"(?<![A-Za-z0-9])(?=[OoIl|SB]*\d)[\dOoIl|SB]+(?![A-Za-z0-9])")

_CARD = re.compile(r"(?<![\w.])(?:\d[ -]?){11,18}\d(?!\w)")
# By four, or four, six and the rest, with the same sign between: then any sign will do.
_GROUPED_CARD = re.compile(
    r"(?<![\w.,/])\d{4}(?P<sign>[ ./_,-]{1,3})(?:\d{4}(?P=sign)\d{4}(?P=sign)\d{4}|\d{6}(?P=sign)\d{4,5})(?!\w|[.,/]\d)"
)
_NATIONAL = re.compile(
    r"(?:(?<![\w.+])|(?<=rrn)|(?<=niss)|(?<=insz))(?:\d[ ./,_-]{0,3}){10}\d(?!\w|[.,]\d)", re.IGNORECASE
)
_NATIONAL_CUTS = {2, 4, 6, 9}  # year, month, day, serial, check

_EID_CARD = re.compile(r"(?<![\w-])(\d{3})-(\d{7})-(\d{2})(?![\w-])")
_NIR = re.compile(r"(?<![\w.])([12][ .]?\d{2}[ .]?\d{2}[ .]?(?:\d{2}|2[ABab])[ .]?\d{3}[ .]?\d{3})[ .-]?(\d{2})(?!\w)")
_BSN_WORD = r"\b(?:bsn|burgerservicenummer|sofi\w*)\b"
_BSN_DIGITS = r"(?:\d{9}|\d{3}[ .]\d{3}[ .]\d{3}|\d{4}[ -]\d{2}[ -]\d{3})"
_BSN = re.compile(
    rf"(?<![\w.])\d{{4}}\.\d{{2}}\.\d{{3}}(?!\w|\.\d)|{_BSN_WORD}\D{{1,70}}(?P<after>{_BSN_DIGITS})(?!\w|\.\d)"
    rf"|(?<![\w.])(?P<before>{_BSN_DIGITS})(?!\w)(?=\D{{1,45}}{_BSN_WORD})",
    re.IGNORECASE,
)


def _luhn(digits: str) -> bool:
    """Source: ISO/IEC 7812-1, annex B."""
    doubled = [int(d) * (2 if i % 2 else 1) for i, d in enumerate(reversed(digits))]
    return sum(d - 9 if d > 9 else d for d in doubled) % 10 == 0


def _is_card_range(digits: str) -> bool:
    n, two, four = len(digits), int(digits[:2]), int(digits[:4])
    return (
        (digits[0] == "4" and n in (13, 16, 19))
        or ((51 <= two <= 55 or 2221 <= four <= 2720) and n == 16)
        or (two in (34, 37) and n == 15)
        or ((two in (36, 38, 39) or 300 <= int(digits[:3]) <= 305) and n == 14)
        or (3528 <= four <= 3589 and n == 16)
        or (four in (1800, 2131) and n == 15)
        or ((two in (50, 56, 57, 58) or digits[0] == "6") and 12 <= n <= 19)
    )


def _before(text: str, at: int) -> str:
    return text[max(0, at - _CONTEXT_CHARS) : at]


def _around(text: str, start: int, end: int) -> str:
    return text[max(0, start - _CONTEXT_CHARS) : end + _CONTEXT_CHARS]


def cards(text: str) -> Iterator[Span]:
    """Payment cards: a range that is issued, a length that belongs to it, Luhn."""
    plain = _digits_read(text)
    for pattern in (_CARD, _GROUPED_CARD):
        for m in pattern.finditer(plain):
            digits = re.sub(r"\D", "", m[0])
            if not (_is_card_range(digits) and _luhn(digits)):
                continue
            if _CARD_WORD.search(_around(text, m.start(), m.end())) or not _OTHER_NUMBER.search(
                _before(text, m.start())
            ):
                yield Span(m.start(), m.end(), "card")


def _digits_read(text: str) -> str:
    """The text with letters that were taken for digits put right; each character keeps its place."""
    return _MISREAD.sub(lambda m: m[0].translate(CONFUSED), text)


def national_numbers(text: str) -> Iterator[Span]:
    """Belgian national register and BIS numbers."""
    for m in _NATIONAL.finditer(_digits_read(text)):
        digits = re.sub(r"\D", "", m[0])
        month, day, first_nine, check = int(digits[2:4]), int(digits[4:6]), digits[:9], int(digits[9:])
        if month % 20 > 12 or month >= 60 or day > 31:
            continue  # BIS numbers add 20 or 40 to the month
        # Source: Royal Decree of 3 April 1984; births from 2000 on count with a leading 2.
        if check not in (97 - int(first_nine) % 97, 97 - int("2" + first_nine) % 97):
            continue
        cuts = _cuts(m[0])
        named = _NATIONAL_WORD.search(_around(text, m.start(), m.end()))
        if named or (cuts <= _NATIONAL_CUTS and ({2, 4} <= cuts or not _OTHER_NUMBER.search(_before(text, m.start())))):
            yield Span(m.start(), m.end(), "national_number")


def _cuts(written: str) -> set[int]:
    """After how many digits something stands between them."""
    parts = re.split(r"\D+", written)
    return {sum(map(len, parts[:n])) for n in range(1, len(parts))}


def other_identities(text: str) -> Iterator[Span]:
    """Belgian identity cards, French NIR and Dutch BSN."""
    for m in _EID_CARD.finditer(text):
        if int(m[3]) == (int(m[1] + m[2]) % 97 or 97):
            yield Span(m.start(), m.end(), "national_number")
    for m in _NIR.finditer(text):
        body = re.sub(r"[ .]", "", m[1]).upper()
        # Source: INSEE: Corsica's 2A and 2B count as 19 and 18; the key is 97 minus the remainder.
        plain = int(body.replace("2A", "19").replace("2B", "18")) if body[5:7] in ("2A", "2B") else int(body)
        if int(m[2]) != 97 - plain % 97:
            continue
        named = _NATIONAL_WORD.search(_around(text, m.start(), m.end()))
        if named or not _OTHER_NUMBER.search(_before(text, m.start())):
            yield Span(m.start(), m.end(), "national_number")
    for m in _BSN.finditer(text):
        span = m.span(m.lastgroup or 0)
        digits = [int(c) for c in text[slice(*span)] if c.isdigit()]
        # Source: the Dutch "elfproef": weights 9 to 2, and -1 for the last digit.
        if sum(d * w for d, w in zip(digits, (9, 8, 7, 6, 5, 4, 3, 2, -1), strict=True)) % 11 == 0:
            yield Span(*span, "national_number")
