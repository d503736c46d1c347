"""Row A11: two-step sign-in set up and used, sessions ended from elsewhere, in three languages; axe on every state.

The chat service alone is enough here: nobody chats.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable

import pyotp
import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import MakePage
from tests.e2e.pages.console import Console
from tests.webchat.realtime.server import PASSWORD, Server

Audit = Callable[[Page, str], None]
WORDS = {
    "nl": {"account": "Mijn account", "setup": "Instellen", "on": "Aanzetten", "kept": "Ik heb ze bewaard",
           "is_on": "Staat aan", "in": "Aanmelden"},
    "fr": {"account": "Mon compte", "setup": "Configurer", "on": "Activer", "kept": "Je les ai gardés",
           "is_on": "Activée", "in": "Se connecter"},
    "en": {"account": "My account", "setup": "Set up", "on": "Turn on", "kept": "I have kept them",
           "is_on": "On", "in": "Sign in"},
}  # fmt: skip


@pytest.fixture
def product(chat_alone: Server) -> Server:
    return chat_alone


def _account(page: Page, words: dict[str, str]) -> None:
    page.locator("[aria-controls=presence-menu]").click()
    page.get_by_role("button", name=words["account"]).click()
    expect(page.get_by_role("dialog", name=words["account"]).locator("input[name=name]")).to_be_visible()


@pytest.mark.parametrize(
    ("language", "size", "dark"), [("nl", "wide", False), ("fr", "phone", True), ("en", "small", False)]
)
def test_two_steps_are_set_up_asked_and_sessions_end_from_elsewhere(
    language: str, size: str, dark: bool, make_page: MakePage, product: Server, audit: Audit
) -> None:
    words = WORDS[language]
    page = make_page(size, language, dark)
    Console(page, product.url, language).visit().fill_in("supervisor@example.org", PASSWORD)
    _account(page, words)
    audit(page, "account")
    dialog = page.get_by_role("dialog")
    dialog.locator("input[name=password]").fill("verkeerd")
    dialog.get_by_role("button", name=words["setup"], exact=True).click()
    expect(dialog.get_by_role("alert").filter(has_text=re.compile(r"\w"))).to_be_visible()
    audit(page, "wrong password")
    dialog.locator("input[name=password]").fill(PASSWORD)
    dialog.get_by_role("button", name=words["setup"], exact=True).click()
    secret = dialog.locator(".secret").inner_text().replace(" ", "")
    expect(dialog.get_by_role("img")).to_be_visible()
    audit(page, "QR code")
    dialog.locator("input[name=code]").fill(pyotp.TOTP(secret).at(time.time() - 30))
    dialog.get_by_role("button", name=words["on"], exact=True).click()
    codes = dialog.locator(".recovery-codes code")
    expect(codes).to_have_count(10)
    recovery = codes.first.inner_text()
    audit(page, "recovery codes")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    dialog.get_by_role("button", name=words["kept"]).click()
    expect(dialog.get_by_text(words["is_on"], exact=True)).to_be_visible()

    other = make_page(size, language, dark)
    Console(other, product.url, language).visit().fill_in("supervisor@example.org", PASSWORD)
    code = other.locator("input[name=otp]")
    expect(code).to_be_focused()
    audit(other, "asks the code")
    code.fill("000000")
    other.get_by_role("button", name=words["in"], exact=True).click()
    expect(other.locator(".form-error")).to_be_visible()
    audit(other, "wrong code")
    code.fill(recovery)
    other.get_by_role("button", name=words["in"], exact=True).click()
    _account(other, words)
    sessions = other.get_by_role("dialog").locator(".sessions li")
    expect(sessions).to_have_count(2)
    expect(sessions.first).to_contain_text("Chrome, Linux")
    audit(other, "two sessions")
    other.get_by_role("dialog").locator(".sessions button").click()
    expect(sessions).to_have_count(1)
    # The page that was ended goes back to the form by itself: its socket was closed.
    expect(page.locator("input[name=email]")).to_be_visible(timeout=3_000)
    audit(page, "ended")
