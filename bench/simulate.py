"""Whole dialogues with a made-up user who has a hidden problem, answers from it, and makes slips.

The user opens with a test question and knows which article would help (or that none does), and what is really wrong: one
of that article's cures, or nothing that it can cure (`bench/cause.py`). Check questions are answered the way that leads
to the cause, steps that cure something else are reported as not working, buttons are read as a person does: mostly right.
What is counted is what a helpdesk would count: solved, given to a person rightly or wrongly, turns.
"""

from __future__ import annotations

import json
import random
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from bench.cause import Cause, draw_cause
from bench.outcomes import Ended, summary
from kb_index.articles import Article, read_folder
from ops.layout import SEED_ARTICLES
from tests.support.product import Product

Row = dict[str, Any]
_MAX_TURNS = 30
_SLIP = 0.05  # how often the user presses what they did not mean
_UNCLEAR = 0.05  # how often a step is not understood at first
_CURABLE = 0.85  # share of the problems that the right article's steps make go away
_DETAILS = {  # what somebody who is asked for details adds, when there is nothing more to say
    "nl": "meer weet ik niet, het is zoals ik zei",
    "fr": "je n'en sais pas plus, c'est comme je l'ai dit",
    "en": "I don't know more, it is as I said",
}
_CURED = {"nl": "het is opgelost, dank je", "fr": "c'est résolu, merci", "en": "it is solved, thanks"}


@dataclass
class Person:
    """A made-up user.

    Attributes:
        question: A line of a question file; its `family` is the hidden problem, None one that no article solves.
        more: Other ways to say it, used up as the bot asks for details.
        chance: Decides everything that a person might do either way.
        article: The article that would help, in the user's language.
        cause: What is wrong, as the step that cures it; None where that article cures nothing.
    """

    question: Mapping[str, Any]
    more: list[str]
    chance: random.Random
    article: Article | None = None
    cause: Cause | None = None
    cured: bool = False
    met_right: bool = False

    @property
    def family(self) -> str | None:
        """The family that would help."""
        family: str | None = self.question["family"]
        return family

    def reply(self, message: Mapping[str, Any]) -> str:
        """What the user sends to the bot's last message: a button's payload or words."""
        buttons = {b["payload"]: b["title"] for b in message.get("buttons", [])}
        kinds = {payload.split("{")[0] for payload in buttons}
        article = (message.get("article") or {}).get("family")
        if "/choose_article" in kinds:
            return self._choose(list(buttons))
        if "/start_steps" in kinds:
            return self._start(article)
        if message.get("step"):
            return self._step(message, list(buttons), article)
        if "/report_solved" in kinds:
            right = article == self.family or (article is None and self.met_right)
            solved = self.cured or (article is not None and right and self.chance.random() < _CURABLE)
            self.cured = solved
            return "/report_solved" if self._means(solved) else "/report_not_solved"
        if self.more:
            return self.more.pop()
        return _DETAILS[self.question["language"]]

    def _means(self, meant: bool) -> bool:
        return meant if self.chance.random() >= _SLIP else not meant

    def _choose(self, payloads: Sequence[str]) -> str:
        right = [p for p in payloads if self.family and f'"{self.family}"' in p]
        if right and self._means(True):
            return right[0]
        if self.chance.random() < _SLIP:
            return self.chance.choice(list(payloads))
        return "/correct_problem"

    def _start(self, article: str | None) -> str:
        right = article == self.family
        self.met_right |= right
        if not right and self._means(True):
            return "/correct_problem"
        return "/start_steps"

    def _step(self, message: Mapping[str, Any], payloads: Sequence[str], article: str | None) -> str:
        unclear = [p for p in payloads if p.startswith("/report_step_unclear")]
        if unclear and self.chance.random() < _UNCLEAR:
            return unclear[0]
        answers = [p for p in payloads if p.startswith("/choose_answer")]
        if self.article is None or article != self.family:
            # The wrong article, or one that another led to: nothing in it helps.
            return self.chance.choice(answers) if answers else _pressed(payloads, "/report_not_solved")
        step = self.article.steps[message["step"]["number"] - 1]
        if answers:
            towards = self.cause.answers_at(step.id) if self.cause else ()
            n = self.chance.choice(towards) if towards and self._means(True) else self.chance.randrange(len(answers))
            self.cured |= self.cause is not None and self.cause.is_answer(step.id, n)
            return answers[n]
        if self.cause is not None and self.cause.step_id == step.id:
            self.cured = True
        if self.cured and step.done != "solved":
            return _CURED[self.question["language"]]
        works = self.cured or step.done != "solved"  # a preparation is done, a cure of something else does nothing
        return _pressed(payloads, "/report_step_done" if self._means(works) else "/report_not_solved")


