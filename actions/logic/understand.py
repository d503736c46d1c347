"""From Rasa's intents to what the user does, given what the bot is waiting for."""

from __future__ import annotations

import re
from enum import StrEnum

from actions.logic.dialogue import Dialogue, Phase
from actions.logic.turn import Turn
from actions.logic.wording import is_negated, sounds_alarming

TOPIC_PREFIX = "problem_"


class Act(StrEnum):
    """What the user does; the values are Rasa's intent names."""

    GREET = "greet"
    GOODBYE = "goodbye"
    THANK = "thank"
    AFFIRM = "affirm"
    DENY = "deny"
    SOLVED = "report_solved"
    NOT_SOLVED = "report_not_solved"
    DONE = "report_step_done"
    UNCLEAR = "report_step_unclear"
    REPEAT = "ask_repeat"
    BACK = "ask_back"
    HUMAN = "ask_human"
    COMPLAIN = "complain"
    SECURITY = "report_security_incident"
    ACCESS = "request_access"
    SOFTWARE = "request_software"
    TICKET = "ask_ticket_status"
    IDENTITY = "ask_bot_identity"
    CORRECT = "correct_problem"
    VAGUE = "report_vague_problem"
    CHITCHAT = "chitchat"
    OUT_OF_SCOPE = "out_of_scope"
    START = "start_steps"
    CHOOSE_ARTICLE = "choose_article"
    CHOOSE_ANSWER = "choose_answer"
    SET_SKILL = "set_skill"
    SET_LANGUAGE = "set_language"
    PROBLEM = "problem"
    UNSURE = "unsure"


_BUTTON_ONLY = {Act.START, Act.CHOOSE_ARTICLE, Act.CHOOSE_ANSWER, Act.SET_SKILL, Act.SET_LANGUAGE}
_REPLIES = {Act.AFFIRM, Act.DENY, Act.SOLVED, Act.NOT_SOLVED, Act.DONE, Act.UNCLEAR, Act.REPEAT, Act.BACK}
# What is likely while the bot waits for a reply to its own question: how much more to believe it.
_EXPECTED: dict[Phase, set[Act]] = {
    Phase.WALKING: _REPLIES,
    Phase.CHECKING: {Act.AFFIRM, Act.DENY, Act.SOLVED, Act.NOT_SOLVED, Act.THANK},
    Phase.OFFERED: {Act.AFFIRM, Act.DENY, Act.CORRECT, Act.REPEAT, Act.NOT_SOLVED},
    Phase.CLARIFYING: {Act.AFFIRM, Act.DENY, Act.CORRECT},
    Phase.COMPLAINT: {Act.AFFIRM, Act.DENY},
}
_EXPECTED_WEIGHT = 3.0
_SURE = 0.35  # below this even the best guess is no better than searching with the words themselves
_LONG = 7  # words; a greeting or a "yes" of this length tells something else as well
_POSITIVE = {Act.SOLVED, Act.DONE, Act.AFFIRM}
_SMALL_TALK = {Act.GREET, Act.THANK, Act.AFFIRM, Act.DENY, Act.GOODBYE, Act.CHITCHAT}

_YES = re.compile(
    r"^(?:ja+|jawel|yes|yep|yeah|oui|ouais|ok(?:é|ay|ee)?|d['’]accord|akkoord|klopt|prima|goed|sure|j|y|o)\W*$", re.I
)
# In mid-walk these speak of the step, outside it of the whole problem.
_STEP_DONE = re.compile(
    r"^(?:(?:ok(?:é|ay)?|ja|oui|yes)[ ,]*)?(?:(?:dat|het|dit) is )?(?:gelukt|gedaan|klaar|in orde|c['’]est (?:fait|bon)|fait|"
    r"voil[àa]|[çc]a y est|done(?: that| it)?|all done|did it|finished)\W*$",
    re.I,
)
_NO = re.compile(r"^(?:nee+n?|neen|no+|nope|non|n)\W*$", re.I)


def understand(turn: Turn, dialogue: Dialogue) -> Act:
    """What the user does in this turn."""
    if turn.is_button:
        return _act(turn.intent)
    if sounds_alarming(turn.text):
        return Act.SECURITY
    if _YES.match(turn.text):
        return Act.AFFIRM
    if _NO.match(turn.text):
        return Act.DENY
    if dialogue.phase is Phase.WALKING and _STEP_DONE.match(turn.text):
        return Act.DONE
    act, weight = _likeliest(turn, dialogue.phase)
    if weight < _SURE:
        return Act.UNSURE
    if act in _POSITIVE and is_negated(turn.text):
        act = Act.NOT_SOLVED
    if act in _SMALL_TALK and act not in _EXPECTED.get(dialogue.phase, set()) and turn.n_words >= _LONG:
        return Act.PROBLEM if _has_topic(turn) else Act.UNSURE
    return act


def topic_family(turn: Turn) -> str | None:
    """The article family that the likeliest topic intent names; the only mapping there is."""
    for name, confidence in ((turn.intent, turn.confidence), *turn.ranking):
        if name.startswith(TOPIC_PREFIX) and confidence >= 0.15:
            return name.removeprefix(TOPIC_PREFIX).replace("_", "-")
    return None


def _likeliest(turn: Turn, phase: Phase) -> tuple[Act, float]:
    """The act with the highest confidence, after believing expected replies more."""
    expected = _EXPECTED.get(phase, set())
    ranking = turn.ranking or ((turn.intent, turn.confidence),)
    weighted = [
        (_act(name), confidence * (_EXPECTED_WEIGHT if _act(name) in expected else 1.0)) for name, confidence in ranking
    ]
    weighted = [(act, weight) for act, weight in weighted if act not in _BUTTON_ONLY]
    return max(weighted, key=lambda item: item[1], default=(Act.UNSURE, 0.0))


def _has_topic(turn: Turn) -> bool:
    return topic_family(turn) is not None


def _act(intent: str) -> Act:
    if intent.startswith(TOPIC_PREFIX):
        return Act.PROBLEM
    try:
        return Act(intent)
    except ValueError:
        # An intent that was trained after this code was written is a topic of somebody's articles.
        return Act.PROBLEM if intent else Act.UNSURE
