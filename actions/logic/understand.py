"""From Rasa's intents to what the user does, given what the bot is waiting for."""

from __future__ import annotations

from actions.logic.acts import Act
from actions.logic.dialogue import Dialogue, Phase
from actions.logic.insults import sounds_insulting
from actions.logic.replies import read_reply, sounds_like_no
from actions.logic.threats import sounds_threatening
from actions.logic.turn import Turn
from actions.logic.wording import is_negated, sounds_alarming

TOPIC_PREFIX = "problem_"
NO_TOPIC = {"out_of_scope", "report_vague_problem"}  # where these are meant, no article helps

_BUTTON_ONLY = {Act.START, Act.CHOOSE_ARTICLE, Act.CHOOSE_ANSWER, Act.SET_SKILL, Act.SET_LANGUAGE}
_NOT_BY_WEIGHT = {*_BUTTON_ONLY, Act.ABUSE}  # only what is sure to be abuse is taken for it
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
# Missing one of these costs the user more than a few hand-offs too many. The largest weights with at most 2 % false alarms each
# on held-out folds of the training examples and on the dev set, the alarm words read as well (decision 0006).
_COSTLY_TO_MISS = {Act.HUMAN: 6.0, Act.COMPLAIN: 3.0, Act.SECURITY: 4.0}
_SURE = 0.35  # below this even the best guess is no better than searching with the words themselves
_LONG = 7  # words; a greeting or a "yes" of this length tells something else as well
_TOPIC_SURE = 0.6  # a topic this sure is not the outcome of a step ("my printer does not work either")
_HALF = 0.5
_ABUSE_SURE = 0.5  # a rebuke that is not deserved costs more than an insult that is let pass
UNDER_WAY = {Phase.CLARIFYING, Phase.OFFERED, Phase.WALKING, Phase.CHECKING}  # an article is on the screen
_POSITIVE = {Act.SOLVED, Act.DONE, Act.AFFIRM}
_NEEDS_HALF = {*_POSITIVE, Act.START}
_SMALL_TALK = {Act.GREET, Act.THANK, Act.AFFIRM, Act.DENY, Act.GOODBYE, Act.CHITCHAT}


def understand(turn: Turn, dialogue: Dialogue) -> Act:
    """What the user does in this turn."""
    if turn.is_button:
        return _act(turn.intent)
    if sounds_alarming(turn.text):
        return Act.SECURITY
    if _is_abusive(turn):
        return Act.ABUSE
    reply = read_reply(turn.text, dialogue.phase)
    if reply is not None and not (reply is Act.NOT_SOLVED and _is_about_another(turn, dialogue)):
        return reply
    act, weight = _likeliest(turn, dialogue.phase)
    if weight < _SURE:
        return Act.UNSURE
    if act in _POSITIVE and is_negated(turn.text):
        act = Act.NOT_SOLVED
    raw = turn.confidence_in(act.value)
    if act in _NEEDS_HALF and raw < _HALF:
        return Act.UNSURE  # "I use linux" is no "done", however welcome a "done" would be
    if act is Act.SECURITY and dialogue.phase in UNDER_WAY and raw < _HALF:
        return Act.UNSURE  # a red light on a printer that we are looking at; the alarm words have been read before
    if act is Act.DENY and not sounds_like_no(turn.text):
        return Act.UNSURE  # the classifier takes many a short remark for a refusal
    if act in _SMALL_TALK and act not in _EXPECTED.get(dialogue.phase, set()) and turn.n_words >= _LONG:
        return Act.PROBLEM if topic_family(turn) is not None else Act.UNSURE
    return act


def topic_family(turn: Turn, *, at_least: float = 0.15) -> str | None:
    """The article family that the likeliest topic intent names; the only mapping there is."""
    for name, confidence in ((turn.intent, turn.confidence), *turn.ranking):
        if name.startswith(TOPIC_PREFIX) and confidence >= at_least:
            return name.removeprefix(TOPIC_PREFIX).replace("_", "-")
    return None


def _is_abusive(turn: Turn) -> bool:
    """Whether it insults, threatens or harasses somebody; when in doubt it is anger, which is nobody's business."""
    sure = turn.intent == Act.ABUSE and turn.confidence >= _ABUSE_SURE
    return sure or sounds_insulting(turn.text) or sounds_threatening(turn.text)


def _is_about_another(turn: Turn, dialogue: Dialogue) -> bool:
    family = topic_family(turn, at_least=_TOPIC_SURE)
    return family is not None and family != dialogue.family


def _likeliest(turn: Turn, phase: Phase) -> tuple[Act, float]:
    """The act with the highest confidence, after believing more what is expected or would cost much to miss."""
    weights = _COSTLY_TO_MISS | dict.fromkeys(_EXPECTED.get(phase, set()), _EXPECTED_WEIGHT)
    ranking = turn.ranking or ((turn.intent, turn.confidence),)
    weighted = [(_act(name), confidence * weights.get(_act(name), 1.0)) for name, confidence in ranking]
    weighted = [(act, weight) for act, weight in weighted if act not in _NOT_BY_WEIGHT]
    return max(weighted, key=lambda item: item[1], default=(Act.UNSURE, 0.0))


def _act(intent: str) -> Act:
    if intent.startswith(TOPIC_PREFIX):
        return Act.PROBLEM
    try:
        return Act(intent)
    except ValueError:
        # An intent that was trained after this code was written is a topic of somebody's articles.
        return Act.PROBLEM if intent else Act.UNSURE
