"""What a reply means in each phase: phase and act in, flow out."""

from __future__ import annotations

from collections.abc import Callable

from actions.logic.acts import CHAT, Act
from actions.logic.answer import ask_details, choose_article, find_answer, not_helped, still_offered
from actions.logic.clarify import ask_again_which, translate_meanings
from actions.logic.context import Context, Flow, fetch, settle
from actions.logic.corrections import other_meaning
from actions.logic.details import ask_detail_again, fail
from actions.logic.dialogue import Phase
from actions.logic.handoff import hand_off
from actions.logic.incidents import take_back
from actions.logic.offer import offer, start_buttons
from actions.logic.pick import numbered, worded
from actions.logic.replies import has_no_idea, is_plain_yes, says_already_tried, says_no_more
from actions.logic.requests import drop_request, pass_on_request
from actions.logic.solved import solved
from actions.logic.talk import chat, greet_back
from actions.logic.understand import topic_family
from actions.logic.walk import go_on, keep_trying, start
from actions.logic.wording import ANGRY, frustration

_OTHER_TOPIC_SURE = 0.6  # confidence from which another topic in mid-walk is another problem
_OTHER_MATTER_SURE = 0.85  # confidence from which a topic is no answer to what a request is for
_OUT_OF_SCOPE_SURE = 0.8
_SHORT = 6  # words up to which "it still does not work" tells nothing new


def reply_in_phase(context: Context) -> Flow:
    """Decide what nothing has decided before the phase."""
    return (yield from _PHASES[context.state.phase](context))


def go_on_in_language(context: Context) -> Flow:
    """The user asked for another language: what is on the screen again, in that language."""
    state = context.state
    if state.phase is Phase.CLARIFYING:
        context.lead_in("language_set")
        return (yield from translate_meanings(context))
    if state.phase in (Phase.OFFERED, Phase.WALKING, Phase.CHECKING):
        context.lead_in("language_set")
        context.act = Act.REPEAT
        return (yield from reply_in_phase(context))
    context.say("language_set")
    if state.phase is Phase.DETAILS and state.asked:
        context.lead = context.messages.pop().text
        context.say(f"ask_{state.asked[-1]}", kind="question", buttons=(context.person(),))
    return context.decide("chat")


def _open(context: Context) -> Flow:
    act, state = context.act, context.state
    if act in CHAT:
        return chat(context)
    if act is Act.OUT_OF_SCOPE:
        return fail(context, "out_of_scope")
    if act is Act.SOLVED and (state.problem or state.family or context.turn.n_words <= _SHORT):
        return (yield from solved(context))
    if act is Act.CHOOSE_ARTICLE:
        return (yield from offer(context, context.turn.payload.get("family", ""), state.p_helps))
    if act is Act.START and state.family:
        return (yield from _start(context))
    if act is Act.VAGUE:
        context.remember_problem()
        return (yield from ask_details(context))
    told = act in (Act.NOT_SOLVED, Act.CORRECT, Act.SOLVED) and context.turn.n_words > 2
    if act in (Act.PROBLEM, Act.UNSURE) or told:  # before any problem was told, nothing can be solved
        # What is added to a problem that was just said back is seldom another one: a weak guess does not drop the first.
        is_sure = state.phase is not Phase.OFFERED or context.turn.confidence >= _OTHER_TOPIC_SURE
        if state.problem and act is Act.PROBLEM and _is_other_topic(context) and is_sure:
            state.forget_problem(seq=context.turn.seq)
        context.remember_problem()
        if not state.problem:
            return fail(context, "what_can_i_do")
        return (yield from find_answer(context))
    if act is Act.DENY and state.n_turns > 1:
        context.say("nothing_else")
        return context.decide("chat")
    return fail(context, "what_can_i_do")


def _details(context: Context) -> Flow:
    """The answer to a question for details: whatever it describes belongs to the problem."""
    act, state = context.act, context.state
    if act in CHAT and context.turn.n_words <= 3:
        return chat(context)
    if context.turn.is_button:
        return (yield from _open(context))
    if act is Act.SOLVED:
        return (yield from solved(context))
    if act in (Act.DONE, Act.BACK, Act.REPEAT, Act.UNCLEAR, Act.START) or is_plain_yes(context.turn.text):
        return ask_detail_again(context)
    if _is_out_of_scope(context):
        return fail(context, "out_of_scope")
    family = topic_family(context.turn, at_least=_OTHER_TOPIC_SURE)
    if family in state.rejected and not any(shown.startswith(f"{family}.") for shown in state.shown):
        state.rejected.remove(family)  # "none of these" was too quick: now it is named
    if not (has_no_idea(context.turn.text) or says_no_more(context.turn.text)):
        context.remember_problem()
    return (yield from find_answer(context))


