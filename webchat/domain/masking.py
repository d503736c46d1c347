"""Hide secrets in what people type, before anything is stored or logged.

Two kinds of evidence: numbers that carry a check (`identifiers.py`), tokens and keys with a shape of their own;
passwords have none: a cue word beside them gives them away.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from webchat.domain.identifiers import Span, cards, ibans, national_numbers, other_identities

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


def _tokens(text: str) -> Iterator[Span]:
    for m in _TOKEN.finditer(text):
        yield Span(m.start(), m.end(), "token")
    for pattern in (_CUED_TOKEN, _ONE_TIME):
        for m in pattern.finditer(text):
            yield Span(*m.span(m.lastindex or 0), "token")


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
_BARE = re.compile(rf"{_CUE}\s+(?:{_QUOTED}|{_WORD})", re.IGNORECASE)

# Whatever the sentence between them: a word near a cue that only a password looks like.
_IS_CUE = re.compile(_CUE, re.IGNORECASE)
_CLAUSE_END = re.compile(r"[.!?;]\s|\n")
_CANDIDATE = re.compile(r"(?<![^\s(\[<\"'“«:=>])[^\s()\[\]<>\"“”«»,;]{6,64}")
_N_WORDS_BETWEEN, _CHARS_BETWEEN = 6, 80
_NAMED_THING = re.compile(
    r"https?:|www\.|[\w.+-]+@[\w-]+\.\w|\\\\|0x|kb\d{6}|\S*\.(?:[a-z]{2,4}|\d+)\b|"
    r"(?:ms|office|windows|win|outlook|exchange|sharepoint|server|word|excel|teams|acrobat|microsoft|iphone|ipad|galaxy|i?os|android|macos"
    r"|ubuntu|chrome|firefox|edge|lenovo|thinkpad|latitude|elitebook|surface|dell|hp|epson|canon|brother|wpa)[-_]?v?\d",
    re.IGNORECASE,
)

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
    onjuist nieuw gebogen nouveau nouvelle phishing bent outdated compromised different same empty missing due being been
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


def _looks_like_nothing_else(word: str) -> bool:
    """True for letters and digits that are mixed as in a password, and in no name of a thing."""
    return (
        any(c.isdigit() for c in word)
        and any(c.isalpha() for c in word)
        and ((word != word.lower() and word != word.upper()) or any(c in "!#$%&*+=?@_~^" for c in word))
        and not _NAMED_THING.match(word)
    )


def _near_a_cue(text: str) -> Iterator[Span]:
    cues = [m.span() for m in _IS_CUE.finditer(text)]
    if not cues:
        return
    for m in _CANDIDATE.finditer(text):
        end = _trim(text, m.start(), m.end())
        if not _looks_like_nothing_else(text[m.start() : end]):
            continue
        gaps = ((b, m.start()) if b <= m.start() else (end, a) for a, b in cues)
        near = (text[start:stop] for start, stop in gaps if stop - start <= _CHARS_BETWEEN)
        if any(len(words.split()) <= _N_WORDS_BETWEEN and not _CLAUSE_END.search(words) for words in near):
            yield Span(m.start(), end, "password")


def _passwords(text: str) -> Iterator[Span]:
    for m in _CUED.finditer(text):
        if m["quoted"] is not None:
            yield Span(*m.span("quoted"), "password")
            continue
        start, end = m.span("word")
        plain = m["word"].strip(".!?)'’").lower()
        ends_clause = re.match(r"\s*(?:$|[,;.!?)\n]|(?:en|et|and|maar|mais|but|voor|pour|for)\b)", text[end:])
        is_secret = _looks_secret(m["word"]) and plain not in _ABOUT
        is_plain = plain not in _ABOUT and not m["between"]
        if is_secret or (is_plain and ((m["mark"] and len(plain) >= 3) or (ends_clause and len(plain) >= 4))):
            yield Span(start, _trim(text, start, end), "password")
    for m in _BARE.finditer(text):
        group = "quoted" if m["quoted"] is not None else "word"
        start, end = m.span(group)
        value = m[group]
        is_pin = "pin" in m[0].lower()[:8] and re.fullmatch(r"\d{4,8}[.!?]?", value)
        mixed = any(c.isdigit() for c in value) and any(c.isalpha() for c in value) and len(value) >= 5
        if is_pin or (mixed and _looks_secret(value)):
            yield Span(start, _trim(text, start, end), "password")
    yield from _near_a_cue(text)
    for m in _URL_PASSWORD.finditer(text):
        yield Span(*m.span(1), "password")


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


def _finders(text: str) -> Iterator[Callable[[str], Iterator[Span]]]:
    lowered = text.lower()
    if any(map(lowered.__contains__, _TOKEN_HINTS)) or max(map(len, text.split()), default=0) >= _TOKEN_CHARS:
        yield _tokens
    if _DIGIT.search(text):
        yield ibans  # whose account may be letters
        if sum(map(text.count, "0123456789")) >= _N_DIGITS_OF_SHORTEST:
            yield from (cards, national_numbers, other_identities)
    if any(map(lowered.__contains__, _PASSWORD_HINTS)):
        yield _passwords
