"""Passwords in free text: no shape of their own, so a cue word beside them gives them away."""

from __future__ import annotations

import re
from collections.abc import Iterator

from webchat.domain.identifiers import Span

# With the typing errors that people make in them.
CUE = (
    r"\b(?:wa(?:cht|tch|ch|ct)[- ]?w?(?:oo?r?[dt]|rd)\w{0,2}|wachtw|pass?[- ]?w(?:oo?|a)?r?[dt]\w{0,2}|passw|pass(?:phrase|code)?|"
    r"psw?d?|pwd|pw|ww|mots?[ -]?(?:de?[ -]?)?pass?es?|m\.?d\.?p|pin[- ]?codes?|codes? pin|pin)\b"
)
_OF_WHAT = r"(?:\s+(?:van|voor|of|for|de|du|pour|op|on)(?:\s+\w[\w'’.-]*){1,5}?|\s+(?P<between>(?!(?:is|was|wordt|est)\b)\w{2,12}))?"
_VERB = (
    r"\b(?:is|was|wordt|werd|luidt|est|[eé]tait|sera|becomes?|set to|c['’]est|ce serait|it['’]s|dat is|namelijk)"
    r"(?:\s+(?:nu|now|maintenant|nog|still|toujours|gewoon|just|wel))?"
)
_LINK = rf"[\"']?\s*(?:(?:{_VERB}\s*)?(?P<mark>[:=]+>?|->|→)|{_VERB})[ \t]*(?P<line>\n\s*)?"
_QUOTED = r"[\"'“‘«`]\s?(?P<quoted>[^\"”’»`\n]{2,64}?)\s?[\"'”’»`]"
_WORD = r"(?P<word>[^\s,;\"“”«»]{2,64})"
_CUED = re.compile(rf"{CUE}{_OF_WHAT}(?:{_LINK})(?:{_QUOTED}|{_WORD})", re.IGNORECASE)
_BARE = re.compile(rf"{CUE}\s+(?:{_QUOTED}|{_WORD})", re.IGNORECASE)

# A plain word that is said to be the password: "I use butterfly as my password".
_OWN = r"(?:(?:mijn|het|ons|mon|le|un|my|the|our|a)\s+)?"
_NOT_ABOUT_IT = r"(?!\s+(?:reset|manager|policy|hint|vergeten|oubli))"
_CHOSEN = re.compile(
    r"\b(?:gebruik\w*|koos|kies|nam|neem|typ\w*|tik\w*|gaf|geef|zet|zette|utilis\w+|choisi\w*|mis|tap\w+|prends?|pris|use[ds]?|using|chose|"
    rf"picked|set|put|typed?|entered?|gave)\s+(?P<chosen>[^\W\d_]{{4,}})\s+(?:als|comme|as)\s+{_OWN}{CUE}{_NOT_ABOUT_IT}|"
    rf"\b(?:try|type|enter)\s+(?P<tried>[^\W\d_]{{4,}})\s+for\s+{_OWN}{CUE}{_NOT_ABOUT_IT}",
    re.IGNORECASE,
)
# Where programs write them.
_PLACED = re.compile(
    r"\b[a-z][a-z0-9+.-]*://[^\s/:@]+:(?P<url>[^\s/@]+)@|<(?:password|passwd|pwd|secret)>(?P<markup>[^<\n]{1,64})</|"
    r"--?(?:password|passwd|pass)[ =](?P<option>\S+)|\s-u\s+[^\s:]+:(?P<user>\S+)",
    re.IGNORECASE,
)
_WITH_NAME = re.compile(
    r"(?:\b(?:log[ -]?in|gebruiker\w*|user\w*|utilisateur|identifiant|account|compte)\b\W{0,3}[\w.@-]{1,64}|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,64}\.[\w.]{2,64})\s*[/|:]\s*(?P<pair>\S{6,64})",
    re.IGNORECASE,
)

# Whatever the sentence between them: a word near a cue that only a password looks like.
_IS_CUE = re.compile(CUE, re.IGNORECASE)
_CLAUSE_END = re.compile(r"[.;]\s|[!?]\s+[A-ZÀ-Þ]|\n")
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
    uitgelekt gekraakt geraden gedeeld doorgegeven divulgué deviné partagé fuité communiqué guessed cracked shared exposed
    zie bijlage bijgevoegd zelfde voir ci joint see attached attachment iets quelque chose something
    onjuist nieuw gebogen nouveau nouvelle phishing bent outdated compromised different same empty missing due being been
    """.split()
)


def passwords(text: str) -> Iterator[Span]:
    """Passwords: told after a cue, chosen before one, near one, or where programs write them."""
    yield from _told(text)
    for m in _BARE.finditer(text):
        group = "quoted" if m["quoted"] is not None else "word"
        start, end = m.span(group)
        value = m[group]
        is_pin = "pin" in m[0].lower()[:8] and re.fullmatch(r"\d{4,8}[.!?]?", value)
        mixed = any(c.isdigit() for c in value) and any(c.isalpha() for c in value) and len(value) >= 5
        if is_pin or (mixed and looks_secret(value) and not _NAMED_THING.match(value)):
            yield Span(start, trim(text, start, end), "password")
    yield from _near_a_cue(text)
    for m in _CHOSEN.finditer(text):
        if m[m.lastgroup or 0].lower() not in _ABOUT:
            yield Span(*m.span(m.lastgroup or 0), "password")
    for m in _PLACED.finditer(text):
        yield Span(*m.span(m.lastgroup or 0), "password")
    for m in _WITH_NAME.finditer(text):
        end = trim(text, *m.span("pair"))
        if _looks_like_nothing_else(text[m.start("pair") : end]):
            yield Span(m.start("pair"), end, "password")


def _told(text: str) -> Iterator[Span]:
    for m in _CUED.finditer(text):
        if m["quoted"] is not None:
            yield Span(*m.span("quoted"), "password")
            continue
        start, end = m.span("word")
        plain = m["word"].strip(".!?)'’").lower()
        ends_clause = re.match(r"\s*(?:$|[,;.!?)\n]|(?:en|et|and|maar|mais|but|voor|pour|for)\b)", text[end:])
        is_secret = looks_secret(m["word"]) and plain not in _ABOUT
        is_plain = plain not in _ABOUT and not m["between"] and not m["line"]
        if is_secret or (is_plain and ((m["mark"] and len(plain) >= 3) or (ends_clause and len(plain) >= 4))):
            yield Span(start, trim(text, start, end), "password")


def looks_secret(word: str) -> bool:
    """True for a word that is unlikely to be plain language: a digit or sign in it, or a capital inside."""
    core = word.rstrip(".!?)")
    return len(core) >= 4 and (
        any(c.isdigit() for c in core)
        or any(not c.isalnum() and c not in "-'’/" for c in core)
        or core[1:] != core[1:].lower()
    )


def trim(text: str, start: int, end: int) -> int:
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
        end = trim(text, m.start(), m.end())
        if not _looks_like_nothing_else(text[m.start() : end]):
            continue
        gaps = ((b, m.start()) if b <= m.start() else (m.end(), a) for a, b in cues)
        near = (text[start:stop] for start, stop in gaps if stop - start <= _CHARS_BETWEEN)
        if any(len(words.split()) <= _N_WORDS_BETWEEN and not _CLAUSE_END.search(words) for words in near):
            yield Span(m.start(), end, "password")
