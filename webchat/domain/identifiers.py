"""Numbers of people and their money that carry a check: cards, bank accounts, national numbers.

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
    r"order\w*|bestel\w*|commande|factu\w*|invoice|asset\w*|inventari\w*|inventaire|mac|product\w*|licen\w*|build|"
    r"tel\w*|t[eé]l\w*|toestel\w*|poste|extension|siret|siren|phone|gsm|iccid|sim)\b[^.!?\n]{0,24}$",
    re.IGNORECASE,
)
_CARD_WORD = re.compile(r"kaart|carte|card|visa|master|maestro|bancontact|amex|cvc|cvv|verval|expir", re.IGNORECASE)
_NATIONAL_WORD = re.compile(
    r"rijksregister|registre|national|nationa[al]|niss|insz|rrn|bis.?num(?:mer|ber)|num[eé]ro bis|eid|identi|zekerheid|s[eé]curit[eé] sociale|social security|\bnir\b",
    re.IGNORECASE,
)

_CARD = re.compile(r"(?<![\w.])(?:\d[ -]?){11,18}\d(?![\w])")
_IBAN = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{2} ?\d{2}(?:[ .-]{0,3}[A-Za-z0-9]){11,30}")
_NATIONAL = re.compile(
    r"(?<![\w.+])(\d{2})([ ./-]?)(\d{2})([ ./-]?)(\d{2})[ ./-]{0,3}(\d{3})[ .-]?(\d{2})(?!\w|[.,]\d)"
)

_EID_CARD = re.compile(r"(?<![\w-])(\d{3})-(\d{7})-(\d{2})(?![\w-])")
_NIR = re.compile(r"(?<![\w.])([12](?:[ .]?\d){4}[ .]?(?:\d{2}|2[ABab])(?:[ .]?\d){6})[ .-]?(\d{2})(?!\w)")
_BSN_WORD = r"\b(?:bsn|burgerservicenummer|sofi\w*)\b"
_BSN_DIGITS = r"(?:\d{9}|\d{3}[ .]\d{3}[ .]\d{3}|\d{4}[ -]\d{2}[ -]\d{3})"
_BSN = re.compile(
    rf"(?<![\w.])\d{{4}}\.\d{{2}}\.\d{{3}}(?!\w|\.\d)|{_BSN_WORD}\D{{1,40}}(?P<after>{_BSN_DIGITS})(?!\w|\.\d)"
    rf"|(?<![\w.])(?P<before>{_BSN_DIGITS})(?!\w)(?=\D{{1,20}}{_BSN_WORD})",
    re.IGNORECASE,
)

# Source: SWIFT IBAN registry.
_IBAN_LENGTH = {
    "AD": 24, "AT": 20, "BE": 16, "BG": 22, "CH": 21, "CY": 28, "CZ": 24, "DE": 22, "DK": 18, "EE": 20, "ES": 24,
    "FI": 18, "FR": 27, "GB": 22, "GR": 27, "HR": 21, "HU": 28, "IE": 22, "IS": 26, "IT": 27, "LI": 21, "LT": 20,
    "LU": 20, "LV": 21, "MC": 27, "MT": 31, "NL": 18, "NO": 15, "PL": 28, "PT": 25, "RO": 24, "SE": 24, "SI": 19,
    "SK": 24, "SM": 27, "TR": 26, "UA": 29,
    "AE": 23, "AL": 28, "AZ": 28, "BA": 20, "BH": 22, "BR": 29, "BY": 28, "CR": 22, "DO": 28, "EG": 29, "FO": 18,
    "GE": 22, "GI": 23, "GL": 18, "GT": 28, "IL": 23, "IQ": 23, "JO": 30, "KW": 30, "KZ": 20, "LB": 28, "LC": 32,
    "LY": 25, "MD": 24, "ME": 22, "MK": 19, "MR": 27, "MU": 30, "PK": 24, "PS": 29, "QA": 29, "RS": 22, "SA": 24,
    "SC": 31, "ST": 25, "SV": 28, "TL": 23, "TN": 24, "VA": 22, "VG": 24, "XK": 20,
    "BI": 27, "DJ": 27, "FK": 18, "HN": 28, "MN": 20, "NI": 28, "OM": 23, "RU": 33, "SD": 18, "SO": 23, "YE": 30,
}  # fmt: skip
_IBAN_OF_DIGITS = frozenset("AT BE CZ DE DK EE ES FI HR HU IS LT NO PL PT SE SI SK".split())


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
    for m in _CARD.finditer(text):
        digits = re.sub(r"\D", "", m[0])
        if not (_is_card_range(digits) and _luhn(digits)):
            continue
        if _CARD_WORD.search(_around(text, m.start(), m.end())) or not _OTHER_NUMBER.search(_before(text, m.start())):
            yield Span(m.start(), m.end(), "card")


def ibans(text: str) -> Iterator[Span]:
    """Bank accounts: a country's length and the check over all of it."""
    for m in _IBAN.finditer(text):
        length = _IBAN_LENGTH.get(m[0][:2].upper())
        positions = [i for i, c in enumerate(m[0]) if c.isalnum()]
        if length is None or len(positions) < length:
            continue
        end = positions[length - 1] + 1
        account = re.sub(r"[^A-Z0-9]", "", m[0][:end].upper())
        if account[:2] in _IBAN_OF_DIGITS and not account[2:].isdigit():
            continue
        # Source: ISO 13616: country and check digits moved last, letters as 10..35, remainder 1.
        if int("".join(str(int(c, 36)) for c in account[4:] + account[:4])) % 97 == 1:
            yield Span(m.start(), m.start() + end, "iban")


def national_numbers(text: str) -> Iterator[Span]:
    """Belgian national register and BIS numbers."""
    for m in _NATIONAL.finditer(text):
        year, sep1, month, sep2, day, serial, check = m.groups()
        if int(month) % 20 > 12 or int(month) >= 60 or int(day) > 31:
            continue  # BIS numbers add 20 or 40 to the month
        first_nine = year + month + day + serial
        # Source: Royal Decree of 3 April 1984; births from 2000 on count with a leading 2.
        if int(check) not in (97 - int(first_nine) % 97, 97 - int("2" + first_nine) % 97):
            continue
        written_as_one = bool(sep1 and sep2)
        named = _NATIONAL_WORD.search(_around(text, m.start(), m.end()))
        if written_as_one or named or not _OTHER_NUMBER.search(_before(text, m.start())):
            yield Span(m.start(), m.end(), "national_number")


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
