"""What the flows of one turn share: the facts, the state, and the words said so far."""

from __future__ import annotations

import re
from collections.abc import Generator
from dataclasses import dataclass, field, replace
from typing import Any

from actions.logic.acts import Act
from actions.logic.decision import ActionName, Button, Decision, Message, MessageKind
from actions.logic.dialogue import Dialogue, Phase, Said
from actions.logic.knowledge import Article, Fetch, Reply, Request, Search, SearchAnswer
from actions.logic.texts import Texts
from actions.logic.turn import Turn
from actions.logic.understand import NO_TOPIC, TOPIC_PREFIX, topic_family
from actions.logic.wording import without_masks

# A flow asks for what it needs by yielding a request, gets the reply, and returns the turn's decision:
# the logic stays pure, and the shell (support_turn.py) does the calling.
Flow = Generator[Request, Reply, Decision]

MAX_FAILED = 3  # the third turn in a row that leads nowhere is a hand-off instead
_MAX_QUERY = 3  # the latest descriptions that make up a query


@dataclass(slots=True)
class Context:
    """One turn while it is being decided."""

    turn: Turn
    state: Dialogue
    texts: Texts
    act: Act
    messages: list[Message] = field(default_factory=list)
    signals: dict[str, Any] = field(default_factory=dict)
    p_helps: float | None = None
    threshold: float | None = None
    lead: str = ""  # opens the next message instead of being one of its own

    @property
    def language(self) -> str:
        """The conversation's language."""
        return self.state.language or "nl"

    def text(self, key: str, **values: object) -> str:
        """A sentence in the user's language."""
        return self.texts.say(key, self.language, turn=max(0, self.state.n_turns - 1), **values)

    def say(
        self,
        key: str,
        *,
        kind: MessageKind = "notice",
        buttons: tuple[Button, ...] = (),
        **values: object,
    ) -> None:
        """Add a message."""
        self.add(Message(self.text(key, **values), kind, buttons))

    def add(self, message: Message) -> None:
        """Add a message, opened by what `lead_in` left."""
        if self.lead:
            message = replace(message, text=f"{self.lead}\n\n{message.text}")
            self.lead = ""
        self.messages.append(message)

    def lead_in(self, key: str, **values: object) -> None:
        """Open the next message with this sentence."""
        said = self.text(key, **values)
        self.lead = f"{self.lead} {said}".strip()

    def button(self, key: str, payload: str) -> Button:
        """A button with a translated title."""
        return Button(self.text(f"button_{key}"), payload)

    def person(self) -> Button:
        """The button that is always in reach."""
        return self.button("person", "/ask_human")

    def decide(self, action: ActionName, *, solved: bool = False) -> Decision:
        """Close the turn."""
        return Decision(
            action=action,
            messages=tuple(self.messages),
            language=self.language,
            skill=self.state.skill,
            p_helps=self.p_helps if self.p_helps is not None else self.state.p_helps,
            threshold=self.threshold,
            signals=self.signals,
            family=self.state.family,
            article_id=self.state.article_id,
            solved=solved,
        )

    def remember_problem(self) -> None:
        """Keep what was typed as (part of) the problem's description."""
        text = without_masks(self.turn.text)
        if text and all(said.text != text for said in self.state.problem):
            self.state.problem.append(Said(text, self.turn.seq))

    def query(self) -> str:
        """The text to search with: the latest descriptions, the newest last."""
        return "\n".join(said.text for said in self.state.problem[-_MAX_QUERY:])

    def is_repeated(self) -> bool:
        """Whether the same thing was typed before."""
        key = _normal(self.turn.text)
        return bool(key) and any(_normal(said.text) == key for said in self.state.problem)


def search(context: Context, text: str | None = None) -> Generator[Request, Reply, SearchAnswer]:
    """Search for the problem as known so far (or for this part of it), and keep what the turn's decision rests on."""
    reply = yield from look(context, context.query() if text is None else text)
    context.signals.update(_signals(context))
    context.signals.update(reply.signals)
    context.signals["found"] = reply.results[0].family if reply.results else None
    context.threshold = reply.thresholds.answer
    return reply


def look(context: Context, text: str) -> Generator[Request, Reply, SearchAnswer]:
    """Ask the knowledge base, with the turn's signals."""
    turn, state = context.turn, context.state
    # The whole ranking helps the search to order families; among the turn's signals it would only be noise.
    # A topic goes by its family's name, a dialogue intent by its own: some articles say which one speaks for them.
    topics = {
        name.removeprefix(TOPIC_PREFIX).replace("_", "-") if name.startswith(TOPIC_PREFIX) else name: round(share, 4)
        for name, share in (() if turn.is_button else turn.ranking)
    }
    likely = {name: share for name, share in topics.items() if name not in state.rejected}
    reply = yield Search(text, {**_signals(context), "topics": likely})
    assert isinstance(reply, SearchAnswer), "a search is answered by a search answer"
    return reply


def _signals(context: Context) -> dict[str, Any]:
    """What a turn tells the search beside its words."""
    turn, state = context.turn, context.state
    family = None if turn.is_button else topic_family(turn)
    understood: dict[str, Any] = {  # of a button there is nothing to understand: it says nothing for or against
        "intent_confidence": round(turn.confidence, 4),
        "intent_margin": round(turn.margin, 4),
        "no_topic": round(min(1.0, sum(share for name, share in turn.ranking if name in NO_TOPIC)), 4),
    }
    return {
        **({} if turn.is_button else understood),
        "topic_family": None if family in state.rejected else family,
        "n_failed_turns": state.n_failed,
        "negative_feedback": state.n_not_helped,
        "frustration": round(state.frustration, 2),
        "repeated": int(bool(context.signals.get("repeated"))),
    }


def fetch(family: str) -> Generator[Request, Reply, Article | None]:
    """Fetch an article by its family."""
    reply = yield Fetch(family)
    assert reply is None or isinstance(reply, Article), "a fetch is answered by an article or nothing"
    return reply


def article_card(article: Article) -> dict[str, Any]:
    """The article as a message carries it."""
    return {
        "id": article.article_id,
        "family": article.family,
        "title": article.title,
        "language": article.language,
        "fallback": article.fallback,
    }


def take_article(context: Context, article: Article, p_helps: float | None) -> None:
    """Make this the article that the conversation is about."""
    state = context.state
    state.family, state.article_id, state.title = article.family, article.article_id, article.title
    state.topic = article.topic or state.topic
    state.p_helps = context.p_helps = None if p_helps is None else round(p_helps, 4)
    state.step, state.path, state.n_step_turns, state.n_unclear = None, [], 0, 0
    state.candidates, state.candidate_titles, state.candidate_choices = [], [], []
    if article.article_id not in state.shown:
        state.shown.append(article.article_id)


def settle(state: Dialogue, phase: Phase) -> None:
    """A turn that led somewhere: the count of failures starts again."""
    state.phase = phase
    state.n_failed = 0


def _normal(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))
