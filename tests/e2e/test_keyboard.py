"""Row A13: everything without a mouse, and nothing wider than a small phone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import MakePage
from tests.e2e.pages.console import Console
from tests.e2e.pages.widget import Widget
from tests.support.product import Product

WIFI = {
    "nl": "ik heb geen verbinding met de wifi",
    "fr": "je n'ai pas de connexion wifi",
    "en": "I can't connect to the wifi",
}


def test_widget_by_keyboard_alone(make_page: MakePage, product: Product) -> None:
    """A13: open, ask, press a quick reply, close with Escape; the focus is where one expects it."""
    widget = Widget(make_page("wide", "en"), product.url, "en").visit()
    keys = widget.page.keyboard

    # In from the page.
    for _ in range(40):
        keys.press("Tab")
        if widget.has_focus():
            break
    assert widget.has_focus(), "Tab reaches the launcher"
    keys.press("Enter")
    expect(widget.composer).to_be_focused()

    # Ask and choose.
    keys.type("I can't connect to the wifi")
    keys.press("Enter")
    expect(widget.reply(widget.words.start)).to_be_visible(timeout=20_000)
    for _ in range(10):
        keys.press("Shift+Tab")
        if widget.focused() == widget.words.start:
            break
    assert widget.focused() == widget.words.start, "Shift+Tab reaches the quick replies"
    keys.press("Enter")
    widget.expect_step(1)

    # Out again.
    keys.press("Escape")
    expect(widget.dialog).to_be_hidden()
    assert widget.has_focus(), "the focus is back on the launcher"
    keys.press("Enter")
    expect(widget.composer).to_be_focused()


def test_console_by_keyboard_alone(make_page: MakePage, product: Product) -> None:
    """A7, A13: shortcuts walk the list, switch to the note, open and close the dialogs."""
    sofie = Console(make_page("wide", "nl"), product.url, "nl")
    widget = Widget(make_page("wide", "nl"), product.url, "nl").visit().open()
    widget.ask_person()
    number = widget.ticket_number()
    keys = sofie.sign_in().page.keyboard

    keys.press("?")
    expect(sofie.dialog(sofie.words.shortcuts)).to_be_visible()
    keys.press("Escape")
    expect(sofie.dialog(sofie.words.shortcuts)).to_be_hidden()
    keys.press("Control+k")
    expect(sofie.dialog(sofie.words.commands)).to_be_visible()
    keys.type(number)
    keys.press("Enter")
    expect(sofie.middle.get_by_role("heading", name=re.compile(number))).to_be_visible()
    keys.press("Alt+p")
    expect(sofie.middle.get_by_role("textbox", name=sofie.words.note)).to_be_focused()
    keys.type("alleen voor ons")
    keys.press("Control+Enter")
    sofie.expect_said("alleen voor ons")


def test_palette_opened_while_another_dialog_closes_stays(make_page: MakePage, product: Product) -> None:
    """A7: the browser tells of the closing a moment later; that must not take the new dialog along."""
    sofie = Console(make_page("wide", "nl"), product.url, "nl").sign_in()
    sofie.page.keyboard.press("?")
    expect(sofie.dialog(sofie.words.shortcuts)).to_be_visible()

    sofie.page.evaluate("""() => {
      document.querySelector('dialog[open]').close();
      const key = { key: 'k', code: 'KeyK', ctrlKey: true, bubbles: true };
      document.body.dispatchEvent(new KeyboardEvent('keydown', key));
      return new Promise((done) => setTimeout(done, 200));
    }""")

    expect(sofie.dialog(sofie.words.commands)).to_be_visible()


@pytest.mark.parametrize("language", ["nl", "fr", "en"])
def test_nothing_scrolls_sideways_at_320_px(language: str, make_page: MakePage, product: Product) -> None:
    """A13 (WCAG 1.4.10): demo page, panel with a step, console and its panes on the narrowest phone."""
    widget = Widget(make_page("small", language), product.url, language).visit()
    assert sideways(widget) == []
    widget.open()
    assert sideways(widget) == [], "greeting"
    widget.ask(WIFI[language])
    widget.choose(0)
    assert sideways(widget) == [], "conversation"
    widget.send("x" * 300)
    widget.expect_text("x" * 300)
    assert sideways(widget) == [], "a long word"
    widget.ask_person()
    number = widget.ticket_number()
    assert sideways(widget) == [], "queue"

    console = Console(make_page("small", language), product.url, language).visit()
    assert sideways(console) == [], "sign-in"
    console.sign_in()
    assert sideways(console) == [], "list"
    console.open(number)
    assert sideways(console) == [], "conversation"
    console.show_ticket()
    assert sideways(console) == [], "ticket"


def sideways(screen: Widget | Console) -> list[str]:
    """Documents of our origin that are wider than their window."""
    wider = "document.documentElement.scrollWidth > innerWidth"
    frames = [frame for frame in screen.page.frames if not frame.url.startswith("about:")]
    return [frame.url for frame in frames if frame.evaluate(wider)]
