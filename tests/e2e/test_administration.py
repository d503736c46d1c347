"""Rows A11, S15: an administrator makes an account, its owner gives it a password of their own, the log tells of it.

The chat service alone is enough here: nobody chats.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import MakePage
from tests.e2e.pages.console import Console
from tests.webchat.realtime.server import PASSWORD, Server

Audit = Callable[[Page, str], None]
WORDS = {
    "nl": {"accounts": "Accounts", "new": "Nieuw account", "make": "Account maken",
           "done": "Begrepen", "log": "Auditlog", "changed": "Wachtwoord gewijzigd", "account": "Mijn account",
           "password": "Wachtwoord wijzigen", "edit": "Nele Nieuw bewerken", "disable": "Uitschakelen"},
    "fr": {"accounts": "Comptes", "new": "Nouveau compte", "make": "Créer le compte",
           "done": "Compris", "log": "Journal d’audit", "changed": "Mot de passe changé", "account": "Mon compte",
           "password": "Changer le mot de passe", "edit": "Modifier Nele Nieuw", "disable": "Désactiver"},
    "en": {"accounts": "Accounts", "new": "New account", "make": "Make account",
           "done": "Done", "log": "Audit log", "changed": "Password changed", "account": "My account",
           "password": "Change password", "edit": "Edit Nele Nieuw", "disable": "Disable"},
}  # fmt: skip
OWN_PASSWORD = "vier rode olifanten"


@pytest.fixture
def product(chat_alone: Server) -> Server:
    return chat_alone


def _choose(page: Page, name: str) -> None:
    """Go to a page by the menu; on a phone it stands behind "More"."""
    expect(page.locator(".nav")).to_be_visible()
    more = page.locator("[aria-controls=nav-rest]")
    if more.is_visible():
        more.click()
    page.get_by_role("link", name=name).click()


@pytest.mark.parametrize(
    ("language", "size", "dark"), [("nl", "wide", False), ("fr", "phone", True), ("en", "small", False)]
)
def test_an_account_is_made_used_disabled_and_the_log_tells_of_it(
    language: str, size: str, dark: bool, make_page: MakePage, product: Server, audit: Audit
) -> None:
    words = WORDS[language]
    admin = make_page(size, language, dark)
    Console(admin, product.url, language).visit().fill_in("admin@example.org", PASSWORD)
    _choose(admin, words["accounts"])
    expect(admin.locator(".accounts tbody tr")).to_have_count(5)
    audit(admin, "accounts")
    assert admin.evaluate("document.documentElement.scrollWidth <= innerWidth")
    admin.get_by_role("button", name=words["new"]).click()
    dialog = admin.get_by_role("dialog")
    dialog.locator("input[name=name]").fill("Nele Nieuw")
    dialog.locator("input[name=email]").fill("nele@example.org")
    audit(admin, "new account")
    dialog.get_by_role("button", name=words["make"]).click()
    first = dialog.locator(".secret").inner_text()
    audit(admin, "first password")
    dialog.get_by_role("button", name=words["done"]).click()
    expect(admin.locator(".accounts tbody tr")).to_have_count(6)

    nele = make_page(size, language, dark)
    console = Console(nele, product.url, language).visit()
    console.fill_in("nele@example.org", first)
    nele.locator("[aria-controls=presence-menu]").click()
    expect(nele.locator(".nav a", has_text=words["accounts"])).to_have_count(0)
    nele.get_by_role("button", name=words["account"]).click()
    own = nele.get_by_role("dialog", name=words["account"])
    own.locator("summary", has_text=words["password"]).click()
    own.locator("input[name=old_password]").fill(first)
    own.locator("input[name=new_password]").fill(OWN_PASSWORD)
    audit(nele, "own password")
    own.get_by_role("button", name=words["password"]).click()
    expect(own.locator("input[name=new_password]")).to_have_value("")

    _choose(admin, words["log"])
    admin.locator("input[type=search]").fill("nele@")
    expect(admin.locator(".audit tbody")).to_contain_text(words["changed"])
    audit(admin, "audit log")
    assert admin.evaluate("document.documentElement.scrollWidth <= innerWidth")
    _choose(admin, words["accounts"])
    admin.get_by_role("button", name=words["edit"]).click()
    audit(admin, "edit account")
    admin.get_by_role("dialog").get_by_role("button", name=words["disable"]).click()
    # Her page goes back to the form: the account's sockets are closed.
    expect(nele.locator("input[name=email]")).to_be_visible(timeout=5_000)
    console.visit().fill_in("nele@example.org", OWN_PASSWORD)
    expect(nele.locator(".form-error")).to_be_visible()
