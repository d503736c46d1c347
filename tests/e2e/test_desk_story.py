"""The knowledge desk from end to end: what the bot gets wrong, labelled, written, trained, put to work and taken back.

C6, A8, N5, N8, S13: in the browser, in Dutch, by somebody who has never seen a terminal; French and English looked at
on the way. What it takes is printed, and written where `STORY_REPORT` names a file (`python -m bench.story`).
"""

from __future__ import annotations

import json
import os
import re
import sqlite3
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from bench.tables import percentile
from ops.layout import ROOT
from tests.e2e.conftest import MakePage
from tests.e2e.pages.articles import Articles
from tests.e2e.pages.inbox import Inbox
from tests.e2e.pages.report import Training
from tests.e2e.pages.widget import Widget
from tests.e2e.spoken import in_other_languages
from tests.support.crowd import Crowd
from tests.support.objections import forty_are_said
from tests.support.product import Product
from tests.support.training import BADGE, failed_turns, people_chat, served, settings, understood

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]

Audit = Callable[[Page, str], None]

SUBJECT = "Badge opent de deur niet"
FAMILY = "badge-opent-de-deur-niet"
INTENT = "problem_badge_opent_de_deur_niet"
ALL = [text for texts in BADGE.values() for text in texts]
# About something else, in the same inbox: it stays there.
OTHER = {"nl": ("de beamer in de aula toont alleen blauw",), "en": ("the projector in the hall shows only blue",)}
CALM_S, AFTER_S = 15.0, 1.0  # who waited through the change has an answer by then
ARTICLE = {
    "nl": (
        "Badge opent de deur niet",
        "Een badge die de deur niet opent, is meestal niet meer actief. Je activeert hem zelf opnieuw.\n",
        ("Houd je badge tien seconden tegen de zuil bij het onthaal.", "Probeer daarna de deur opnieuw."),
    ),
    "fr": (
        "Le badge n’ouvre pas la porte",
        "Un badge qui n’ouvre pas la porte n’est le plus souvent plus actif. Vous le réactivez vous-même.\n",
        ("Tenez votre badge dix secondes contre la borne de l’accueil.", "Essayez ensuite la porte à nouveau."),
    ),
    "en": (
        "The badge does not open the door",
        "A badge that does not open the door is usually no longer active. You activate it again yourself.\n",
        ("Hold your badge against the post at the reception for ten seconds.", "Then try the door again."),
    ),
}
# Asked in words that nobody labelled.
ASKED = {
    "nl": "ik krijg de deur niet open met mijn badge",
    "fr": "la porte ne s'ouvre pas avec mon badge",
    "en": "I can't open the door with my badge",
}


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """A product of its own with the whole training set: the model that serves changes."""
    folder = tmp_path_factory.mktemp("story")
    with Product(folder / "var", settings(ROOT, folder)) as running:
        yield running


def test_forty_messages_become_a_subject_that_the_bot_answers(
    make_page: MakePage, product: Product, crowd: Crowd, audit: Audit
) -> None:
    told: dict[str, Any] = {}
    shipped = served(product)
    assert _known(product) == 0
    forty_are_said(product, crowd, OTHER)

    page = make_page("wide", "nl")
    page.set_default_timeout(60_000)  # forty conversations and a training beside it
    told |= _label(Inbox(page, product.url), audit)
    _write_the_article(page, product, audit)
    assert _led_by_the_intent(product, crowd) == 0
    run_id, told["report ready in s"] = _train(page, product, audit)
    _read_the_report(page, product, run_id, audit)

    told |= _promote_while_people_chat(page, product)
    assert served(product) != shipped
    told["understood"] = _known(product)
    assert told["understood"] >= 36
    assert _led_by_the_intent(product, crowd) == len(ASKED)
    for language in ASKED:
        _user_is_helped(make_page, product, language)

    told["rolled back in s"] = _roll_back(page, product, shipped)
    assert _known(product) == 0
    assert _led_by_the_intent(product, crowd) == 0
    _read_what_answers_change(page, product, run_id)
    _report(told)


