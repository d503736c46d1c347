"""Rows A6, A8, A10, N1 and N5: a knowledge manager writes an article with a branch, sees it, asks the bot, publishes it."""

from __future__ import annotations

import io
import itertools
import json
import re
import time
import zipfile
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.e2e.conftest import MakePage
from tests.e2e.pages.articles import SLOW_MS, Articles
from tests.support.product import Product

Audit = Callable[[Page, str], None]
FOUND_MS = 1000  # from publication to being found


def test_article_with_a_branch_from_first_word_to_restored(
    make_page: MakePage, product: Product, audit: Audit, unique: str
) -> None:
    desk = Articles(make_page("wide"), product.url).sign_in()
    page = desk.page
    audit(page, "the list of articles")

    article_id = desk.begin(f"De {unique} knippert")
    desk.write(f"Als de {unique} knippert, is er iets los. Kijk eerst de kabel na.\n\n")
    _write_steps(desk, unique)
    audit(page, "steps of an article")
    desk.tab("Gegevens")
    desk.field("Wat de gebruiker ziet").fill(f"Mijn {unique} knippert rood")
    desk.field("Onderwerp").select_option(label="Toestellen")
    desk.field("Doel").fill(f"De {unique} brandt weer groen.")
    desk.field("Minuten").fill("3")
    audit(page, "an article's form")
    desk.save()

    _walk_preview(desk)
    _ask_the_bot(desk, f"mijn {unique} knippert rood")
    audit(page, "what the bot would answer")
    desk.bar.get_by_role("button", name="Laten nalezen").click()
    expect(page.locator(".article-name")).to_contain_text("Na te lezen")
    desk.publish()
    published = time.monotonic()
    found = f"{product.url}/api/suggest?q={unique}&language=nl"
    while article_id not in page.request.get(found.replace("/api/suggest", "/api/search")).text():
        assert (time.monotonic() - published) * 1000 < FOUND_MS * 3
    assert (time.monotonic() - published) * 1000 < FOUND_MS

    _edited_in_two_pages(desk, make_page("wide"), unique, audit)
    _translation_falls_behind(desk, article_id, unique)
    _restored(desk, article_id, audit)


def _write_steps(desk: Articles, unique: str) -> None:
    desk.tab("Stappen")
    desk.add_step(f"Druk op de knop van de {unique}.")
    first = desk.step(1)
    first.get_by_role("radio", name="Een eigen vraag met antwoorden").check()
    first.get_by_label("Vraag na deze stap").fill("Brandt er een lampje?")
    desk.add_step("Steek de kabel er opnieuw in.")
    desk.add_step("Herstart het toestel.")
    desk.step(1).get_by_role("button", name=re.compile("Druk op de knop")).click()
    first.get_by_role("group", name="Antwoord 1").get_by_label("leidt naar").select_option(
        label="3. Herstart het toestel."
    )
    first.get_by_role("group", name="Antwoord 2").get_by_label("leidt naar").select_option(
        label="Een medewerker neemt over"
    )
    expect(desk.step(2)).to_contain_text("Geen enkele weg leidt naar deze stap.")
    # By keys: the step that nothing leads to goes to the front, and then everything is reached.
    desk.step(2).locator(".step-toggle").focus()
    desk.page.keyboard.press("Alt+ArrowUp")
    expect(desk.step(1)).to_contain_text("Steek de kabel er opnieuw in.")
    expect(desk.page.locator(".step-faults")).to_have_count(0)
    expect(desk.page.locator(".tree svg .node")).to_have_count(3)


def _walk_preview(desk: Articles) -> None:
    side = desk.beside("In de chat")
    side.get_by_role("button", name="Start", exact=True).click()
    side.get_by_role("button", name="Gelukt", exact=True).click()
    expect(side).to_contain_text("Brandt er een lampje?")
    side.get_by_role("button", name="Nee", exact=True).click()
    expect(side).to_contain_text("Ik geef dit nu door aan een medewerker.")
    help_page = desk.beside("Helpcentrum").frame_locator("iframe")
    expect(help_page.get_by_role("heading", level=1)).to_contain_text("knippert")


