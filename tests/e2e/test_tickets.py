"""Rows S3, S14 and A7: the list of tickets and one ticket, by hand and by keys, in three languages; axe on every state.

The chat service alone is enough here; what customers said is put into its database before it starts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import MakePage
from tests.e2e.pages.tickets import Tickets
from tests.support.tickets import FIRST, SAID, started
from tests.webchat.realtime.server import Server

Audit = Callable[[Page, str], None]

REQUEST = {"nl": f"FL-{FIRST + 4}", "fr": f"FL-{FIRST + 5}", "en": f"FL-{FIRST + 4}"}
FIELDS = {
    "nl": ("Wat is er nodig", "Voor wie", "Waarom", "Goedkeurder"),
    "fr": ("Ce qui est demandé", "Pour qui", "Pourquoi", "Approbateur"),
    "en": ("What is needed", "For whom", "Why", "Approver"),
}


@pytest.fixture
def product(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    desk = started(tmp_path_factory.mktemp("desk"), n_copies=getattr(request, "param", 0))
    yield desk
    desk.stop()


@pytest.mark.parametrize(
    ("language", "size", "dark"), [("nl", "wide", False), ("fr", "phone", True), ("en", "small", False)]
)
def test_list_search_ticket_request_and_its_approval(
    language: str, size: str, dark: bool, make_page: MakePage, product: Server, audit: Audit
) -> None:
    page = make_page(size, language, dark)
    desk = Tickets(page, product.url, language).sign_in()
    words = desk.words
    expect(desk.rows).to_have_count(len(SAID))
    audit(page, "list")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    desk.search("imprim reseau")
    expect(desk.rows).to_have_count(1)
    expect(desk.rows.locator("mark").first).to_have_text("imprimante")
    audit(page, "found")
    desk.search(REQUEST[language].lower())
    expect(desk.row(REQUEST[language])).to_be_visible()
    expect(desk.rows).to_have_count(1)

    sheet = desk.open(REQUEST[language])
    sheet.get_by_role("button", name=words.ask).click()
    expect(sheet.get_by_role("alert").filter(has_text=words.missing)).to_be_visible()
    for label, value in zip(FIELDS[language], ("Visio", "An Peeters", "plannen", "Bert Claes"), strict=True):
        desk.fill(label, value)
    sheet.get_by_role("button", name=words.ask).click()
    expect(sheet.locator(".approval-state")).to_contain_text("Bert Claes")
    sheet.get_by_label(words.note).fill("eerst het budget")
    sheet.get_by_role("button", name=words.refuse).click()
    expect(sheet.locator(".approval")).to_contain_text("eerst het budget")

    desk.handling.get_by_role("combobox", name=words.priority, exact=True).select_option("urgent")
    expect(desk.handling.locator(".changes li").first).to_contain_text(words.priorities["urgent"])
    desk.handling.get_by_role("button", name=words.link, exact=True).click()
    desk.handling.locator("input[name=to]").fill(f"FL-{FIRST}")
    desk.handling.get_by_role("button", name=words.save_link, exact=True).click()
    expect(desk.handling.get_by_role("link", name=f"FL-{FIRST}")).to_be_visible()
    audit(page, "ticket")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    page.get_by_role("button", name=words.to_conversation).click()
    expect(page.get_by_role("log")).to_contain_text("eerst het budget")
    if size != "wide":
        page.get_by_role("button", name="Ticket", exact=True).click()
    beside = page.locator(".ticket")
    beside.locator(".history summary").click()
    expect(beside.locator(".changes")).to_contain_text("Bert Claes")
    audit(page, "beside the conversation")


def test_keys_alone_go_through_the_list_tick_and_open(make_page: MakePage, product: Server) -> None:
    page = make_page("wide", "en", False)
    desk = Tickets(page, product.url, "en").sign_in()
    desk.rows.first.get_by_role("link").focus()
    numbers = [re.findall(r"FL-\d+", text)[0] for text in desk.rows.all_inner_texts()]

    page.keyboard.press("j")
    page.keyboard.press("x")
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.keyboard.press("k")
    page.keyboard.press("k")
    page.keyboard.press("x")

    for number in numbers[:3]:
        expect(desk.row(number).get_by_role("checkbox")).to_be_checked()
    expect(desk.row(numbers[3]).get_by_role("checkbox")).not_to_be_checked()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(f"#/tickets/{numbers[0]}$"))


def test_bulk_tells_what_was_refused_and_colleagues_see_changes_come(make_page: MakePage, product: Server) -> None:
    desk = Tickets(make_page("wide", "en", False), product.url, "en").sign_in()
    other = Tickets(make_page("wide", "nl", False), product.url, "nl").sign_in("agent2@example.org")
    ours, theirs = f"FL-{FIRST}", f"FL-{FIRST + 1}"
    sheet_page = other.page
    other.open(theirs)
    other.handling.get_by_role("combobox", name=other.words.agent, exact=True).select_option(label="Karim Lambert")
    expect(sheet_page.locator(".toast").first).to_be_visible()
    expect(desk.row(theirs)).to_contain_text("Karim Lambert")

    for number in (ours, theirs):
        desk.row(number).get_by_role("checkbox").check()
    bulk = desk.page.locator("form.bulk")
    bulk.locator("select").first.select_option("close")
    bulk.locator("select").nth(1).select_option("no_answer")
    bulk.get_by_role("button", name=desk.words.apply).click()

    expect(bulk.get_by_role("alert").filter(has_text=theirs)).to_be_visible()
    expect(desk.row(ours)).to_have_count(0)
    expect(desk.rows).to_have_count(len(SAID) - 1)


def test_view_is_kept_and_found_again_after_signing_in_anew(make_page: MakePage, product: Server) -> None:
    page = make_page("wide", "nl", False)
    desk = Tickets(page, product.url, "nl").sign_in()
    page.locator(".ticket-filters").first.get_by_role("combobox", name="Soort").select_option("request")
    expect(desk.rows).to_have_count(2)
    page.get_by_role("button", name=desk.words.save_view).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label(desk.words.name, exact=True).fill("Aanvragen")
    dialog.get_by_role("checkbox").check()
    dialog.get_by_role("button", name=desk.words.save).click()
    expect(dialog).to_be_hidden()

    colleague = Tickets(make_page("wide", "fr", False), product.url, "fr").sign_in("agent2@example.org")
    colleague.page.locator(".view-bar select").select_option(label="Aanvragen (partagée)")
    expect(colleague.rows).to_have_count(2)


@pytest.mark.parametrize("product", [2000 // len(SAID) - 1], indirect=True)
def test_two_thousand_tickets_are_listed_and_found(make_page: MakePage, product: Server) -> None:
    page = make_page("wide", "nl", False)
    desk = Tickets(page, product.url, "nl").sign_in()
    page.locator(".view-bar select").select_option("all")
    expect(page.locator(".found-count")).to_have_text("2000 tickets")

    desk.search("vergaderzaal")

    expect(page.locator(".found-count")).to_have_text("250 tickets")
    expect(page.locator(".found mark").first).to_have_text("vergaderzaal")


@pytest.mark.parametrize(("language", "size"), [("nl", "wide"), ("fr", "small")])
def test_administrator_adds_a_field_that_agents_then_fill_in(
    language: str, size: str, make_page: MakePage, product: Server, audit: Audit
) -> None:
    page = make_page(size, language, False)
    Tickets(page, product.url, language).sign_in("admin@example.org")
    page.goto(f"{product.url}/console#/fields")
    page.locator(".page-head button").click()
    dialog = page.get_by_role("dialog")
    dialog.locator("input[name=key]").fill("building")
    dialog.locator("select").select_option("choice")
    for code, name in (("nl", "Gebouw"), ("fr", "Bâtiment"), ("en", "Building")):
        dialog.locator(f"input[name=label-{code}]").fill(name)
    dialog.locator("textarea[name=choices]").fill("hq ; Hoofdzetel ; Siège ; Head office")
    audit(page, "new field")
    dialog.get_by_role("button").last.click()
    expect(dialog).to_be_hidden()
    audit(page, "fields")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    desk = Tickets(make_page("wide", language, False), product.url, language).sign_in("agent2@example.org")
    name, choice = {"nl": ("Gebouw", "Hoofdzetel"), "fr": ("Bâtiment", "Siège")}[language]
    sheet = desk.open(f"FL-{FIRST}")
    sheet.get_by_role("button", name=f"{name}: ").click()
    sheet.get_by_role("combobox", name=name).select_option(label=choice)
    sheet.get_by_role("combobox", name=name).press("Enter")
    expect(sheet.get_by_role("button", name=f"{name}: ")).to_contain_text(choice)
    desk.page.go_back()
    expect(desk.row(f"FL-{FIRST}")).to_contain_text(choice)
