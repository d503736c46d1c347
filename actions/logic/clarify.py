"""The clarifying question: which of the likeliest meanings is it, as buttons. There is one in a row."""

from __future__ import annotations

from collections.abc import Sequence

from actions.logic.context import Context, Flow, fetch
from actions.logic.decision import Button, Decision, Message
from actions.logic.details import ask_detail, fail, missing_detail
from actions.logic.dialogue import Phase
from actions.logic.handoff import first_sentence, hand_off
from actions.logic.knowledge import Hit
from actions.logic.question import Meaning, Question, choose_question
from actions.logic.understand import topic_family

TOPIC_SURE = 0.5  # intent confidence from which its topic is offered as a meaning although the search is unsure

_TOPIC_CERTAIN = 0.9  # from here only meanings of the same kind stand beside it
_LIKELY = 0.05  # chance from which another article is a meaning to ask about
_BEYOND_DOUBT = 0.8  # p_helps from which a search that nothing else supports is believed


def clarify(context: Context, hits: Sequence[Hit], p_best: float) -> Decision:
    """Ask which of the likeliest meanings is meant."""
    return _ask_meaning(context, [Meaning.of(hit) for hit in _likely(hits)], p_best)


def clarify_contradicted(context: Context, hits: Sequence[Hit], p_best: float) -> Flow:
    """The best article and the intent disagree: ask about both."""
    family = topic_family(context.turn, at_least=TOPIC_SURE)
    if family is None or family in context.state.rejected:
        return clarify(context, hits, p_best)
    return (yield from clarify_topic(context, family, hits, p_best))


def clarify_topic(context: Context, family: str, hits: Sequence[Hit], p_best: float) -> Flow:
    """The intent is sure of a topic and the search is not: ask, with that topic's article first."""
    known = next((hit for hit in hits if hit.family == family), None)
    article = None if known else (yield from fetch(family))
    if known is None and article is None:
        question = missing_detail(context)
        return ask_detail(context, question) if question else hand_off(context, "low_confidence")
    first = known or article
    assert first is not None, "one of the two was found"
    others = [hit for hit in _likely(hits) if hit.family != family]
    if topic_family(context.turn, at_least=_TOPIC_CERTAIN) == family and (
        context.threshold is None or p_best < context.threshold
    ):
        others = [hit for hit in others if hit.topic == first.topic]  # no printer beside a spreadsheet that hangs
    return _ask_meaning(context, [Meaning.of(each) for each in (first, *others)], p_best)


def is_contradicted(context: Context, best: Hit, p_best: float, *, by_topic: bool) -> bool:
    """Whether the intent names another topic than the article, or nothing at all supports a weak first place."""
    family = topic_family(context.turn, at_least=TOPIC_SURE) if by_topic else None
    if family is not None and family not in context.state.rejected:
        return family != best.family
    signals = context.signals
    return p_best < _BEYOND_DOUBT and signals.get("agreement") == 0 and signals.get("topic_agrees") == 0


def translate_meanings(context: Context) -> Flow:
    """The choice on the screen again, in the language that was just asked for."""
    state = context.state
    meanings = []
    for family, title in zip(state.candidates, state.candidate_titles, strict=True):
        article = yield from fetch(family)
        meanings.append(Meaning.of(article) if article else Meaning(family, title))
    _show_question(context, choose_question(meanings, device=_said_device(context)))
    return context.decide("ask")


def ask_again_which(context: Context) -> Decision:
    """The reply chose none of the meanings on the screen: say how to choose, with the same buttons and a person."""
    return fail(context, "choose_one", (*_meaning_buttons(context), context.person()))


def _ask_meaning(context: Context, meanings: Sequence[Meaning], p_best: float) -> Decision:
    state = context.state
    question = choose_question(meanings, device=_said_device(context))
    state.n_clarified += 1
    state.p_helps = context.p_helps = round(p_best, 4)
    state.topic = question.meanings[0].topic or state.topic
    _show_question(context, question)
    state.phase = Phase.CLARIFYING
    return context.decide("ask")


def _show_question(context: Context, question: Question) -> None:
    """The problem in the user's own words, the question, and a button for each meaning."""
    state = context.state
    choices = question.choices
    if question.kind == "device":
        choices = tuple(context.text(f"device_{name.replace(' ', '_')}") for name in choices)
    state.candidates = [meaning.family for meaning in question.meanings]
    state.candidate_titles = [meaning.title for meaning in question.meanings]
    state.candidate_choices = list(choices)
    context.signals["question"] = question.kind
    parts = [context.text("clarify_one" if len(choices) == 1 else f"clarify_{question.kind}")]
    if said := first_sentence(context.query()):
        parts.insert(0, context.text("you_write", problem=said.strip(" .\"'“”«»")))
    context.add(Message(" ".join(parts), "question", _meaning_buttons(context)))


def _meaning_buttons(context: Context) -> tuple[Button, ...]:
    pairs = zip(context.state.candidates, context.state.candidate_choices, strict=True)
    buttons = tuple(Button(choice, f'/choose_article{{"family": "{family}"}}') for family, choice in pairs)
    return (*buttons, context.button("none_of_these", "/correct_problem"))


def _likely(hits: Sequence[Hit]) -> list[Hit]:
    return [hit for n, hit in enumerate(hits) if n == 0 or hit.p_helps >= _LIKELY]


def _said_device(context: Context) -> str | None:
    fact = context.state.facts.get("device")
    return fact.value if fact else None
