"""Whole dialogues with a made-up user who has a hidden problem, answers from it, and makes slips.

The user opens with a test question, knows which article would help (or that none does), at which of its
steps the problem goes away, and reads buttons as a person does: mostly right. What is counted is what a
helpdesk would count: solved, given to a person rightly or wrongly, walked through the wrong article, turns.
"""

from __future__ import annotations

import json
import random
import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import httpx

from bench.statistics import interval, share, written
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


@dataclass
class Person:
    """A made-up user.

    Attributes:
        question: A line of a question file; its `family` is the hidden problem, None one that no article solves.
        more: Other ways to say it, used up as the bot asks for details.
        chance: Decides everything that a person might do either way.
    """

    question: Mapping[str, Any]
    more: list[str]
    chance: random.Random
    cure: int | None = None
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
        if self.cure is None and article == self.family:
            # Which step cures shows when it comes: each of them as likely, those that never come cure nobody.
            n = message["step"]["of"]
            self.cure = self.chance.randrange(n) if self.chance.random() < _CURABLE else n
        unclear = [p for p in payloads if p.startswith("/report_step_unclear")]
        if unclear and self.chance.random() < _UNCLEAR:
            return unclear[0]
        answers = [p for p in payloads if p.startswith("/choose_answer")]
        if answers:
            return self.chance.choice(answers)
        if article == self.family and self.cure is not None and message["step"]["number"] > self.cure:
            self.cured = True
        wanted = "/report_step_done" if self.cured or self.chance.random() < 0.5 else "/report_not_solved"
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
    url = json.loads((product.folder / "parts.json").read_text())["bot"]["health_url"].split("/webhooks")[0]
    ended: list[tuple[str, bool, str, int]] = []
    with httpx.Client(headers={"authorization": f"Bearer {token}"}, base_url=url, timeout=60) as http:
        for n, question in enumerate(questions):
            chance = random.Random(f"{seed}-{n}")
            others = [
                e["text"]
                for e in examples
                if (e["intent"], e["language"]) == (question["intent"], question["language"])
            ]
            person = Person(question, chance.sample(others, min(2, len(others))), chance)
            outcome, turns = _hold(http, person)
            ended.append((question["language"], question["family"] is not None, outcome, turns))
    return [_summary(language, ended) for language in ("nl", "fr", "en", "all")]


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
            return ("handed off after the right article" if person.met_right else "handed off"), turn
        if decision["solved"]:
            return ("solved" if person.cured else "closed unsolved"), turn
        said = person.reply(answer["messages"][-1])
    return "no end", _MAX_TURNS


def _summary(language: str, ended: Sequence[tuple[str, bool, str, int]]) -> Row:
    part = [e for e in ended if language in (e[0], "all")]
    known, unknown = [e for e in part if e[1]], [e for e in part if not e[1]]
    outcomes = Counter(outcome for _, _, outcome, _ in known)
    solved = [outcome == "solved" for _, _, outcome, _ in known]
    turns = sorted(turns for _, _, outcome, turns in known if outcome == "solved")
    bounds = interval(len(solved), lambda chosen: sum(solved[i] for i in chosen) / len(solved))
    return {
        "language": language,
        "answerable": len(known),
        "solved": written(share(solved), bounds),
        "right article, then a person": outcomes["handed off after the right article"] / max(1, len(known)),
        "person at once": outcomes["handed off"] / max(1, len(known)),
        "closed unsolved": outcomes["closed unsolved"] / max(1, len(known)),
        "no end": sum(outcome == "no end" for _, _, outcome, _ in part),
        "turns to solve (median)": turns[len(turns) // 2] if turns else 0,
        "unanswerable": len(unknown),
        "rightly to a person": share([outcome.startswith("handed off") for _, _, outcome, _ in unknown]),
        "turns to a person (median)": sorted(t for _, _, _, t in unknown)[len(unknown) // 2] if unknown else 0,
    }
