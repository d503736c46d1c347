"""Gaps of the knowledge base: which group of questions is which gap, and what an article on it would say."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

Question = TypeVar("Question", bound=Hashable)

# Fewer questions than this are chance.
FEWEST = 3
# A group is a gap known already when half of the smaller of the two lies in both.
SAME_FROM = 0.5
MAX_QUESTIONS = 40
MAX_TITLE = 80
_FEWEST_WORDS = 4
_STEP = re.compile(r"^\s*(?:\d{1,2}[.)]|[-*•])\s+(.+)$")
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_MASKED = re.compile(r"\[masked:\w+\]")


def match(old: Mapping[str, Collection[Question]], new: Sequence[Collection[Question]]) -> list[str | None]:
    """Return which known gap each new group is, None for a gap of its own; the best overlaps are taken first."""
    pairs = []
    for n, group in enumerate(new):
        for gap_id, members in old.items():
            n_both = len(set(group) & set(members))
            share = n_both / min(len(group), len(members)) if n_both else 0.0
            if share >= SAME_FROM:
                pairs.append((share, n_both, gap_id, n))
    found: list[str | None] = [None] * len(new)
    taken: set[str] = set()
    for _, _, gap_id, n in sorted(pairs, key=lambda pair: (-pair[0], -pair[1], pair[2], pair[3])):
        if found[n] is None and gap_id not in taken:
            found[n] = gap_id
            taken.add(gap_id)
    return found


def by_clearness(texts: Sequence[str]) -> list[int]:
    """Return the indices of questions, the one first that tells most plainly what is asked: short, but a sentence."""
    return sorted(range(len(texts)), key=lambda i: (len(texts[i].split()) < _FEWEST_WORDS, len(texts[i]), i))


def title_of(question: str) -> str:
    """Return a question as a title: its first sentence, at most `MAX_TITLE` characters, cut at a word."""
    words = " ".join(_MASKED.sub("…", question).split())
    sentence = _SENTENCE.split(words)[0] if words else ""
    if len(sentence) > MAX_TITLE:
        sentence = sentence[: MAX_TITLE - 1].rsplit(" ", 1)[0] + "…"
    return sentence[:1].upper() + sentence[1:]


# --- the draft -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Solution:
    """What an agent wrote in a ticket that was solved."""

    number: str
    language: str
    text: str


_WORDS = {
    "nl": {
        "problem": "Wat je merkt",
        "said": "Zo zeggen gebruikers het:",
        "solution": "Oplossing",
        "as_in": "Zoals opgelost in ticket {number}",
        "other": "in het {language} geschreven",
        "none": "Nog aan te vullen: niemand schreef op hoe dit is opgelost.",
        "why": "Nog aan te vullen: waaraan het ligt, en wanneer iemand een medewerker moet vragen.",
        "nl": "Nederlands",
        "fr": "Frans",
        "en": "Engels",
    },
    "fr": {
        "problem": "Ce que vous remarquez",
        "said": "Les utilisateurs le disent ainsi :",
        "solution": "Solution",
        "as_in": "Comme résolu dans le ticket {number}",
        "other": "écrit en {language}",
        "none": "À compléter : personne n’a noté comment cela a été résolu.",
        "why": "À compléter : d’où cela vient, et quand il faut demander à un collaborateur.",
        "nl": "néerlandais",
        "fr": "français",
        "en": "anglais",
    },
    "en": {
        "problem": "What you notice",
        "said": "This is how users put it:",
        "solution": "Solution",
        "as_in": "As solved in ticket {number}",
        "other": "written in {language}",
        "none": "To be filled in: nobody wrote down how this was solved.",
        "why": "To be filled in: what causes it, and when somebody should ask a person.",
        "nl": "Dutch",
        "fr": "French",
        "en": "English",
    },
}


def draft(*, language: str, questions: Sequence[str], solutions: Sequence[Solution]) -> str:
    """Return the Markdown of a draft article: what users asked and what agents wrote, and nothing else.

    What a person still has to write stands in bold. A solution that lists steps stays a list.

    Args:
        language: Of the article.
        questions: In users' words, masked; the plainest first.
        solutions: Of solved tickets, those in the article's language first.
    """
    say = _WORDS[language]
    kept = list(dict.fromkeys(text for text in map(_clean, questions) if text))[:MAX_QUESTIONS]
    parts = [f"## {say['problem']}", say["said"], "\n".join(f"- “{text}”" for text in kept[:5])]
    parts += [f"**[{say['why']}]**", f"## {say['solution']}"]
    if not solutions:
        parts.append(f"**[{say['none']}]**")
    for solution in solutions:
        if len(solutions) > 1 or solution.language != language:
            where = say["as_in"].format(number=solution.number)
            other = f" ({say['other'].format(language=say[solution.language])})"
            parts.append(f"### {where}{other if solution.language != language else ''}")
        parts.append(_body(solution.text))
    head = ["---", "questions:", *(f"  - {json.dumps(text, ensure_ascii=False)}" for text in kept), "---"]
    return "\n".join(head) + "\n\n" + "\n\n".join(part for part in parts if part) + "\n"


def _clean(question: str) -> str:
    return " ".join(_MASKED.sub("…", question).split())[:300]


def _body(text: str) -> str:
    """An agent's words as Markdown: lines that list steps become one ordered list."""
    lines = [line.rstrip() for line in _MASKED.sub("…", text).strip().splitlines()]
    steps = [match[1] for line in lines if (match := _STEP.match(line))]
    if len(steps) < 2:
        return "\n".join(_plain(line) for line in lines)
    written: list[str] = []
    n = 0
    for line in lines:
        match = _STEP.match(line)
        if match:
            n += 1
            written += [""] if n == 1 and written else []
            written.append(f"{n}. {match[1]}")
        elif line:
            written += ["", _plain(line)]
    return "\n".join(written).strip()


def _plain(line: str) -> str:
    """A line that would read as a heading stays a sentence."""
    return line.lstrip("#").strip() if line.startswith("#") else line
