"""Hide secrets in what people type, before anything is stored or logged.

Two kinds of evidence are combined. Numbers that carry a check (cards, IBAN, Belgian national register
numbers) must pass it and look the part: by chance 2 % of 11-digit strings pass the national number's check
and 10 % of 16-digit strings pass Luhn, so the words around a bare number can still veto it ("serial number …").
Passwords have no shape of their own: a cue word in front gives them away.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

_CONTEXT_CHARS = 40
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


@dataclass(frozen=True, slots=True)
class _Span:
    start: int
    end: int
    kind: str


def mask(text: str) -> Masked:
    """Replace every secret in `text` by `[masked:<kind>]`; masking twice changes nothing more.

    Args:
        text: What somebody typed, any length.

    Returns:
        The masked text and the kinds of secrets found.
    """
    spans: list[_Span] = []
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


# --- numbers that carry a check ----------------------------------------------------------------------

_OTHER_NUMBER = re.compile(
    r"\b(?:serie\w*|serial\w*|s/n|sn|imei|num[eé]ro de s[eé]rie|n° de s[eé]rie|ticket\w*|fl-|error\w*|erreur\w*|fout\w*|event ?id|"
    r"order\w*|bestel\w*|commande|factu\w*|invoice|asset\w*|inventari\w*|inventaire|mac|product\w*|licen\w*|build|"
    r"tel\w*|t[eé]l\w*|toestel\w*|poste|extension|siret|siren|phone|gsm|iccid|sim)\b[^.!?\n]{0,24}$",
    re.IGNORECASE,
)
_CARD_WORD = re.compile(r"kaart|carte|card|visa|master|maestro|bancontact|amex|cvc|cvv|verval|expir", re.IGNORECASE)
_NATIONAL_WORD = re.compile(
    r"rijksregister|registre|national|nationa[al]|niss|insz|rrn|bis.?nummer|eid|identi|zekerheid|s[eé]curit[eé] sociale|social security|\bnir\b",
    re.IGNORECASE,
)

_CARD = re.compile(r"(?<![\w.])(?:\d[ -]?){11,18}\d(?![\w])")
_IBAN = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{2} ?\d{2}(?:[ .-]{0,3}[A-Za-z0-9]){11,30}")
_NATIONAL = re.compile(
    r"(?<![\w.+])(\d{2})([ ./-]?)(\d{2})([ ./-]?)(\d{2})[ ./-]{0,3}(\d{3})[ .-]?(\d{2})(?!\w|[.,]\d)"
)

_EID_CARD = re.compile(r"(?<![\w-])(\d{3})-(\d{7})-(\d{2})(?![\w-])")
_NIR = re.compile(r"(?<![\w.])([12](?:[ .]?\d){4}[ .]?(?:\d{2}|2[ABab])(?:[ .]?\d){6})[ .-]?(\d{2})(?!\w)")
_BSN = re.compile(
    r"(?<![\w.])\d{4}\.\d{2}\.\d{3}(?!\w|\.\d)"
    r"|\b(?:bsn|burgerservicenummer|sofi\w*)\b\D{1,40}(?P<cued>\d{9}|\d{3}[ .]\d{3}[ .]\d{3}|\d{4}[ -]\d{2}[ -]\d{3})(?!\w|\.\d)",
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


def _cards(text: str) -> Iterator[_Span]:
    for m in _CARD.finditer(text):
        digits = re.sub(r"\D", "", m[0])
        if not (_is_card_range(digits) and _luhn(digits)):
            continue
        if _CARD_WORD.search(_around(text, m.start(), m.end())) or not _OTHER_NUMBER.search(_before(text, m.start())):
            yield _Span(m.start(), m.end(), "card")


def _ibans(text: str) -> Iterator[_Span]:
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
            yield _Span(m.start(), m.start() + end, "iban")


def _national_numbers(text: str) -> Iterator[_Span]:
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
            yield _Span(m.start(), m.end(), "national_number")


def _other_identities(text: str) -> Iterator[_Span]:
    for m in _EID_CARD.finditer(text):
        if int(m[3]) == (int(m[1] + m[2]) % 97 or 97):
            yield _Span(m.start(), m.end(), "national_number")
    for m in _NIR.finditer(text):
        body = re.sub(r"[ .]", "", m[1]).upper()
        # Source: INSEE: Corsica's 2A and 2B count as 19 and 18; the key is 97 minus the remainder.
        plain = int(body.replace("2A", "19").replace("2B", "18")) if body[5:7] in ("2A", "2B") else int(body)
        if int(m[2]) != 97 - plain % 97:
            continue
        named = _NATIONAL_WORD.search(_around(text, m.start(), m.end()))
        if named or not _OTHER_NUMBER.search(_before(text, m.start())):
            yield _Span(m.start(), m.end(), "national_number")
    for m in _BSN.finditer(text):
        span = m.span("cued") if m["cued"] else m.span()
        digits = [int(c) for c in text[slice(*span)] if c.isdigit()]
        # Source: the Dutch "elfproef": weights 9 to 2, and -1 for the last digit.
        if sum(d * w for d, w in zip(digits, (9, 8, 7, 6, 5, 4, 3, 2, -1), strict=True)) % 11 == 0:
            yield _Span(*span, "national_number")


# --- tokens and keys ---------------------------------------------------------------------------------

_TOKEN = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)"
    r"|\beyJ[\w-]{8,}\.eyJ[\w-]{8,}(?:\.[\w-]*)?"
    r"|\b(?:gh[opsru]_\w{20,}|github_pat_\w{20,}|glpat-[\w-]{16,}|sk-[\w-]{20,}|[rs]k_(?:live|test)_\w{16,}"
    r"|AKIA[0-9A-Z]{16}|AIza[\w-]{30,}|xox[abeprs]-[\w-]{10,}|npm_\w{30,}|pypi-[\w-]{30,}|SG\.[\w-]{16,}\.[\w-]{16,})"
)
_CUED_TOKEN = re.compile(
    r"(?:\bbearer\s+|\b(?:api[ _-]?(?:key|sleutel|token)|cl[eé] (?:d['’])?api|access[ _-]?token|client[ _-]?secret|secret[ _-]?key|"
    r"token|jeton)\s*(?:is|est|=|:)?\s*[\"']?)(?=[\w\-./+=]{12,})(?=[\w\-./+=]*\d)([\w\-./+=]{12,})",
    re.IGNORECASE,
)
_ONE_TIME = re.compile(
    r"(?:verificatie|bevestigings|sms|authenticatie|verification|security|confirmation|one[- ]time|otp|mfa|2fa|tan)"
    r"[ -]?(?:code|pin)?\s*(?:is|was|=|:)?\s*(\d{3}[ -]?\d{3,5})\b"
    r"|code (?:de |d['’])?(?:v[eé]rification|confirmation|validation|s[eé]curit[eé]|sms)\s*(?:est|c['’]est|=|:)?\s*(\d{3}[ -]?\d{3,5})\b",
    re.IGNORECASE,
)
_URL_PASSWORD = re.compile(r"\b[a-z][a-z0-9+.-]*://[^\s/:@]+:([^\s/@]+)@", re.IGNORECASE)


def _tokens(text: str) -> Iterator[_Span]:
    for m in _TOKEN.finditer(text):
        yield _Span(m.start(), m.end(), "token")
    for pattern in (_CUED_TOKEN, _ONE_TIME):
        for m in pattern.finditer(text):
            yield _Span(*m.span(m.lastindex or 0), "token")


# --- passwords: a cue word, then what follows --------------------------------------------------------

_CUE = (
    r"\b(?:wacht[- ]?woord\w{0,2}|pas[- ]?woord\w{0,2}|pass[- ]?words?|passwd|passwort|pass(?:phrase|code)?|pwd|pw|ww|"
    r"mots? de passe|mdp|pin[- ]?codes?|codes? pin|pin)\b"
)
_OF_WHAT = r"(?:\s+(?:van|voor|of|for|de|du|pour|op|on)(?:\s+\w[\w'’.-]*){1,5}?|\s+(?P<between>(?!(?:is|was|wordt|est)\b)\w{2,12}))?"
_VERB = (
    r"\b(?:is|was|wordt|werd|luidt|est|[eé]tait|sera|becomes?|set to|c['’]est|ce serait|it['’]s|dat is|namelijk)"
    r"(?:\s+(?:nu|now|maintenant|nog|still|toujours|gewoon|just|wel))?"
)
_LINK = rf"\s*(?:(?:{_VERB}\s*)?(?P<mark>[:=]+>?|->|→)|{_VERB})[ \t]*"
_QUOTED = r"[\"'“‘«`]\s?(?P<quoted>[^\"”’»`\n]{2,64}?)\s?[\"'”’»`]"
_WORD = r"(?P<word>[^\s,;\"“”«»]{2,64})"
_CUED = re.compile(rf"{_CUE}{_OF_WHAT}(?:{_LINK})(?:{_QUOTED}|{_WORD})", re.IGNORECASE)
# "the password I got yesterday is …", "I use … as my password": only what looks like one.
_TOLD = re.compile(
    rf"{_CUE}\s+(?:dat|die|que|qu['’]\w+|which|that|I|we)(?:\s+[\w'’-]+){{1,6}}?\s+(?:{_VERB})\s*:?\s+(?:{_QUOTED}|{_WORD})"
    rf"|(?<!\S)[\"'“«]?(?P<used>[^\s\"“”«»]{{4,64}}?)[\"'”»]?\s+(?:als|comme|as)\s+(?:\w+\s+)?{_CUE}",
    re.IGNORECASE,
)
_BARE = re.compile(rf"{_CUE}\s+(?:{_QUOTED}|{_WORD})", re.IGNORECASE)

# What people say *about* a password after "is": not the password.
_ABOUT = frozenset(
    """
    vergeten verlopen fout foutief verkeerd juist correct incorrect niet geen geblokkeerd gewijzigd veranderd kwijt weg ok oke goed
    nodig verplicht ongeldig geldig onbekend gehackt gelekt gestolen gereset aangepast vervallen te zeker wel nog al ook altijd
    opnieuw gevraagd leeg zwak sterk lang kort hetzelfde dezelfde zogezegd blijkbaar precies bezig aan het een de dat dit gekend bekend
    geweigerd afgelopen opgeslagen bewaard moeilijk gemakkelijk simpel veilig onveilig wat hoe waar toch dus volgens mijn mij
    oublie oublié oubliée expire expiré expirée faux fausse incorrecte invalide valide refuse refusé refusée bloque bloqué bloquée
    change changé modifie modifié perdu pas plus toujours bon bonne mauvais mauvaise inconnu requis obligatoire trop encore aussi
    demande demandé pirate piraté vole volé reinitialise réinitialisé le la un une que ce mon celui exact juste
    forgotten expired wrong right invalid not no blocked locked changed lost required needed unknown rejected refused hacked
    leaked stolen reset again still always also too the a an my that it being asked stored saved weak strong hard easy safe gone
    accepted denied working correct fine good bad what how where about set going never only just now old new the in on at
    outdated compromised different same empty missing due being been
    """.split()
)


def _looks_secret(word: str) -> bool:
    """True for a word that is unlikely to be plain language: a digit or sign in it, or a capital inside."""
    core = word.rstrip(".!?)")
    return len(core) >= 4 and (
        any(c.isdigit() for c in core)
        or any(not c.isalnum() and c not in "-'’/" for c in core)
        or core[1:] != core[1:].lower()
    )


def _trim(text: str, start: int, end: int) -> int:
    """Leave the sentence's closing punctuation outside, unless it can be the password's own."""
    while end > start + 2 and text[end - 1] in ".)?" and (end == len(text) or text[end].isspace()):
        end -= 1
    return end


def _passwords(text: str) -> Iterator[_Span]:
    for m in _CUED.finditer(text):
        if m["quoted"] is not None:
            yield _Span(*m.span("quoted"), "password")
            continue
        start, end = m.span("word")
        plain = m["word"].strip(".!?)").lower()
        ends_clause = re.match(r"\s*(?:$|[,;.!?)\n]|(?:en|et|and|maar|mais|but|voor|pour|for)\b)", text[end:])
        is_secret = _looks_secret(m["word"]) and plain not in _ABOUT
        is_plain = plain not in _ABOUT and not m["between"]
        if is_secret or (is_plain and (m["mark"] or (ends_clause and len(plain) >= 4))):
            yield _Span(start, _trim(text, start, end), "password")
    for m in _BARE.finditer(text):
        group = "quoted" if m["quoted"] is not None else "word"
        start, end = m.span(group)
        value = m[group]
        is_pin = "pin" in m[0].lower()[:8] and re.fullmatch(r"\d{4,8}[.!?]?", value)
        mixed = any(c.isdigit() for c in value) and any(c.isalpha() for c in value) and len(value) >= 5
        if is_pin or (mixed and _looks_secret(value)):
            yield _Span(start, _trim(text, start, end), "password")
    for m in _TOLD.finditer(text):
        group = next(name for name in ("quoted", "word", "used") if m[name] is not None)
        if _looks_secret(m[group]) and any(not c.isalpha() for c in m[group].strip(".!?)")):
            yield _Span(m.start(group), _trim(text, *m.span(group)), "password")
    for m in _URL_PASSWORD.finditer(text):
        yield _Span(*m.span(1), "password")


# --- which searches a text needs: most messages need none, and this is on every message's path ---------

_N_DIGITS_OF_SHORTEST = 9
_TOKEN_CHARS = 16
_DIGIT = re.compile("[0-9]")
_PASSWORD_HINTS = ("woord", "pass", "ww", "pwd", "pw", "mdp", "de passe", "pin", "://")
_TOKEN_HINTS = (
    "token",
    "jeton",
    "bearer",
    "key",
    "sleutel",
    "secret",
    "clé",
    "cle ",
    "code",
    "otp",
    "2fa",
    "mfa",
    "tan",
)


def _finders(text: str) -> Iterator[Callable[[str], Iterator[_Span]]]:
    lowered = text.lower()
    if any(map(lowered.__contains__, _TOKEN_HINTS)) or max(map(len, text.split()), default=0) >= _TOKEN_CHARS:
        yield _tokens
    if _DIGIT.search(text):
        yield _ibans  # whose account may be letters
        if sum(map(text.count, "0123456789")) >= _N_DIGITS_OF_SHORTEST:
            yield from (_cards, _national_numbers, _other_identities)
    if any(map(lowered.__contains__, _PASSWORD_HINTS)):
        yield _passwords
