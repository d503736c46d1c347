"""Rows A8, N8 and the labels of C6: what the bot did not get right lies in one inbox and is labelled by keys.

In nl, with spot checks in fr and en; real bot, real knowledge base.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.e2e.conftest import MakePage
from tests.e2e.pages.inbox import Inbox
from tests.support.crowd import Crowd, Person, Rest
from tests.support.product import Product

Audit = Callable[[Page, str], None]

# About one thing that no article is about, in three languages: the bot asks what is meant.
BLUE = {
    "nl": "de beamer in de aula toont alleen blauw",
    "fr": "le projecteur de l'auditoire affiche tout en bleu",
    "en": "the projector in the hall shows only blue",
}
N_FAST = 40


def _not_helped(crowd: Crowd, text: str, language: str = "nl") -> Person:
    """A user who says that the bot's answer did not help."""
    user = crowd.user(language)
    user.say(text)
    answer = user.until("message_created", sender={"kind": "bot", "name": "Firstline"})
    user.does("feedback", message_id=answer["id"], helpful=False)
    return user


def _wait_for(rest: Rest, n: int) -> None:
    until = time.monotonic() + 60
    while rest.call("GET", "/api/inbox/count")["open"] < n:
        assert time.monotonic() < until
        time.sleep(0.2)


