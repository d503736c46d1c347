"""Rows S15, A10, N1: managers read reports and set the dial, in three languages, by keys, on a phone and in the dark."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from ops.layout import ROOT
from ops.parts import free_port
from tests.e2e.conftest import MakePage
from tests.e2e.pages.reports import Knowledge
from tests.support import histories
from tests.webchat.realtime.server import Server
from webchat.adapters.db.engine import migrate, open_engine

Audit = Callable[[Page, str], None]
N = 1200


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real search service on a folder of its own."""
    folder = tmp_path_factory.mktemp("index")
    if (ROOT / "var" / "index").is_dir():  # made by set-up; without it all articles would be encoded again
        shutil.copytree(ROOT / "var" / "index", folder / "index")
    port = free_port()
    environment = {**os.environ, "KB_PORT": str(port), "KB_INDEX_DIR": str(folder / "index"), "PYTHONPATH": str(ROOT)}
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "kb_index", "serve"], env=environment, cwd=ROOT, stdout=log, stderr=log
        )
    url, until = f"http://127.0.0.1:{port}", time.monotonic() + 240
    try:
        while not _is_up(url):
            assert process.poll() is None, (folder / "log").read_text()
            assert time.monotonic() < until, "the search is not up in time"
            time.sleep(0.1)
        urllib.request.urlopen(f"{url}/dial", timeout=60).close()  # the first takes longer
        yield url
    finally:
        process.terminate()
        process.wait(20)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, index: str) -> Iterator[Server]:
    """The chat service with three months behind it."""
    folder = tmp_path_factory.mktemp("desk")
    server = Server(folder, "http://127.0.0.1:9", WEBCHAT_KB_URL=index)
    server.start()  # makes the accounts
    server.stop()
    engine = open_engine(f"sqlite:///{server.database}")
    migrate(engine)
    with engine.execution_options(write=True).begin() as db:
        histories.write(db, n=N, days=90, until=datetime.now(UTC) - timedelta(hours=30))
    engine.dispose()
    server.start()
    yield server
    server.stop()


@pytest.fixture
def product(desk: Server) -> Server:
    """What the browser pages of these tests talk to."""
    return desk


def _is_up(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/healthz", timeout=2) as answer:
            return bool(answer.status == 200)
    except (OSError, urllib.error.HTTPError):
        return False


def test_a_manager_reads_a_report_and_takes_it_along(make_page: MakePage, product: Server, audit: Audit) -> None:
    manager = Knowledge(make_page("wide", "nl"), product.url).sign_in()
    page = manager.page
    manager.go("reports")
    manager.counted()

    # Figures with the period before, and what they mean.
    assert int(manager.value("conversations")) > 100
    expect(manager.figure("solved")).to_contain_text("ervoor:")
    manager.figure("solved").get_by_text("Wat betekent dit?").click()
    expect(manager.figure("solved")).to_contain_text("geen medewerker te pas kwam")
    expect(page.locator("canvas")).to_have_count(2)
    audit(page, "reports")

    # The chart by keys, and its numbers as a table.
    page.get_by_role("img", name="Gesprekken per dag").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".chart-words").first).to_contain_text("Gesprekken")
    page.get_by_text("De cijfers").first.click()
    expect(page.get_by_role("table", name="Per dag").get_by_role("row")).to_have_count(31)

    # What is new, and persons are nobody's business here.
    expect(page.get_by_role("table", name="Wat nieuw is")).to_contain_text("verdachte mail")
    expect(page.get_by_text("Wie wat in handen had")).to_have_count(0)

    # A filter stands in the address, and comes back with it.
    everything = int(manager.value("conversations"))
    page.get_by_role("combobox", name="Taal", exact=True).select_option("fr")
    manager.counted()
    expect(manager.figure("conversations").locator(".reports-value")).not_to_have_text(str(everything))
    assert "language%3Dfr" in page.url
    page.reload()
    manager.counted()
    expect(page.get_by_role("combobox", name="Taal", exact=True)).to_have_value("fr")
    assert 0 < int(manager.value("conversations")) < everything

    with page.expect_download() as table:
        page.get_by_role("link", name="Per dag als CSV-bestand").click()
    text = Path(table.value.path()).read_bytes()
    assert text.startswith("\ufeffDag;Gesprekken".encode())
    with page.expect_download() as book:
        page.get_by_role("link", name="Heel het rapport").click()
    assert Path(book.value.path()).read_bytes().startswith(b"PK")

    page.get_by_role("combobox", name="Periode", exact=True).select_option("own")
    page.get_by_label("Van", exact=True).fill("2020-01-01")
    page.get_by_label("Tot en met", exact=True).fill("2020-01-31")
    expect(page.get_by_role("heading", name="Geen gesprekken in deze periode")).to_be_visible()
    audit(page, "empty report")


