"""Bad days: a part hangs or dies in mid-conversation. The user is told, loses nothing and is never left alone."""

from __future__ import annotations

import re
import signal
import time
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import MakePage
from tests.e2e.pages.widget import Widget
from tests.support.product import Product

TOLD = {
    "nl": re.compile("duurt langer dan gewoonlijk|even niet beschikbaar"),
    "fr": re.compile("prend plus de temps|n’est pas disponible"),
}
TOLD_WITHIN_S = 5.0  # the promise is 3 s; the rest is room for a busy machine


@pytest.fixture(autouse=True)
def all_well_afterwards(product: Product) -> Iterator[None]:
    """Whatever a test broke has come back by itself before the next one starts."""
    yield
    for part in ("bot", "webchat", "actions", "kb_index"):
        product.signal(part, signal.SIGCONT)
    product.wait_healthy()


def test_rasa_stopped_in_mid_conversation_is_told_and_goes_on(
    make_page: MakePage, product: Product, record_property: Callable[[str, object], None]
) -> None:
    """A1, N2: told within 3 s and offered a person; once Rasa runs again, the bot answers again."""
    widget = Widget(make_page("wide", "nl"), product.url, "nl").visit().open()
    widget.ask("hallo")

    product.signal("bot", signal.SIGSTOP)
    n = len(widget.entries())
    started = time.monotonic()
    widget.send("ik heb geen verbinding met de wifi")
    widget.log.get_by_text(TOLD["nl"]).first.wait_for()
    told_after_s = time.monotonic() - started

    record_property("told_after_s", round(told_after_s, 2))
    assert told_after_s < TOLD_WITHIN_S
    expect(widget.person_button).to_be_enabled()
    # Still no Rasa: the question is answered from the knowledge base itself.
    widget.expect_text(re.compile("even niet beschikbaar.*wifi", re.I))
    expect(widget.article_card()).to_contain_text("wifi")

    product.signal("bot", signal.SIGCONT)
    product.wait_healthy()
    said = [entry.text for entry in widget.entries()[n:]]
    assert sum("wifi" in text for text in widget.mine()) == 1
    assert sum("even niet beschikbaar" in text for text in said) == 1, "answered once"
    widget.ask("de printer drukt niet af")
    assert widget.entries()[-1].who == widget.words.bot


def test_rasa_killed_between_two_messages_leaves_nobody_without_an_answer(
    make_page: MakePage, product: Product, record_property: Callable[[str, object], None]
) -> None:
    """A1: at once an answer from the knowledge base or a person; then the bot is back by itself."""
    widget = Widget(make_page("phone", "fr"), product.url, "fr").visit().open()
    widget.ask("bonjour")

    product.signal("bot", signal.SIGKILL)
    started = time.monotonic()
    widget.send("mon portable ne trouve plus le wifi")
    widget.log.get_by_text(TOLD["fr"]).first.wait_for()
    told_after_s = time.monotonic() - started

    record_property("told_after_s", round(told_after_s, 2))
    assert told_after_s < TOLD_WITHIN_S
    expect(widget.person_button).to_be_enabled()
    product.wait_healthy()
    widget.expect_badge(widget.words.badge_bot)
    widget.ask("je n'arrive pas à me connecter au VPN")
    assert widget.entries()[-1].who == widget.words.bot


def test_person_is_in_reach_while_rasa_hangs(make_page: MakePage, product: Product) -> None:
    """C3, A1: the way to a person does not lead through the bot."""
    widget = Widget(make_page("wide", "nl"), product.url, "nl").visit().open()

    product.signal("bot", signal.SIGSTOP)
    widget.ask_person()

    widget.expect_badge(widget.words.badge_queue, within_ms=5_000)
    assert widget.ticket_number()


def test_webchat_killed_while_the_user_types_loses_and_doubles_nothing(
    make_page: MakePage, product: Product, unique: str
) -> None:
    """N3: the text stays, is sent once after the reconnect, and is answered once."""
    widget = Widget(make_page("wide", "nl"), product.url, "nl").visit().open()
    widget.ask("dag")
    n = len(widget.entries())
    widget.write(f"ik heb geen verbinding met de wifi {unique}")

    product.signal("webchat", signal.SIGKILL)
    expect(widget.composer).to_have_value(f"ik heb geen verbinding met de wifi {unique}")
    widget.send_written()

    widget.answer_after(n + 1)
    widget.expect_online()
    product.wait_healthy()
    assert [text for text in widget.mine() if unique in text] == [f"ik heb geen verbinding met de wifi {unique}"]
    before = widget.entries()
    assert widget.reload().entries() == before, "the server has the same, once"
