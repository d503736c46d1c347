"""A knowledge manager's way through a large import, in Chromium: followed, searched, edited. Part of `bench.knowledge`."""

from __future__ import annotations

import contextlib
import random
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from playwright.sync_api import Locator, Page, expect, sync_playwright

from bench.tables import percentile
from tests.e2e.conftest import CHROMIUM, FLAGS
from tests.e2e.pages.articles import Articles

N_MORE, N_TYPED, N_OPENED = 10, 10, 10
OFFLINE_S = 4.0
_FOUND_WITHIN_S = 60
_LONGEST_S = 3 * 3600
_FAR = re.compile(
    r"(\S+) van (\S+) ingelezen · (\S+) doorzoekbaar · (nog ongeveer (\d+)\s(seconde|minuut|minuten)|rest)"
)


class Told(NamedTuple):
    """What the page told at one moment: files read, articles searchable, seconds left (None: not known yet)."""

    at_s: float
    read: int
    searchable: int
    left_s: float | None


@contextlib.contextmanager
def desk(url: str) -> Iterator[Articles]:
    """Sign in as the knowledge manager, at the list of articles."""
    expect.set_options(timeout=60_000)  # what is slow is measured, not refused
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        try:
            page = browser.new_page(viewport={"width": 1360, "height": 860}, locale="nl-BE")
            yield Articles(page, url).sign_in()
        finally:
            browser.close()


def bring_in(at: Articles, packed: Path, n_articles: int, row: dict[str, Any]) -> list[Told]:
    """Import a zip on the page and follow it there to its end, through a reload and a lost connection."""
    page = at.page
    page.goto(f"{at.url}/desk#/articles/~import")
    page.get_by_label(re.compile("^Bestanden")).set_input_files(packed)
    page.get_by_label("Meteen gepubliceerd").check()
    begun = time.monotonic()
    page.get_by_role("button", name="Importeren", exact=True).click()
    progress = page.get_by_role("region", name="Verloop")
    told: list[Told] = []
    _follow(progress, begun, told, until=n_articles // 5)
    page.reload()
    _follow(progress, begun, told, until=2 * n_articles // 5)
    page.context.set_offline(True)
    expect(progress).to_contain_text("De import zelf loopt door", timeout=20_000)
    page.wait_for_timeout(1000 * OFFLINE_S)
    page.context.set_offline(False)
    _follow(progress, begun, told, until=n_articles)
    expect(progress.get_by_role("heading", name="Klaar", exact=True)).to_be_visible(timeout=60_000)
    row["searchable_s"] = time.monotonic() - begun
    row["import_s"] = next((each.at_s for each in told if each.read == n_articles), row["searchable_s"])
    expect(progress).to_contain_text(f"{n_articles} nieuwe artikels.")
    row |= {"page_told_n": len({each.searchable for each in told}), **_foretold(told, row["searchable_s"])}
    return told


def _follow(progress: Locator, begun: float, told: list[Told], *, until: int) -> None:
    """Read what the page tells until so many articles are searchable, or it tells that it is done."""
    while time.monotonic() - begun < _LONGEST_S:
        shown = progress.inner_text()
        if found := _FAR.search(shown):
            read, _, searchable = (int(re.sub(r"\D", "", number)) for number in found.group(1, 2, 3))
            left = float(found[5]) * (1 if found[6] == "seconde" else 60) if found[5] else None
            told.append(Told(time.monotonic() - begun, read, searchable, left))
            print(f"\r{found[0]}      ", end="", flush=True)
        if "Klaar\n" in shown or (told and told[-1].searchable >= until):
            return
        time.sleep(0.4)
    raise AssertionError(f"not imported within {_LONGEST_S} s: {progress.inner_text()}")


def _foretold(told: list[Told], took_s: float) -> dict[str, Any]:
    """How far the foretold end was from the true one, as a share of the whole."""
    off = [abs(each.at_s + each.left_s - took_s) / took_s for each in told if each.left_s is not None]
    return {"time_left_off_p50": percentile(off, 0.5)} if off else {}


def look_around(at: Articles, codes: list[str], row: dict[str, Any]) -> None:
    """The list, its search, and the help centre, as long as a person waits for them."""
    page, rows = at.page, at.page.locator(".article-table tbody tr")
    opened = []
    for _ in range(N_OPENED):
        page.goto(f"{at.url}/desk#/articles")
        begun = time.monotonic()
        page.reload()
        rows.first.wait_for()
        opened.append(time.monotonic() - begun)
    row["list_opened_p50_s"] = percentile(opened, 0.5)
    words, found = page.get_by_label("Zoeken"), []
    for code in codes[:N_TYPED]:
        begun = time.monotonic()
        words.fill(code)
        expect(rows).to_have_count(1)
        expect(rows.first).to_contain_text(code)
        found.append(time.monotonic() - begun)
    row["list_searched_p95_s"] = percentile(found, 0.95)
    words.fill("")
    expect(rows).not_to_have_count(1)
    begun = time.monotonic()
    more, clicked = page.get_by_role("button", name="Meer tonen"), 0
    while clicked < N_MORE and more.is_visible():
        before, clicked = rows.count(), clicked + 1
        more.click()
        expect(rows).not_to_have_count(before)
    row["list_more_s"] = (time.monotonic() - begun) / max(1, clicked)
    row["list_rows"] = rows.count()
    row["list_heap_mib"] = _heap_mib(page)
    row["help_search_p95_s"] = _help(at, codes)


def _help(at: Articles, codes: list[str]) -> float:
    page, took = at.page, []
    page.goto(f"{at.url}/help/nl")
    for code in codes[:N_TYPED]:
        begun = time.monotonic()
        page.locator("input[name=q]").fill(code)
        page.keyboard.press("Enter")
        expect(page.get_by_role("link", name=re.compile(code)).first).to_be_visible()
        took.append(time.monotonic() - begun)
    return percentile(took, 0.95)


def _heap_mib(page: Page) -> float:
    session = page.context.new_cdp_session(page)
    session.send("HeapProfiler.collectGarbage")
    return float(session.send("Runtime.getHeapUsage")["usedSize"]) / 2**20


def publish_to_search(at: Articles, article_id: str) -> float:
    """Rewrite and publish an article in the editor; return the seconds from the last click until a search has it."""
    word = "zoekwoord" + "".join(random.choice("bdfgklmnprstvz") + random.choice("aeiou") for _ in range(6))
    at.open(article_id)
    at.write(f"Wat u doet: zoek {word} op.\n")
    at.save()
    at.bar.get_by_role("button", name=re.compile("ubliceren …")).click()
    button = at.dialog.get_by_role("button", name="Publiceren", exact=True)
    expect(button).to_be_enabled()
    begun = time.monotonic()
    button.click()
    while time.monotonic() - begun < _FOUND_WITHIN_S:
        answer = at.page.request.get(f"{at.url}/api/search?q={word}&language=nl")
        if answer.ok and any(article_id == hit["article_id"] for hit in answer.json()["results"]):
            expect(at.dialog).to_have_count(0)
            return time.monotonic() - begun
    raise AssertionError(f"{article_id} is not found")
