"""Rows A11, S15: an administrator makes an account, its owner gives it a password of their own, the log tells of it.

The chat service alone is enough here: nobody chats.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import MakePage
from tests.webchat.realtime.server import PASSWORD, Server

Audit = Callable[[Page, str], None]
WORDS = {
    "nl": {"in": "Aanmelden", "accounts": "Accounts", "new": "Nieuw account", "make": "Account maken",
           "done": "Begrepen", "log": "Auditlog", "changed": "Wachtwoord gewijzigd", "account": "Mijn account",
           "password": "Wachtwoord wijzigen", "edit": "Nele Nieuw bewerken", "disable": "Uitschakelen"},
    "fr": {"in": "Se connecter", "accounts": "Comptes", "new": "Nouveau compte", "make": "Créer le compte",
           "done": "Compris", "log": "Journal d’audit", "changed": "Mot de passe changé", "account": "Mon compte",
           "password": "Changer le mot de passe", "edit": "Modifier Nele Nieuw", "disable": "Désactiver"},
    "en": {"in": "Sign in", "accounts": "Accounts", "new": "New account", "make": "Make account",
           "done": "Done", "log": "Audit log", "changed": "Password changed", "account": "My account",
           "password": "Change password", "edit": "Edit Nele Nieuw", "disable": "Disable"},
}  # fmt: skip
OWN_PASSWORD = "vier rode olifanten"


class Desk(Server):
    def log_tail(self, _n_lines: int) -> str:
        return self.log()


@pytest.fixture
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    desk = Desk(tmp_path_factory.mktemp("desk"), "http://127.0.0.1:9")
    desk.start()
    yield desk
    desk.stop()


def _enter(page: Page, url: str, email: str, password: str, button: str) -> None:
    page.goto(f"{url}/console")
    page.locator("input[name=email]").fill(email)
    page.locator("input[name=password]").fill(password)
    page.get_by_role("button", name=button, exact=True).click()


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
    language: str, size: str, dark: bool, make_page: MakePage, product: Desk, audit: Audit
) -> None:
    words = WORDS[language]
    admin = make_page(size, language, dark)
    _enter(admin, product.url, "admin@example.org", PASSWORD, words["in"])
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
    _enter(nele, product.url, "nele@example.org", first, words["in"])
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
    _enter(nele, product.url, "nele@example.org", OWN_PASSWORD, words["in"])
    expect(nele.locator(".form-error")).to_be_visible()
