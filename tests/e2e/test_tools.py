"""Rows S1, S3, S9, A7, A12: an agent's tools in the conversation, by keyboard, with a colleague and the user there."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import MakePage
from tests.e2e.pages.console import Console
from tests.e2e.pages.tools import Tools
from tests.e2e.pages.widget import Widget
from tests.support.product import Product

Audit = Callable[[Page, str], None]
WIFI = {
    "nl": "mijn laptop vindt het wifi-netwerk niet meer",
    "fr": "mon portable ne trouve plus le réseau wifi",
    "en": "my laptop no longer finds the wifi network",
}
YES = {"nl": "Ja, dat mag", "fr": "Oui, j’accepte", "en": "Yes, I agree"}
GREETED = {"nl": "Ik lees even", "fr": "Je lis ce que", "en": "Give me a moment"}


def _taken(make_page: MakePage, product: Product, language: str, size: str) -> tuple[Widget, Tools, str]:
    widget = Widget(make_page("wide", language), product.url, language).visit().open()
    widget.ask(WIFI[language])
    widget.ask_person()
    number = widget.ticket_number()
    console = Console(make_page(size, language), product.url, language).sign_in("agent@example.org")
    console.open(number)
    console.take()
    return widget, Tools(console), number


@pytest.mark.parametrize("language", ["nl", "fr", "en"])
def test_replies_articles_and_suggestions_by_keyboard(
    language: str, make_page: MakePage, product: Product, audit: Audit
) -> None:
    widget, tools, number = _taken(make_page, product, language, "wide")

    tools.choose("/greet", "/greet")
    audit(tools.page, f"a reply that was chosen, {language}")
    tools.send()
    widget.expect_text(re.compile(GREETED[language]))

    field = tools.write("?? wifi")
    expect(tools.options.first).to_be_visible()
    audit(tools.page, f"the list of articles, {language}")
    title = tools.options.first.locator("strong").text_content() or ""
    field.press("Enter")
    expect(tools.console.middle.locator(".card-chip")).to_contain_text(title)
    tools.page.reload()  # the draft and its card are kept
    tools.console.open(number)
    expect(tools.console.middle.locator(".card-chip")).to_contain_text(title)
    tools.console.middle.get_by_role("textbox", name=tools.console.words.reply, exact=True).click()
    tools.send()
    expect(widget.panel.get_by_role("link", name=re.compile(re.escape(title))).last).to_be_visible()

    suggested = tools.console.ticket.get_by_role("region", name=tools.words.suggestions)
    expect(suggested.locator("mark").first).to_be_visible()
    suggested.get_by_role("button", name=re.compile(tools.words.use, re.IGNORECASE)).first.click()
    expect(tools.console.middle.locator(".card-chip")).to_be_visible()


def test_colleague_is_mentioned_consulted_and_not_talked_over(make_page: MakePage, product: Product) -> None:
    widget, sofie, _ = _taken(make_page, product, "nl", "wide")
    karim_page = make_page("wide", "fr")
    karim = Tools(Console(karim_page, product.url, "fr").sign_in("agent2@example.org"))

    sofie.choose("kijk jij even mee, @@kar", "Karim Lambert", note=True)
    sofie.send()
    karim.console.expect_toast(re.compile("Sofie Janssens vous mentionne"))
    day = karim.go(karim.words.day)
    day.get_by_role("button", name=re.compile("Sofie Janssens")).click()
    karim.console.note("essayez le mode avion")
    sofie.console.expect_said("essayez le mode avion")
    expect(karim_page.locator(".nav-count")).to_have_count(0)

    # A colleague's note in the making is seen, and so is what came in while one typed.
    karim.write("encore une idée", note=True)
    expect(sofie.console.transcript.get_by_text("Karim Lambert schrijft een notitie")).to_be_visible()
    sofie.write("Kunt u het toestel herstarten?")
    widget.send("ik heb het al herstart")
    expect(sofie.console.middle.get_by_text(re.compile("Terwijl je typte"))).to_be_visible()
    sofie.send()
    again = sofie.console.middle.get_by_role("button", name=sofie.words.send_anyway)
    expect(again).to_be_visible()
    assert "herstarten?" not in str([entry.text for entry in widget.entries()])
    again.click()
    widget.expect_text(re.compile("herstarten\\?"))


@pytest.mark.parametrize(("language", "size"), [("nl", "wide"), ("fr", "phone"), ("en", "small")])
def test_macro_call_back_and_remote_help(
    language: str, size: str, make_page: MakePage, product: Product, audit: Audit, unique: str
) -> None:
    widget, tools, number = _taken(make_page, product, language, size)

    tools.make_macro(f"m {unique}", f"macro {unique}")
    audit(tools.page, f"macros, {language}")
    tools.page.goto(f"{product.url}/console#/")
    if size == "wide":
        tools.console.open(number)
    tools.more(f"m {unique}")
    widget.expect_text(re.compile(f"macro {unique}"))

    tools.plan_call_back("0470 12 34 56", 60)
    tools.propose_takeover()
    audit(tools.page, f"a take-over that is proposed, {language}")
    widget.panel.get_by_role("button", name=YES[language]).click()
    link = tools.console.middle.locator(".takeover-bar a")
    expect(link).to_have_attribute("href", re.compile(r"^https://help\.example\.org/join/\d{9}$"))
    audit(widget.page, f"remote help in the panel, {language}")
    tools.console.middle.get_by_role("button", name=tools.words.stop, exact=True).click()
    expect(widget.panel.locator(".takeover")).to_have_count(0)

    day = tools.go(tools.words.day)
    row = day.locator(".day-row").filter(has_text="•••• •• •• 56").first
    audit(tools.page, f"the day, {language}")
    row.get_by_role("button", name=re.compile("56")).click()
    expect(day.get_by_role("link", name="0470 12 34 56")).to_be_visible()
    day.get_by_role("button", name=re.compile(f"^{tools.words.done}")).first.click()
