"""What is not known yet: questions for details, each asked once, and turns that led nowhere."""

from __future__ import annotations

from actions.logic.acts import Act
from actions.logic.context import MAX_FAILED, Context
from actions.logic.decision import Button, Decision
from actions.logic.dialogue import Phase
from actions.logic.handoff import hand_off
from actions.logic.understand import topic_family


def fail(context: Context, key: str, buttons: tuple[Button, ...] | None = None) -> Decision:
    """A turn that led nowhere; the third in a row is a hand-off instead."""
    state = context.state
    state.n_failed += 1
    if state.n_failed >= MAX_FAILED:
        return hand_off(context, "low_confidence")
    context.say(key, buttons=(context.person(),) if buttons is None else buttons)
    return context.decide("chat")


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


def is_vague(context: Context) -> bool:
    """Whether there is too little to search with."""
    return context.act is Act.VAGUE or len(context.query().split()) < 4
