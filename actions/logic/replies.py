"""Short replies that are read before the classifier is believed: yes, no, done, it works, it doesn't, emoji.

Sentence vectors put "it works" and "it does not work" side by side, and the meaning of such a reply hangs on
what the bot has just asked. The patterns decide only on short texts; all else is the classifier's.
"""

from __future__ import annotations

import re
import unicodedata

from actions.logic.acts import Act
from actions.logic.dialogue import Phase
from actions.logic.wording import is_negated

_OUTCOME = {Phase.WALKING, Phase.CHECKING, Phase.OFFERED, Phase.HANDED_OFF}  # something was tried or is about to be
_MAX_WORDS = 8  # a longer text says more than how it went

_YES = re.compile(
    r"^(?:ja+|jawel|jazeker|yes|yep|yeah|oui|ouais|ok(?:é|ay|ee)?|d['’]accord|akkoord|klopt|prima|goed|sure|j|y|o)\W*$",
    re.I,
)
_NO = re.compile(r"^(?:nee+n?|neen|no+|nope|non|n)\W*$", re.I)
# In mid-walk these speak of the step, outside it of the whole problem.
_STEP_DONE = re.compile(
    r"^(?:(?:ok(?:é|ay)?|ja|oui|yes|goed|bon)[ ,.]*)?(?:(?:dat|het|dit) is )?(?:gelukt|gedaan|klaar|in orde|voltooid|"
    r"c['’]est (?:fait|bon)|fait|voil[àa]|[çc]a y est|[çc]a marche|done(?: that| it)?|all done|did it|finished)\W*$",
    re.I,
)
_WORKS = re.compile(
    r"^(?:(?:ok(?:é|ay)?|ja|oui|yes|super|top|joepie|hoera|great|g[ée]nial|parfait|hallelujah|eindelijk|enfin|finally)[ ,!.]*)?"
    r"(?:(?:het|hij|alles|dat|dit|[çc]a|cela|tout|it|all|everything)\s+)?(?:werkt|doet het|is opgelost|is in orde|opgelost|gefikst|"
    r"marche|fonctionne|refonctionne|remarche|est r[ée]solu|c['’]est (?:r[ée]solu|r[ée]gl[ée]|bon|ok)|r[ée]solu|r[ée]gl[ée]|"
    r"works|is (?:working|fixed|solved)|fixed|solved|working)"
    r"(?:\s+(?:nu|weer|opnieuw|terug|helemaal|allemaal|[àa] nouveau|maintenant|de nouveau|again|now|fine|perfect|bien))*"
    r"[ ,!.]*(?:bedankt|dank je(?: wel)?|merci(?: beaucoup)?|thanks?(?: you)?)?\W*$",
    re.I,
)
_START = re.compile(
    r"^(?:(?:ok(?:é|ay)?|ja|oui|yes|goed|bon)[ ,.]*)?(?:start|begin(?:nen)?|vooruit|doe maar|laten we (?:beginnen|starten)|"
    r"commen[cç](?:er|ons|ez)|allons-y|on y va|vas-y|allez-y|let['’]?s (?:go|start|begin)|go(?: ahead)?)(?:\s+(?:maar|graag|please|svp))?\W*$",
    re.I,
)
_VERB = (
    r"werk\w*|gewerkt|lukt\w*|gelukt|helpt|hielp|geholpen|gaat|ging|doet|marcheert|opgelost|gefikst|verschil|verander\w*|"
    r"march\w*|fonctionn\w*|\bva\b|aid\w*|r[ée]sol\w*|r[ée]gl\w*|r[ée]ussi\w*|chang\w*|succ[èe]s|mieux|"
    r"work\w*|help\w*|fix\w*|solv\w*|chang\w*|luck|better"
)
_OUTCOME_VERB = re.compile(_VERB, re.I)
_FAILED = re.compile(
    r"\bmislukt|\b(?:nog (?:steeds|altijd)|toujours|still)\b|zelfde (?:probleem|melding|fout)|m[êe]me (?:probl[èe]me|erreur|chose)|"
    r"same (?:problem|error|thing)|\bpareil\b|\brat[ée]\b|[ée]chou[ée]|\bfailed\b|\bno luck\b|\bhelaas\b|^(?:nog niet|pas encore|not yet)",
    re.I,
)
_UNCLEAR = re.compile(
    r"\b(?:snap|begrijp|versta|volg|vat)\w*\b.*\b(?:niet|niks|niets|geen)\b|wat bedoel|hoe (?:doe|moet) (?:ik|dat|je)|"
    r"waar (?:vind|staat|zit|is) (?:ik )?(?:dat|die|het)|\b(?:comprend\w*|compris|pige|capte)\b.*\b(?:pas|rien)\b|"
    r"\bpas\b.*\bcompris\b|veut dire quoi|que veut dire|comment (?:je )?(?:fais|faire|dois)|o[ùu] (?:est|se trouve|je trouve)|"
    r"\b(?:don['’]?t|do not|didn['’]?t|can['’]?t)\b.*\b(?:understand|get it|follow)\b|what do you mean|how do i (?:do|get)|"
    r"where (?:is|do i find|can i find) (?:that|it)",
    re.I,
)
_NO_IDEA = re.compile(
    r"^(?:(?:dat|euh+|tja|pfff*|ik|oei|ben|bah|eh+|uh+|sorry|honestly|well|eerlijk gezegd|désol[ée])[ ,.]*)*(?:"
    r"weet (?:ik |het |dat |k )*(?:ook |echt |zelf |eigenlijk )*nie?t?|(?:heb )?(?:echt )?geen (?:flauw )?idee|(?:niet|helemaal niet) zeker|"
    r"zou het niet weten|"
    r"(?:je |j['’ ]?)?(?:ne |n['’])?(?:sais|s[ée]) (?:vraiment |m[êe]me )?pas|chais pas|(?:je n['’]ai )?aucune id[ée]e|pas (?:s[ûu]re?|certaine?)|"
    r"(?:i )?(?:really |honestly )?(?:don['’]?t|do not) (?:really |actually )?know|(?:i )?dunno|(?:i )?(?:have )?no (?:idea|clue)|"
    r"(?:i['’ ]?m )?not (?:really )?sure"
    r")\W*$",
    re.I,
)
_NO_MORE = re.compile(
    r"\b(?:meer|verder) (?:weet|kan|heb) ik (?:er )?(?:ook )?(?:niet|niks|niets)|(?:weet|kan) (?:ik )?niet meer (?:zeggen|vertellen)|"
    r"dat is (?:al(?:les)?|het) (?:wat )?(?:ik weet|ik zie|ik kan zeggen)|zoals ik (?:al )?(?:zei|schreef|zeg)|"
    r"(?:n['’]en )?sais (?:pas|rien de) plus|c['’]est tout ce que je (?:sais|vois|peux dire)|comme je (?:l['’]ai (?:d[ée]j[àa] )?dit|disais)|"
    r"(?:don['’]?t|do not) know (?:any ?)?(?:thing )?more|that['’]?s all i (?:know|see|can (?:say|tell))|as i (?:already )?(?:said|wrote)|"
    r"nothing (?:more|else) to (?:add|say|tell)|rien (?:d['’]autre )?[àa] ajouter|niets (?:meer )?toe te voegen",
    re.I,
)
_REFUSAL = re.compile(
    r"\b(?:nee+n?|no+|nope|nah|non|laat maar|liever|never ?mind|forget|laisse\w*|tant pis|hoeft|stop)\b", re.I
)
_ALREADY_TRIED = re.compile(
    r"\bal\b.*\b(?:geprobeerd|gedaan|gevolgd)|d[ée]j[àa] (?:essay|tent|fait|suivi)|already (?:tried|did|done)|(?:tried|did) (?:that|this|it) already",
    re.I,
)
_EMOJI_ACTS = {
    Act.DENY: "👎❌🚫✖",
    Act.COMPLAIN: "😡🤬😠😤💢🖕",
    Act.AFFIRM: "👍👌✅✔🆗💯",
    Act.THANK: "🙏❤💙💚🥰😍🤗👏😀😃😄😁🙂😊😎🎉",
}