def _known(product: Product) -> int:
    return sum(understood(product, text) == INTENT for text in ALL)


# --- what the bot makes of it --------------------------------------------------------------------------------


def _led_by_the_intent(product: Product, crowd: Crowd) -> int:
    """How many of those who ask now are offered the article because the model knows what they mean."""
    people = {language: crowd.user(language) for language in ASKED}
    for language, person in people.items():
        person.say(ASKED[language])
    answers = [each.until("message_created", sender={"kind": "bot", "name": "Firstline"}) for each in people.values()]
    with_article = [(answer.get("article") or {}).get("id", "").startswith(f"{FAMILY}.") for answer in answers]
    intents = [_intent(product, person.id) for person in people.values()]
    return sum(led and intent == INTENT for led, intent in zip(with_article, intents, strict=True))


def _intent(product: Product, conversation_id: str) -> str | None:
    """What the bot's first decision of a conversation rests on."""
    query = (
        "SELECT json_extract(extras, '$.decision.intent.name') FROM messages"
        " WHERE conversation_id = ? AND json_extract(extras, '$.decision') IS NOT NULL ORDER BY seq LIMIT 1"
    )
    with sqlite3.connect(f"file:{product.database}?mode=ro", uri=True) as db:
        (name,) = db.execute(query, (conversation_id,)).fetchone()
    return str(name)


# --- what the manager does -----------------------------------------------------------------------------


def _label(inbox: Inbox, audit: Audit) -> dict[str, Any]:
    inbox.sign_in()
    expect(inbox.badge).to_contain_text(str(len(ALL) + len(OTHER)))
    in_other_languages(inbox, "inbox", audit)
    began = time.monotonic()
    n_decisions = inbox.label_as_new(ALL, SUBJECT)
    took = time.monotonic() - began
    assert n_decisions < len(ALL), "groups are labelled as one"
    inbox.page.reload()
    expect(inbox.rows).to_have_count(len(OTHER))
    return {"decisions by keys": n_decisions, "labelled in s": round(took, 1)}


def _write_the_article(page: Page, product: Product, audit: Audit) -> None:
    Training(page, product.url).go("training")
    expect(page.locator(".training-now")).to_contain_text("1 onderwerp heeft nog geen gepubliceerd artikel")
    page.get_by_role("link", name="Naar de onderwerpen").click()
    inbox = Inbox(page, product.url)
    row = page.get_by_role("row").filter(has_text=SUBJECT)
    expect(row).to_contain_text("Nog geen artikel")
    audit(page, "subjects, one without an article")
    inbox.write_article_for(SUBJECT)
    desk = Articles(page, product.url)
    expect(desk.editor).to_be_visible()
    assert desk.article_id == f"{FAMILY}.nl"
    for language, (title, body, steps) in ARTICLE.items():
        if language != "nl":
            desk.translate(language)
        desk.tab("Tekst")
        desk.write(body)
        desk.field("Titel").fill(title)
        desk.write_steps(steps)
        desk.save()
        desk.publish()
    inbox.part("subjects")
    expect(row).not_to_contain_text("Nog geen artikel")


def _train(page: Page, product: Product, audit: Audit) -> tuple[str, float]:
    training = Training(page, product.url)
    training.go("training")
    expect(page.locator(".training-now")).not_to_contain_text("nog geen gepubliceerd artikel")
    expect(page.get_by_role("heading", name="40 nieuwe labels sinds de vorige training")).to_be_visible()
    expect(page.locator(".training-now")).to_contain_text("1 nieuw onderwerp")
    in_other_languages(training, "training", audit)
    began = time.monotonic()
    training.train()
    expect(training.bar).to_be_visible()
    expect(page.get_by_text("Het nieuwe model leert")).to_be_visible(timeout=60_000)
    audit(page, "a training under way")
    run_id = training.finished(within_ms=400_000)
    return run_id, round(time.monotonic() - began, 1)