def _clarifying(context: Context) -> Flow:
    act, state = context.act, context.state
    if act is Act.CHOOSE_ARTICLE:
        return (yield from choose_article(context, context.turn.payload.get("family", "")))
    if act in (Act.AFFIRM, Act.START) and len(state.candidates) == 1:
        return (yield from choose_article(context, state.candidates[0]))
    if has_no_idea(context.turn.text):
        return hand_off(context, "low_confidence")  # one clarifying question in a row, not two
    if act in (Act.CORRECT, Act.DENY):
        return (yield from other_meaning(context))
    picked = _picked_by_words(context)
    if picked is not None:
        context.remember_problem()
        return (yield from choose_article(context, picked))
    if act in CHAT:
        return chat(context)
    if act is Act.SOLVED:
        return (yield from solved(context))
    if _is_out_of_scope(context):
        return fail(context, "out_of_scope")
    if context.turn.is_button or act in (Act.AFFIRM, Act.DONE, Act.BACK, Act.REPEAT, Act.UNCLEAR):
        return ask_again_which(context)
    context.remember_problem()
    return (yield from find_answer(context))


def _offered(context: Context) -> Flow:
    act, state = context.act, context.state
    if says_already_tried(context.turn.text):
        return fail(context, "tried_already", start_buttons(context))
    if act in (Act.START, Act.AFFIRM, Act.DONE):
        return (yield from _start(context))
    if act in (Act.CORRECT, Act.DENY):
        return (yield from other_meaning(context))
    if act in (Act.NOT_SOLVED, Act.VAGUE) and context.turn.n_words <= _SHORT:
        return fail(context, "start_first", start_buttons(context))  # nothing was tried yet
    if act is Act.UNSURE and context.turn.n_words <= _SHORT:
        context.remember_problem()
        return still_offered(context)
    if act is Act.UNCLEAR:
        return fail(context, "how_it_works", start_buttons(context))
    if act in (Act.REPEAT, Act.BACK) and state.family:
        return (yield from offer(context, state.family, state.p_helps))
    if act is Act.SOLVED:
        return (yield from solved(context))
    return (yield from _open(context))


def _walking(context: Context) -> Flow:
    act = context.act
    if act is Act.SOLVED:
        return (yield from solved(context))
    if act is Act.CORRECT:
        return (yield from other_meaning(context))
    if act is Act.CHOOSE_ARTICLE:
        return (yield from _open(context))
    if act is Act.PROBLEM and _is_other_topic(context) and context.turn.confidence >= _OTHER_TOPIC_SURE:
        context.state.forget_problem(seq=context.turn.seq)
        context.lead_in("other_problem")
        return (yield from _open(context))
    if act in CHAT:
        decision = chat(context)
        if act is Act.GOODBYE or decision.handoff:
            return decision
        # Small talk in mid-step: a word back, and the step again with its own buttons.
        context.lead, context.act = context.messages.pop().text, Act.REPEAT
    if _is_out_of_scope(context):
        return fail(context, "out_of_scope")
    return (yield from go_on(context))


def _checking(context: Context) -> Flow:
    act, state = context.act, context.state
    if act in (Act.SOLVED, Act.AFFIRM, Act.DONE, Act.THANK):
        return (yield from solved(context))
    if act in (Act.NOT_SOLVED, Act.DENY) or (act is Act.VAGUE and context.turn.n_words <= _SHORT):
        further = yield from keep_trying(context)
        return further if further is not None else (yield from not_helped(context))
    if act is Act.CORRECT:
        return (yield from other_meaning(context))
    if act in (Act.BACK, Act.REPEAT, Act.UNCLEAR, Act.START) and state.family:
        return (yield from offer(context, state.family, state.p_helps))
    return (yield from _open(context))


