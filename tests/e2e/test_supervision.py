"""Rows S1, S2, S14, A2: teams, escalation, a supervisor's moves, abuse by policy, reviews and rules, in three languages.

The chat service with a bot's stand-in is enough: what the bot understands is another test's business.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import MakePage
from tests.e2e.pages.desk import Desk
from tests.support.crowd import Crowd, Person
from tests.webchat.realtime.server import FaultyBot, Server

Audit = Callable[[Page, str], None]


@pytest.fixture
def product(tmp_path: Path) -> Iterator[Server]:
    bot = FaultyBot()
    alone = Server(tmp_path, bot.url, WEBCHAT_WRAP_UP_S="5")
    alone.start()
    yield alone
    alone.stop()
    bot.stop()


def _waiting(crowd: Crowd, language: str, text: str) -> Person:
    """A user who waits for a person."""
    user = crowd.user(language)
    user.say(text)
    user.does("ask_human")
    return user


def test_day_of_a_supervisor(make_page: MakePage, product: Server, crowd: Crowd, audit: Audit, unique: str) -> None:
    desk = Desk(make_page("wide", "nl"), product.url).sign_in("supervisor@example.org")
    sofie = crowd.agent(product.token())

    # A second line behind the first, made on the screen.
    desk.go("teams")
    desk.make_team({"Nederlands": "Netwerk", "Frans": "Réseau", "Engels": "Network"}, line="second")
    desk.put_behind("Eerste lijn", "Netwerk")
    audit(desk.page, "teams")

    # Sofie escalates: the user hears it, and the supervisor sees it wait there.
    user = _waiting(crowd, "nl", f"de wifi valt weg {unique}")
    desk.go("supervisor")
    expect(desk.queue("Eerste lijn")).to_contain_text(unique)
    audit(desk.page, "supervisor")
    conversation_id = sofie.does("snapshot")["conversations"][0]["id"]
    sofie.does("take", conversation_id=conversation_id)
    sofie.does("escalate", conversation_id=conversation_id, note="router is nieuw")
    user.hears("ander team: Netwerk")
    expect(desk.queue("Netwerk")).to_contain_text(unique)

    # The supervisor moves it to a person, then takes it over.
    desk.move("Netwerk", to="Sofie Janssens")
    expect(desk.part("In behandeling")).to_contain_text("Sofie Janssens")
    desk.part("In behandeling").get_by_role("button", name="overnemen").click()
    user.hears("Nathalie Dubois neemt het gesprek over")
    expect(desk.page.get_by_role("log")).to_contain_text("router is nieuw")

    # Abuse: too early, a warning, the end; the user is told each time.
    user.say("stomme trut")
    expect(desk.page.get_by_role("log")).to_contain_text("stomme trut")
    desk.abuse("Gesprek beëindigen")
    expect(desk.dialog).to_contain_text("eerst waarschuwen (1×)")
    desk.dialog.get_by_role("button", name="Gebruiker waarschuwen").click()
    user.hears("respectvol te houden")
    desk.abuse("Gesprek beëindigen")
    user.hears("We sluiten dit gesprek af")
    expect(desk.page.locator(".presence-button")).to_contain_text("Afronden")
    desk.go("supervisor")
    reports = desk.part("Meldingen van grensoverschrijdend gedrag")
    expect(reports).to_contain_text("stomme trut")
    for n_left in (1, 0):
        reports.get_by_role("button", name="Afgehandeld").first.click()
        expect(reports.get_by_role("button", name="Afgehandeld")).to_have_count(n_left)


def test_review_is_written_and_read_by_the_agent(
    make_page: MakePage, product: Server, crowd: Crowd, audit: Audit
) -> None:
    sofie = crowd.agent(product.token())
    _waiting(crowd, "fr", "mon écran reste noir")
    conversation_id = sofie.does("snapshot")["conversations"][0]["id"]
    sofie.does("take", conversation_id=conversation_id)
    sofie.does("resolve", conversation_id=conversation_id, outcome="solved")

    lead = Desk(make_page("wide", "fr"), product.url).sign_in("supervisor@example.org")
    lead.go("supervisor")
    lead.part("Récemment clôturées").get_by_role("button", name="Évaluer").click()
    expect(lead.dialog.get_by_role("group")).to_have_count(6)
    for item in lead.dialog.get_by_role("group").all():
        item.get_by_label("Oui").check()
    lead.dialog.get_by_role("textbox").fill("Très clair.")
    audit(lead.page, "review")
    lead.dialog.get_by_role("button", name="Enregistrer").click()
    expect(lead.dialog).to_have_count(0)

    agent = Desk(make_page("small", "en", dark=True), product.url).sign_in("agent@example.org")
    agent.go("reviews")
    agent.page.get_by_text("100%").click()
    expect(agent.page.get_by_text("Très clair.")).to_be_visible()
    audit(agent.page, "reviews")


@pytest.mark.parametrize(("language", "size"), [("nl", "wide"), ("fr", "phone"), ("en", "small")])
def test_rules_are_changed_by_administrators_with_clear_errors(
    language: str, size: str, make_page: MakePage, product: Server, audit: Audit
) -> None:
    words = {
        "nl": ("Maandag", "Bewaren", "Dit klopt niet: Openingsuren · Maandag", "geldt meteen", "Alleen een beheerder"),
        "fr": ("Lundi", "Enregistrer", "Ceci n’est pas correct : Heures d’ouverture · Lundi", "tout de suite",
               "Seul un administrateur"),
        "en": ("Monday", "Save", "This is not right: Opening hours · Monday", "counts at once", "Only an administrator"),
    }  # fmt: skip
    monday, save, wrong, saved, only = words[language]
    admin = Desk(make_page(size, language), product.url).sign_in("admin@example.org")
    admin.go("settings/hours")
    admin.page.get_by_label(monday, exact=True).fill("8-17")
    admin.page.get_by_role("button", name=save).click()
    expect(admin.page.get_by_role("alert")).to_contain_text(wrong)
    admin.page.get_by_label(monday, exact=True).fill("08:30-12:00, 13:00-17:00")
    admin.page.get_by_role("button", name=save).click()
    expect(admin.page.get_by_text(saved)).to_be_visible()
    for name in ("hours", "sla", "priority_matrix", "routing", "escalation", "abuse", "checklist", "takeover"):
        admin.go(f"settings/{name}")
        expect(admin.page.get_by_role("button", name=save)).to_be_enabled()
        audit(admin.page, name)

    lead = Desk(make_page("wide", language), product.url).sign_in("supervisor@example.org")
    lead.go("settings/hours")
    expect(lead.page.get_by_label(monday, exact=True)).to_have_value("08:30-12:00, 13:00-17:00")
    expect(lead.page.get_by_label(monday, exact=True)).to_be_disabled()
    expect(lead.page.get_by_text(only)).to_be_visible()


def test_phone_has_every_page_in_reach_and_the_log_in_words(
    make_page: MakePage, product: Server, crowd: Crowd, audit: Audit
) -> None:
    sofie = crowd.agent(product.token())
    _waiting(crowd, "fr", "mon écran reste noir")
    conversation_id = sofie.does("snapshot")["conversations"][0]["id"]
    sofie.does("take", conversation_id=conversation_id)

    admin = Desk(make_page("small", "nl"), product.url).sign_in("admin@example.org")
    admin.page.get_by_role("button", name="Meer", exact=True).click()
    audit(admin.page, "menu of pages")
    admin.page.keyboard.press("Escape")
    expect(admin.page.get_by_role("link", name="Auditlog")).to_be_hidden()
    admin.choose("Meer", "Auditlog")
    expect(admin.page.get_by_role("link", name="Auditlog")).to_be_hidden()
    taken = admin.page.get_by_role("row").filter(has_text="Gesprek opgenomen")
    expect(taken).to_contain_text("Gesprek FL-")
    audit(admin.page, "audit log")
    assert admin.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
