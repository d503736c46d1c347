"""What the bot does with a question, and whether another model would have done better by it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Effect = Literal["lost", "won", "other"]


@dataclass(frozen=True, slots=True)
class BotAnswer:
    """What the bot does in the first turn of a conversation.

    Attributes:
        action: As in the bot's decision: `answer`, `ask`, `guide`, `chat`, `handoff` or `solved`.
        reason: Of a hand-off.
        article_id: The article it answers with.
        meanings: What a clarifying question offers, as the user reads it.
        p_helps: Chance that the first article found helps.
    """

    action: str
    reason: str | None = None
    family: str | None = None
    article_id: str | None = None
    meanings: tuple[str, ...] = ()
    p_helps: float | None = None

    def is_like(self, other: BotAnswer) -> bool:
        """Whether a user would see no difference that matters."""
        return (self.action, self.reason, self.article_id, self.meanings) == (
            other.action,
            other.reason,
            other.article_id,
            other.meanings,
        )


def is_good(answer: BotAnswer, *, family: str | None) -> bool:
    """Whether it does what is right: the article that helps, or none where no article does."""
    answered = answer.family if answer.action in ("answer", "guide") else None
    return answered == family


def effect(old: BotAnswer, new: BotAnswer, *, family: str | None, is_known: bool) -> Effect:
    """What a change of model does to a question.

    Args:
        old: What happens now.
        new: What would happen.
        family: The article that helps; None where none does.
        is_known: Whether anybody has said so.
    """
    if not is_known:
        return "other"
    before, after = is_good(old, family=family), is_good(new, family=family)
    if before == after:
        return "other"
    return "won" if after else "lost"
