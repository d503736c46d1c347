"""Rows S13, S14: a heap of reports → signalled → declared in three languages → told, linked → ended → told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import MakePage
from tests.e2e.pages.loop import Loop
from tests.e2e.pages.widget import Widget
from tests.support.crowd import Crowd, Rest
from tests.support.product import Product

Audit = Callable[[Page, str], None]
# Six people in an hour that has seen nothing else.
REPORTS = [
    ("nl", "de wifi doet het niet meer sinds vanmorgen"),
    ("nl", "ik heb geen wifi op mijn laptop"),
    ("nl", "mijn laptop vindt het draadloos netwerk niet"),
    ("fr", "je n'ai plus de wifi sur mon portable"),
    ("fr", "le wifi ne fonctionne plus au bureau"),
    ("en", "my laptop cannot connect to the wifi"),
]
SLOW_MS = 30_000


@pytest.fixture
def product(tmp_path: Path) -> Iterator[Product]:
    """A product of its own: what others asked in this hour would count against the heap."""
    with Product(tmp_path, {"WEBCHAT_SIGN_IN_ATTEMPTS": "1000"}) as running:
        yield running


def test_heap_of_reports_becomes_an_incident_that_everybody_hears_of(
    make_page: MakePage, product: Product, crowd: Crowd, audit: Audit
) -> None:
    supervisor = Loop(make_page("wide", "nl"), product.url).sign_in("supervisor@example.org")
    people = []
    for language, said in REPORTS:
        person = crowd.user(language)
        person.say(said)
        people.append(person)
    for person in people:
        person.until("message_created", kind="question")

    # Signalled on every page, also to the supervisor.
    expect(supervisor.page.locator(".signals-notice")).to_be_visible(timeout=SLOW_MS)
    desk = Loop(make_page("wide", "nl"), product.url).sign_in()
    desk.go("incidents")
    heap = desk.card("6 mensen in 60 minuten")
    expect(heap).to_contain_text("Geen verbinding met de wifi", timeout=SLOW_MS)
    audit(desk.page, "incidents with a signal")

    # One click, and the words are there in three languages.
    heap.get_by_role("link", name="Maak er een gekende storing van").click()
    title = desk.page.get_by_role("group", name="Nederlands").get_by_role("textbox", name="Titel")
    expect(title).to_have_value("Storing: geen verbinding met de wifi")
    audit(desk.page, "declaring an incident")
    title.fill("Storing: geen wifi in Gent")
    desk.press("Iedereen laten weten")
    expect(desk.card("Storing: geen wifi in Gent")).to_contain_text("6 meldingen")
    expect(desk.page.locator(".signals-notice")).to_have_count(0)

    # Those of the heap are told, and whoever comes next.
    people[0].hears("Storing: geen wifi in Gent")
    people[3].hears("panne connue")
    people[5].hears("known incident")
    late = Widget(make_page("phone", "nl"), product.url, "nl").visit().open()
    answer = late.ask("help, er is geen wifi op mijn verdieping")
    assert "Storing: geen wifi in Gent" in answer
    audit(late.page, "incident in the widget")
    late.send("ik wil een medewerker spreken")
    late.expect_text("hoort bij een gekende storing: Storing: geen wifi in Gent")

    # Two change it at once: who comes second sees both versions and loses nothing.
    desk.press("Wijzigen")
    expect(title).to_have_value("Storing: geen wifi in Gent")
    lead = Rest(product.url, "supervisor@example.org")
    (known,) = lead.call("GET", "/api/incidents")["incidents"]
    theirs = {name: known[name] for name in ("title", "text", "families")}
    theirs["text"]["nl"] = "We zoeken."
    lead.call("PUT", f"/api/incidents/{known['id']}", theirs, If_Match='"1"')
    text = desk.page.get_by_role("group", name="Nederlands").get_by_role("textbox", name="Wat mensen moeten weten")
    text.fill("Een zender is stuk.")
    desk.press("Bewaren")
    expect(desk.page.get_by_role("alert").filter(has_text="We zoeken.")).to_be_visible()
    expect(text).to_have_value("Een zender is stuk.")
    audit(desk.page, "a lost race")
    desk.press("Toch mijn versie bewaren")
    expect(desk.card("Storing: geen wifi in Gent")).to_contain_text("Een zender is stuk.")

    # Over: one click, and all hear it in their own language.
    desk.press("De storing is voorbij")
    audit(desk.page, "ending an incident")
    desk.page.get_by_role("dialog").get_by_role("textbox", name="Nederlands").fill("Een zender was stuk.")
    desk.press("De storing is voorbij")
    people[1].hears("voorbij: Storing: geen wifi in Gent. Een zender was stuk.")
    people[4].hears("La panne est terminée")
    late.expect_text("voorbij: Storing: geen wifi in Gent. Een zender was stuk.")
    expect(desk.card("7 van 7 weten dat ze voorbij is")).to_be_visible(timeout=SLOW_MS)
    audit(desk.page, "incidents")
