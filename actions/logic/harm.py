"""Answer, ask or leave it to a person: whatever is expected to do the least harm."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto


class Way(Enum):
    """What to do with what a search found."""

    ANSWER = auto()
    ASK = auto()
    LEAVE = auto()  # to a person, after asking what that person will want to know


@dataclass(frozen=True, slots=True)
class Costs:
    """What each outcome costs the user, where a wrong answer costs 1.

    Attributes:
        wrong: An answer that does not help: its steps are read, perhaps walked, and the bot is believed less.
        question: A clarifying question: one more turn, a few short buttons.
        futile: On top of it, a question none of whose choices fits.
        needless: A hand-off although an article would have helped: the wait, and a colleague's time.
    """

    wrong: float = 1.0
    question: float = 0.25
    futile: float = 0.1
    needless: float = 1.0


COSTS = Costs()


def least_harm(p_helps: float, p_any: float, *, answer_from: float, may_ask: bool, costs: Costs = COSTS) -> Way:
    """Choose by expected harm.

    Args:
        p_helps: Chance that the first article helps, 0..1.
        p_any: Chance that one of those that a question would show helps; at least `p_helps`.
        answer_from: From this chance on, answering keeps the share of wrong answers that was set. A hard bound: below
            it the bot never answers, whatever the costs say.
        may_ask: Whether a question is still allowed; there is one in a row.
        costs: What each outcome costs.

    Returns:
        The allowed way with the least expected harm; of equals, the one that helps sooner.
    """
    p_any = max(p_any, p_helps)
    harms = {Way.ANSWER: (1 - p_helps) * costs.wrong} if p_helps >= answer_from else {}
    if may_ask:
        harms[Way.ASK] = costs.question + (1 - p_any) * costs.futile
    harms[Way.LEAVE] = p_any * costs.needless
    return min(harms, key=lambda way: harms[way])
