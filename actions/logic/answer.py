"""From a described problem to an answer, one clarifying question, a question for details, or a person."""

from __future__ import annotations

from collections.abc import Sequence

from actions.logic.context import (
    MAX_FAILED,
    Context,
    Flow,
    article_card,
    fetch,
    search,
    settle,
    take_article,
)
from actions.logic.decision import Button, Decision, Message
from actions.logic.dialogue import Fact, Phase
from actions.logic.handoff import hand_off
from actions.logic.knowledge import Article, Hit, SearchAnswer
from actions.logic.understand import Act, topic_family

_MAX_CANDIDATES = 3
_MAX_CORRECTED = 2  # "that is not it" after which a person takes over
_DESCRIBES = 6  # words from which a correction also describes the problem
_DETAIL_FACTS = ("device", "operating_system", "application", "error_text", "since")
_PASSAGE_CHARS = 900  # longest passage given as an answer
_MEASURES = 3  # first measures shown of an article that always hands off


def find_answer(context: Context) -> Flow:
    """Search for the problem as described so far and decide what to do with what was found."""
    state = context.state
    found = yield from search(context)
    hits = [hit for hit in found.results if hit.family not in state.rejected]
    p_best = found.p_of(hits[0]) if hits else 0.0
    context.p_helps = round(p_best, 4)
    if hits and p_best >= found.thresholds.answer:
        return (yield from offer(context, hits[0].family, p_best))
    if context.act is Act.OUT_OF_SCOPE and not state.facts:
        return fail(context, "out_of_scope")
    if hits and p_best >= found.thresholds.ask and state.n_clarified == 0:
        return _clarify(context, hits, found)
    if _is_vague(context) and (question := _missing_detail(context)):
        return _ask_detail(context, question)
    if hits and p_best >= found.thresholds.ask:
        return hand_off(context, "low_confidence")  # one clarifying question in a row, not two
    if question := _missing_detail(context):
        return _ask_detail(context, question)
    return hand_off(context, "low_confidence")


def offer(context: Context, family: str, p_helps: float | None) -> Flow:
    """Restate the problem and present the article: how many steps, to what end, how long."""
    article = yield from fetch(family)
    if article is None:
        return hand_off(context, "low_confidence")
    take_article(context, article, p_helps)
    context.state.n_clarified = 0
    if article.handoff:
        return _measures_then_person(context, article)
    restated = context.text("restate", problem=article.title, details=_details(context, article))
    if article.fallback:
        restated += " " + context.text("fallback_language", language=context.text(f"language_{article.language}"))
    if article.steps:
        plan = _plan(context, article)
        buttons = (
            context.button("start", "/start_steps"),
            context.button("not_meant", "/correct_problem"),
            context.person(),
        )
        context.add(Message(f"{restated}\n\n{plan}", "answer", buttons, article_card(article)))
        settle(context.state, Phase.OFFERED)
        return context.decide("answer")
    buttons = (
        context.button("solved", "/report_solved"),
        context.button("not_solved", "/report_not_solved"),
        context.button("not_meant", "/correct_problem"),
    )
    text = f"{restated}\n\n{_passage(article)}\n\n{context.text('ask_helped')}"
    context.add(Message(text, "answer", buttons, article_card(article)))
    settle(context.state, Phase.CHECKING)
    return context.decide("answer")


def other_meaning(context: Context) -> Flow:
    """The user means something else: the next likely meaning, never the same answer."""
    state = context.state
    was_clarifying = state.phase is Phase.CLARIFYING
    rejected = state.candidates if was_clarifying else [state.family] if state.family else []
    state.rejected += [family for family in rejected if family not in state.rejected]
    state.candidates, state.candidate_titles, state.family, state.title = [], [], None, None
    state.n_corrected += 1
    if state.n_corrected > _MAX_CORRECTED:
        return hand_off(context, "low_confidence")
    if context.turn.n_words >= _DESCRIBES:
        context.remember_problem()
    if was_clarifying:
        question = _missing_detail(context)
        return _ask_detail(context, question) if question else hand_off(context, "low_confidence")
    found = yield from search(context)
    hits = [
        hit for hit in found.results if hit.family not in state.rejected and found.p_of(hit) >= found.thresholds.ask
    ]
    context.lead_in("corrected")
    if hits and state.n_clarified == 0:
        return _clarify(context, hits, found)
    question = _missing_detail(context)
    return _ask_detail(context, question) if question else hand_off(context, "low_confidence")


def not_helped(context: Context) -> Flow:
    """It did not help: another likely article once; the second time a person."""
    state = context.state
    state.n_not_helped += 1
    if state.n_not_helped >= 2:
        return hand_off(context, "not_helped")
    if state.family and state.family not in state.rejected:
        state.rejected.append(state.family)
    found = yield from search(context)
    hit = next((hit for hit in found.results if hit.family not in state.rejected), None)
    if hit is None or found.p_of(hit) < found.thresholds.answer:
        return hand_off(context, "not_helped")
    context.lead_in("try_other")
    return (yield from offer(context, hit.family, found.p_of(hit)))