def _ask_the_bot(desk: Articles, question: str) -> None:
    side = desk.beside("Vraag de bot")
    side.get_by_label("Vraag van een gebruiker").fill(question)
    side.get_by_role("button", name="Vraag het de bot").click()
    expect(side.get_by_role("status")).to_contain_text("Dit artikel komt eerst.", timeout=SLOW_MS)
    expect(side.locator(".ask-begins")).to_contain_text("We overlopen samen 3 korte stappen.")


def _edited_in_two_pages(desk: Articles, page: Page, unique: str, audit: Audit) -> None:
    article_id = desk.article_id
    other = Articles(page, desk.url).sign_in("admin@example.org").open(article_id)
    desk.open(article_id)
    other.write(f"De {unique}: tekst van de beheerder.")
    other.save()
    desk.write(f"De {unique}: tekst van de kennisbeheerder.")
    desk.page.keyboard.press("Control+s")
    expect(desk.dialog).to_contain_text("tekst van de beheerder")
    expect(desk.dialog).to_contain_text("tekst van de kennisbeheerder")
    audit(desk.page, "two versions of an article")
    desk.dialog.get_by_role("button", name="Mijn tekst houden").click()
    desk.save()
    page.reload()
    expect(other.editor).to_contain_text("tekst van de kennisbeheerder")


def _translation_falls_behind(desk: Articles, article_id: str, unique: str) -> None:
    desk.page.get_by_role("button", name="Vertalen naar het Frans").click()
    expect(desk.page.locator(".language-tab[aria-current]")).to_have_text("Frans")
    desk.write(f"Le {unique} clignote : regardez le câble.")
    desk.field("Titel").fill(f"Le {unique} clignote")
    desk.save()
    desk.publish()
    desk.page.keyboard.press("Alt+1")  # the Dutch one, also where digits need Shift
    expect(desk.page.locator(".language-tab[aria-current]")).to_have_text("Nederlands")
    desk.write(f"De {unique}: nu helemaal anders.")
    desk.save()
    desk.publish()
    desk.page.keyboard.press("Alt+2")
    expect(desk.page.locator(".article-notices")).to_contain_text("Lees na of deze tekst nog klopt.")
    desk.page.locator(".article-notices").get_by_role("button", name="Is weer bij").click()
    expect(desk.page.locator(".article-notices")).not_to_contain_text("Lees na")
    desk.open(article_id)


def _restored(desk: Articles, article_id: str, audit: Audit) -> None:
    desk.open(article_id, "history")
    revisions = desk.page.locator(".revision")
    expect(revisions.first).to_contain_text("Gepubliceerd")
    revisions.filter(has_text="Bewaard").nth(1).click()
    expect(desk.page.locator(".versions")).to_contain_text("tekst van de kennisbeheerder")
    audit(desk.page, "the history of an article")
    desk.page.get_by_role("button", name="Terugzetten").click()
    desk.dialog.get_by_role("button", name="Terugzetten").click()
    expect(desk.editor).to_contain_text("tekst van de kennisbeheerder")


