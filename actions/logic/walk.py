"""Walks a user through the steps of an article, one at a time, along its branches."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import replace

from actions.logic.acts import Act
from actions.logic.context import Context, Flow, article_card, fetch, settle, take_article
from actions.logic.decision import Button, Decision, Message
from actions.logic.dialogue import Phase, Tried
from actions.logic.handoff import hand_off
from actions.logic.knowledge import Article, Reply, Request, Step
from actions.logic.pick import NO, YES, only_starting_with, worded
from actions.logic.wording import is_negated

_MAX_VISITS = 2  # how often a step may come back before a person takes over
_MAX_UNCLEAR = 3  # "I don't understand" on one step before a person takes over
_MAX_TURNS = 6  # turns on one step before a person takes over


def start(context: Context, article: Article) -> Decision:
    """Show the first step."""
    return _show(context, article, article.steps[0])


def go_on(context: Context) -> Flow:
    """A reply while a step is on the screen; the caller has dealt with everything that leaves the walk."""
    state = context.state
    article = yield from fetch(state.family or "")
    position = article.index_of(state.step) if article else None
    if article is None or position is None:
        # Unpublished or rewritten meanwhile: nobody can say where we were.
        return hand_off(context, "low_confidence")
    step = article.steps[position]
    if context.turn.payload.get("step", step.id) != step.id:
        return _show(context, article, step, again=True)  # a button of an earlier step
    state.n_step_turns += 1
    if state.n_step_turns > _MAX_TURNS:
        return hand_off(context, "not_helped")
    return (yield from _reply(context, article, step))


def _reply(context: Context, article: Article, step: Step) -> Flow:
    act = context.act
    if act is Act.REPEAT:
        return _show(context, article, step, again=True)
    if act is Act.BACK:
        return _back(context, article, step)
    if act is Act.UNCLEAR:
        return _explain(context, article, step)
    if step.check is not None:
        chosen = _chosen_answer(context, step)
        if chosen is not None:
            answer = step.check.answers[chosen]
            _record(context, article, step, answer.label)
            return (yield from _go(context, article, step, answer.goto))
        if act in (Act.DONE, Act.AFFIRM, Act.DENY, Act.NOT_SOLVED, Act.VAGUE, Act.CHOOSE_ANSWER):
            return _ask_check(context, article, step)
    elif act in (Act.DONE, Act.AFFIRM, Act.START):
        _record(context, article, step, "done")
        target = step.done or _next_or(article, step, "solved")
        return (yield from _go(context, article, step, target, ack="step_done_ack"))
    elif act in (Act.NOT_SOLVED, Act.DENY, Act.VAGUE):
        _record(context, article, step, "failed")
        target = step.failed or _next_or(article, step, "human")
        return (yield from _go(context, article, step, target, ack="step_failed_ack"))
    # Something else was said about this step: take it as "I need more help here".
    return _explain(context, article, step)


def _go(context: Context, article: Article, step: Step, target: str, *, ack: str | None = None) -> Flow:
    """Follow a `goto`: a step's id, `next`, `solved`, `human` or `article:<family>`; `ack` opens what comes next."""
    if target == "next":
        target = _next_or(article, step, "solved")
    if target == "human":
        return hand_off(context, "not_helped")
    if ack:
        context.lead_in(ack)
    if target == "solved":
        return ask_solved(context)
    if target.startswith("article:"):
        other = yield from fetch(target.removeprefix("article:"))
        if other is None or not other.steps or other.article_id in context.state.shown:
            return hand_off(context, "not_helped")
        take_article(context, other, context.state.p_helps)
        context.lead_in("other_article", title=other.title)
        return _show(context, other, other.steps[0])
    position = article.index_of(target)
    if position is None:
        return hand_off(context, "not_helped")  # the import refuses such articles; a person is the safe side
    return _show(context, article, article.steps[position])


def keep_trying(context: Context) -> Generator[Request, Reply, Decision | None]:
    """Not solved after a step that should have solved it: on with the steps that were skipped; None if there are none."""
    state = context.state
    article = yield from fetch(state.family or "")
    last = article.index_of(state.path[-1]) if article and state.path else None
    if article is None or last is None:
        return None
    step = article.steps[last]
    if step.check is None:
        _record(context, article, step, "failed")
    target = (step.failed if step.check is None else None) or "next"
    target = _next_or(article, step, "human") if target == "next" else target
    position = article.index_of(target)
    if position is None or article.steps[position].id in state.path:
        return None
    context.lead_in("step_failed_ack")
    return _show(context, article, article.steps[position])


def ask_solved(context: Context) -> Decision:
    """Ask whether the problem is gone."""
    settle(context.state, Phase.CHECKING)
    context.state.step = None
    buttons = (
        context.button("solved", "/report_solved"),
        context.button("not_solved", "/report_not_solved"),
        context.person(),
    )
    context.say("ask_solved", kind="question", buttons=buttons)
    return context.decide("guide")


