"""Drives whole conversations through the pure logic, with articles held in memory."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from actions.logic.decide import decide
from actions.logic.decision import Decision
from actions.logic.dialogue import Dialogue
from actions.logic.knowledge import (
    Alike,
    Article,
    Fetch,
    Hit,
    KnowledgeDown,
    Likeness,
    Reply,
    Request,
    SearchAnswer,
    Thresholds,
)
from actions.logic.texts import Texts
from actions.logic.turn import Entity, Turn

TEXTS = Texts.load(Path(__file__).resolve().parents[2] / "data" / "responses")


def make_article(
    family: str = "wifi", *, steps: tuple[dict[str, object], ...] | None = None, **more: object
) -> Article:
    """An article with three plain steps unless told otherwise."""
    plain = tuple({"id": f"s{n}", "text": f"Doe stap {n}.", "help": f"Hulp bij {n}."} for n in (1, 2, 3))
    return Article.model_validate(
        {"article_id": f"{family}.nl", "family": family, "language": "nl", "title": f"Probleem met {family}",
         "topic": "network", "goal": "Het werkt weer.", "minutes": 5, "steps": plain if steps is None else steps, **more}
    )  # fmt: skip


@dataclass
class Conversation:
    """One conversation; `p_helps` is what the next search finds for its first article."""

    articles: Mapping[str, Article]
    p_helps: float = 0.9
    p_any: float = 0.0
    is_down: bool = False
    state: Dialogue = field(default_factory=Dialogue)
    seq: int = 0
    extra_entities: tuple[Entity, ...] = ()
    scores: Mapping[str, float] = field(default_factory=dict)  # by family, where it is not near the best
    unnamed: frozenset[str] = frozenset()  # families that no intent speaks for
    passages: Mapping[str, tuple[str, str]] = field(default_factory=dict)  # heading and text found, by family
    searched: list[str] = field(default_factory=list)  # the texts of all searches so far
    alike: Mapping[str, float] = field(default_factory=dict)  # to the phrases of an incident, by its id
    metadata: dict[str, object] = field(default_factory=lambda: {"language": "nl", "language_source": "site"})
    thresholds: Thresholds = field(default_factory=lambda: Thresholds(answer=0.7, ask=0.4))

    def say(
        self, text: str, intent: str, confidence: float = 0.95, ranking: tuple[tuple[str, float], ...] = ()
    ) -> Decision:
        """The user types something."""
        ranking = ranking or ((intent, confidence),)
        return self._run(Turn(text, intent, confidence, ranking, self.extra_entities, **self._common()))

    def press(self, payload: str, **values: str) -> Decision:
        """The user presses a button."""
        return self._run(Turn("", payload, 1.0, is_button=True, payload=values, **self._common()))

    def _common(self) -> dict[str, object]:
        self.seq += 1
        return {"seq": self.seq, "metadata": self.metadata}

    def _run(self, turn: Turn) -> Decision:
        # Through JSON shape and back, as the slot does between turns.
        self.state = Dialogue.from_slot(self.state.to_slot())
        flow = decide(turn, self.state, TEXTS)
        try:
            request = next(flow)
            while True:
                request = flow.throw(KnowledgeDown("down")) if self.is_down else flow.send(self._reply(request))
        except StopIteration as finished:
            decision: Decision = finished.value
            return decision

    def _reply(self, request: Request) -> Reply:
        if isinstance(request, Fetch):
            return self.articles.get(request.family)
        if isinstance(request, Alike):
            return Likeness(groups={name: self.alike.get(name, 0.0) for name in request.groups}, threshold=0.5)
        self.searched.append(request.text)
        scores = [self.scores.get(a.family, 0.9 - 0.01 * n) for n, a in enumerate(self.articles.values())]
        hits = tuple(
            Hit(family=a.family, article_id=a.article_id, language=a.language, title=a.title, sign=a.sign, device=a.device, products=a.products, score=score,
                heading=self.passages.get(a.family, ("", ""))[0], passage=self.passages.get(a.family, ("", ""))[1],
                topic=a.topic, has_steps=bool(a.steps), handoff=a.handoff, named=a.family not in self.unnamed, p_helps=self.p_helps * score / scores[0])
            for a, score in zip(self.articles.values(), scores, strict=True)
        )  # fmt: skip
        return SearchAnswer(results=hits, p_helps=self.p_helps, p_any=self.p_any, thresholds=self.thresholds)


def text_of(decision: Decision) -> str:
    """Everything said in a turn."""
    return "\n".join(message.text for message in decision.messages)