def test_nothing_typed_is_lost_and_leaving_asks(
    make_page: MakePage, product: Product, audit: Audit, unique: str
) -> None:
    desk = Articles(make_page("small", "fr"), product.url).sign_in().open("printer-scan.fr")
    page = desk.page
    audit(page, "an article on a small screen, in French")
    editor = page.get_by_role("textbox", name="Texte de l’article")
    editor.click()
    page.keyboard.press("Control+Home")  # only what is in sight stands in the document
    page.keyboard.insert_text(f"{unique} ")
    page.get_by_role("link", name="Tous les articles").click()
    audit(page, "the question before leaving")
    desk.dialog.get_by_role("button", name="Rester ici").click()
    expect(editor).to_contain_text(unique)

    page.context.set_offline(True)
    page.keyboard.press("Control+s")
    expect(page.locator(".article-notices")).to_contain_text("Votre texte est en sécurité sur cet appareil")
    page.context.set_offline(False)
    expect(page.locator(".save-state")).to_contain_text("Enregistré", timeout=SLOW_MS)

    editor.click()
    page.keyboard.press("Control+Home")
    page.keyboard.insert_text("encore ")
    page.on("dialog", lambda asked: asked.accept())  # the browser's own question before it lets go
    page.reload()
    expect(page.locator(".article-notices")).to_contain_text("sans l’enregistrer")
    expect(editor).to_contain_text("encore")
    page.get_by_role("button", name="Abandonner").click()
    expect(editor).not_to_contain_text("encore")


def test_picture_needs_words_and_a_supervisor_reads(make_page: MakePage, product: Product, audit: Audit) -> None:
    desk = Articles(make_page("wide"), product.url).sign_in().open("printer-scan.nl")
    page = desk.page
    desk.editor.click()
    desk.editor.evaluate(PASTE_PICTURE)
    insert = desk.dialog.get_by_role("button", name="Invoegen")
    expect(insert).to_be_disabled()
    audit(page, "a picture without words")
    desk.dialog.get_by_label("Wat is erop te zien?").fill("Een rood vierkant")
    insert.click()
    expect(desk.editor).to_contain_text(re.compile(r"!\[Een rood vierkant\]\(/help/images/[^)]+\)"))
    picture = desk.beside("Helpcentrum").frame_locator("iframe").get_by_role("img", name="Een rood vierkant")
    expect(picture).to_have_js_property("naturalWidth", 8)
    page.get_by_role("button", name="Ongedaan maken").click()

    reader = Articles(make_page("wide", "en"), product.url).sign_in("supervisor@example.org").open("printer-scan.en")
    expect(reader.page.locator(".article-bar")).to_have_count(0)
    expect(reader.page.get_by_role("textbox", name="Text of the article")).to_have_attribute("aria-readonly", "true")
    audit(reader.page, "an article that is read, in English")


def test_import_is_tried_first_and_export_holds_it(
    make_page: MakePage, product: Product, audit: Audit, unique: str
) -> None:
    page = Articles(make_page("wide"), product.url).sign_in().page
    page.get_by_role("link", name="Importeren").click()
    table = f"title;text;topic\n{unique} piept;Houd de knop van de {unique} vijf seconden in.;devices\n"
    page.get_by_label(re.compile("^Bestanden")).set_input_files(
        [
            {"name": "vragen.csv", "mimeType": "text/csv", "buffer": table.encode()},
            {"name": "kapot.md", "mimeType": "text/markdown", "buffer": b"---\nid: [\n---\n"},
        ]
    )
    page.get_by_role("button", name="Eerst proberen").click()
    progress = page.get_by_role("region", name="Verloop")
    expect(progress).to_contain_text("1 artikel zou nieuw zijn.", timeout=SLOW_MS)
    expect(progress).to_contain_text("kapot.md")
    expect(progress).to_contain_text("er is niets gewijzigd")
    audit(page, "an import that was tried")
    assert page.request.get(f"{product.url}/api/articles?q={unique}").json()["articles"] == []

    page.get_by_role("button", name="Importeren", exact=True).click()
    expect(progress).to_contain_text("1 nieuw artikel.", timeout=SLOW_MS)
    progress.get_by_text("Welke artikels?").click()
    progress.get_by_role("link", name=f"{unique} piept").click()
    expect(page.locator(".article-name")).to_contain_text("Concept")

    page.get_by_role("link", name="Alle artikels").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Exporteren").click()
    with zipfile.ZipFile(download.value.path()) as exported:
        drafts = [exported.read(name).decode() for name in exported.namelist() if name.startswith("drafts/")]
    assert any(unique in draft for draft in drafts)