def read_reply(text: str, phase: Phase) -> Act | None:
    """What a short reply means while the bot is in this phase; None where the classifier should say."""
    emoji = _emoji_act(text)
    if emoji is not None:
        return emoji
    if _YES.match(text):
        return Act.AFFIRM
    if _NO.match(text):
        return Act.DENY
    if phase is Phase.OFFERED and _START.match(text):
        return Act.START
    if phase is Phase.WALKING and _STEP_DONE.match(text):
        return Act.DONE
    if phase is Phase.WALKING and has_no_idea(text):
        return Act.UNCLEAR
    if phase is Phase.WALKING and len(text.split()) <= 2 * _MAX_WORDS and _UNCLEAR.search(text):
        return Act.UNCLEAR
    if _WORKS.match(text):
        return Act.SOLVED
    if phase in _OUTCOME and says_it_failed(text):
        return Act.NOT_SOLVED
    return None


def says_it_failed(text: str) -> bool:
    """Whether a short text says that something did not work (any more, yet, still)."""
    if len(text.split()) > _MAX_WORDS:
        return False
    return _FAILED.search(text) is not None or (is_negated(text) and _OUTCOME_VERB.search(text) is not None)


def has_no_idea(text: str) -> bool:
    """Whether a short reply says no more than "I don't know"."""
    return len(text.split()) <= _MAX_WORDS and _NO_IDEA.match(text.strip()) is not None


def says_no_more(text: str) -> bool:
    """Whether a reply says that all has been told: no words to search with."""
    return len(text.split()) <= 2 * _MAX_WORDS and _NO_MORE.search(text) is not None


def says_already_tried(text: str) -> bool:
    """Whether the user says to have done this already."""
    return _ALREADY_TRIED.search(text) is not None


def sounds_like_no(text: str) -> bool:
    """Whether a refusal has a word of refusal in it."""
    return is_negated(text) or _REFUSAL.search(text) is not None


def is_plain_yes(text: str) -> bool:
    """Whether the text is a yes and nothing more."""
    return _YES.match(text) is not None


def _emoji_act(text: str) -> Act | None:
    """What a message of only emoji says; None where it has a letter, a digit or no sign at all."""
    signs = [c for c in text if not c.isspace()]
    if not signs or any(c.isalnum() for c in signs) or not any(unicodedata.category(c) == "So" for c in signs):
        return None
    for act, known in _EMOJI_ACTS.items():
        if any(sign in known for sign in signs):
            return act
    return Act.UNSURE