def _read_the_report(page: Page, product: Product, run_id: str, audit: Audit) -> None:
    training = Training(page, product.url)
    verdict = training.open_report(run_id)
    expect(verdict.get_by_role("heading")).to_contain_text("Beter")
    expect(verdict).to_contain_text(f"Nieuw onderwerp: {SUBJECT}.")
    expect(verdict).to_contain_text(
        re.compile("die je team zelf labelde.*begrijpt het huidige model er 0 en het nieuwe [5-9]")
    )
    expect(training.part("Vragen die anders begrepen worden")).to_contain_text(SUBJECT)
    in_other_languages(training, "report", audit)


def _read_what_answers_change(page: Page, product: Product, run_id: str) -> None:
    """The comparison of answers makes way for whoever chats: it is read last."""
    training = Training(page, product.url)
    training.go("training")
    training.open_report(run_id)
    answers = training.part("Antwoorden die veranderen")
    expect(answers).to_contain_text("doet de bot iets anders", timeout=300_000)
    expect(answers.get_by_role("link", name=SUBJECT).first).to_be_visible()


def _promote_while_people_chat(page: Page, product: Product) -> dict[str, Any]:
    training = Training(page, product.url)
    with people_chat(product.url) as crowd:
        _wait_until_all_chat(crowd)
        calm = time.monotonic()
        page.wait_for_timeout(CALM_S * 1000)
        began = time.monotonic()
        training.promote()
        ended = time.monotonic()
        page.wait_for_timeout(3000)
    before, during = crowd.between(calm, began), crowd.between(began, ended + AFTER_S)
    lost, errors = crowd.n_lost, crowd.n_errors + failed_turns(product)
    assert (lost, errors) == (0, 0)
    p95 = [percentile(waits, 0.95) for waits in (before, during)]
    return {
        "people who chat": crowd.n_users,
        "lost": lost,
        "errors": errors,
        "put to work in s": round(ended - began, 2),
        "answers before": len(before),
        "answers during": len(during),
        "p95 before s": round(p95[0], 2),
        "p95 during s": round(p95[1], 2),
        "p95 ratio": round(p95[1] / p95[0], 2),
    }


def _wait_until_all_chat(crowd: Any) -> None:
    until = time.monotonic() + 60
    while len(crowd.waits) < crowd.n_users:
        assert time.monotonic() < until, len(crowd.waits)
        time.sleep(0.2)


def _user_is_helped(make_page: MakePage, product: Product, language: str) -> None:
    """Somebody asks in other words than were labelled, and is walked through the new article."""
    title, _, steps = ARTICLE[language]
    widget = Widget(make_page("wide", language), product.url, language).visit().open()
    widget.ask(ASKED[language])
    expect(widget.article_card()).to_contain_text(title)
    widget.press(widget.words.start)
    widget.expect_step(1)
    widget.expect_text(steps[0])
    widget.press(widget.words.done)
    widget.expect_text(steps[1])


def _roll_back(page: Page, product: Product, shipped: str | None) -> float:
    training = Training(page, product.url)
    training.go("training")
    began = time.monotonic()
    training.roll_back()
    took = time.monotonic() - began
    assert served(product) == shipped
    assert took <= 10
    return round(took, 2)


# --- the rest ------------------------------------------------------------------------------------------


def _report(told: dict[str, Any]) -> None:
    report = {"date": date.today().isoformat(), "load": round(os.getloadavg()[0], 1), **told}
    print("\n" + json.dumps(report, indent=1))  # noqa: T201  # a measurement is read
    if path := os.environ.get("STORY_REPORT"):
        Path(path).write_text(json.dumps(report, indent=1) + "\n", "utf-8")
