"""Row A5: screenshots and files from both sides, by button, paste and drop; what is refused says why."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import FilePayload, Page, expect

from tests.e2e.conftest import MakePage
from tests.e2e.pages.console import Console
from tests.e2e.pages.widget import Widget
from tests.support.product import Product
from tests.webchat import files


def _file(name: str, content: bytes, media_type: str = "") -> FilePayload:
    return {"name": name, "mimeType": media_type, "buffer": content}


SCREEN = _file("scherm.png", files.picture("PNG", (900, 500)), "image/png")
PHOTO = _file("foto.jpg", files.picture("JPEG", gps=True), "image/jpeg")
LOG = _file("fout.log", b"0x80070005 toegang geweigerd")
HARMFUL = _file("logo.svg", files.SVG, "image/svg+xml")


def test_files_go_both_ways_and_stay(
    make_page: MakePage, product: Product, audit: Callable[[Page, str], None], unique: str
) -> None:
    """A5: shown inline on both sides, refused with a reason, not lost by a reload, saved whole."""
    widget = Widget(make_page("phone", "nl"), product.url, "nl").visit().open()

    # The first thing said is a picture: the bot's side says that it cannot look into it.
    widget.bring("paste", SCREEN)
    expect(widget.tray).to_have_count(1)
    widget.send_written()
    widget.expect_picture("scherm.png")
    widget.expect_text("Ik kan er zelf niet in kijken")

    widget.ask_person()
    number = widget.ticket_number()
    console = Console(make_page("wide", "nl"), product.url, "nl").sign_in()
    console.open(number)
    console.take()
    console.expect_picture("scherm.png")

    # Several at once; one is refused, the place is taken out of a photo, and a reload loses nothing.
    widget.attach(PHOTO, LOG, HARMFUL)
    expect(widget.tray).to_have_count(3)
    expect(widget.tray.nth(0)).to_contain_text("Waar de foto genomen is")
    expect(widget.tray.nth(2)).to_contain_text("Dit soort bestand kan niet")
    audit(widget.page, "widget with files")
    widget.tray.nth(2).get_by_role("button").click()
    widget.reload()
    expect(widget.tray).to_have_count(2)
    widget.send(f"hier zijn ze {unique}")
    expect(widget.tray).to_have_count(0)
    console.expect_said(unique)
    console.expect_picture("foto.jpg")

    # And back: a reply with a file alone, a note with a file that the user never sees.
    console.attach(_file("handleiding.pdf", files.PDF))
    expect(console.tray).to_contain_text("handleiding.pdf")
    audit(console.page, "console with files")
    console.send_written()
    with widget.page.expect_download() as saved:
        widget.log.get_by_role("button", name="handleiding.pdf").click()
    assert saved.value.suggested_filename == "handleiding.pdf"
    console.write_note(f"intern {unique}", _file("geheim.png", SCREEN["buffer"]))
    console.expect_picture("geheim.png")
    widget.reload()
    widget.expect_picture("foto.jpg")
    expect(widget.log.get_by_role("img", name="geheim.png")).to_have_count(0)


def test_upload_waits_for_the_connection_and_can_be_stopped(make_page: MakePage, product: Product) -> None:
    """A5, N3: what is dropped while there is no connection goes out when it is back."""
    page = make_page("wide", "fr")
    widget = Widget(page, product.url, "fr").visit().open()
    widget.send("bonjour")
    widget.expect_online()

    page.context.set_offline(True)
    widget.bring("drop", SCREEN)
    widget.bring("drop", PHOTO)
    expect(widget.tray.first).to_contain_text("En attente de connexion")
    expect(widget.send_button).to_be_disabled()
    widget.tray.nth(1).get_by_role("button").click()
    expect(widget.tray).to_have_count(1)
    page.context.set_offline(False)

    expect(widget.send_button).to_be_enabled(timeout=20_000)
    widget.send_written()
    widget.expect_picture("scherm.png")
