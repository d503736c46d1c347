"""It works: close, or go on to the second problem that the user told."""

from __future__ import annotations

from actions.logic.answer import find_answer
from actions.logic.context import Context, Flow
from actions.logic.decision import Message


def solved(context: Context) -> Flow:
    """Say where the article stands and close; a second problem is taken up instead of closing."""
    state = context.state
    if state.later is not None:
        later = state.later
        state.forget_problem()
        state.problem = [later]
        context.lead_in("next_problem")
        return (yield from find_answer(context, by_topic=False))
    card = None
    if state.article_id and state.family:
        card = {
            "id": state.article_id,
            "family": state.family,
            "title": state.title or "",
            "language": state.article_id.rsplit(".", 1)[-1],
            "fallback": not state.article_id.endswith(f".{context.language}"),
        }
    text = context.text("solved_article", title=state.title) if card else context.text("solved")
    context.add(Message(text, "notice", (), card))
    decision = context.decide("solved", solved=True)
    state.forget_problem()
    return decision
