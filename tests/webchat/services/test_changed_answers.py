"""What a new model changes in the bot's answers: told completely, again after a restart, and never guessed."""

from __future__ import annotations

import asyncio
import json
import os
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.webchat.world import World
from webchat.adapters.actions import ActionServer, ActionsUnavailable
from webchat.adapters.kb import KnowledgeBase
from webchat.domain.errors import Fixable
from webchat.services import changed_answers, evaluation
from webchat.services.changed_answers import Comparison
from webchat.services.evaluation import Question

ARTICLES = [
    {"family": family, "language": "nl", "article_id": f"{family}.nl", "title": f"Over {family}"}
    for family in ("wifi", "vpn")
]


class Parts(httpx.AsyncBaseTransport):
    """The action server and kb_index at the other end: answers with the article that the intent names."""

    def __init__(self) -> None:
        self.n_turns, self.is_down = 0, False

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if self.is_down:
            raise httpx.ConnectError("refused")
        if request.url.path == "/articles":
            return httpx.Response(200, json={"articles": ARTICLES})
        self.n_turns += 1
        intent = json.loads(request.content)["tracker"]["latest_message"]["intent"]["name"]
        family = intent.removeprefix("problem_") if intent.startswith("problem_") else None
        decision = {
            "type": "decision",
            "action": "answer" if family else "chat",
            "family": family,
            "article_id": family and f"{family}.nl",
            "p_helps": 0.9,
            "signals": {},
            "handoff": None,
        }
        return httpx.Response(200, json={"events": [], "responses": [{"text": "…"}, {"custom": decision}]})


@pytest.fixture
def parts() -> Parts:
    return Parts()


@pytest.fixture
def comparison(parts: Parts, tmp_path: Path) -> Comparison:
    actions, kb = ActionServer("http://actions", timeout_s=1.0), KnowledgeBase("http://kb", timeout_s=1.0)
    actions._http = httpx.AsyncClient(base_url="http://actions", transport=parts)
    kb._http = httpx.AsyncClient(base_url="http://kb", transport=parts)
    return Comparison(tmp_path, actions, kb)


def question(key: str, source: Any = "question", family: str | None = "wifi") -> Question:
    return Question(key, f"vraag {key}", "nl", family and f"problem_{family}", family, source)


