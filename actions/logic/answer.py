"""From a described problem to an answer, one clarifying question, a question for details, or a person."""

from __future__ import annotations

from actions.logic.acts import Act
from actions.logic.choice import Move, Situation, choose
from actions.logic.clarify import TOPIC_SURE, clarify, clarify_contradicted, clarify_topic, is_contradicted
from actions.logic.context import MAX_FAILED, Context, Flow, search
from actions.logic.decision import Decision
from actions.logic.details import ask_detail, fail, is_vague, missing_detail
from actions.logic.dialogue import Phase
from actions.logic.handoff import hand_off
from actions.logic.incidents import inform, reported
from actions.logic.knowledge import Hit, SearchAnswer
from actions.logic.offer import offer, start_buttons
from actions.logic.question import MAX_CHOICES
from actions.logic.several import search_first
from actions.logic.understand import topic_family
from actions.logic.unforeseen import has_rival


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
    if (incident := (yield from reported(context, found, by_topic=by_topic))) is not None:
        return inform(context, incident)
    hits = [hit for hit in found.results if is_open(context, hit)]
    p_best = hits[0].p_helps if hits else 0.0
    context.p_helps = round(p_best, 4)
    situation = _situation(context, found, hits, by_topic=by_topic)
    context.signals["dial"] = situation.told(found.model)
    move = choose(situation, answer_from=found.thresholds.answer, ask_from=found.thresholds.ask)
    if move is Move.ASK_CONTRADICTED:
        return (yield from clarify_contradicted(context, hits, p_best))
    if move is Move.ANSWER:
        if state.phase is Phase.OFFERED and hits[0].family == state.family:
            return still_offered(context)
        return (yield from offer(context, hits[0].family, p_best))
    if move is Move.OUT_OF_SCOPE:
        return fail(context, "out_of_scope")
    if move in (Move.ASK_MEANING, Move.ASK_RIVAL):
        return clarify(context, hits, p_best)
    if move is Move.ASK_TOPIC and (family := _sure_topic(context, by_topic=by_topic)):
        return (yield from clarify_topic(context, family, hits, p_best))
    if move is Move.ASK_DETAIL and (question := missing_detail(context)):
        return ask_detail(context, question)
    return hand_off(context, "low_confidence")


def _situation(context: Context, found: SearchAnswer, hits: list[Hit], *, by_topic: bool) -> Situation:
    """What there is to choose from."""
    state = context.state
    best = hits[0] if hits else None
    p_any = 0.0
    if best:
        p_any = found.p_any if best is found.results[0] else found.any_of(hits[:MAX_CHOICES])
    return Situation(
        p_helps=best.p_helps if best else 0.0,
        p_any=p_any,
        is_found=best is not None,
        may_ask=state.n_clarified == 0,
        is_contradicted=best is not None and is_contradicted(context, best, best.p_helps, by_topic=by_topic),
        has_rival=has_rival(hits),
        ends_with_person=best is not None and best.handoff,
        is_out_of_scope=context.act is Act.OUT_OF_SCOPE and not state.facts,
        gives_up=state.n_failed + 1 >= MAX_FAILED,
        has_topic=_sure_topic(context, by_topic=by_topic) is not None,
        is_vague=is_vague(context),
        lacks_detail=missing_detail(context) is not None,
    )


def _sure_topic(context: Context, *, by_topic: bool) -> str | None:
    family = topic_family(context.turn, at_least=TOPIC_SURE) if by_topic else None
    return None if family in context.state.rejected else family


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
    if hit is None:
        return hand_off(context, "not_helped")
    then = "handed_off" if hit.handoff else "answered"
    context.signals["dial"] = {
        "p_helps": hit.p_helps, "model": found.model, "sure": then, "near": "handed_off", "far": "handed_off"
    }  # fmt: skip
    if hit.p_helps < found.thresholds.answer:
        return hand_off(context, "not_helped")
    context.lead_in("try_other")
    return (yield from offer(context, hit.family, hit.p_helps))


def choose_article(context: Context, family: str) -> Flow:
    """The user picked a meaning, or the article that they read on the help pages: that settles it."""
    state = context.state
    return (yield from offer(context, family or state.candidates[0], state.p_helps))


def ask_details(context: Context) -> Flow:
    """A vague problem: ask for what is missing, or search where nothing is."""
    if not any(name in context.state.facts for name in ("application", "error_text")) and (
        question := missing_detail(context)
    ):
        return ask_detail(context, question)
    return (yield from find_answer(context))


def still_offered(context: Context) -> Decision:
    """More about the problem whose steps are on offer already: take note, and no second restatement."""
    context.lead_in("noted")
    context.say("waiting_offered", buttons=start_buttons(context))
    return context.decide("answer")
