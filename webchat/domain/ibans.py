"""Bank accounts (IBAN): a country, its length, and a check over all of it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from webchat.domain.identifiers import CONFUSED, Span

_IBAN = re.compile(
    r"(?:(?<![A-Za-z0-9])|(?<=iban))[A-Z] ?[A-Z] ?\d ?\d(?:[ ./_\n-]{0,3}[A-Z0-9]){11,30}", re.IGNORECASE
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


def ibans(text: str) -> Iterator[Span]:
    """Accounts, however they are spaced; a letter read for a digit is forgiven where a country has digits only."""
    for m in _IBAN.finditer(text):
        positions = [i for i, c in enumerate(m[0]) if c.isalnum()]
        country = (m[0][0] + m[0][positions[1]]).upper()
        length = _IBAN_LENGTH.get(country)
        if length is None or len(positions) < length:
            continue
        end = positions[length - 1] + 1
        account = country + "".join(m[0][i] for i in positions[2:length])
        if country in _IBAN_OF_DIGITS:
            account = country + account[2:].translate(CONFUSED)
            if not account[2:].isdigit():
                continue
        elif positions[1] > 1:
            continue  # two letters apart are an account only where all else is digits
        # Source: ISO 13616: country and check digits moved last, letters as 10..35, remainder 1.
        if int("".join(str(int(c, 36)) for c in account[4:] + account[:4])) % 97 == 1:
            yield Span(m.start(), m.start() + end, "iban")
