"""Labels as Rasa's files and back, on the project's own training data."""

from __future__ import annotations

import io
import zipfile
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.webchat.world import World, make_world
from webchat.adapters import rasa_yaml
from webchat.domain.errors import Fixable
from webchat.services import intents, labels, training_data
from webchat.services.accounts import Agent
from webchat.services.articles import editing

ROOT = Path(__file__).resolve().parents[3]
DEVICE = {"start": 5, "end": 11, "entity": "device"}


async def _label(world: World, agent: Agent) -> None:
    """Three labels: an intent of the bot's, one of the examination, one of a new intent."""
    create = partial(intents.create, agent=agent, title="Badge", language="nl", family=None, families=())
    name = await world.store.write(create)
    rows: list[dict[str, Any]] = [
        {"text": "mijn laptop pruttelt", "language": "nl", "intent": "problem_computer_slow", "entities": [DEVICE]},
        {"text": "le badge clignote: «rouge»", "language": "fr", "intent": name, "part": "train"},
        {"text": "the badge is dead", "language": "en", "intent": name},
    ]
    for row in rows:
        await world.do(labels.add, agent=agent, **row)


async def _archive(world: World) -> bytes:
    return await world.store.read(partial(training_data.archive, root=ROOT))


async def _known(world: World) -> set[tuple[Any, ...]]:
    found = await world.see(labels.training_examples)
    return {(e.text, e.language, e.intent, e.part, tuple(map(str, e.entities))) for e in found}


async def test_what_is_exported_comes_back_the_same(world: World, tmp_path: Path) -> None:
    els = await world.agent("Els")
    await _label(world, els)
    zipped = await _archive(world)
    (tmp_path / "other").mkdir()
    other = make_world(tmp_path / "other")
    other.store.start()
    tom = await other.agent("Tom")

    upload = training_data.unpack("data.zip", zipped, ROOT)
    told = await other.do(training_data.take_in, agent=tom, upload=upload)
    again = await other.do(training_data.take_in, agent=tom, upload=training_data.unpack("data.zip", zipped, ROOT))

    assert (told["added"], told["intents"], told["errors"]) == (3, ["problem_badge"], [])
    assert again["added"] == 0
    assert await _known(other) == await _known(world)
    assert {(i.name, i.family) for i in await other.see(intents.added)} == {("problem_badge", "badge")}
    await other.store.stop()


async def test_an_export_leaves_what_stood_there(world: World) -> None:
    await _label(world, await world.agent("Els"))

    with zipfile.ZipFile(io.BytesIO(await _archive(world))) as zipped:
        texts = {name: zipped.read(name).decode() for name in zipped.namelist()}

    changed = {name for name, text in texts.items() if not (ROOT / name).is_file() or text != (ROOT / name).read_text()}
    assert changed == {
        "data/nlu/problem_badge.yml",
        "data/test/labels/problem_badge.yml",
        "data/test/labels/problem_computer_slow.yml",
        "domain.yml",
    }
    assert {path.name for path in (ROOT / "data" / "nlu").glob("*.yml")} < {Path(name).name for name in texts}
    assert rasa_yaml.read(texts["data/test/labels/problem_computer_slow.yml"])[0].entities == [DEVICE]
    assert "problem_badge" in rasa_yaml.intents(texts["domain.yml"])


