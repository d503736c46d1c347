"""A correction of what was meant: "no, not the printer but the scanner", "that is not what I mean"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from actions.logic.answer import find_answer, is_open
from actions.logic.clarify import clarify
from actions.logic.context import Context, Flow, search
from actions.logic.details import ask_detail, missing_detail
from actions.logic.dialogue import Fact, Phase, Said
from actions.logic.handoff import hand_off
from actions.logic.question import MAX_CHOICES
from actions.logic.wording import without_masks

_MAX_CORRECTED = 2  # "that is not it" after which a person takes over
_DESCRIBES = 6  # words from which a correction also describes the problem
_ARTICLE = r"(?:(?:de|het|een|mijn|mijne|onze|le|la|les|un|une|mon|ma|mes|the|a|an|my|our)\s+|l['’])?"
_INSTEAD = re.compile(
    rf"\b(?:niet|geen|pas|not)\s+(?:met\s+|avec\s+|with\s+)?{_ARTICLE}(?P<wrong>[\w-]+(?:\s[\w-]+){{0,2}}?),?\s+"
    rf"(?:maar|mais|but|plut[ôo]t)\s+(?:wel\s+|plut[ôo]t\s+|rather\s+|met\s+|avec\s+|with\s+)?{_ARTICLE}(?P<right>[^,.;!?\n]+)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Instead:
    """Not `wrong` but `right`, in the user's words."""

    wrong: str
    right: str


def read_instead(context: Context) -> Instead | None:
    """The correction in this turn; None where what it takes back was never said by either side."""
    match = _INSTEAD.search(without_masks(context.turn.text))
    if match is None:
        return None
    found = Instead(match["wrong"].lower(), match["right"].strip())
    state = context.state
    before = " ".join(
        [*(said.text for said in state.problem), state.title or "", *state.candidate_titles, *state.candidate_choices]
    ).lower()
    return found if re.search(rf"\b{re.escape(found.wrong)}\b", before) else None


def correct_words(context: Context, instead: Instead) -> Flow:
    """Put the right word in the place of the wrong one and look again."""
    state = context.state
    state.denied.append(instead.wrong)
    if state.family and state.title and instead.wrong in state.title.lower():
        state.rejected.append(state.family)
    state.problem = [Said(_replaced(said.text, instead), said.seq) for said in state.problem]
    if not any(instead.right in said.text for said in state.problem):
        state.problem = [Said(instead.right, context.turn.seq)]
    for entity in context.turn.entities:
        if entity.name in ("device", "application") and entity.said.lower() in instead.right.lower():
            state.facts[entity.name] = Fact(entity.value, entity.said, context.turn.seq, entity.confidence)
    _forget_choice(context)
    state.n_clarified = 0
    if state.n_corrected > _MAX_CORRECTED:
        return hand_off(context, "low_confidence")
    context.lead_in("corrected")
    return (yield from find_answer(context, by_topic=False))


def other_meaning(context: Context) -> Flow:
    """The user means something else: the next likely meaning, never the same answer."""
    state = context.state
    was_clarifying = state.phase is Phase.CLARIFYING
    rejected = state.candidates if was_clarifying else [state.family] if state.family else []
    state.rejected += [family for family in rejected if family not in state.rejected]
    _forget_choice(context)
    if state.n_corrected > _MAX_CORRECTED:
        return hand_off(context, "low_confidence")
    if context.turn.n_words >= _DESCRIBES:
        context.remember_problem()
    if not was_clarifying:
        found = yield from search(context)
        hits = [hit for hit in found.results if is_open(context, hit)]
        context.lead_in("corrected")
        if hits and state.n_clarified == 0 and found.any_of(hits[:MAX_CHOICES]) >= found.thresholds.ask:
            return clarify(context, hits, hits[0].p_helps)
    question = missing_detail(context)
    return ask_detail(context, question) if question else hand_off(context, "low_confidence")


def _forget_choice(context: Context) -> None:
    state = context.state
    state.candidates, state.candidate_titles, state.candidate_choices = [], [], []
    state.family, state.article_id, state.title = None, None, None
    state.n_corrected += 1
    state.phase = Phase.OPEN


def _replaced(text: str, instead: Instead) -> str:
    return re.sub(rf"\b{re.escape(instead.wrong)}\b", instead.right, text, flags=re.IGNORECASE)
