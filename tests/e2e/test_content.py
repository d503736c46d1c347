"""Rows C2, N4, S10: what is in another language is found all the same; what is secret stays secret."""

from __future__ import annotations

import json
import re
import time
from typing import Any

import httpx
import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import MakePage
from tests.e2e.pages.console import Console
from tests.e2e.pages.widget import Widget
from tests.support.product import PASSWORD, Product

DUTCH_ONLY = """---
id: mail-signature.nl
family: mail-signature
language: nl
title: Een handtekening onder je e-mails zetten
topic: email
goal: Je naam en functie staan vanzelf onder elke nieuwe e-mail.
minutes: 4
keywords: [automatische handtekening, ondertekening]
steps:
  - id: settings
    text: Open in Outlook Bestand, Opties, E-mail en klik op Handtekeningen.
  - id: write
    text: Maak een nieuwe handtekening, typ je naam en functie en klik op OK.
---
Onder je e-mails staat nog geen handtekening met je naam, functie en telefoonnummer.

## Wat je doet

1. Open de instelling Handtekeningen.
2. Typ je naam en functie en bewaar.
"""
PASSWORD_SAID = {
    "nl": "mijn wachtwoord is {secret} en ik kan niet aanmelden",
    "fr": "mon mot de passe est {secret} et je ne peux pas me connecter",
    "en": "my password is {secret} and I cannot sign in",
}
WE_NEVER_ASK = {
    "nl": "Wij vragen nooit naar je wachtwoord",
    "fr": "Nous ne demandons jamais votre mot de passe",
    "en": "We never ask for your password",
}


class Articles:
    """A knowledge manager who waits until the search has followed."""

    def __init__(self, product: Product) -> None:
        self._http = httpx.Client(base_url=product.url, timeout=30)
        self._do("POST", "/api/session", {"email": "manager@example.org", "password": PASSWORD})
        parts = json.loads((product.folder / "parts.json").read_text())
        self._index = str(parts["kb_index"]["health_url"]).removesuffix("/healthz")

    def add(self, markdown: str, **more: str) -> str:
        """Publish a new article; returns its id."""
        article_id = str(self._do("POST", "/api/articles", {"markdown": markdown, **more})["article_id"])
        self.publish(article_id)
        return article_id

    def publish(self, article_id: str) -> None:
        self._do("POST", f"/api/articles/{article_id}/publish", {})
        self._wait(article_id, there=True)

    def withdraw(self, article_id: str) -> None:
        self._do("POST", f"/api/articles/{article_id}/withdraw")
        self._wait(article_id, there=False)

    def _do(self, method: str, path: str, body: object = None) -> dict[str, Any]:
        answer = self._http.request(method, path, json=body)
        assert answer.is_success, answer.text
        return dict(answer.json())

    def _wait(self, article_id: str, *, there: bool) -> None:
        until = time.monotonic() + 30
        while (httpx.get(f"{self._index}/articles/{article_id}").status_code == 200) != there:
            assert time.monotonic() < until, article_id
            time.sleep(0.05)


def expect_dutch_only(widget: Widget, answer: str, title: str) -> None:
    assert "n'existe qu'en néerlandais" in answer, "the bot says so, in French"
    card = widget.article_card()
    expect(card).to_contain_text(title)
    expect(card).to_contain_text(widget.words.only_in_dutch)
    assert card.get_attribute("lang") == "nl", "a screen reader reads the title in Dutch"


def test_french_question_finds_the_article_that_exists_only_in_dutch(make_page: MakePage, product: Product) -> None:
    """C2, N4: the translations are taken away while the product runs; the question in French still finds it."""
    articles, translations = Articles(product), ("second-screen.fr", "second-screen.en")
    for article_id in translations:
        articles.withdraw(article_id)
    widget = Widget(make_page("wide", "fr"), product.url, "fr").visit().open()

    answer = widget.ask("mon deuxième écran n'est pas détecté quand je le branche à mon portable")

    for article_id in translations:
        articles.publish(article_id)
    expect_dutch_only(widget, answer, "scherm")


def test_article_imported_in_dutch_is_at_most_one_question_away_in_french(
    make_page: MakePage, product: Product
) -> None:
    """C2, N4: no intent knows this topic; the bot may ask which is meant, and the imported article is among the answers."""
    title = "Een handtekening onder je e-mails zetten"
    articles = Articles(product)
    article_id = articles.add(DUTCH_ONLY, language="nl", title=title, family="mail-signature")
    widget = Widget(make_page("wide", "fr"), product.url, "fr").visit().open()

    answer = widget.ask("je voudrais mettre une signature avec mon nom et ma fonction en bas de mes e-mails")
    if title in widget.replies():
        answer = widget.press(title)

    articles.withdraw(article_id)
    expect_dutch_only(widget, answer, title)


@pytest.mark.parametrize("language", ["nl", "fr", "en"])
def test_password_is_masked_everywhere_and_the_bot_says_never_to_send_one(
    language: str, make_page: MakePage, product: Product, unique: str
) -> None:
    """S10: not on the screen after a reload, not on the agent's, not in any file of the product."""
    secret = f"Zomer-{unique}!"
    sofie = Console(make_page("wide", "nl"), product.url, "nl").sign_in()
    widget = Widget(make_page("wide", language), product.url, language).visit().open()

    answer = widget.ask(PASSWORD_SAID[language].format(secret=secret))

    assert WE_NEVER_ASK[language] in answer
    assert secret not in answer
    widget.ask_person()
    number = widget.ticket_number()
    expect(widget.reload().log.get_by_text(widget.words.password_hidden)).to_be_visible()
    assert not any(secret in entry.text for entry in widget.entries())
    sofie.open(number)
    expect(sofie.transcript.get_by_title(re.compile("niet bewaard|Gemaskeerd")).first).to_be_visible()
    assert secret not in sofie.page.content()
    leaks = [path.name for path in product.folder.rglob("*") if path.is_file() and secret.encode() in path.read_bytes()]
    assert leaks == []


def test_markup_from_a_user_is_shown_as_text_to_user_and_agent(make_page: MakePage, product: Product) -> None:
    """C4, C5: HTML and script are words like any others."""
    nasty = '<img src=x onerror="document.title=1"><script>document.title=2</script><b>vet</b>'
    sofie = Console(make_page("wide", "nl"), product.url, "nl").sign_in()
    widget = Widget(make_page("wide", "nl"), product.url, "nl").visit().open()

    widget.ask(nasty)
    widget.ask_person()
    sofie.open(widget.ticket_number())

    assert widget.mine() == [nasty]
    sofie.expect_said("<b>vet</b>")
    assert widget.panel.locator(".bubble :is(img, script, b)").count() == 0
    assert sofie.transcript.locator(".bubble :is(img, script, b)").count() == 0
    assert sofie.page.title() not in ("1", "2")
