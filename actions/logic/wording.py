"""What the user's wording tells beside the intent: alarm, polarity, mood, skill, impact, urgency."""

from __future__ import annotations

import re


def _pattern(*alternatives: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{a})" for a in alternatives), re.IGNORECASE)


_CLICKED = r"geklikt|klikte|aangeklikt|cliqu[ée]|clicked|ge[o]?opend|ouvert|opened"
_GAVE = (
    r"ingevuld|ingegeven|doorgegeven|gegeven|ingetikt|ingetypt|meegedeeld|encod[ée]|donn[ée]|saisi|rempli|tap[ée]|"
    r"communiqu[ée]|gave|given|entered|typed|filled|shared|submitted"
)
_SECRET = (
    r"wachtwoord|paswoord|pincode|pin\b|code\b|codes\b|gegevens|bankgegevens|kaartnummer|mot de passe|mdp\b|"
    r"donn[ée]es|coordonn[ée]es|carte bancaire|password|passcode|credentials|details|card number|login"
)
_DEVICE = (
    r"laptop|pc\b|computer|ordinateur|portable|gsm|smartphone|telefoon|t[ée]l[ée]phone|phone|tablet|tablette|ipad|usb|"
    r"badge|toestel|appareil|device|notebook|harde schijf|disque|t[ée]l\b"
)
_STOLEN = r"gestolen|gepikt|stolen|theft|vol[ée]e?s?\b|d[ée]rob[ée]|diefstal|vol de"
# High recall on purpose: one hand-off too many costs a minute, one too few a breach.
_ALARM = _pattern(
    r"ransom\s?ware|gijzelsoftware|ran[cç]on\w*|losgeld",
    r"data\s?lek|datalekken|fuite de donn|data (?:leak|breach)|lek van (?:persoons)?gegevens",
    r"\bge?hackt?\b|\bgehacked\b|\bhacked\b|pirat[ée]\w*|account (?:is )?overgenomen|identiteitsdiefstal",
    r"(?:bestanden|fichiers|files)\W+(?:\w+\W+){0,4}(?:versleuteld|crypt[ée]s|chiffr[ée]s|encrypted)",
    rf"(?:{_GAVE})\W+(?:\w+\W+){{0,8}}(?:{_SECRET})[\s\S]{{0,80}}(?:phish|verdacht|nep|vals|suspect|faux|fake|scam|link|lien)",
    rf"(?:phish|verdacht|\bnep|vals|suspect|faux|fake|scam|link|lien)[\s\S]{{0,160}}(?:{_SECRET})[\s\S]{{0,60}}(?:{_GAVE})",
    rf"(?:phish|verdacht|\bnep|vals|suspect|faux|fake|scam|link|lien)[\s\S]{{0,160}}(?:{_GAVE})[\s\S]{{0,60}}(?:{_SECRET})",
    rf"(?:{_CLICKED})[\s\S]{{0,80}}(?:phish|verdacht|link|lien|bijlage|pi[èe]ce jointe|attachment|suspect|vreemde)",
    rf"(?:phish|verdacht|\blink\b|\blien\b|bijlage|pi[èe]ce jointe|attachment)[\s\S]{{0,80}}(?:{_CLICKED})",
    rf"(?:{_DEVICE})\W+(?:[\w']+\W+){{0,5}}(?:{_STOLEN})",
    rf"(?:{_STOLEN})\W+(?:[\w']+\W+){{0,4}}(?:{_DEVICE})",
    rf"(?:{_DEVICE})\W+(?:is\W+|ben\W+)?(?:verloren|kwijt)",  # lost, but not "lost its connection"
    rf"(?:lost|perdu)\W+(?:my|the|mon|ma|le|la)\W+(?:\w+\W+)?(?:{_DEVICE})",
    r"\.(?:locked|encrypted|crypt\w*|lockbit)\b",  # what an attack leaves files with
    r"virus\W+(?:\w+\W+){0,3}(?:gevonden|binnen|ontdekt|trouv[ée]|d[ée]tect[ée]|found|detected)|malware|spyware",
    r"iemand\W+(?:\w+\W+){0,4}(?:bestuurt|neemt|overgenomen|ingelogd)|muis beweegt vanzelf|"
    r"quelqu'un\W+(?:\w+\W+){0,5}(?:contr[oô]le|connect[ée])|someone\W+(?:\w+\W+){0,5}(?:control|logged in)",
)
_NOT_CLICKED = _pattern(
    r"niet\W+(?:\w+\W+){0,3}(?:geklikt|geopend|ingevuld)",
    r"(?:pas|rien)\W+(?:\w+\W+){0,2}(?:cliqu[ée]|ouvert|donn[ée]|rempli)",
    r"(?:not|n['’]t|never)\W+(?:\w+\W+){0,2}(?:click|open|enter|giv)\w*",
)
# Everybody clicks on the link of a meeting; one that came by mail or asks for something is another matter.
_MEETING = _pattern(
    r"zoom|teams|webex|google meet|meeting|vergader\w*|r[ée]union|visio\w*|formation|opleiding|training|overleg|webinar"
)
_SUSPICIOUS = _pattern(
    r"phish|verdacht|vreemd|raar|bizar|\bnep|vals|onbekend|suspect|louche|bizarre|[ée]trange|faux|inconnu|fake|scam|strange|weird|"
    r"unknown|suspicious|gehackt|hack|pirat|virus|mail|sms|bericht|message",
    _SECRET,
    _GAVE,
)
_NEGATION = _pattern(
    r"\bniet\b", r"\bgeen\b", r"\bnog steeds\b", r"\bnooit\b", r"\bpas\b", r"\brien\b", r"\btoujours (?:rien|le m[êe]me)\b",
    r"\bnot\b", r"n['’]t\b", r"\bcannot\b", r"\bno luck\b", r"\bstill (?:the same|nothing|broken)\b", r"\bzelfde probleem\b",
    r"\bm[êe]me probl[èe]me\b", r"\bsame problem\b", r"\bsans succ[èe]s\b", r"\bzonder succes\b", r"\bnog altijd\b",
    r"\b(?:niks|niets|nothing|aucun\w*|mislukt|[ée]chou[ée]|failed)\b", r"\bnon plus\b",
    r"\b(?:marche|fonctionne|va|imprime|r[ée]pond) plus\b",  # "ne ... plus" as it is typed, without its "ne"
)  # fmt: skip
_NEGATED_TROUBLE = _pattern(
    r"geen (?:probleem|fout|melding)\w*(?: meer)?", r"niet meer (?:vast|traag)", r"plus (?:de|aucun) (?:probl|souci|erreur)\w*",
    r"pas de (?:souci|probl[èe]me)", r"no (?:more )?(?:problem|error|issue)s?",
)  # fmt: skip
_ANGRY = _pattern(
    r"belachelijk|schandalig|ongelo+flijk|waardeloos|onnozel|stom\b|kloten|verdomme|godver\w*|beu\b|kotsbeu|zot van|"
    r"geen zin meer|nutteloos|ridicule|scandaleux|inadmissible|marre|ras-le-bol|inutile|merde|putain|nul\b|"
    r"ridiculous|useless|unacceptable|terrible|awful|fed up|sick of|damn|wtf|crap|waste of time|hopeless"
)
_EXPERT = _pattern(
    r"\bdns\b", r"\bdhcp\b", r"\bssid\b", r"\bip[- ]?(?:adres|adresse|address|v4|v6)\b", r"\bgpo\b", r"\bgpupdate\b",
    r"\bipconfig\b", r"\bping\w*\b", r"\btraceroute\b", r"\bpowershell\b", r"\bcmd\b", r"\bterminal\b", r"\bregistry\b", r"\bregedit\b",
    r"\bdrivers?\b", r"\bpilotes?\b", r"\bfirmware\b", r"\bbios\b", r"\bmac[- ]?adres\w*\b", r"\bevent (?:log|viewer)\b", r"\blogs?\b",
    r"\bstack ?trace\b", r"\bsubnet\b", r"\bgateway\b", r"\bproxy\b", r"\bfirewall\b", r"\bpare-feu\b", r"\bspooler\b", r"\bsafe mode\b",
    r"\bimap\b", r"\bsmtp\b", r"\bexchange\b", r"\bactive directory\b", r"\bkernel\b", r"\btotp\b", r"\bcertifica\w+\b",
)  # fmt: skip
_NOVICE = _pattern(
    r"niet (?:zo )?handig met", r"ken er (?:niets|niks|weinig) van", r"geen (?:verstand|kennis) van", r"digibeet",
    r"n['’]y connais (?:rien|pas)", r"pas (?:très |tres )?dou[ée]e?", r"nul(?:le)? en informatique", r"pas l['’]habitude",
    r"not (?:very |so |really )?(?:good|technical|handy|tech)", r"know nothing about", r"not a computer person", r"no idea how",
)  # fmt: skip
_MANY = _pattern(
    r"iedereen|hele (?:team|dienst|afdeling|kantoor|school|gebouw)|alle collega|niemand kan|meerdere collega|wij allemaal",
    r"tout le monde|toute l['’](?:équipe|ecole|école)|tout le (?:service|bureau)|tous (?:les|mes) coll[èe]gues|personne ne peut",
    r"everyone|everybody|whole (?:team|department|office|school)|all (?:my )?colleagues|nobody can|none of us|all of us",
)
_SOME = _pattern(
    r"(?:mijn|een) collega\w* ook|wij kunnen|met twee|ook bij",
    r"(?:mes|ma|mon) coll[èe]gues? aussi|nous ne pouvons|chez nous",
    r"colleagues? (?:also|too|as well)|we can(?:no|')t|both of us",
)
_URGENT = _pattern(
    r"dringend|zo snel mogelijk|asap|onmiddellijk|meteen|deadline|vergadering over|examen|kan niet (?:meer )?werken|"
    r"nu meteen|ligt (?:alles )?(?:plat|stil)|spoed",
    r"urgent\w*|d[èe]s que possible|imm[ée]diatement|tout de suite|r[ée]union dans|ne (?:peux|sais) (?:plus|pas) travailler|bloqu[ée]e? depuis",
    r"urgently|as soon as possible|immediately|right now|right away|meeting in|can(?:no|')t work|blocked|emergency",
)
_REASON = _pattern(
    r"omdat|want\b|zodat|voor (?:mijn|het|een|de) \w+|\bom\b[\s\S]{2,60}\bte\b",
    r"parce que|\bcar\b|afin|pour (?:mon|ma|mes|le|la|les|un|une|pouvoir|[^\W\d_]+er)\b|vu que",
    r"because|so that|in order to|for (?:my|the|a|an) \w+|\bto (?:check|edit|make|draw|work|write|see|prepare|do)\b",
)
ANGRY = 0.5  # frustration of one message from which it is anger
_MASKED = re.compile(r"\[masked:(\w+)\]")