def test_large_import_is_followed_through_a_reload_and_a_lost_connection(
    make_page: MakePage, product: Product, audit: Audit, unique: str
) -> None:
    page = Articles(make_page("wide"), product.url).sign_in().page
    page.add_init_script(NOTE_PROGRESS)
    page.goto(f"{product.url}/desk#/articles/~import")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for number, language in itertools.product(range(80), ("nl", "fr", "en")):
            name, small = f"{unique}-{number}", " klein" if number < 30 else ""
            head = f"id: {name}.{language}\nfamily: {name}\nlanguage: {language}\ntitle: {unique} {number}{small}"
            parts = "\n\n".join(f"## {unique} {part}\n\nLamp {number} {part} {language}." for part in "abc")
            archive.writestr(f"kb/{name}.{language}.md", f"---\n{head}\n---\n{parts}\n")
        wrong = f"---\nid: {unique}-wrong.nl\nfamily: {unique}-wrong\nlanguage: klingon\ntitle: Fout\n---\nTekst.\n"
        archive.writestr(f"kb/{unique}-wrong.nl.md", wrong)
    page.get_by_label(re.compile("^Bestanden")).set_input_files(
        {"name": "kb.zip", "mimeType": "application/zip", "buffer": packed.getvalue()}
    )
    page.get_by_label("Meteen gepubliceerd").check()
    page.get_by_role("button", name="Importeren", exact=True).click()
    progress = page.get_by_role("region", name="Verloop")
    expect(progress).to_contain_text("van 241 ingelezen")
    page.reload()
    expect(progress).to_contain_text("van 241 ingelezen")
    page.context.set_offline(True)
    expect(progress).to_contain_text("De import zelf loopt door")
    audit(page, "an import under way")
    page.context.set_offline(False)
    expect(progress.get_by_role("heading", name="Klaar", exact=True)).to_be_visible(timeout=3 * SLOW_MS)
    expect(progress).to_contain_text("240 nieuwe artikels.")
    expect(progress).to_contain_text(f"kb/{unique}-wrong.nl.md, regel 4")
    seen = json.loads(page.evaluate("() => sessionStorage.seenProgress"))
    assert seen == sorted(seen)
    assert len(set(seen)) >= 2, seen
    found = page.request.get(f"{product.url}/api/search?q={unique}+29&language=fr").json()["results"]
    assert found[0]["article_id"] == f"{unique}-29.fr"

    page.get_by_role("link", name="Alle artikels").click()
    page.get_by_label("Zoeken").fill(f"{unique} klein")
    expect(page.locator(".article-table tbody tr")).to_have_count(30)  # less than a page


# Every value that the bar shows, over a reload too.
NOTE_PROGRESS = """
    const seen = JSON.parse(sessionStorage.seenProgress ?? "[]");
    new MutationObserver(() => {
        const bar = document.querySelector(".import-progress progress");
        if (bar?.hasAttribute("value") && bar.value !== seen.at(-1)) seen.push(bar.value);
        sessionStorage.seenProgress = JSON.stringify(seen);
    }).observe(document, {subtree: true, childList: true, attributes: true, characterData: true});
"""
# A picture of 8 by 8 from the clipboard, as a screenshot comes.
PASTE_PICTURE = """async (editor) => {
    const canvas = new OffscreenCanvas(8, 8);
    canvas.getContext("2d").fillStyle = "red";
    canvas.getContext("2d").fillRect(0, 0, 8, 8);
    const blob = await canvas.convertToBlob({type: "image/png"});
    const clipboardData = new DataTransfer();
    clipboardData.items.add(new File([blob], "shot.png", {type: "image/png"}));
    editor.dispatchEvent(new ClipboardEvent("paste", {clipboardData, bubbles: true, cancelable: true, composed: true}));
}"""
