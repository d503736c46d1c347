"""Insults, threats and harassment, by the policy of docs/bot.md: a boundary, a warning, then a person; a threat at once.

Anger about a thing or about the service is no abuse and never comes here (`understand.py`).
"""

from __future__ import annotations

from actions.logic.acts import Act
from actions.logic.context import Context, Flow
from actions.logic.dialogue import Phase
from actions.logic.handoff import hand_off
from actions.logic.phases import reply_in_phase
from actions.logic.talk import still_waiting
from actions.logic.threats import sounds_threatening
from actions.logic.understand import topic_family

_ANSWERS = ("boundary", "warning")  # to the first and to the second; what comes after is a hand-off
_TOPIC_SEEN = 0.1  # an insult takes most of the confidence; what is left still names a problem


def abuse(context: Context) -> Flow:
    """Answer calmly by how often it happened, keep helping as long as the policy allows, and tell webchat."""
    state = context.state
    threat = sounds_threatening(context.turn.text)
    state.n_abuse += 1
    answer = _ANSWERS[state.n_abuse - 1] if state.n_abuse <= len(_ANSWERS) and not threat else "handoff"
    context.signals["abuse"] = {"threat": threat, "count": state.n_abuse, "answer": answer}
    if answer == "handoff":
        return hand_off(context, "abuse", lead="handoff_threat" if threat else None)
    context.lead_in(f"abuse_{answer}")
    if state.phase is Phase.WALKING:
        context.act = Act.REPEAT  # the step again, with its own buttons
        return (yield from reply_in_phase(context))
    if state.phase in (Phase.OPEN, Phase.DETAILS) and topic_family(context.turn, at_least=_TOPIC_SEEN) is not None:
        context.act = Act.PROBLEM
        return (yield from reply_in_phase(context))
    if not still_waiting(context):
        context.say("abuse_go_on", kind="question", buttons=(context.person(),))
    return context.decide("ask")