def sounds_alarming(text: str) -> bool:
    """Whether the text may tell of a security incident, whatever the classifier thinks."""
    match = _ALARM.search(text)
    if match is None:
        return False
    if _is_link_of_meeting(text, match):
        return False
    denied = _NOT_CLICKED.search(text)
    return denied is None or not _overlap(denied, match)


def _is_link_of_meeting(text: str, alarm: re.Match[str]) -> bool:
    """Whether what alarmed was a click on the link of a meeting, and nothing else is alarming."""
    if not re.search(_CLICKED, alarm[0], re.IGNORECASE) or not _MEETING.search(text) or _SUSPICIOUS.search(text):
        return False
    return _ALARM.search(f"{text[: alarm.start()]} {text[alarm.end() :]}") is None


def _overlap(one: re.Match[str], other: re.Match[str]) -> bool:
    return one.start() < other.end() and other.start() < one.end()


def is_negated(text: str) -> bool:
    """Whether the text says that something is not so; "no more problems" does not count.

    Sentence vectors see little difference between "it worked" and "it didn't work".
    """
    return _NEGATION.search(_NEGATED_TROUBLE.sub(" ", text)) is not None


def frustration(text: str) -> float:
    """How frustrated the wording is, 0..1."""
    letters = [c for c in text if c.isalpha()]
    shouting = len(letters) > 8 and sum(c.isupper() for c in letters) / len(letters) > 0.7
    points = 0.5 * (_ANGRY.search(text) is not None) + 0.3 * shouting + 0.2 * bool(re.search(r"[!?]{2,}", text))
    return min(1.0, points)


def skill_of(text: str) -> str | None:
    """`expert` or `novice` where the wording shows it, else None."""
    if _NOVICE.search(text):
        return "novice"
    return "expert" if len({m.group().lower() for m in _EXPERT.finditer(text)}) >= 2 else None


def impact_of(text: str) -> tuple[str, float]:
    """(`low` one person, `medium` several, `high` a whole group; certainty 0..1)."""
    if _MANY.search(text):
        return "high", 0.8
    return ("medium", 0.6) if _SOME.search(text) else ("low", 0.5)


def urgency_of(text: str) -> tuple[str, float]:
    """(`high` or `medium`; certainty 0..1)."""
    return ("high", 0.8) if _URGENT.search(text) else ("medium", 0.5)


def gives_reason(text: str) -> bool:
    """Whether a request says what it is for."""
    return _REASON.search(text) is not None


def masked_kinds(text: str) -> set[str]:
    """Kinds of secrets that webchat masked in this text."""
    return set(_MASKED.findall(text))


def without_masks(text: str) -> str:
    """The text with every masked secret left out."""
    return re.sub(r"\s{2,}", " ", _MASKED.sub("", text)).strip()
