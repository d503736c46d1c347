"""The questions every model is asked: ours, the labels held out, and users' own, whose words stay in the database."""

from __future__ import annotations

import copy
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Literal

from sqlalchemy import delete

from tests.webchat.world import START, World
from webchat.adapters.db import tables as t
from webchat.domain.labels import Example
from webchat.services import evaluation, labels, people
from webchat.services.evaluation import Question
from webchat.services.work import Work

DATA = Path(__file__).parents[3] / "data"


def label(number: int, intent: str, part: Literal["eval", "train"]) -> Example:
    return Example(f"e{number}", f"zin {number}", "nl", intent, (), part, "inbox", "a1", START)


async def questions(world: World, *examples: Example) -> list[Question]:
    return await world.see(
        evaluation.questions,
        data=DATA,
        examples=examples,
        families={"problem_coffee": "coffee-machine"},
        now=world.clock.now(),
    )


async def asked(world: World) -> list[str]:
    return [each.text for each in await world.see(evaluation.asked, now=world.clock.now())]


async def come_with(world: World, *said: str) -> str:
    session = await world.begin()
    for text in said:
        await world.say(session.conversation_id, text)
    return session.conversation_id


async def test_shipped_questions_and_held_out_labels_are_asked_and_training_labels_never(world: World) -> None:
    found = await questions(
        world,
        label(1, "problem_coffee", "eval"),
        label(2, "problem_coffee", "train"),
        label(3, "problem_wifi_no_connection", "eval"),
    )

    sources = Counter(each.source for each in found)
    assert sources["sentence"] > 2000
    assert sources["question"] == 450
    assert [(q.id, q.family) for q in found if q.source == "label"] == [
        ("label-e1", "coffee-machine"),
        ("label-e3", "wifi-no-connection"),
    ]
    assert len({q.id for q in found}) == len(found)


async def test_first_typed_sentence_of_a_conversation_is_what_the_user_came_with(world: World) -> None:
    await come_with(world, "hallo", "wifi kapot", "mijn printer drukt niets af", "en nu ook geen wifi meer")

    assert await asked(world) == ["mijn printer drukt niets af"]


async def test_same_wording_is_asked_once_newest_first_and_after_a_month_no_more(world: World) -> None:
    await come_with(world, "mijn printer drukt niets af")
    world.clock.forward(timedelta(days=20).total_seconds())
    await come_with(world, "ik heb geen wifi")
    await come_with(world, "Mijn printer drukt niets af!")
    now = await asked(world)
    world.clock.forward(timedelta(days=20).total_seconds())

    assert sorted(now) == ["Mijn printer drukt niets af!", "ik heb geen wifi"]
    assert sorted(await asked(world)) == ["Mijn printer drukt niets af!", "ik heb geen wifi"]
    world.clock.forward(timedelta(days=20).total_seconds())
    assert await asked(world) == []


async def test_words_of_users_leave_the_file_and_come_from_the_database_until_they_are_erased(
    world: World, tmp_path: Path
) -> None:
    session = await world.begin(name="An", email="an@example.org")
    await world.say(session.conversation_id, "mijn printer drukt niets af")
    known = await questions(world, label(1, "greet", "eval"))
    [mine] = [each for each in known if each.source == "asked"]

    evaluation.write(tmp_path, known)
    with_words = evaluation.read(tmp_path)
    evaluation.forget_words(tmp_path)
    without = evaluation.read(tmp_path)

    assert with_words == known
    assert {(before.id, after.text) for before, after in zip(known, without, strict=True) if before != after} == {
        (mine.id, ""),
        ("label-e1", ""),
    }
    assert await world.see(evaluation.words, ids=[mine.id, "label-e1"]) == {mine.id: "mijn printer drukt niets af"}
    await world.do(people.erase, who="an@example.org")
    assert await world.see(evaluation.words, ids=[mine.id]) == {}


async def test_report_shows_a_labels_words_until_they_are_erased(world: World) -> None:
    agent = await world.agent()
    await world.do(labels.add, agent=agent, text="drukt niets af", language="nl", intent="greet", part="eval")
    [example] = await world.see(labels.training_examples)
    key = f"label-{example.id}"
    ours = {"id": "sentence-greet-nl-1", "text": "hallo"}
    report = {
        "changes": [{"id": key, "text": ""}, ours],
        "confusions": [{"questions": [{"id": key, "text": ""}]}],
        "warnings": [{"code": "leak", "params": {"n": 1, "questions": [{"id": key, "text": ""}]}}],
    }

    shown = await world.see(evaluation.with_words, report=copy.deepcopy(report))
    await world.do(_erase_label, example_id=example.id)
    erased = await world.see(evaluation.with_words, report=copy.deepcopy(report))

    assert shown["changes"] == [{"id": key, "text": "drukt niets af"}, ours]
    assert shown["confusions"][0]["questions"] == [{"id": key, "text": "drukt niets af"}]
    assert shown["warnings"][0]["params"]["questions"] == [{"id": key, "text": "drukt niets af"}]
    assert erased["changes"] == [ours]
    assert erased["confusions"][0]["questions"] == []


def _erase_label(work: Work, *, example_id: str) -> None:
    work.db.execute(delete(t.examples).where(t.examples.c.id == example_id))