def _show(context: Context, article: Article, step: Step, *, again: bool = False) -> Decision:
    """Put a step on the screen, or hand off where it comes back too often."""
    state = context.state
    if not again and state.path.count(step.id) >= _MAX_VISITS:
        return hand_off(context, "not_helped")
    if not again:
        state.path.append(step.id)
        state.n_step_turns = state.n_unclear = 0
    state.step = step.id
    settle(state, Phase.WALKING)
    context.add(_message(context, article, step, _wording(context, step)))
    return context.decide("guide")


def _wording(context: Context, step: Step) -> str:
    """The step's text for this user, what it should achieve, and its question."""
    text = step.expert if context.state.skill == "expert" and step.expert else step.text
    parts = [text.strip()]
    if step.expect and not step.check:  # a check question asks for it
        parts.append(context.text("step_expect", expect=step.expect.strip()))
    if step.check:
        parts.append(step.check.question.strip())
    return "\n\n".join(parts)


def _message(context: Context, article: Article, step: Step, text: str) -> Message:
    number = (article.index_of(step.id) or 0) + 1
    return Message(
        text,
        "step",
        _buttons(context, step),
        article=article_card(article),
        step={"number": number, "of": len(article.steps)},
    )


def _buttons(context: Context, step: Step) -> tuple[Button, ...]:
    def payload(intent: str) -> str:
        return f'/{intent}{{"step": "{step.id}"}}'

    unclear = context.button("unclear", payload("report_step_unclear"))
    if step.check:
        answers = tuple(
            Button(answer.label, f'/choose_answer{{"n": {n}, "step": "{step.id}"}}')
            for n, answer in enumerate(step.check.answers)
        )
        return (*answers, unclear)
    return (
        context.button("done", payload("report_step_done")),
        context.button("failed", payload("report_not_solved")),
        unclear,
    )


def _ask_check(context: Context, article: Article, step: Step) -> Decision:
    """The reply answers the check question with nothing on the list: only the question again, not the step."""
    assert step.check is not None
    state = context.state
    state.n_unclear += 1
    if state.n_unclear >= _MAX_UNCLEAR:
        return hand_off(context, "not_helped")
    message = _message(context, article, step, f"{context.text('choose_answer')} {step.check.question.strip()}")
    if state.n_unclear > 1:
        message = replace(message, buttons=(context.person(), *message.buttons))
    context.add(message)
    return context.decide("guide")


def _explain(context: Context, article: Article, step: Step) -> Decision:
    """Say it with other words once; the second time a person is offered, the third time one takes over."""
    state = context.state
    state.n_unclear += 1
    if state.n_unclear >= _MAX_UNCLEAR:
        return hand_off(context, "not_helped")
    state.skill = "novice" if state.skill is None else state.skill
    _record(context, article, step, "unclear")
    settle(state, Phase.WALKING)
    if state.n_unclear == 1:
        help_text = step.help or step.text
        parts = [context.text("step_help", help=help_text.strip())]
        if step.check:
            parts.append(step.check.question.strip())
        context.add(_message(context, article, step, "\n\n".join(parts)))
    else:
        message = _message(context, article, step, context.text("step_still_unclear"))
        context.add(replace(message, buttons=(context.person(), *message.buttons)))
    return context.decide("guide")


def _back(context: Context, article: Article, step: Step) -> Decision:
    """Show the step before this one; at the first, say that it is the first."""
    path = context.state.path
    if len(path) < 2:
        context.lead_in("first_step")
        return _show(context, article, step, again=True)
    path.pop()
    previous = article.index_of(path[-1])
    context.lead_in("step_back")
    return _show(context, article, article.steps[previous or 0], again=True)


def _chosen_answer(context: Context, step: Step) -> int | None:
    """Which answer of a check question was given, by button or in words."""
    assert step.check is not None
    labels = [answer.label for answer in step.check.answers]
    if context.act is Act.CHOOSE_ANSWER:
        n = context.turn.payload.get("n", "")
        return int(n) if n.isdigit() and int(n) < len(labels) else None
    said = context.turn.text
    chosen = worded(said, labels)
    if chosen is not None:
        return chosen
    if context.act in (Act.AFFIRM, Act.DONE, Act.SOLVED) and not is_negated(said):
        return only_starting_with(labels, YES)
    if context.act in (Act.DENY, Act.NOT_SOLVED):
        return only_starting_with(labels, NO)
    return None


def _record(context: Context, article: Article, step: Step, result: str) -> None:
    state = context.state
    state.tried = [t for t in state.tried if not (t.step == step.id and t.article_id == article.article_id)]
    text = step.expert or step.text
    state.tried.append(Tried(step.id, text.strip()[:160], result, article.article_id, context.turn.seq))


def _next_or(article: Article, step: Step, otherwise: str) -> str:
    """The id of the following step, or `otherwise` after the last."""
    following = (article.index_of(step.id) or 0) + 1
    return article.steps[following].id if following < len(article.steps) else otherwise
