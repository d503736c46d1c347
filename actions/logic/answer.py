"""From a described problem to an answer, one clarifying question, a question for details, or a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from actions.logic.acts import Act
from actions.logic.context import MAX_FAILED, Context, Flow, fetch, search
from actions.logic.decision import Button, Decision
from actions.logic.dialogue import Phase
from actions.logic.handoff import hand_off
from actions.logic.knowledge import Hit
from actions.logic.offer import offer, start_buttons
from actions.logic.several import search_first
from actions.logic.understand import topic_family

_MAX_CANDIDATES = 3
_TOPIC_SURE = 0.5  # intent confidence from which its topic is offered as a meaning although the search is unsure

_TOPIC_CERTAIN = 0.9  # from here only meanings of the same kind stand beside it
_NEAR = 0.6  # share of the best score from which another article is a meaning to ask about
_BEYOND_DOUBT = 0.8  # p_helps from which a search that nothing else supports is believed


@dataclass(frozen=True, slots=True)
class _Meaning:
    """Something the user may mean: an article by its family and title."""

    family: str
    title: str
    topic: str | None


def find_answer(context: Context, *, by_topic: bool = True) -> Flow:
    """Search for the problem as described so far and decide what to do with what was found.

    Args:
        context: The turn.
        by_topic: Whether the turn's intent may name the topic; not where the intent saw a word that was taken back.
    """
    state = context.state
    later = state.later
    found = yield from search_first(context)
    by_topic = by_topic and state.later is later  # the intent of a message with two problems names either
    hits = [hit for hit in found.results if is_open(context, hit)]
    p_best = found.p_of(hits[0]) if hits else 0.0
    context.p_helps = round(p_best, 4)
    if hits and p_best >= found.thresholds.answer:
        if state.n_clarified == 0 and _is_contradicted(context, hits[0], p_best, by_topic=by_topic):
            return (yield from _clarify_contradicted(context, hits, p_best))
        if state.phase is Phase.OFFERED and hits[0].family == state.family:
            return still_offered(context)
        return (yield from offer(context, hits[0].family, p_best))
    if context.act is Act.OUT_OF_SCOPE and not state.facts:
        return fail(context, "out_of_scope")
    if state.n_clarified == 0:
        if hits and p_best >= found.thresholds.ask:
            return clarify(context, hits, p_best)
        family = topic_family(context.turn, at_least=_TOPIC_SURE) if by_topic else None
        if family and family not in state.rejected:
            return (yield from _clarify_topic(context, family, hits, p_best))
    if _is_vague(context) and (question := missing_detail(context)):
        return ask_detail(context, question)
    if hits and p_best >= found.thresholds.ask:
        return hand_off(context, "low_confidence")  # one clarifying question in a row, not two
    if question := missing_detail(context):
        return ask_detail(context, question)
    return hand_off(context, "low_confidence")


def is_open(context: Context, hit: Hit) -> bool:
    """Whether this may still be what the user means."""
    title = hit.title.lower()
    return hit.family not in context.state.rejected and not any(word in title for word in context.state.denied)


def not_helped(context: Context) -> Flow:
    """It did not help: another likely article once; the second time a person."""
    state = context.state
    state.n_not_helped += 1
    if state.n_not_helped >= 2:
        return hand_off(context, "not_helped")
    if state.family and state.family not in state.rejected:
        state.rejected.append(state.family)
    found = yield from search(context)
    hit = next((hit for hit in found.results if is_open(context, hit)), None)
    if hit is None or found.p_of(hit) < found.thresholds.answer:
        return hand_off(context, "not_helped")
    context.lead_in("try_other")
    return (yield from offer(context, hit.family, found.p_of(hit)))


def choose_article(context: Context, family: str) -> Flow:
    """The user picked a meaning: that settles it."""
    state = context.state
    if family not in state.candidates:
        family = state.candidates[0] if state.candidates else family
    return (yield from offer(context, family, state.p_helps))


def fail(context: Context, key: str, buttons: tuple[Button, ...] | None = None) -> Decision:
    """A turn that led nowhere; the third in a row is a hand-off instead."""
    state = context.state
    state.n_failed += 1
    if state.n_failed >= MAX_FAILED:
        return hand_off(context, "low_confidence")
    context.say(key, buttons=(context.person(),) if buttons is None else buttons)
    return context.decide("chat")


def ask_details(context: Context) -> Flow:
    """A vague problem: ask for what is missing, or search where nothing is."""
    if not any(name in context.state.facts for name in ("application", "error_text")) and (
        question := missing_detail(context)
    ):
        return ask_detail(context, question)
    return (yield from find_answer(context))


def clarify(context: Context, hits: Sequence[Hit], p_best: float) -> Decision:
    """Ask which of the likeliest meanings is meant."""
    return _ask_meaning(context, [_Meaning(hit.family, hit.title, hit.topic) for hit in _near(hits)], p_best)


def _near(hits: Sequence[Hit]) -> list[Hit]:
    return [hit for hit in hits if hit.score >= _NEAR * hits[0].score]


def ask_again_which(context: Context) -> Decision:
    """The reply chose none of the meanings on the screen: say how to choose, with the same buttons and a person."""
    return fail(context, "choose_one", (*_meaning_buttons(context), context.person()))


def ask_detail(context: Context, question: str) -> Decision:
    """Ask for one detail."""
    context.state.asked.append(question)
    context.state.n_clarified = 0  # what follows is not one clarifying question after another
    context.state.phase = Phase.DETAILS
    context.say(f"ask_{question}", kind="question", buttons=(context.person(),))
    return context.decide("ask")


def ask_detail_again(context: Context) -> Decision:
    """The reply held no detail (“done”, “back”): the same question once more."""
    asked = context.state.asked
    return fail(context, f"again_{asked[-1]}" if asked else "what_can_i_do")


def missing_detail(context: Context) -> str | None:
    """The next question for details: each at most once, never for what was said already."""
    state, facts = context.state, context.state.facts
    names_topic = context.act is Act.PROBLEM and topic_family(context.turn) is not None
    if "what" not in state.asked and not facts.keys() & {"device", "application"} and not names_topic:
        return "what"
    if not {"happens", "happens_since"} & set(state.asked):
        return "happens" if "since" in facts else "happens_since"
    return None


def translate_meanings(context: Context) -> Flow:
    """The choice on the screen again, its titles in the language that was just asked for."""
    state = context.state
    for n, family in enumerate(state.candidates):
        article = yield from fetch(family)
        if article is not None:
            state.candidate_titles[n] = article.title
    context.say("clarify" if len(state.candidates) > 1 else "clarify_one", buttons=_meaning_buttons(context))
    return context.decide("ask")


def still_offered(context: Context) -> Decision:
    """More about the problem whose steps are on offer already: take note, and no second restatement."""
    context.lead_in("noted")
    context.say("waiting_offered", buttons=start_buttons(context))
    return context.decide("answer")


def _is_contradicted(context: Context, best: Hit, p_best: float, *, by_topic: bool) -> bool:
    """Whether the intent names another topic than the article, or nothing at all supports a weak first place."""
    family = topic_family(context.turn, at_least=_TOPIC_SURE) if by_topic else None
    if family is not None and family not in context.state.rejected:
        return family != best.family
    signals = context.signals
    return p_best < _BEYOND_DOUBT and signals.get("agreement") == 0 and signals.get("topic_agrees") == 0


def _clarify_contradicted(context: Context, hits: Sequence[Hit], p_best: float) -> Flow:
    family = topic_family(context.turn, at_least=_TOPIC_SURE)
    if family is None or family in context.state.rejected:
        return clarify(context, hits, p_best)
    return (yield from _clarify_topic(context, family, hits, p_best))


def _clarify_topic(context: Context, family: str, hits: Sequence[Hit], p_best: float) -> Flow:
    """The intent is sure of a topic and the search is not: ask, with that topic's article first."""
    known = next((hit for hit in hits if hit.family == family), None)
    article = None if known else (yield from fetch(family))
    if known is None and article is None:
        question = missing_detail(context)
        return ask_detail(context, question) if question else hand_off(context, "low_confidence")
    first = known or article
    assert first is not None, "one of the two was found"
    others = [hit for hit in _near(hits) if hit.family != family]
    if topic_family(context.turn, at_least=_TOPIC_CERTAIN) == family and (
        context.threshold is None or p_best < context.threshold
    ):
        others = [hit for hit in others if hit.topic == first.topic]  # no printer beside a spreadsheet that hangs
    meanings = [_Meaning(each.family, each.title, each.topic) for each in (first, *others)]
    return _ask_meaning(context, meanings, p_best)


def _ask_meaning(context: Context, meanings: Sequence[_Meaning], p_best: float) -> Decision:
    state = context.state
    shown = meanings[:_MAX_CANDIDATES]
    state.candidates = [meaning.family for meaning in shown]
    state.candidate_titles = [meaning.title for meaning in shown]
    state.n_clarified += 1
    state.p_helps = context.p_helps = round(p_best, 4)
    state.topic = shown[0].topic or state.topic
    key = "clarify_one" if len(shown) == 1 else "clarify"
    context.say(key, kind="question", buttons=_meaning_buttons(context))
    state.phase = Phase.CLARIFYING
    return context.decide("ask")


def _meaning_buttons(context: Context) -> tuple[Button, ...]:
    pairs = zip(context.state.candidates, context.state.candidate_titles, strict=True)
    buttons = tuple(Button(title, f'/choose_article{{"family": "{family}"}}') for family, title in pairs)
    return (*buttons, context.button("none_of_these", "/correct_problem"))


def _is_vague(context: Context) -> bool:
    return context.act is Act.VAGUE or len(context.query().split()) < 4