def _pressed(payloads: Sequence[str], wanted: str) -> str:
    return next((p for p in payloads if p.startswith(wanted)), payloads[0])


def run(product: Product, token: str, questions: Sequence[Row], examples: Sequence[Row], *, seed: int = 0) -> list[Row]:
    """Hold one dialogue per question and count how they end, per language.

    Args:
        product: Running.
        token: The bot's.
        questions: Lines of `data/test/questions.jsonl`.
        examples: Test sentences with `intent` and `language`: other ways to say a problem.
        seed: Of everything that chance decides.
    """
    articles = seed_articles(SEED_ARTICLES)
    url = json.loads((product.folder / "parts.json").read_text())["bot"]["health_url"].split("/webhooks")[0]
    ended: list[Ended] = []
    with httpx.Client(headers={"authorization": f"Bearer {token}"}, base_url=url, timeout=60) as http:
        for n, question in enumerate(questions):
            chance = random.Random(f"{seed}-{n}")
            others = [
                e["text"]
                for e in examples
                if (e["intent"], e["language"]) == (question["intent"], question["language"])
            ]
            person = make_person(question, chance.sample(others, min(2, len(others))), articles, chance)
            outcome, turns = _hold(http, person)
            ended.append(Ended(question["language"], _kind(person), outcome, turns))
    return [summary(language, ended) for language in ("nl", "fr", "en", "all")]


def seed_articles(folder: Path) -> dict[tuple[str, str], Article]:
    """Our articles by family and language."""
    found = (result for _, result in read_folder(folder))
    return {(each.family, each.language): each for each in found if isinstance(each, Article)}


def make_person(
    question: Mapping[str, Any], more: list[str], articles: Mapping[tuple[str, str], Article], chance: random.Random
) -> Person:
    """A user with this question, and a cause of it that chance draws."""
    article = articles.get((question["family"], question["language"]))
    cause = draw_cause(article, chance) if article and chance.random() < _CURABLE else None
    return Person(question, more, chance, article, cause)


def _kind(person: Person) -> str:
    if person.article is None:
        return "unanswerable"
    if person.article.handoff:
        return "policy"
    return "curable" if person.cause else "incurable"


def _hold(http: httpx.Client, person: Person) -> tuple[str, int]:
    """One dialogue; returns how it ended and after how many turns of the user."""
    sender, said = str(uuid.uuid4()), str(person.question["text"])
    for turn in range(1, _MAX_TURNS + 1):
        answer = http.post(
            "/webhooks/support/webhook",
            json={
                "sender": sender,
                "message": said,
                "message_id": f"{sender}-{turn}",
                "metadata": {"language": person.question["language"], "language_source": "site", "seq": turn},
            },
        ).json()
        decision = answer["decision"]
        if decision["handoff"]:
            reason = decision["handoff"]["reason"]
            person.met_right |= reason == "article_policy" and decision["family"] == person.family
            return ("handed off after the right article" if person.met_right else "handed off"), turn
        if decision["solved"]:
            return ("solved" if person.cured else "closed unsolved"), turn
        said = person.reply(answer["messages"][-1])
    return "no end", _MAX_TURNS