def choose_article(context: Context, family: str) -> Flow:
    """The user picked a meaning: that settles it."""
    state = context.state
    if family not in state.candidates:
        family = state.candidates[0] if state.candidates else family
    return (yield from offer(context, family, state.p_helps))


def fail(context: Context, key: str) -> Decision:
    """A turn that led nowhere; the third in a row is a hand-off instead."""
    state = context.state
    state.n_failed += 1
    if state.n_failed >= MAX_FAILED:
        return hand_off(context, "low_confidence")
    context.say(key, buttons=(context.person(),))
    return context.decide("chat")


def ask_details(context: Context) -> Flow:
    """A vague problem: ask for what is missing, or search where nothing is."""
    if not any(name in context.state.facts for name in ("application", "error_text")) and (
        question := _missing_detail(context)
    ):
        return _ask_detail(context, question)
    return (yield from find_answer(context))


def _clarify(context: Context, hits: Sequence[Hit], found: SearchAnswer) -> Decision:
    state = context.state
    shown = hits[:_MAX_CANDIDATES]
    state.candidates = [hit.family for hit in shown]
    state.candidate_titles = [hit.title for hit in shown]
    state.n_clarified += 1
    state.p_helps = context.p_helps = round(found.p_of(shown[0]), 4)
    state.topic = shown[0].topic or state.topic
    buttons = tuple(Button(hit.title, f'/choose_article{{"family": "{hit.family}"}}') for hit in shown)
    key = "clarify_one" if len(shown) == 1 else "clarify"
    context.say(key, kind="question", buttons=(*buttons, context.button("none_of_these", "/correct_problem")))
    state.phase = Phase.CLARIFYING
    return context.decide("ask")


def _ask_detail(context: Context, question: str) -> Decision:
    context.state.asked.append(question)
    context.state.phase = Phase.DETAILS
    context.say(f"ask_{question}", kind="question", buttons=(context.person(),))
    return context.decide("ask")


def _missing_detail(context: Context) -> str | None:
    """The next question for details: each at most once, never for what was said already."""
    state, facts = context.state, context.state.facts
    if "what" not in state.asked and not facts.keys() & {"device", "application"} and not _names_topic(context):
        return "what"
    if not {"happens", "happens_since"} & set(state.asked):
        return "happens" if "since" in facts else "happens_since"
    return None


def _names_topic(context: Context) -> bool:
    return context.act is Act.PROBLEM and topic_family(context.turn) is not None


def _is_vague(context: Context) -> bool:
    return context.act is Act.VAGUE or len(context.query().split()) < 4


def _plan(context: Context, article: Article) -> str:
    """How many steps, what they achieve, how long they take."""
    n = len(article.steps)
    key = "plan_one" if n == 1 else "plan_branches" if any(step.check for step in article.steps) else "plan"
    parts = [context.text(key, n=n)]
    minutes = article.minutes or sum(step.minutes or 0 for step in article.steps)
    if minutes:
        key = "plan_minute" if round(minutes) <= 1 else "plan_minutes"
        parts.append(context.text(key, minutes=round(minutes)))
    if article.goal:
        parts.append(context.text("plan_goal", goal=article.goal.strip()))
    return " ".join(parts)


def _details(context: Context, article: Article) -> str:
    """What the user told about the circumstances, in their own words; empty where nothing adds to the title."""
    title = article.title.lower()
    facts: list[Fact] = [context.state.facts[name] for name in _DETAIL_FACTS if name in context.state.facts]
    said = [fact.said for fact in facts if fact.said.lower() not in title and fact.value.lower() not in title]
    return f" ({', '.join(said)})" if said else ""


def _passage(article: Article) -> str:
    """The article's own text, cut at a paragraph where it is long."""
    text = article.body.strip()
    if len(text) <= _PASSAGE_CHARS:
        return text
    return text[:_PASSAGE_CHARS].rsplit("\n", 1)[0].strip() + " …"


def _measures_then_person(context: Context, article: Article) -> Decision:
    """The first measures of an article that always ends with a person."""
    expert = context.state.skill == "expert"
    steps = [step.expert if expert and step.expert else step.text for step in article.steps[:_MEASURES]]
    measures = "\n".join(f"{n}. {text.strip()}" for n, text in enumerate(steps, 1)) or _passage(article)
    restated = context.text("restate", problem=article.title, details=_details(context, article))
    text = f"{restated}\n\n{context.text('measures_first')}\n{measures}"
    context.add(Message(text, "answer", article=article_card(article)))
    return hand_off(context, "article_policy", kind="security" if article.topic == "security" else "incident")
