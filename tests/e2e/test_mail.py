"""Rows A3, S14: who has left gets news by mail, with a link back into the same conversation."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from email.message import EmailMessage

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import MakePage
from tests.e2e.pages.console import Console
from tests.e2e.pages.widget import Widget
from tests.support.product import Product
from tests.webchat import smtp
from tests.webchat.smtp import MailServer

LINK = re.compile(r"https?://\S+/chat/[^\s/#]+")
MAILED_S = 20.0


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory, mail_server: MailServer) -> Iterator[Product]:
    """The real product with a mail server, and little patience."""
    settings = {**mail_server.environment, "WEBCHAT_MAIL_UNREAD_S": "1"}
    with Product(tmp_path_factory.mktemp("mailing"), settings) as running:
        yield running


def _mail(server: MailServer, to: str, n: int) -> EmailMessage:
    """Wait for the nth mail to an address, counted from 1."""
    until = time.monotonic() + MAILED_S
    while time.monotonic() < until:
        got = [mail for mail in server.taken if mail["To"] == to]
        if len(got) >= n:
            return got[n - 1]
        time.sleep(0.1)
    raise AssertionError(f"{len(server.taken)} mails, none is number {n} to {to}")


def _link(mail: EmailMessage) -> str:
    found = LINK.search(smtp.plain(mail))
    assert found
    return found[0]


def test_user_who_has_left_comes_back_by_the_link_of_a_mail(
    make_page: MakePage,
    product: Product,
    mail_server: MailServer,
    audit: Callable[[Page, str], None],
    unique: str,
) -> None:
    """A3, S14: number by mail while nobody is there, answer by mail, back by the link, rating and going on."""
    email = f"{unique}@example.org"
    widget = Widget(make_page("small", "nl"), product.url, "nl").visit().open()
    widget.ask(f"mijn scherm is zwart {unique}")
    widget.ask_person()
    number = widget.ticket_number()
    widget.leave_email("an@")
    expect(widget.panel.get_by_text(widget.words.no_valid_email)).to_be_visible()
    audit(widget.page, "widget that asks for an address")
    widget.leave_email(email)
    expect(widget.panel.get_by_text(widget.words.email_saved)).to_be_visible()
    assert _mail(mail_server, email, 1)["Subject"] == f"We hebben je vraag goed ontvangen ({number})"
    assert unique in widget.save_transcript()
    widget.mail_transcript()
    assert next(iter(_mail(mail_server, email, 2).iter_attachments())).get_filename() == "gesprek.txt"
    widget.page.goto("about:blank")

    console = Console(make_page("wide", "nl"), product.url, "nl").sign_in()
    console.open(email)  # the address is all the name there is
    console.take()
    console.say(f"trek de stekker eens uit {unique}")
    answer = _mail(mail_server, email, 3)
    assert "heeft geantwoord op je vraag" in answer["Subject"]
    assert f"trek de stekker eens uit {unique}" in smtp.plain(answer)

    back = Widget.by_link(make_page("phone", "nl"), _link(answer), product.url, "nl")
    back.expect_text(f"trek de stekker eens uit {unique}")
    audit(back.page, "page behind the link of a mail")
    back.send(f"dat hielp {unique}")
    console.expect_said(f"dat hielp {unique}")
    back.page.goto("about:blank")

    console.resolve("Stekker eruit en weer erin.")
    closed = _mail(mail_server, email, 4)
    assert "afgesloten" in closed["Subject"]
    rating = Widget.by_link(make_page("wide", "nl"), f"{_link(closed)}#rate-4", product.url, "nl")
    expect(rating.panel.get_by_role("radio", name=rating.words.score.format(n=4))).to_be_checked()
    rating.send_score()
    rating.reopen()
    rating.send(f"toch nog een vraag {unique}")
    console.expect_said(f"toch nog een vraag {unique}")

    stop = make_page("phone", "nl")
    stop.goto(f"{_link(closed)}/stop")
    audit(stop, "page to stop mails")
    stop.get_by_role("button").click()
    expect(stop.get_by_role("heading", name="Je krijgt geen mails meer over dit gesprek.")).to_be_visible()


def test_dead_link_says_so_and_leads_on(
    make_page: MakePage, product: Product, audit: Callable[[Page, str], None]
) -> None:
    """A3: a link that is forged or too old is no blank page."""
    page = make_page("phone", "fr")
    page.goto(f"{product.url}/chat/abc.def.ghi")

    expect(page.get_by_role("heading", name="Ce lien n’est plus valable")).to_be_visible()
    expect(page.get_by_role("link", name="Nouvelle conversation")).to_have_attribute("href", "/help/fr")
    audit(page, "dead link")
