"""Codes that open something, by their name: PIN, PUK, the three digits of a card, of a door, an alarm, a wireless network."""

from __future__ import annotations

import re
from collections.abc import Iterator

from webchat.domain.identifiers import Span
from webchat.domain.told_passwords import looks_secret, trim

_IS = r"(?:\s*(?:[:=]+|->|→)|\s+(?:is|was|werd|est|[eé]tait|c['’]est|it['’]s)(?:\s+(?:nu|now|maintenant|le|de|het|the))?)?[\"'\s]*"
_OF = r"(?:\s+(?:van|of|de|du|pour|voor|for)(?:\s+(?:mijn|de|het|mon|ma|la|le|my|the))?\s+[\w-]+){0,2}"
_WHERE = r"(?:\s+[\w'’-]{1,24}){1,5}\s*[:=,]\s*"  # "of our building, 4711," or "front door: 4711"
_OF_DIGITS = re.compile(
    r"\b(?:pin(?:[ -]?codes?)?|codes? pin|puk(?:[ -]?codes?)?|codes? puk|cv[cv]2?(?:[ -]?codes?)?|codes? cv[cv]|cryptogramme|"
    r"(?:geheime?|persoonlijke|bank|kaart|toegangs|deur|poort|alarm|kluis|ontgrendel\w*|toestel|scherm)[ -]?codes?|"
    r"codes? (?:secrets?|confidentiels?|bancaires?|personnels?|(?:d['’]|de (?:la |l['’])?|du )(?:acc[eè]s|alarme|porte|portail|coffre|carte|"
    r"d[eé]verrouillage))|(?:secret|personal|bank|card|access|door|gate|alarm|safe|unlock|entry)[ -]?codes?)\b"
    rf"(?:{_OF}{_IS}|{_WHERE})(?P<value>\d(?:[ -]?\d){{2,11}}[A-Za-z#*]?|[A-Za-z]\d{{3,11}})(?![\w]|[.,:/]\d)",
    re.IGNORECASE,
)
_OF_NETWORK = re.compile(
    r"\b(?:wi-?fi|wlan|wpa2?|netwerk|network|beveiligings|r[eé]seau)[ -]?(?:code|sleutel|key|cl[eé])\b"
    r"|\b(?:code|cl[eé]) (?:(?:de |du |d['’])?(?:s[eé]curit[eé] )?)?(?:wi-?fi|wpa2?|wlan|r[eé]seau)\b",
    re.IGNORECASE,
)
_VALUE = re.compile(rf"(?P<is>{_OF}{_IS})(?P<value>[^\s,;\"“”«»]{{6,64}})", re.IGNORECASE)


def codes(text: str) -> Iterator[Span]:
    """Codes and keys that a name before them gives away."""
    for m in _OF_DIGITS.finditer(text):
        yield Span(*m.span("value"), "password")
    for name in _OF_NETWORK.finditer(text):
        key = _VALUE.match(text, name.end())
        if key is not None and looks_secret(key["value"]) and any(c.isalnum() for c in key["value"]):
            yield Span(key.start("value"), trim(text, *key.span("value")), "password")
