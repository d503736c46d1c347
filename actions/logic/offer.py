"""Presents an article: the problem restated, how many steps it takes, to what end, how long."""

from __future__ import annotations

from collections.abc import Generator

from actions.logic.context import Context, Flow, article_card, fetch, look, settle, take_article
from actions.logic.decision import Button, Decision, Message
from actions.logic.dialogue import Phase
from actions.logic.handoff import hand_off
from actions.logic.knowledge import Article, Reply, Request
from actions.logic.restate import restate
from actions.logic.route import usual_route

_PASSAGE_CHARS = 900  # longest passage given as an answer
_MEASURES = 3  # first measures shown of an article that always hands off


def offer(context: Context, family: str, p_helps: float | None) -> Flow:
    """Restate the problem and present the article; one that always ends with a person gives its measures."""
    article = yield from fetch(family)
    if article is None:
        return hand_off(context, "low_confidence")
    take_article(context, article, p_helps)
    context.state.n_clarified = 0
    if article.handoff:
        return _measures_then_person(context, article)
    if article.incident:
        context.lead_in("incident_known")
        if not article.steps:
            return _inform(context, article)
    restated = restate(context, article)
    if article.steps:
        text = f"{restated}\n\n{_plan(context, article)}"
        # A question, not yet an answer: asking now whether it helped would come before the first step.
        context.add(Message(text, "question", start_buttons(context), article_card(article)))
        settle(context.state, Phase.OFFERED)
        return context.decide("answer")
    buttons = (
        context.button("solved", "/report_solved"),
        context.button("not_solved", "/report_not_solved"),
        context.button("not_meant", "/correct_problem"),
    )
    told = yield from _what_is_asked(context, article)
    text = f"{restated}\n\n{told}\n\n{context.text('ask_helped')}"
    context.add(Message(text, "answer", buttons, article_card(article)))
    settle(context.state, Phase.CHECKING)
    return context.decide("answer")


def _inform(context: Context, article: Article) -> Decision:
    """A known incident without a way round it: what is known, and that waiting is all there is to do."""
    buttons = (context.button("not_meant", "/correct_problem"), context.person())
    context.add(Message(f"{article.title}\n\n{_beginning(article)}", "notice", buttons, article_card(article)))
    settle(context.state, Phase.INFORMED)
    return context.decide("answer")


def start_buttons(context: Context) -> tuple[Button, ...]:
    """The ways on from an offer."""
    return (
        context.button("start", "/start_steps"),
        context.button("not_meant", "/correct_problem"),
        context.person(),
    )


def _plan(context: Context, article: Article) -> str:
    """How many steps are usual, how long they take, what they achieve."""
    route = usual_route(article)
    n, n_all = route.n_steps, len(article.steps)
    key = "plan_one" if n_all == 1 else "plan" if n == n_all else "plan_usual_one" if n == 1 else "plan_usual"
    parts = [context.text(key, n=n)]
    minutes = round(route.minutes or (article.minutes or 0) * n / n_all)
    if minutes:
        parts.append(context.text("plan_minute" if minutes == 1 else "plan_minutes", minutes=minutes))
    if article.goal:
        parts.append(context.text("plan_goal", goal=article.goal.strip()))
    return " ".join(parts)


def _what_is_asked(context: Context, article: Article) -> Generator[Request, Reply, str]:
    """The article's text; of a long one the passage that the question is about."""
    if len(article.body.strip()) <= _PASSAGE_CHARS or not context.state.problem:
        return _beginning(article)
    found = yield from look(context, context.query())
    hit = next((hit for hit in found.results if hit.article_id == article.article_id), None)
    if hit is None or hit.passage in article.body[:_PASSAGE_CHARS]:
        return _beginning(article)
    return f"**{hit.heading}**\n\n{hit.passage} …" if hit.heading else f"{hit.passage} …"


def _beginning(article: Article) -> str:
    """The article's own text, where it is long cut at a paragraph, or in a long one at a word."""
    text = article.body.strip()
    if len(text) <= _PASSAGE_CHARS:
        return text
    start = text[:_PASSAGE_CHARS]
    paragraphs = start.rsplit("\n", 1)[0].strip()
    return (paragraphs if 2 * len(paragraphs) > _PASSAGE_CHARS else start.rsplit(" ", 1)[0]) + " …"


def _measures_then_person(context: Context, article: Article) -> Decision:
    """The first measures of an article that always ends with a person, in one message with the hand-off."""
    expert = context.state.skill == "expert"
    steps = [step.expert if expert and step.expert else step.text for step in article.steps[:_MEASURES]]
    measures = "\n".join(f"{n}. {text.strip()}" for n, text in enumerate(steps, 1)) or _beginning(article)
    text = f"{restate(context, article)}\n\n{context.text('measures_first')}\n{measures}"
    first = Message(text, "answer", article=article_card(article))
    return hand_off(
        context, "article_policy", kind="security" if article.topic == "security" else "incident", after=first
    )
