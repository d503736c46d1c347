"""Rows C4, N3, A4: nothing is lost and nothing doubled, whatever the page or its connection does."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import MakePage
from tests.e2e.pages.line import Line
from tests.e2e.pages.widget import Widget
from tests.support.product import Product


@pytest.mark.parametrize("size", ["wide", "phone"])
def test_reload_in_mid_conversation_goes_on_where_it_was(size: str, make_page: MakePage, product: Product) -> None:
    """N3, C4: the same conversation with every message, its quick replies and the text not sent yet."""
    widget = Widget(make_page(size, "en"), product.url, "en").visit().open()
    widget.ask("I can't connect to the wifi")
    widget.press(widget.words.start)
    widget.expect_step(1)
    before, replies = widget.entries(), widget.replies()
    widget.write("half a sent")

    widget.reload()

    widget.expect_step(1)
    assert widget.entries() == before
    assert widget.replies() == replies
    expect(widget.composer).to_have_value("half a sent")
    widget.choose(0)
    assert len(widget.entries()) > len(before)


def test_message_written_without_connection_survives_a_reload_and_is_sent_once(
    make_page: MakePage, product: Product, unique: str
) -> None:
    """N3: unsent messages are kept over a reload and leave in order, once, when the connection is back."""
    page = make_page("wide", "nl")
    line = Line(page)
    widget = Widget(page, product.url, "nl").visit().open()
    widget.ask("ik heb een vraag over mijn printer")
    n = len(widget.entries())

    line.cut()
    widget.expect_offline()
    widget.send(f"eerste {unique}")
    widget.send(f"tweede {unique}")
    expect(widget.panel.get_by_text(widget.words.waits_for_link).first).to_be_visible()
    widget.reload()
    expect(widget.panel.get_by_text(widget.words.waits_for_link).first).to_be_visible()
    line.mend()

    expect(widget.panel.get_by_text(widget.words.waits_for_link)).to_have_count(0, timeout=20_000)
    widget.expect_online()
    widget.answer_after(n + 2)
    assert widget.mine()[-2:] == [f"eerste {unique}", f"tweede {unique}"]
    seen_by_server = widget.reload().entries()
    assert [e.text for e in seen_by_server if unique in e.text and e.who == widget.words.me] == [
        f"eerste {unique}",
        f"tweede {unique}",
    ]


def test_two_tabs_show_one_conversation(make_page: MakePage, product: Product, unique: str) -> None:
    """N3: what is said in one tab stands in the other."""
    first = Widget(make_page("wide", "nl"), product.url, "nl").visit().open()
    first.ask(f"mijn scherm blijft zwart {unique}")
    second = Widget(first.page.context.new_page(), product.url, "nl").visit()
    second.open_if_closed()
    second.expect_text(re.compile(unique))

    second.send("ook na herstarten")

    first.expect_text("ook na herstarten")
    expect(second.log.get_by_text("ook na herstarten")).to_have_count(1)
    expect(first.log.get_by_text("ook na herstarten")).to_have_count(1)
