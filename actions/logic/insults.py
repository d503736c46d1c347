"""Unmistakable insults of a person, whatever the classifier thinks. A word that also curses things counts only with a "you"."""

from __future__ import annotations

import re

# Said of people only, so that they need no "you".
_OF_PEOPLE = (
    r"klootzak\w*|kankerlijer\w*|kankerzak\w*|hoerenjong\w*|achterlijke (?:gladiool|idioot|trut|koe)|vuile (?:flikker|janet|buitenlander)\w*",
    r"connards?|connasses?|encul[ée]+s?|enfoir[ée]+s?|fils de (?:pute|chien)|fdp|sale (?:arabe|noir|juif|p[ée]d[ée]|pute|[ée]tranger|con)\w*",
    r"motherfuckers?|dickheads?|ass?holes?|arseholes?|wankers?|faggots?|cunts?|son of a bitch|dirty (?:foreigner|jew|immigrant)\w*",
)
# Said to somebody: with an order or a wish.
_TO_SOMEBODY = (
    r"(?:hou|houd) (?:\w+ ){0,2}(?:bakkes|muil|smoel|bek|kop|klep)|(?:bek|muil) (?:dicht|toe|houden)|krijg (?:de|allemaal de) (?:kanker|tering|tyfus|pest)",
    r"val (?:toch )?dood|rot (?:toch )?op|loop naar de hel|kus (?:mijn|m'n) (?:kloten|kl?ont|gat|reet)",
    r"(?:ferme|fermez) (?:ta|vos|votre) (?:gueules?|bouches?|claque-?merde|clapet)|ta gueule|va(?:s)? (?:te faire|crever|mourir)|allez vous faire|"
    r"nique (?:ta|vos)|ntm|je t['’]?emmerde",
    r"fuck (?:you|u|off|yourself)|screw you|shut (?:the fuck|your (?:mouth|face|trap|gob)|it,? \w+$)|go (?:fuck|hang|kill) yourself|"
    r"drop dead|rot in hell|eat shit|kiss my ass|die (?:already|in a fire)|kill yourself|suck my|piss off",
)
_INSULT = (
    r"idioot|idioten|imbeciel\w*|debiel\w*|eikels?|smeerlap\w*|trut\w*|teef|hoer|mongool|mongolen|onderkruipsel\w*|rund|loser|uitschot|stuk vuil|"
    r"imb[ée]ciles?|cr[ée]tins?|abrutis?|cons?|conne|salope|pute|ordures?|d[ée]chets?|raclures?|merdeux|trou du cul|d[ée]biles?|"
    r"idiots?|morons?|imbeciles?|retard(?:s|ed)?|bitch(?:es)?|bastards?|pricks?|scum\w*|whore|slut|piece of (?:shit|crap|trash)|twat|subhuman"
)
_YOU = (
    r"(?:ge zijt|gij zijt|je bent|jij bent|u bent|jullie zijn|gij|jij)(?: \S+){0,3}",
    r"(?:tu es|t['’]es|vous [êe]tes|esp[èe]ces? de|bandes? d(?:e |['’])|pauvres?|sales?)(?: \S+){0,2}",
    r"(?:you are|you['’]re|u r|ya|you)(?: \S+){0,3}",
)
_NOT_TOLD = re.compile(
    r"\b(?:scheldt|noemde|noemt|schold|trait[ée]e? d|m['’]a trait|insulte|called me|calls me|call me|treated like)",
    re.IGNORECASE,
)
_INSULTING = re.compile(
    rf"\b(?:{'|'.join((*_OF_PEOPLE, *_TO_SOMEBODY))})\b|(?:\b(?:{'|'.join(_YOU)})\s*|^\W*(?:wat een |quel |what an? )?)\b(?:{_INSULT})\b",
    re.IGNORECASE,
)


def sounds_insulting(text: str) -> bool:
    """Whether somebody is insulted to their face; a report of having been insulted is none."""
    return _INSULTING.search(text) is not None and _NOT_TOLD.search(text) is None
