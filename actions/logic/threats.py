"""Threats against people, whatever the classifier thinks. Against a thing ("I'll kill this printer") they are none."""

from __future__ import annotations

import re

_NL = (
    r"ik\s+(?:ga|zal|kom|wil)\s+(?:\S+\s+){0,2}?(?:u|je|jou|jullie)\s+(?:\S+\s+){0,3}?"
    r"(?:vermoorden|doodslaan|doodschieten|kapot\s?maken|afmaken|iets aandoen|wurgen|neersteken|neerschieten|slaan|in elkaar\b)",
    r"ik\s+(?:sla|schiet|steek|klop|trap|maak|rij)\s+(?:u|je|jou|jullie)\s+(?:\S+\s+){0,3}?"
    r"(?:neer|dood|overhoop|kapot|in elkaar|verrot|omver|af|op\s+(?:uw|je)\s+(?:gezicht|bakkes|smoel|bek|muil))\b",
    r"ik\s+(?:vermoord|wurg|kraak)\s+(?:u|je|jou|jullie)\b",
    r"ik\s+weet\s+waar\s+(?:je|ge|gij|u|jullie)\s+(?:woon|thuis)",
    r"(?:breek|breken|sla|slaan|schop|trap)\s+(?:\S+\s+)?(?:uw|je|jullie)\s+(?:benen|tanden|nek|poten|kop|gezicht|knieën)",
    r"(?:uw|je|jullie)\s+(?:benen|tanden|nek|poten|kop|knieën)\s+(?:\S+\s+){0,2}?(?:breken|inslaan|uitslaan|omwringen)",
    r"ik\s+steek\s+(?:\S+\s+){1,6}?in\s+brand",
    r"\bbom\b.{0,40}(?:gebouw|kantoor|onder jullie)",
)
_FR = (
    r"je\s+(?:vais|viens|veux)\s+(?:\S+\s+){0,2}?(?:te|t['’]|vous)\s*(?:\S+\s+)?"
    r"(?:tuer|frapper|buter|crever|d[ée]molir|d[ée]foncer|[ée]trangler|fracasser|[ée]gorger|cogner|planter un couteau|"
    r"(?:casser|p[ée]ter|briser)\s+l(?:a|es)\s+(?:gueule|figure|t[êe]te|dents|jambes|genoux))",
    r"je\s+(?:te|vous)\s+(?:tue|bute|cr[èe]ve|d[ée]molis|d[ée]fonce|[ée]gorge|casse\s+la\s+(?:gueule|figure))\b",
    r"je\s+sais\s+o[ùu]\s+(?:tu\s+(?:habites?|vis)|vous\s+(?:habitez|vivez))",
    r"mettre\s+le\s+feu\s+[àa]\s+(?:votre|ton|vos|tes|l['’]immeuble)",
    r"\bbombe\b.{0,40}(?:b[âa]timent|immeuble|bureau)",
    r"balle\s+dans\s+(?:la|ta|votre)\s+t[êe]te",
)
_EN = (
    r"i\s*(?:['’]ll|will|['’]?m going to|am going to|gonna|am gonna|want to)\s+(?:\S+\s+)?"
    r"(?:kill|hurt|stab|shoot|strangle|punch|murder|smash|beat)\s+(?:you\b(?!\s+to)|your\s+(?:face|head|family|kids|teeth))",
    r"i\s+know\s+where\s+(?:you|u|ya)\s+live",
    r"watch\s+your\s+back",
    r"(?:break|smash|bash|kick)\s+your\s+(?:jaw|legs|neck|head|face|skull|teeth|kneecaps)",
    r"burn\s+(?:\S+\s+){1,4}?down\s+with\s+you|burn\s+you\b",
    r"\bbomb\b.{0,40}(?:your|the)\s+(?:building|office)",
    r"bullet\s+in\s+you",
    r"you(?:['’]re|\s+are)\s+dead\s+(?:when|if|meat)",
)
_THREAT = re.compile("|".join(f"(?:\\b{each})" for each in (*_NL, *_FR, *_EN)), re.IGNORECASE)


def sounds_threatening(text: str) -> bool:
    """Whether somebody is told that they will be hurt."""
    return _THREAT.search(text) is not None