def make_run(folder: Path, *asked: tuple[Question, str, str], made_at: float = 1000.0) -> Path:
    """A finished run: each question with the old and the new model's intent."""
    folder.mkdir()
    evaluation.write(folder, [each for each, _, _ in asked])
    for side, place in (("old", 1), ("new", 2)):
        lines = [{"id": row[0].id, "intent": row[place], "confidence": 0.9, "margin": 0.5} for row in asked]
        (folder / f"predictions-{side}.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    (folder / "report.json").write_text("{}")
    os.utime(folder / "report.json", (made_at, made_at))
    return folder


async def told(world: World, comparison: Comparison, folder: Path) -> dict[str, Any]:
    return await changed_answers.of_run(world.store, comparison, folder.parent, folder.name)


async def test_each_changed_answer_is_told_old_beside_new(
    world: World, comparison: Comparison, parts: Parts, tmp_path: Path
) -> None:
    run = make_run(
        tmp_path / "r1",
        (question("lost"), "problem_wifi", "problem_vpn"),
        (question("won"), "greet", "problem_wifi"),
        (question("same"), "problem_wifi", "problem_wifi"),
        (question("none", family=None), "greet", "problem_vpn"),
        (question("sentence", "sentence"), "problem_wifi", "problem_wifi"),
    )
    before = await told(world, comparison, run)

    await comparison.compare(run)

    after = await told(world, comparison, run)
    assert (before["state"], before["changed"]) == ("waiting", [])
    assert (after["state"], after["total"], after["n_changed"], after["lost"], after["won"]) == ("done", 4, 3, 2, 1)
    rows = {row["id"]: row for row in after["changed"]}
    assert {key: row["effect"] for key, row in rows.items()} == {"lost": "lost", "won": "won", "none": "lost"}
    assert rows["lost"]["truth"] == {"article_id": "wifi.nl", "family": "wifi", "title": "Over wifi"}
    assert [rows["lost"][side]["article"]["title"] for side in ("old", "new")] == ["Over wifi", "Over vpn"]
    assert rows["won"]["old"]["article"] is None
    assert parts.n_turns == 6  # what both models understand alike is not asked


async def test_words_of_a_user_come_from_the_database_and_leave_the_run(
    world: World, comparison: Comparison, tmp_path: Path
) -> None:
    session = await world.begin(name="An", email="an@example.org")
    await world.say(session.conversation_id, "mijn verbinding valt weg")
    [asked] = await world.see(evaluation.asked, now=world.clock.now())
    run = make_run(tmp_path / "r1", (asked, "problem_wifi", "problem_vpn"))

    await comparison.compare(run)

    [row] = (await told(world, comparison, run))["changed"]
    assert (row["text"], row["effect"], row["truth"]) == ("mijn verbinding valt weg", "other", None)
    assert not [file for file in run.iterdir() if "verbinding" in file.read_text()]


async def test_while_a_part_is_away_nothing_is_concluded_and_it_begins_again(
    world: World, comparison: Comparison, parts: Parts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(changed_answers, "_EVERY_S", 0.01)
    monkeypatch.setattr(changed_answers, "_RETRY_S", 0.05)
    run = make_run(tmp_path / "r1", (question("lost"), "problem_wifi", "problem_vpn"))
    parts.is_down = True
    working = asyncio.create_task(comparison.run())

    async def state(wanted: str) -> None:
        while (await told(world, comparison, run))["state"] != wanted:
            await asyncio.sleep(0.01)

    try:
        await asyncio.wait_for(state("unavailable"), 5)
        parts.is_down = False
        await asyncio.wait_for(state("done"), 5)
    finally:
        working.cancel()
    assert (await told(world, comparison, run))["lost"] == 1


async def test_who_waits_for_an_answer_goes_first_and_where_somebody_always_waits_it_still_ends(
    world: World, comparison: Comparison, parts: Parts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(changed_answers, "_WAY_S", 0.001)
    monkeypatch.setattr(changed_answers, "_LONGEST_WAY_S", 0.05)
    asked_while_busy: list[int] = []

    def is_busy() -> bool:
        asked_while_busy.append(parts.n_turns)
        return True

    run = make_run(tmp_path / "r1", (question("a"), "problem_wifi", "problem_vpn"))
    comparison._is_busy = is_busy

    await comparison.compare(run)

    assert (await told(world, comparison, run))["state"] == "done"
    assert len(asked_while_busy) > 20
    assert set(asked_while_busy) == {0}, "it waits before it asks"


async def test_run_that_a_restart_interrupted_waits_again_the_newest_first(tmp_path: Path) -> None:
    asked = (question("a"), "problem_wifi", "problem_vpn")
    old = make_run(tmp_path / "old", asked, made_at=1000)
    new = make_run(tmp_path / "new", asked, made_at=2000)
    unreported = make_run(tmp_path / "unreported", asked, made_at=3000)
    (unreported / "report.json").unlink()

    assert changed_answers.waiting(tmp_path) == new
    (new / "answers.json").write_text("{}")
    assert changed_answers.waiting(tmp_path) == old
    (old / "answers.json").write_text("{}")
    assert changed_answers.waiting(tmp_path) is None


async def test_first_model_has_nothing_to_compare_and_an_unknown_run_is_not_found(
    world: World, comparison: Comparison, tmp_path: Path
) -> None:
    run = make_run(tmp_path / "r1", (question("a"), "problem_wifi", "problem_vpn"))
    (run / "predictions-old.jsonl").unlink()

    assert (await told(world, comparison, run))["state"] == "nothing"
    with pytest.raises(Fixable, match="not_found"):
        await told(world, comparison, tmp_path / "elsewhere")


async def test_turn_that_failed_over_there_is_no_answer(comparison: Comparison) -> None:
    failed = {"type": "decision", "action": "handoff", "handoff": {"reason": "bot_unavailable"}, "signals": {}}
    answers = httpx.MockTransport(lambda _: httpx.Response(200, json={"responses": [{"custom": failed}]}))
    server = ActionServer("http://actions", timeout_s=1.0)
    server._http = httpx.AsyncClient(base_url="http://actions", transport=answers)

    with pytest.raises(ActionsUnavailable):
        await server.answer("hallo", language="nl", understood={"intent": "greet", "confidence": 1.0})
