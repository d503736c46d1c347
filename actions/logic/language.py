"""Which of the three languages a message is in: function words and spelling, no model.

Chat messages are short, and ICT words are the same everywhere ("wifi", "printer", "mail"). So a message counts
only for what is peculiar to one language, and without enough of that nothing changes: "ok" never switches.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

_WORDS: Mapping[str, frozenset[str]] = {
    "nl": frozenset(
        """ik je jij jullie wij ze mij mijn jouw uw u het een de dat dit deze die niet geen wel maar en of want omdat
        als dan toch nog al ook er hier daar waar wie wat hoe waarom wanneer kan kun kunt kunnen wil wilt willen moet
        moeten mag heb hebt heeft hebben ben bent zijn was waren wordt worden werd doe doet doen gaat gaan krijg krijgt
        krijgen van voor naar met bij aan uit op om te door over onder tegen sinds sedert na zonder tussen meer veel
        weer altijd nooit iets niets iemand niemand alles nee ja graag dank bedankt hallo goeiedag goedendag dag hoi
        werkt werken lukt gelukt gedaan klaar wachtwoord scherm gisteren vandaag morgen vorige nieuwe nieuw begrijp
        snap weet alstublieft alsjeblieft efkes ineens iedere elke geraak mijne scherm toestel medewerker mens
        opnieuw terug stap volgende kapot traag vast""".split()
    ),
    "fr": frozenset(
        """je j tu il elle on nous vous ils elles mon ma mes ton ta tes son sa ses notre nos votre vos leur le la les un
        une des du au aux ce cet cette ces ça cela c est es sont suis sommes êtes était étais ai as avons avez ont n ne
        pas plus jamais rien mais et ou où donc car parce que qu qui quoi quand comment pourquoi avec sans pour par dans
        chez sur sous vers depuis entre après avant si oui non merci bonjour bonsoir salut s il peux peut pouvez pouvoir
        veux veut voulez voudrais dois doit devez faut fait faire fais marche fonctionne fonctionner arrive mot passe
        écran ecran ordinateur imprimante hier aujourd hui demain bien très tres trop encore toujours aussi même meme
        plait plaît compris comprends voici voilà voila dernière mise jour moi toi lui y en quel quelle aucun personne
        étape suivante lent bloqué réussi septante nonante quelqu""".split()
    ),
    "en": frozenset(
        """i you he she it we they my your his her its our their me him us them the a an this that these those am are is
        was were be been do does did don doesn didn isn can can't cannot could would should will won't must may might
        have has had not no yes but and or because if then so when where who what how why which with without for from
        to at by about into onto over after before since until while there here please thanks thank hello hi hey good
        work works working doesn't don't doesn't isn't i'm i've it's my need want get got getting keep keeps
        password screen yesterday today tomorrow new again still already always never something nothing someone
        anything understand know done sure okay step next back slow broken stuck asks won help can't""".split()
    ),
}
# Words that two languages share say nothing ("de", "on", "me", "was", "is", "as", "an").
_SHARED = frozenset(
    word for word in set().union(*_WORDS.values()) if sum(word in words for words in _WORDS.values()) > 1
) | {"de", "des", "a", "an", "en", "on", "me", "is", "was", "as", "son", "dit", "but", "die", "van", "or", "i"}

_SPELLING = {
    "nl": re.compile(r"ij|aa|uu|sch|[^aeiou]oe[^aeiou]|ge[^\W\d_]{3,}(?:d|t)\b|lijk\b"),
    "fr": re.compile(r"[éèêëàâùûîïôœç]|eau|[a-z]{2}tion\b|\b[cdjlmnst]['’]|ique\b"),
    "en": re.compile(r"\w{2}ing\b|\bth|ough|\bwh|n['’]t\b|['’](?:m|ve|re|ll)\b"),
}
_START_EVIDENCE = 1.0  # enough to believe a first message
_SWITCH_EVIDENCE = 1.7  # enough to leave the language of the conversation

_NAMES = {
    "nl": r"nederlands|vlaams|n[ée]erlandais|flamand|dutch|flemish",
    "fr": r"frans|fran[cç]ais|french",
    "en": r"engels|anglais|english",
}
_ASKS = re.compile(
    r"spreek|praat|spreken|praten|verder|liever|alstublieft|alsjeblieft|aub\b|kan (?:het|je|u|dit)|kunnen we|graag|parle|pr[ée]f[èe]re|"
    r"peut-on|pouvez|peux-tu|svp|s['’]il|continu|speak|switch|please|can (?:we|you)|could (?:we|you)|prefer|rather",
    re.I,
)
_MAX_ASKING = 9  # words; a longer text is about something else


def asked_language(text: str) -> str | None:
    """The language that a short text asks for by name ("in het Nederlands graag"), or None."""
    n_words = len(text.split())
    named = [language for language, names in _NAMES.items() if re.search(rf"\b(?:{names})\b", text, re.I)]
    if len(named) != 1 or n_words > _MAX_ASKING:
        return None
    return named[0] if n_words <= 3 or _ASKS.search(text) else None


def evidence(text: str) -> dict[str, float]:
    """Points for each language; only what is peculiar to one language counts."""
    lowered = unicodedata.normalize("NFC", text).lower()
    # A serial number or an error code is no language: the letters between its digits are not words.
    said = re.sub(r"\[masked:\w+\]|https?://\S+|[\w-]*[\d_][\w-]*|\b\w/\w\b", " ", lowered)
    words = re.findall(r"[^\W\d_]+(?:['’][^\W\d_]+)?", said)
    points = dict.fromkeys(_WORDS, 0.0)
    for word in words:
        for part in {word, *re.split(r"['’]", word)}:
            if part in _SHARED:
                continue
            for language, known in _WORDS.items():
                if part in known:
                    points[language] += 1.0
        for language, spelling in _SPELLING.items():
            if spelling.search(word):
                points[language] += 0.4
    return points


def detect(text: str, *, current: str | None, guess: str | None = None) -> str | None:
    """The language of the conversation after this message.

    Args:
        text: What the user typed.
        current: The conversation's language, or None before the first message.
        guess: What the page suggests before the first message; less evidence leaves it than leaves `current`.

    Returns:
        Another language only where the text gives enough evidence for it; else `current` or the guess.
    """
    points = evidence(text)
    settled = current or guess
    best = max(points, key=lambda language: points[language])
    if best == settled:
        return settled
    lead = points[best] - max(value for language, value in points.items() if language != best)
    over_settled = points[best] - points.get(settled or "", 0.0)
    needed = _START_EVIDENCE if current is None else _SWITCH_EVIDENCE
    return best if lead >= needed * 0.5 and over_settled >= needed else settled