def _request(context: Context) -> Flow:
    """What is wanted and why has been asked once: with the answer it goes to a person."""
    act, state = context.act, context.state
    if act is Act.DENY:
        return drop_request(context)
    if act is Act.PROBLEM and context.turn.confidence >= _OTHER_MATTER_SURE:
        state.forget_problem(seq=context.turn.seq)
        return (yield from _open(context))
    context.remember_problem()
    return pass_on_request(context)


def _complaint(context: Context) -> Flow:
    """After the apology: a person if wanted, else on with what was going on."""
    state = context.state
    if context.act is Act.AFFIRM or (context.act is Act.NOT_SOLVED and context.turn.n_words <= _SHORT):
        return hand_off(context, "complaint")
    if frustration(context.turn.text) >= ANGRY and context.act is not Act.PROBLEM:
        return hand_off(context, "complaint")
    state.phase, state.phase_before = state.phase_before or Phase.OPEN, None
    if context.act is Act.DENY or context.turn.intent == "ask_repeat":
        context.say("go_on_after_complaint")
        return context.decide("chat")
    return (yield from reply_in_phase(context))


def _informed(context: Context) -> Flow:
    """A known incident was announced: whoever has nothing to add waits for it to be over."""
    act = context.act
    if act in (Act.AFFIRM, Act.THANK, Act.DONE):
        is_told = context.state.incident is not None
        context.state.phase, context.state.incident = Phase.OPEN, None
        context.say("incident_wait_told" if is_told else "incident_wait")
        return context.decide("chat")
    if act in (Act.CORRECT, Act.DENY):
        if take_back(context):
            return (yield from find_answer(context))
        return (yield from other_meaning(context))
    return (yield from _open(context))


def _returned(context: Context) -> Flow:
    """The user was away for hours in the middle of a problem: it may be gone, and it may be another one now."""
    if _says_still_not(context) and context.state.family:
        return (yield from offer(context, context.state.family, context.state.p_helps))
    return (yield from _take_up(context))


def _handed_off(context: Context) -> Flow:
    """A person had the conversation and the bot has it back: what was known is known still."""
    if _says_still_not(context) and context.state.problem:
        return hand_off(context, "not_helped", lead="handoff_again")
    return (yield from _take_up(context))


def _says_still_not(context: Context) -> bool:
    return context.act in (Act.NOT_SOLVED, Act.VAGUE, Act.DENY) and context.turn.n_words <= _SHORT


def _take_up(context: Context) -> Flow:
    """After a pause: ask a greeting whether it is solved, believe that it is, or hear of something else."""
    act, state = context.act, context.state
    if act is Act.GREET and state.problem:
        return greet_back(context)
    if act in (Act.SOLVED, Act.DONE, Act.AFFIRM):
        return (yield from solved(context))
    if act not in CHAT:
        state.forget_problem(seq=context.turn.seq)
    return (yield from _open(context))


def _start(context: Context) -> Flow:
    article = yield from fetch(context.state.family or "")
    if article is None or not article.steps:
        return hand_off(context, "low_confidence")
    settle(context.state, Phase.WALKING)
    context.lead_in("here_we_go")
    return start(context, article)


def _is_out_of_scope(context: Context) -> bool:
    return context.act is Act.OUT_OF_SCOPE and context.turn.confidence > _OUT_OF_SCOPE_SURE


def _is_other_topic(context: Context) -> bool:
    family = topic_family(context.turn)
    return family is not None and context.state.family is not None and family != context.state.family


def _picked_by_words(context: Context) -> str | None:
    """The candidate that the typed words single out: its number, words of its button or title, or the topic they name."""
    said, state = context.turn.text, context.state
    candidates = state.candidates
    n = numbered(said, len(candidates))
    for labels in (state.candidate_choices, state.candidate_titles):
        n = worded(said, labels) if n is None else n
    if n is not None:
        return candidates[n]
    family = topic_family(context.turn)
    return family if family in candidates and context.turn.confidence >= _OTHER_TOPIC_SURE else None


_PHASES: dict[Phase, Callable[[Context], Flow]] = {
    Phase.OPEN: _open,
    Phase.DETAILS: _details,
    Phase.CLARIFYING: _clarifying,
    Phase.OFFERED: _offered,
    Phase.WALKING: _walking,
    Phase.CHECKING: _checking,
    Phase.REQUEST: _request,
    Phase.COMPLAINT: _complaint,
    Phase.INFORMED: _informed,
    Phase.RETURNED: _returned,
    Phase.HANDED_OFF: _handed_off,
}
