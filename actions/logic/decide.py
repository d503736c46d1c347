"""Decides a turn: what the user does, in the phase the conversation is in."""

from __future__ import annotations

from collections.abc import Callable

from actions.logic.answer import ask_details, choose_article, fail, find_answer, not_helped, offer, other_meaning
from actions.logic.context import Context, Flow, fetch, settle
from actions.logic.decision import Decision
from actions.logic.dialogue import Dialogue, Fact, Phase, Said
from actions.logic.handoff import hand_off
from actions.logic.knowledge import KnowledgeDown
from actions.logic.language import detect
from actions.logic.talk import (
    apologise,
    chat,
    close_solved,
    pass_on_request,
    security,
    set_language,
    set_skill,
    take_request,
    ticket_status,
)
from actions.logic.texts import LANGUAGES, Texts
from actions.logic.turn import Turn
from actions.logic.understand import Act, topic_family, understand
from actions.logic.walk import go_on, start
from actions.logic.wording import frustration, masked_kinds, skill_of, without_masks

_FACT_OF_ENTITY = {"error_code": "error_text"}  # a code is what the ticket calls the error's text
_FACTS = {"device", "operating_system", "application", "error_text", "since", "customer_name"}
_REQUESTS = {Act.ACCESS: "access_request", Act.SOFTWARE: "software_request"}
_CHAT = {Act.GREET, Act.GOODBYE, Act.THANK, Act.IDENTITY, Act.CHITCHAT}
_LEAVES_WALK_SURE = 0.6  # confidence from which another topic in mid-walk is another problem
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
        context.say("kb_down")
        decision = hand_off(context, "low_confidence", announce=False)
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
    current = state.language or None
    detected = detect(turn.text, current=current or site) if turn.text else None
    return detected or current or site or "nl"


def _anywhere(context: Context) -> Flow:
    """What is answered the same way whatever the phase; the rest goes on to the phase."""
    act, state = context.act, context.state
    if act is Act.SECURITY:
        context.remember_problem()
        return security(context)
    if act is Act.HUMAN:
        return hand_off(context, "user_request")
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
    return (yield from _PHASES[state.phase](context))


def _complain(context: Context) -> Decision:
    """Restate, apologise once and offer a person; the second complaint goes to a person."""
    state = context.state
    state.n_complaints += 1
    state.complaint = state.complaint or Said(without_masks(context.turn.text), context.turn.seq)
    if state.n_complaints >= 2 or state.phase is Phase.COMPLAINT:
        return hand_off(context, "complaint")
    return apologise(context)


def _open(context: Context) -> Flow:
    act, state = context.act, context.state
    if act in _CHAT:
        return chat(context)
    if act is Act.OUT_OF_SCOPE:
        return fail(context, "out_of_scope")
    if act in (Act.SOLVED, Act.DONE):
        return close_solved(context)
    if act is Act.CHOOSE_ARTICLE:
        return (yield from offer(context, context.turn.payload.get("family", ""), state.p_helps))
    if act is Act.START and state.family:
        return (yield from _start(context))
    if act is Act.VAGUE:
        context.remember_problem()
        return (yield from ask_details(context))
    if act in (Act.PROBLEM, Act.UNSURE) or (act in (Act.NOT_SOLVED, Act.CORRECT) and context.turn.n_words > 2):
        if state.problem and act is Act.PROBLEM and _is_other_topic(context):
            state.forget_problem()
        context.remember_problem()
        if not state.problem:
            return fail(context, "what_can_i_do")
        return (yield from find_answer(context))
    return fail(context, "what_can_i_do")


def _details(context: Context) -> Flow:
    """The answer to a question for details: whatever it says belongs to the problem."""
    if context.act in _CHAT and context.turn.n_words <= 3:
        return chat(context)
    if context.turn.is_button:
        return (yield from _open(context))
    if context.act is Act.OUT_OF_SCOPE and context.turn.confidence > 0.8:
        return fail(context, "out_of_scope")
    context.remember_problem()
    return (yield from find_answer(context))


def _clarifying(context: Context) -> Flow:
    act, state = context.act, context.state
    if act is Act.CHOOSE_ARTICLE:
        return (yield from choose_article(context, context.turn.payload.get("family", "")))
    if act in (Act.AFFIRM, Act.START) and len(state.candidates) == 1:
        return (yield from choose_article(context, state.candidates[0]))
    if act in (Act.CORRECT, Act.DENY):
        return (yield from other_meaning(context))
    picked = _picked_by_words(context)
    if picked is not None:
        context.remember_problem()
        return (yield from choose_article(context, picked))
    if act in _CHAT:
        return chat(context)
    if act is Act.OUT_OF_SCOPE and context.turn.confidence > 0.8:
        return fail(context, "out_of_scope")
    if context.turn.is_button or act is Act.AFFIRM:
        return fail(context, "choose_one")
    context.remember_problem()
    return (yield from find_answer(context))