async def test_what_the_examination_holds_is_never_among_what_is_trained_on(world: World) -> None:
    await _label(world, await world.agent("Els"))
    examples, new = await world.see(labels.training_examples), await world.see(intents.added)

    files = training_data.files(ROOT, examples, new)

    trained = {r.text for name, text in files.items() if "/nlu/" in name for r in rasa_yaml.read(text)}
    examined = {r.text for name, text in files.items() if "/test/" in name for r in rasa_yaml.read(text)}
    assert examined == {"mijn laptop pruttelt", "the badge is dead"}
    assert trained & examined == set()


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("nlu:\n- intent: Not A Name\n  metadata: {language: nl}\n  examples: |\n    - a b c", "bad_intent", 5),
        (
            "nlu:\n- intent: greet\n  metadata: {language: nl}\n  examples: |\n    - hallo\n    - [x](family)",
            "bad_entity",
            6,
        ),
        ("nlu:\n- intent: greet\n  examples: |\n    - hallo", "no_language", 2),
        ("{", "not_yaml", 1),
    ],
)
async def test_a_file_with_a_fault_brings_nothing_and_names_the_line(
    world: World, text: str, code: str, line: int
) -> None:
    good = "nlu:\n- intent: greet\n  metadata: {language: nl}\n  examples: |\n    - dag iedereen samen"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as zipped:
        zipped.writestr("data/nlu/greet.yml", good)
        zipped.writestr("data/nlu/bad.yml", text)
    upload = training_data.unpack("x.zip", out.getvalue(), ROOT)

    told = await world.do(training_data.take_in, agent=await world.agent("Els"), upload=upload)

    assert [(e["file"], e["line"], e["code"]) for e in told["errors"]] == [("data/nlu/bad.yml", line, code)]
    assert await world.see(labels.training_examples) == []


@pytest.mark.parametrize("name", ["picture.png", "nlu.json"])
def test_another_kind_of_file_is_refused(name: str) -> None:
    with pytest.raises(Fixable, match="file_refused"):
        training_data.unpack(name, b"nothing of ours", ROOT)


async def test_a_new_intent_is_made_once_and_of_an_article_that_there_is(world: World) -> None:
    els = await world.agent("Els")
    create = partial(intents.create, agent=els, language="nl", families=("badge-kapot", "wifi-no-connection"))
    assert await world.store.write(partial(create, title="Badge kapot", family="badge-kapot")) == "problem_badge_kapot"

    for title, family, code in (
        ("Badge kapot", None, "exists"),
        ("Wifi", "wifi-no-connection", "exists"),
        ("Iets", "no-article", "invalid"),
        ("!!!", None, "invalid"),
    ):
        with pytest.raises(Fixable, match=code):
            await world.store.write(partial(create, title=title, family=family))


async def test_the_list_names_everything_in_words_of_the_reader(world: World) -> None:
    els = await world.agent("Els")
    await _label(world, els)
    titles = {
        "computer-slow": {"nl": "De computer is traag", "fr": "Ordinateur lent"},
        "zonder-intent": {"nl": "Zonder"},
    }

    found = await intents.listed(world.store, titles, "fr")

    by_name = {intent["name"]: intent for intent in found["intents"]}
    assert by_name["problem_computer_slow"]["title"] == "Ordinateur lent"
    assert by_name["greet"]["title"] == "Salutation"
    assert by_name["problem_badge"]["title"] == "Badge"
    assert (by_name["problem_badge"]["added"], by_name["problem_badge"]["has_article"]) == (True, False)
    assert by_name["problem_badge"]["n"] == {"nl": 0, "fr": 1, "en": 0}
    assert by_name["problem_badge"]["n_labels"] == {"train": 1, "eval": 1}
    assert found["articles"] == [{"family": "zonder-intent", "title": "Zonder"}]
    assert "start_steps" not in by_name
    assert all(not intent["title"].startswith("problem_") for intent in found["intents"])


async def test_an_article_that_is_written_for_a_subject_is_told_until_it_can_be_read(world: World) -> None:
    els = await world.agent("Els")
    await _label(world, els)
    draft = partial(editing.create, agent=els, language="nl", title="Badge", family="badge")
    await world.store.write(draft)

    async def of(titles: dict[str, dict[str, str]]) -> str | None:
        found = await intents.listed(world.store, titles, "fr")
        return next(intent["draft"] for intent in found["intents"] if intent["name"] == "problem_badge")

    assert await of({}) == "badge.nl"
    assert await of({"badge": {"nl": "Badge"}}) is None