def test_a_supervisor_reads_who_had_what_in_the_console_on_a_phone(
    make_page: MakePage, product: Server, audit: Audit
) -> None:
    lead = Knowledge(make_page("small", "fr", dark=True), product.url, "console").sign_in("supervisor@example.org")
    lead.go("reports")
    lead.counted()
    expect(lead.page.get_by_role("heading", name="Ce que le bot a résolu seul")).to_be_visible()
    lead.page.locator("summary").filter(has_text="Qui a eu quoi en main").click()
    expect(lead.page.get_by_role("table", name="Qui a eu quoi en main")).to_contain_text("Sofie Janssens")
    audit(lead.page, "reports, dark and small")
    assert lead.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_dial_shows_what_it_would_have_done_and_counts_at_once(
    make_page: MakePage, product: Server, index: str, audit: Audit
) -> None:
    manager = Knowledge(make_page("wide", "nl"), product.url).sign_in()
    page = manager.page
    manager.go("dial")
    expect(manager.slider).to_have_attribute("aria-valuetext", "5%")
    audit(page, "dial")

    # Moving it shows the consequence before anything is set.
    before = manager.outcome("Beantwoord")
    manager.slider.focus()
    for _ in range(6):
        page.keyboard.press("ArrowLeft")
    expect(manager.slider).to_have_attribute("aria-valuetext", "2%")
    assert int(manager.outcome("Beantwoord")[:-1]) < int(before[:-1])
    expect(page.get_by_text("Getoetst op 1.435 vragen")).to_be_visible()
    page.get_by_label("Waarom?").fill("te veel foute antwoorden")

    # Somebody else is faster: both are shown, nothing typed is lost.
    other = Knowledge(make_page("small", "en", dark=True), product.url).sign_in("admin@example.org")
    other.go("dial")
    other.slider.focus()
    other.page.keyboard.press("ArrowRight")
    other.page.get_by_role("button", name="Set to 5.5%").click()
    expect(other.page.get_by_text("It counts at once")).to_be_visible()
    audit(other.page, "dial, dark and small")
    page.get_by_role("button", name="Instellen op 2%").click()
    expect(page.get_by_role("alert").filter(has_text="ingesteld op 5,5%")).to_be_visible()
    expect(page.get_by_label("Waarom?")).to_have_value("te veel foute antwoorden")
    page.get_by_role("button", name="Instellen op 2%").click()
    expect(page.get_by_text("Ingesteld op 2%")).to_be_visible()
    row = page.get_by_role("row").filter(has_text="te veel foute antwoorden")
    expect(row).to_contain_text("2%")
    expect(page.get_by_role("row").filter(has_text="5,5%")).to_have_count(1)

    # The search goes by it.
    with urllib.request.urlopen(f"{index}/dial", timeout=5) as answer:
        assert json.load(answer)["max_wrong_share"] == 0.02


def test_a_supervisor_looks_at_the_dial(make_page: MakePage, product: Server, audit: Audit) -> None:
    lead = Knowledge(make_page("phone", "fr"), product.url).sign_in("supervisor@example.org")
    lead.go("dial")
    expect(lead.page.get_by_text("un gestionnaire des connaissances fait le réglage")).to_be_visible()
    lead.page.get_by_role("combobox", name="Langue", exact=True).select_option("fr")
    lead.page.get_by_text("Les chiffres").last.click()
    audit(lead.page, "dial, for reading")
    assert lead.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