def test_a_manager_works_through_the_inbox(
    make_page: MakePage, product: Product, crowd: Crowd, audit: Audit, unique: str
) -> None:
    rest = Rest(product.url, "manager@example.org")
    before = rest.call("GET", "/api/inbox/count")["open"]
    for language, text in BLUE.items():
        _not_helped(crowd, text, language)
    _not_helped(crowd, f"mijn laptop {unique} print niet")
    _wait_for(rest, before + 4)
    # All of one meaning lie together, whatever the language.
    until = time.monotonic() + 60
    while True:
        groups = rest.call("GET", "/api/inbox?q=b&limit=100")["groups"]
        together = [g for g in groups if {BLUE["nl"], BLUE["fr"], BLUE["en"]} <= {i["text"] for i in g["items"]}]
        if together and all(item["near"] for item in together[0]["items"]):
            break
        assert time.monotonic() < until, groups
        time.sleep(0.3)

    inbox = Inbox(make_page("wide", "nl"), product.url).sign_in()
    expect(inbox.badge).to_contain_text(str(before + 4))
    inbox.show(BLUE["fr"])
    expect(inbox.detail).to_contain_text("Het antwoord hielp niet")
    expect(inbox.detail).to_contain_text("Wat de bot dacht")
    expect(inbox.detail.locator(".inbox-around .here")).to_contain_text(BLUE["fr"])
    audit(inbox.page, "inbox")

    # One key labels the whole group; one takes it back.
    inbox.press("g", "i")
    inbox.page.get_by_role("combobox", name="Zoek een onderwerp").fill("tweed scherm")
    audit(inbox.page, "choose")
    inbox.page.keyboard.press("Enter")
    expect(inbox.last).to_contain_text("3 berichten gelabeld: Het tweede scherm werkt niet")
    inbox.kept()
    expect(inbox.last).to_contain_text("voor de toets")
    expect(inbox.rows.filter(has_text=BLUE["nl"])).to_have_count(0)
    assert {label["part"] for label in rest.call("GET", "/api/labels?limit=3")["labels"]} == {"eval"}
    inbox.press("u")
    expect(inbox.rows.filter(has_text=BLUE["nl"])).to_have_count(1)
    assert rest.call("GET", "/api/labels")["labels"] == []

    # Words are marked with keys alone, and a new subject is made of a name.
    inbox.show(unique)
    inbox.press("e")
    inbox.page.keyboard.press("ArrowRight")
    inbox.page.keyboard.press("Enter")
    inbox.page.get_by_role("button", name="Toestel", exact=True).click()
    expect(inbox.page.locator(".inbox-marks")).to_contain_text("Toestel: laptop")
    audit(inbox.page, "words")
    inbox.press("c")
    inbox.page.get_by_role("textbox", name="Naam van het onderwerp").fill(f"Iets {unique}")
    audit(inbox.page, "create")
    inbox.page.get_by_role("button", name="Maken en labelen").click()
    expect(inbox.last).to_contain_text(f"Gelabeld: Iets {unique}")
    inbox.kept()
    (label,) = rest.call("GET", "/api/labels")["labels"]
    assert label["intent"] == f"problem_iets_{unique}"
    assert label["entities"] == [{"start": 5, "end": 11, "entity": "device"}]

    # A lost connection keeps nothing and says so; the message is back.
    inbox.show(BLUE["en"])
    inbox.page.context.set_offline(True)
    inbox.press("d")
    expect(inbox.page.locator(".toast.bad")).to_contain_text("Niet bewaard")
    expect(inbox.here).to_contain_text(BLUE["en"])
    inbox.page.context.set_offline(False)

    # Two at once: who looks at it is named, and nobody labels it twice.
    inbox.show(BLUE["nl"])
    other = Inbox(make_page("phone", "fr"), product.url)
    expect(inbox.detail.locator(".inbox-around .here")).to_contain_text(BLUE["nl"])
    inbox.page.wait_for_timeout(600)  # the claim is asked when somebody stays with a message
    other.sign_in("admin@example.org")
    other.rows.filter(has_text=BLUE["nl"]).first.click()
    expect(other.page.get_by_text("regarde ce message")).to_be_visible()
    expect(other.page.get_by_role("button", name="Supprimer")).to_be_disabled()
    audit(other.page, "inbox, phone, taken")

    other.part("decided")
    expect(other.page.get_by_text(f"Iets {unique}")).to_be_visible()
    audit(other.page, "decided")
    inbox.part("subjects")
    expect(inbox.page.get_by_role("rowheader", name=f"Iets {unique}")).to_contain_text("Nog geen artikel")
    audit(inbox.page, "subjects")
    inbox.go("articles")
    inbox.page.get_by_role("button", name="Nieuw artikel").click()
    new = inbox.page.get_by_role("dialog")
    new.get_by_label("Welk onderwerp beantwoordt het?").select_option(label=f"Iets {unique}")
    expect(new.get_by_role("textbox", name=re.compile("^Titel"))).to_have_value(f"Iets {unique}")
    inbox.page.keyboard.press("Escape")
    inbox.part("subjects")
    inbox.page.get_by_role("button", name=f"Artikel schrijven over: Iets {unique}").click()
    audit(inbox.page, "the article of a subject")
    inbox.page.get_by_role("dialog").get_by_role("button", name="Beginnen").click()
    expect(inbox.page).to_have_url(re.compile(f"#/articles/iets-{unique}.nl"))
    inbox.part("subjects")
    row = inbox.page.get_by_role("row").filter(has_text=f"Iets {unique}")
    expect(row.get_by_role("link", name="Concept afwerken")).to_have_attribute("href", f"#/articles/iets-{unique}.nl")
    reader = Inbox(make_page("wide", "en"), product.url).sign_in("supervisor@example.org")
    expect(reader.detail).to_contain_text("Knowledge managers decide")
    audit(reader.page, "inbox, read")
    reader.page.goto(f"{product.url}/desk")  # the first page, without a name in the address
    reader.page.get_by_role("link", name="Decided").click()
    expect(reader.page.get_by_role("link", name="Decided")).to_have_attribute("aria-current", "page")
    expect(reader.page.get_by_text(f"Iets {unique}")).to_be_visible()


def test_forty_messages_in_a_minute(make_page: MakePage, product: Product, crowd: Crowd, unique: str) -> None:
    rest = Rest(product.url, "manager@example.org")
    before = rest.call("GET", "/api/inbox/count")["open"]
    for number in range(N_FAST):
        _not_helped(crowd, f"mijn printer {unique} print nummer {number} niet")
    _wait_for(rest, before + N_FAST)
    inbox = Inbox(make_page("wide", "nl"), product.url).sign_in()
    inbox.page.get_by_role("searchbox").fill(unique)
    expect(inbox.rows).to_have_count(N_FAST)

    begun = time.monotonic()
    for left in range(N_FAST, 0, -1):
        inbox.press("v")
        expect(inbox.rows).to_have_count(left - 1)
    inbox.kept()
    took_s = time.monotonic() - begun

    assert took_s < 60, took_s
    labels = rest.call("GET", "/api/labels?limit=200")["labels"]
    assert sum(unique in label["text"] for label in labels) == N_FAST, took_s
    parts = [label["part"] for label in labels if unique in label["text"]]
    assert parts.count("eval") == N_FAST // 5
