"""Requests for access or software: one question for what is missing, then a person."""

from __future__ import annotations

import re

from actions.logic.context import Context, settle
from actions.logic.decision import Decision
from actions.logic.dialogue import Phase
from actions.logic.handoff import hand_off
from actions.logic.wording import gives_reason

_NAMES_IT = 6  # words from which a request says what it wants
_SOMETHING = re.compile(r"\b(?:iets|een programma|quelque chose|un programme|something|a program)\b", re.IGNORECASE)


def take_request(context: Context) -> Decision:
    """Ask once for what is missing: what is wanted, what it is for, or neither."""
    names_it = _names_it(context)
    if names_it and gives_reason(context.turn.text):
        return pass_on_request(context)
    settle(context.state, Phase.REQUEST)
    key = "ask_request_reason" if names_it else f"ask_{context.state.request}"
    context.say(key, kind="question", buttons=(context.person(),))
    return context.decide("ask")


def pass_on_request(context: Context) -> Decision:
    """Hand the request to a person."""
    access = context.state.request == "access_request"
    return hand_off(context, "access_request" if access else "software_request")


def drop_request(context: Context) -> Decision:
    """The user does not want it after all."""
    context.state.forget_problem()
    context.say("request_dropped")
    return context.decide("chat")


def _names_it(context: Context) -> bool:
    if "application" in context.state.facts:
        return True
    return context.turn.n_words >= _NAMES_IT and not _SOMETHING.search(context.turn.text)
