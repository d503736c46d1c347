"""The help centre in Chromium (A9, A13): with a script and without, every link of every page, nothing that moves."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from urllib.parse import urljoin

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import SIZES, MakePage
from tests.e2e.pages.help_centre import HelpCentre
from tests.e2e.pages.widget import Widget
from tests.support.product import PASSWORD, Product
from webchat.texts import load

Audit = Callable[..., None]
PAGES = ("", "/topics/network", "/search?q=wifi", "/wifi-no-connection.{language}")


@pytest.fixture
def without_script(browser: Browser) -> Iterator[Page]:
    """A page of somebody who lets no script run."""
    context = browser.new_context(java_script_enabled=False, viewport=SIZES["phone"])
    context.set_default_timeout(15_000)
    yield context.new_page()
    context.close()


@pytest.fixture
def votes(product: Product) -> Iterator[Callable[[], list[dict[str, object]]]]:
    """What is work for the knowledge manager."""
    with httpx.Client(base_url=product.url, timeout=20) as client:
        client.post("/api/session", json={"email": "manager@example.org", "password": PASSWORD})
        yield lambda: client.get("/api/article-votes").json()["votes"]


@pytest.mark.parametrize(
    ("language", "size", "dark"), [("nl", "wide", False), ("fr", "small", True), ("en", "phone", False)]
)
def test_pages_are_accessible_and_nothing_on_them_moves(
    language: str, size: str, dark: bool, make_page: MakePage, product: Product, audit: Audit
) -> None:
    page = make_page(size, language, dark)
    centre = HelpCentre(page, product.url, language)
    for path in PAGES:
        centre.visit(path.format(language=language))
        assert centre.shifted() == 0, path
        audit(page, f"help centre {path}")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
    page.locator(".steps summary").first.click()
    centre.vote.locator("summary").click()
    audit(page, "help centre, article unfolded")


def test_without_a_script_one_searches_reads_votes_and_changes_language(
    without_script: Page, product: Product, votes: Callable[[], list[dict[str, object]]]
) -> None:
    centre = HelpCentre(without_script, product.url, "nl").visit()
    centre.search("de printer drukt niet af")
    expect(without_script.locator("mark").first).to_be_visible()
    without_script.get_by_role("link", name="De printer drukt niet af").first.click()
    expect(centre.title).to_have_text("De printer drukt niet af")
    expect(without_script.locator(".steps > li").first).to_be_visible()
    expect(without_script.locator("[data-chat]")).to_be_hidden()  # the chat needs a script

    centre.say_no("incomplete", "mijn wachtwoord is Zomer2026!")

    expect(centre.vote).to_contain_text(centre.word("help_vote_thanks_no"))
    mine = [vote for vote in votes() if vote["article_id"] == "printer-not-printing.nl"]
    assert [(vote["reason"], "Zomer2026!" in str(vote["text"])) for vote in mine] == [("incomplete", False)]
    without_script.get_by_role("link", name="FR", exact=True).click()
    expect(centre.title).to_have_text(re.compile("imprimante"))


def test_titles_while_one_types_are_chosen_by_keys(make_page: MakePage, product: Product, audit: Audit) -> None:
    page = make_page("wide", "fr")
    centre = HelpCentre(page, product.url, "fr").visit()

    centre.field.press_sequentially("imprim")
    expect(centre.options.first).to_be_visible()
    expect(centre.field).to_have_attribute("aria-expanded", "true")
    centre.field.press("ArrowDown")
    expect(centre.options.first).to_have_attribute("aria-selected", "true")
    audit(page, "titles while typing")
    centre.field.press("Escape")
    expect(centre.options.first).to_be_hidden()
    centre.field.press("ArrowDown")
    title = centre.options.first.inner_text()
    centre.field.press("Enter")

    expect(centre.title).to_have_text(title)


def test_a_vote_with_a_script_stays_on_the_page_and_counts_once(
    make_page: MakePage, product: Product, votes: Callable[[], list[dict[str, object]]]
) -> None:
    centre = HelpCentre(make_page("wide", "en"), product.url, "en").article("mailbox-full")
    assert centre.page.context.cookies() == [], "nothing is kept before anything is said"

    centre.say_no("unclear", "which folder?")

    expect(centre.vote.get_by_role("status")).to_have_text(centre.word("help_vote_thanks_no"))
    assert "voted" not in centre.page.url
    mine = [vote for vote in votes() if vote["article_id"] == "mailbox-full.en"]
    assert [(vote["reason"], vote["text"]) for vote in mine] == [("unclear", "which folder?")]


def test_chat_about_an_article_begins_with_that_article(make_page: MakePage, product: Product, audit: Audit) -> None:
    page = make_page("wide", "nl")
    centre = HelpCentre(page, product.url, "nl").article("meeting-no-sound")
    title = centre.title.inner_text()
    page.get_by_role("button", name=centre.word("help_chat_about")).click()
    widget = Widget(page, product.url, "nl")
    expect(widget.composer).to_be_visible()

    widget.write("ik heb geen wifi in de trein")
    expect(widget.panel.get_by_role("link", name=re.compile("wifi"))).to_be_visible()
    audit(page, "articles while one writes", but=".reading")
    widget.write("")
    widget.panel.get_by_role("button", name=f"Help me met: {title}").click()

    answer = widget.answer_after(1)
    assert "geluid" in answer.lower()
    expect(widget.panel.get_by_role("button", name=widget.words.start)).to_be_visible()


def test_every_link_of_every_page_leads_somewhere_in_the_same_language(product: Product) -> None:
    """Crawled from the three first pages; links to other languages are followed and stay in theirs."""
    waiting, seen, wrong = [f"/help/{language}" for language in ("nl", "fr", "en")], set[str](), list[str]()
    with httpx.Client(base_url=product.url, timeout=20) as client:
        while waiting:
            path = waiting.pop()
            if path in seen:
                continue
            seen.add(path)
            answer = client.get(path)
            if answer.status_code != 200:
                wrong.append(f"{path}: {answer.status_code}")
            if not path.startswith("/help/"):
                continue
            language = path.split("/")[2]
            if f'<html lang="{language}">' not in answer.text:
                wrong.append(f"{path}: not in its language")
            anchors = set(re.findall(r'id="([^"]+)"', answer.text))
            for href in re.findall(r'<(?:a|link|script)[^>]* (?:href|src)="([^"]+)"', answer.text):
                if href.startswith("#"):
                    wrong += [f"{path}: {href}"] if href[1:] not in anchors else []
                elif not href.startswith("data:"):
                    waiting.append(urljoin(path, href).removeprefix(product.url))

    assert wrong == []
    assert len([path for path in seen if re.fullmatch(r"/help/\w\w/[\w-]+\.\w\w", path)]) >= 135
    assert all(not path.startswith("http") for path in seen)


@pytest.mark.parametrize("language", ["nl", "fr", "en"])
def test_no_page_holds_a_word_of_another_language(language: str, product: Product) -> None:
    others = [load(each) for each in ("nl", "fr", "en") if each != language]
    own = load(language)
    with httpx.Client(base_url=product.url, timeout=20) as client:
        for path in (*PAGES, "/nothing"):
            page = client.get(f"/help/{language}{path.format(language=language)}").text
            for texts in others:
                foreign = [
                    key
                    for key, text in texts.items()
                    if key.startswith(("help_", "topic_", "page_")) and len(text) > 12 and "{" not in text
                    if text in page and text not in own.values()
                ]
                assert foreign == [], path
