"""Decides a turn: what is learnt from it, what is answered the same way everywhere, then the phase's reply."""

from __future__ import annotations

from actions.logic.abuse import abuse
from actions.logic.acts import Act
from actions.logic.context import Context, Flow
from actions.logic.corrections import correct_words, read_instead
from actions.logic.decision import Decision
from actions.logic.dialogue import Dialogue, Fact, Phase, Said
from actions.logic.handoff import hand_off
from actions.logic.knowledge import KnowledgeDown
from actions.logic.language import asked_language, detect
from actions.logic.phases import go_on_in_language, reply_in_phase
from actions.logic.requests import take_request
from actions.logic.security import security
from actions.logic.talk import apologise, set_language, set_skill, ticket_status
from actions.logic.texts import LANGUAGES, Texts
from actions.logic.turn import Turn
from actions.logic.understand import UNDER_WAY, understand
from actions.logic.unforeseen import take_as_question
from actions.logic.walk import go_on
from actions.logic.wording import ANGRY, frustration, masked_kinds, skill_of, without_masks

_FACT_OF_ENTITY = {"error_code": "error_text"}  # a code is what the ticket calls the error's text
_FACTS = {"device", "operating_system", "application", "error_text", "since", "customer_name"}
_REQUESTS = {Act.ACCESS: "access_request", Act.SOFTWARE: "software_request"}
_TROUBLE = {Act.PROBLEM, Act.VAGUE, Act.NOT_SOLVED, Act.UNSURE}
_LEFT_OPEN = {Phase.DETAILS, *UNDER_WAY}  # the bot has asked something
_SPEAKS_ANEW = {Act.GREET, Act.PROBLEM, Act.VAGUE, Act.UNSURE}
_AWAY_S = 6 * 3600  # from here on a question that was left open is not what the user answers
_DECAY = 0.6  # frustration of earlier turns counts for less


def decide(turn: Turn, state: Dialogue, texts: Texts) -> Flow:
    """Decide one turn; `state` is changed to what it is afterwards.

    Yields:
        Requests to the knowledge base; it may be thrown `KnowledgeDown` instead of getting a reply.

    Returns:
        The decision; it always has at least one message.
    """
    context = Context(turn, state, texts, Act.UNSURE)
    _learn(context)
    context.act = understand(turn, state)
    context.signals.update(intent=turn.intent, act=context.act.value)
    if "password" in masked_kinds(turn.text):
        context.lead_in("never_ask_password")
    try:
        decision = yield from _anywhere(context)
    except KnowledgeDown:
        context.signals["kb_down"] = 1
        decision = hand_off(context, "low_confidence", lead="kb_down")
    return decision


def _learn(context: Context) -> None:
    """Take in what the message says beside its intent: language, facts, skill, mood."""
    turn, state = context.turn, context.state
    state.n_turns += 1
    state.language = _language(turn, state)
    given = turn.metadata.get("skill")
    state.skill = skill_of(turn.text) or state.skill or (given if given in ("novice", "expert") else None)
    state.frustration = round(max(frustration(turn.text), state.frustration * _DECAY), 3)
    context.signals["repeated"] = int(context.is_repeated())
    for entity in turn.entities:
        name = _FACT_OF_ENTITY.get(entity.name, entity.name)
        if name in _FACTS:
            state.facts[name] = Fact(entity.value, entity.said, turn.seq, entity.confidence)


def _language(turn: Turn, state: Dialogue) -> str:
    """The language to answer in: a fresh choice of the user first, then what was typed, then what was."""
    given = turn.metadata.get("language")
    site: str | None = given if given in LANGUAGES else None
    chosen = turn.metadata.get("language_source") == "user" and site != state.site_language
    state.site_language = site
    if chosen and site:
        return site
    # The page's language is a guess before anything was typed, not more.
    detected = detect(turn.text, current=state.language, guess=site) if turn.text else None
    return detected or state.language or site or "nl"


def _anywhere(context: Context) -> Flow:
    """What is answered the same way whatever the phase; the rest goes on to the phase."""
    yield from take_as_question(context)
    act, state = context.act, context.state
    if act is Act.SECURITY:
        context.remember_problem()
        return security(context)
    if (wanted := asked_language(context.turn.text)) is not None:
        state.language = wanted
        return (yield from go_on_in_language(context))
    if act is Act.HUMAN:
        return hand_off(context, "user_request")
    if act is Act.ABUSE:
        return (yield from abuse(context))
    if act is Act.SET_LANGUAGE:
        return set_language(context)
    if act is Act.SET_SKILL:
        set_skill(context)
        return (yield from go_on(context)) if state.phase is Phase.WALKING else context.decide("chat")
    if act is Act.COMPLAIN:
        return _complain(context)
    if act is Act.TICKET:
        return ticket_status(context)
    if act in _REQUESTS and state.phase is not Phase.REQUEST:
        state.request = _REQUESTS[act]
        context.remember_problem()
        return take_request(context)
    if state.phase in _LEFT_OPEN and act in _SPEAKS_ANEW and context.turn.away_s >= _AWAY_S:
        state.phase = Phase.RETURNED
    if state.problem and (instead := read_instead(context)) is not None:
        return (yield from correct_words(context, instead))
    if act in _TROUBLE and frustration(context.turn.text) >= ANGRY and not state.n_soothed:
        state.n_soothed += 1
        context.lead_in("sympathy")
    return (yield from reply_in_phase(context))


def _complain(context: Context) -> Decision:
    """Restate, apologise once and offer a person; the second complaint goes to a person."""
    state = context.state
    state.n_complaints += 1
    state.complaint = state.complaint or Said(without_masks(context.turn.text), context.turn.seq)
    if state.n_complaints >= 2 or state.phase is Phase.COMPLAINT:
        return hand_off(context, "complaint")
    return apologise(context)
