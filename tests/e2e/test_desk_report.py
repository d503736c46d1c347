"""S13, N5: the report on a new model, as a knowledge manager reads it: what it says, in which words, and that it is so."""

from __future__ import annotations

import json
import random
import sqlite3
import subprocess
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from ops.layout import BOT_PYTHON, ROOT
from tests.e2e.conftest import MakePage
from tests.e2e.pages.report import Training
from tests.support.product import Product

# Which questions a model takes for a "thank you", by language and place: better in nl, chance in en, the same in fr.
OLD_MISSES = {("nl", n) for n in range(40)} | {("en", n) for n in (0, 1, 2)}
NEW_MISSES = {("nl", n) for n in (40, 41)} | {("en", n) for n in (3, 4)}


def _questions() -> list[dict[str, Any]]:
    lines = (ROOT / "data" / "test" / "questions.jsonl").read_text("utf-8").splitlines()
    return [{**json.loads(line), "source": "question"} for line in lines]


def _predictions(questions: list[dict[str, Any]], misses: set[tuple[str, int]]) -> str:
    """What a model says that understands everything but `misses`, and is a little surer than it should be."""
    chance, place, lines = random.Random(1), dict.fromkeys(("nl", "fr", "en"), -1), []
    for question in questions:
        intent = question["intent"] or "out_of_scope"
        sure = round(chance.uniform(0.75, 0.99), 4)
        if question["family"]:
            place[question["language"]] += 1
            if (question["language"], place[question["language"]]) in misses:
                intent = "thank"
        ranking = [{"name": intent, "confidence": sure}, {"name": "greet", "confidence": round(1 - sure, 4)}]
        said = {"id": question["id"], "intent": intent, "confidence": sure, "margin": 2 * sure - 1, "ranking": ranking}
        lines.append(json.dumps(said))
    return "\n".join(lines) + "\n"


@pytest.fixture(scope="module")
def run_id(product: Product) -> Iterator[str]:
    """A run that is done, its report written by the bot's own code; webchat compares the answers itself."""
    name = f"e2e{uuid.uuid4().hex[:12]}"
    folder = product.folder / "training" / name
    folder.mkdir(parents=True)
    questions = _questions()
    (folder / "questions.jsonl").write_text("".join(json.dumps(row) + "\n" for row in questions), "utf-8")
    (folder / "predictions-old.jsonl").write_text(_predictions(questions, OLD_MISSES))
    (folder / "predictions-new.jsonl").write_text(_predictions(questions, NEW_MISSES))
    at = "2026-03-02 09:30:00.000000"
    with sqlite3.connect(product.folder / "firstline.sqlite3", timeout=30) as db:
        db.execute(
            "INSERT INTO training_runs (id, state, progress, started_at, ended_at, n_examples, n_new)"
            " VALUES (?, 'done', 1, ?, ?, 5000, 40)",
            (name, at, at),
        )
        db.execute(
            "INSERT INTO models (name, run_id, state, is_shipped, model_id, digest, bytes, n_examples, made_at)"
            " VALUES (?, ?, 'ready', 0, 'x', 'y', 30000000, 5000, ?)",
            (f"m-{name}", name, at),
        )
    write = "import sys; from pathlib import Path; from bot.report import write_report; write_report(Path(sys.argv[1]))"
    subprocess.run([BOT_PYTHON, "-c", write, folder], cwd=ROOT, check=True, timeout=60)
    yield name
    with sqlite3.connect(product.folder / "firstline.sqlite3", timeout=30) as db:
        db.execute("DELETE FROM models WHERE run_id = ?", (name,))
        db.execute("DELETE FROM training_runs WHERE id = ?", (name,))


def test_manager_reads_what_a_new_model_does_better_and_is_asked_before_it_serves(
    make_page: MakePage, product: Product, run_id: str, audit: Callable[..., None]
) -> None:
    """S13, N5, N1."""
    page = make_page("wide", "nl")
    training = Training(page, product.url).sign_in()
    audit(page, "training")

    verdict = training.open_report(run_id)

    expect(verdict.get_by_role("heading")).to_have_text(
        "Beter in het Nederlands; in het Engels niet meer dan toeval; in het Frans geen verschil."
    )
    # Until the answers are compared it counts what is understood; then what is answered.
    expect(verdict).to_contain_text("voortaan wel goed beantwoord", timeout=40_000)
    now, new, difference, word = training.figure("Begrepen vragen")
    misses = [len(each) for each in (OLD_MISSES, NEW_MISSES)]
    assert [now, new] == [f"{100 * (1 - n / 375):.1f}%".replace(".", ",") for n in misses]
    assert (difference[0], word) == ("+", "Beter")
    answers = training.part("Antwoorden die veranderen")
    expect(answers.get_by_text("Nu wel goed").first).to_be_visible()
    link = answers.get_by_role("link").first
    assert (link.get_attribute("href") or "").startswith("#/articles/")
    audit(page, "report")

    french = page.get_by_role("radio", name="Frans")
    french.focus()
    page.keyboard.press("Space")
    expect(french).to_be_checked()
    assert training.figure("Begrepen vragen")[3] == "Gelijk"
    expect(training.part("Vragen die anders begrepen worden")).to_contain_text("op dezelfde manier begrepen")
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_role("radio", name="Nederlands")).to_be_checked()
    assert training.figure("Begrepen vragen")[3] == "Beter"
    mixed_up = training.part("Verwarringen").get_by_role("group").first
    mixed_up.locator("summary").press("Enter")
    expect(mixed_up.get_by_text("gebeurt niet meer").first).to_be_visible()
    page.get_by_text("De getallen").last.click()
    expect(page.get_by_role("region", name="Hoe meer hij antwoordt, hoe meer fout?: De getallen")).to_be_visible()

    page.get_by_role("button", name="In gebruik nemen").click()
    expect(training.dialog).to_contain_text("je kunt met één klik terug")
    audit(page, "promote")
    page.keyboard.press("Escape")
    expect(training.dialog).to_have_count(0)
    expect(page.get_by_role("button", name="In gebruik nemen")).to_be_focused()


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("fr", "Meilleur en néerlandais; en anglais, pas plus que le hasard; en français, aucune différence."),
        ("en", "Better in Dutch; in English no more than chance; in French no difference."),
    ],
)
def test_report_reads_in_every_language_on_a_phone(
    make_page: MakePage, product: Product, run_id: str, audit: Callable[..., None], language: str, said: str
) -> None:
    page = make_page("small", language, dark=language == "fr")
    training = Training(page, product.url).sign_in()

    verdict = training.open_report(run_id)

    expect(verdict.get_by_role("heading")).to_have_text(said)
    room = page.locator("#page")
    assert room.evaluate("page => page.scrollWidth <= page.clientWidth"), "nothing sticks out at 320 px"
    audit(page, f"report in {language}")
