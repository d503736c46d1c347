"""Questions that no intent foresees.

The classifier has learnt the topics of the articles it was trained with. What an imported article answers it takes for
something else: a question about a forum's "foes" for a complaint, one about licences for a request, much for no question of
ours. So before a message is taken for one of these the knowledge base is asked; where it knows nothing that the classifier
does not know as well, nothing changes.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence

from actions.logic.acts import Act
from actions.logic.context import Context, look
from actions.logic.dialogue import Phase
from actions.logic.harm import Way, least_harm
from actions.logic.knowledge import Hit, KnowledgeDown, Reply, Request, SearchAnswer
from actions.logic.question import MAX_CHOICES
from actions.logic.wording import sounds_alarming

_DESCRIBING = {Phase.OPEN, Phase.DETAILS}
_ON_SCREEN = {Phase.CLARIFYING, Phase.OFFERED, Phase.CHECKING}  # an article, or a choice of them
_NEVER = {Act.ABUSE, Act.SET_LANGUAGE, Act.SET_SKILL}
_PROBLEM = {Act.PROBLEM, Act.UNSURE}
_REPLIES = (Act.AFFIRM, Act.DENY, Act.SOLVED, Act.NOT_SOLVED, Act.DONE, Act.THANK, Act.CORRECT, Act.START, Act.GOODBYE)
# Missing one of these costs the user much: only a guess gives way to an article.
_COSTLY = {Act.HUMAN: 0.5, Act.SECURITY: 0.5}
# From this confidence on one of these gives way only to an article that would be answered with.
_CLEAR = {Act.COMPLAIN: 0.8, Act.ACCESS: 0.8, Act.SOFTWARE: 0.8, Act.IDENTITY: 0.8, Act.TICKET: 0.8}
_A_REPLY = 0.5  # from this confidence on a reply to what is on the screen is one
_FEWEST_WORDS = 3
# From this chance on an article that no intent names casts doubt on a named one before it. On the calibration questions, beside
# articles of others, it turns 1 in 100 right answers into a question.
_RIVAL = 0.25


def take_as_question(context: Context) -> Generator[Request, Reply, None]:
    """Take a message for the question it rather is, where an article answers it that no intent names.

    While an article or a choice of articles is on the screen it is another question, if it leads to another article.
    """
    state = context.state
    if not _may_be_question(context):
        return
    try:
        found = yield from look(context, context.turn.text)
    except KnowledgeDown:
        return
    if not found.results or found.results[0].named or not _leads_on(context, found):
        return
    if state.phase in _ON_SCREEN:
        if found.results[0].family in (state.family, *state.candidates, *state.rejected):
            return
        state.forget_problem(seq=context.turn.seq)
    context.act = Act.PROBLEM


def _may_be_question(context: Context) -> bool:
    turn, act, phase = context.turn, context.act, context.state.phase
    if turn.is_button or turn.n_words < _FEWEST_WORDS or act in _NEVER or sounds_alarming(turn.text):
        return False
    confidence = turn.confidence_in(act.value)
    if confidence >= _COSTLY.get(act, 1.0):
        return False
    if phase in _ON_SCREEN:
        return act not in _REPLIES or confidence < _A_REPLY
    return phase in _DESCRIBING and act not in _PROBLEM


def _leads_on(context: Context, found: SearchAnswer) -> bool:
    """Whether what was found would be answered with, or asked about."""
    p_any = found.any_of(found.results[:MAX_CHOICES])
    way = least_harm(found.p_helps, p_any, answer_from=found.thresholds.answer, may_ask=True)
    is_clear = context.turn.confidence_in(context.act.value) >= _CLEAR.get(context.act, 1.0)
    return way is Way.ANSWER or (way is Way.ASK and not is_clear)


def has_rival(hits: Sequence[Hit]) -> bool:
    """Whether the first hit owes its place to the intent, and one that no intent can speak for may be meant as well."""
    return bool(hits) and hits[0].named and any(not hit.named and hit.p_helps >= _RIVAL for hit in hits[1:MAX_CHOICES])
