"""Which of nl, fr, en a short text is in: function words first, letter groups second.

Small on purpose: it serves callers that do not say the language. The bot has its own detection.
"""

from __future__ import annotations

import math
import re

from kb_index.articles import LANGUAGES, Language

_WORD = re.compile(r"(?<!\w)[^\W\d_]+(?:'[^\W\d_]+)*(?!\w)")
_WORDS: dict[Language, frozenset[str]] = {
    "nl": frozenset(
        "de het een en van ik je jij we wij mijn jouw uw zijn is niet geen kan kun kunt moet hoe wat waar waarom wanneer wie op met voor naar "
        "aan bij om te er dat dit die deze maar ook nog al als dan wel heb heeft hebben krijg wil mag doet doe werkt gaat uit over door meer "
        "iets niets altijd nooit sinds na zich worden wordt werd mij me hij zij ze ons onze gsm paswoord wachtwoord scherm toestel".split()
    ),
    "fr": frozenset(
        "le la les un une des du de et je tu il elle on nous vous mon ma mes ton ta votre vos est suis sont pas ne n'ai peux peut dois comment "
        "quoi quel quelle où pourquoi quand qui que sur avec pour dans au aux à en ce cette ça c'est mais aussi plus comme j'ai ai a fait faire "
        "marche fonctionne depuis rien toujours jamais après se sa son ses leur y mot passe écran être avoir veux voudrais quand".split()
    ),
    "en": frozenset(
        "the a an and of i you we he she it my your our is are am was not no can can't cannot could how what where why when who on with for to "
        "from at in by that this these but also if then do does don't did doesn't have has had get got want need work works working won't out "
        "about more something nothing always never since after be been me us them their its i'm it's keeps should would will screen password".split()
    ),
}
_GROUPS: dict[Language, tuple[str, ...]] = {
    "nl": (
        "ij",
        "aa",
        "ee",
        "oo",
        "uu",
        "sch",
        "cht",
        "oe",
        "ui",
        "lijk",
        "eu",
        "gen ",
        "ver",
        "ge",
        "en ",
        "nk",
        "kk",
        "ijk",
        "eer",
        " wa",
        "vr",
        "zo",
        "k ",
    ),
    "fr": (
        "é",
        "è",
        "ê",
        "à",
        "ç",
        "qu",
        "eau",
        "aux",
        "ou",
        "oi",
        "ai",
        "tion",
        "ment",
        "eur",
        "ez ",
        " l'",
        " d'",
        "n'",
        "j'",
        "es ",
        "que ",
        "ant",
        "ien",
        "x ",
    ),
    "en": (
        "th",
        "wh",
        "ing ",
        "ght",
        "sh",
        "ow",
        "ck",
        "y ",
        "ed ",
        "ly ",
        "ould",
        "tion",
        "'t ",
        " my",
        "ea",
        "'m",
        "ay",
        "ew",
        "ly",
    ),
}


def detect(text: str, default: Language = "nl") -> tuple[Language, float]:
    """Guess the language of a text.

    Returns:
        The likeliest language and the share of the evidence for it, 0..1; `default` with 0 where
        there is no evidence (empty, a code, digits).
    """
    low = f" {' '.join(_WORD.findall(text.lower().replace('’', chr(39))))} "
    tokens = low.split()
    evidence = {}
    for language in LANGUAGES:
        said = sum(token in _WORDS[language] for token in tokens)
        if language == "fr":
            said += sum(token.startswith(("l'", "d'", "j'", "n'", "qu'")) for token in tokens)
        groups = sum(low.count(group) for group in _GROUPS[language]) / len(_GROUPS[language])
        evidence[language] = 2.0 * said + 3.0 * groups
    top = max(LANGUAGES, key=lambda language: evidence[language])
    if evidence[top] == 0:
        return default, 0.0
    weights = {language: math.exp(value - evidence[top]) for language, value in evidence.items()}
    return top, weights[top] / sum(weights.values())