def _offered(context: Context) -> Flow:
    act = context.act
    if act in (Act.START, Act.AFFIRM, Act.DONE):
        return (yield from _start(context))
    if act in (Act.CORRECT, Act.DENY):
        return (yield from other_meaning(context))
    if act is Act.NOT_SOLVED:
        return (yield from not_helped(context))  # "I have tried that already"
    if act in (Act.REPEAT, Act.UNCLEAR, Act.BACK) and context.state.family:
        return (yield from offer(context, context.state.family, context.state.p_helps))
    if act is Act.SOLVED:
        return close_solved(context)
    return (yield from _open(context))


def _walking(context: Context) -> Flow:
    act = context.act
    if act is Act.SOLVED:
        return close_solved(context)
    if act is Act.CORRECT:
        return (yield from other_meaning(context))
    if act is Act.CHOOSE_ARTICLE:
        return (yield from _open(context))
    if act is Act.PROBLEM and _is_other_topic(context) and context.turn.confidence >= _LEAVES_WALK_SURE:
        context.state.forget_problem()
        context.lead_in("other_problem")
        return (yield from _open(context))
    if act in _CHAT:
        decision = chat(context)
        if act is Act.GOODBYE or decision.handoff:
            return decision
        # Small talk in mid-step: a word back, and the step again with its own buttons.
        context.lead, context.act = context.messages.pop().text, Act.REPEAT
    if act is Act.OUT_OF_SCOPE and context.turn.confidence > 0.8:
        return fail(context, "out_of_scope")
    return (yield from go_on(context))


def _checking(context: Context) -> Flow:
    act = context.act
    if act in (Act.SOLVED, Act.AFFIRM, Act.DONE, Act.THANK):
        return close_solved(context)
    if act in (Act.NOT_SOLVED, Act.DENY):
        return (yield from not_helped(context))
    if act in (Act.CORRECT,):
        return (yield from other_meaning(context))
    if act in (Act.BACK, Act.REPEAT, Act.UNCLEAR, Act.START) and context.state.family:
        return (yield from offer(context, context.state.family, context.state.p_helps))
    return (yield from _open(context))


def _request(context: Context) -> Flow:
    """What is wanted and why has been asked once: with the answer it goes to a person."""
    yield from ()
    context.remember_problem()
    return pass_on_request(context)


def _complaint(context: Context) -> Flow:
    """After the apology: a person if wanted, else on with what was going on."""
    state = context.state
    if context.act in (Act.AFFIRM, Act.NOT_SOLVED):
        return hand_off(context, "complaint")
    state.phase, state.phase_before = state.phase_before or Phase.OPEN, None
    if context.act is Act.DENY or context.turn.intent == "ask_repeat":
        context.say("go_on_after_complaint")
        return context.decide("chat")
    return (yield from _PHASES[state.phase](context))


def _handed_off(context: Context) -> Flow:
    """The conversation came back, or a new question follows: start afresh with what is known."""
    context.state.forget_problem()
    return (yield from _open(context))


def _start(context: Context) -> Flow:
    article = yield from fetch(context.state.family or "")
    if article is None or not article.steps:
        return hand_off(context, "low_confidence")
    settle(context.state, Phase.WALKING)
    context.lead_in("here_we_go")
    return start(context, article)


def _is_other_topic(context: Context) -> bool:
    family = topic_family(context.turn)
    return family is not None and context.state.family is not None and family != context.state.family


def _picked_by_words(context: Context) -> str | None:
    """The candidate that the typed words single out: its number, or words of its title."""
    said = context.turn.text.lower().strip(" .!")
    ordinals = {"1": 0, "2": 1, "3": 2, "eerste": 0, "tweede": 1, "derde": 2, "premier": 0, "première": 0, "deuxième": 1,
                "second": 1, "troisième": 2, "first": 0, "third": 2}  # fmt: skip
    words = set(said.split())
    candidates, titles = context.state.candidates, context.state.candidate_titles
    if len(words) <= 3:
        numbers = {ordinals[word] for word in words if word in ordinals}
        if len(numbers) == 1 and (n := numbers.pop()) < len(candidates):
            return candidates[n]
    if said in (title.lower() for title in titles):
        return candidates[[title.lower() for title in titles].index(said)]
    family = topic_family(context.turn)
    return family if family in candidates and context.turn.confidence >= _LEAVES_WALK_SURE else None


_PHASES: dict[Phase, Callable[[Context], Flow]] = {
    Phase.OPEN: _open,
    Phase.DETAILS: _details,
    Phase.CLARIFYING: _clarifying,
    Phase.OFFERED: _offered,
    Phase.WALKING: _walking,
    Phase.CHECKING: _checking,
    Phase.REQUEST: _request,
    Phase.COMPLAINT: _complaint,
    Phase.HANDED_OFF: _handed_off,
}
