"""A possible security incident: safe first measures and what could happen, then a person, in one message."""

from __future__ import annotations

import re

from actions.logic.context import Context
from actions.logic.decision import Decision, Message
from actions.logic.handoff import hand_off

# Which first measures fit, tried in this order; where the words tell nothing more, the general ones.
_MEASURES = {
    "lost_device": r"gestolen|kwijt|verloren|diefstal|vol[ée]e?s?\b|perdu|laten liggen|oubli[ée] (?:dans|[àa] bord)|\bleft my|stolen|\blost\b|theft",
    "malware": r"ransom|\.locked\b|lockbit|encrypt|gijzel|losgeld|ran[cç]on|versleuteld|crypt|chiffr[ée]|virus|malware",
    "leak": (
        r"\blek\w*|gelekt|fuite|\bleak|breach|(?:verkeerde|foute|mauvais\w*|wrong)\s+"
        r"(?:personn?e?n?|adres\w*|address\w*|bestemmeling\w*|ontvanger\w*|destinataire\w*|recipient\w*|iemand)"
    ),
    "credentials": r"klik|cliqu|click|wachtwoord|paswoord|mot de passe|password|phish|\bcodes?\b|ingevuld|\blink\b|\blien\b",
}


def security(context: Context) -> Decision:
    """At once the safe first measures in plain words and what could happen, and that a person takes over."""
    context.state.topic = "security"
    measures = Message(context.text(f"security_{_measures_for(context.turn.text)}"), "answer")
    return hand_off(context, "security_incident", after=measures)


def _measures_for(text: str) -> str:
    return next((kind for kind, words in _MEASURES.items() if re.search(words, text, re.IGNORECASE)), "general")
