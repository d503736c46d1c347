"""N1: every page of the knowledge desk at 200 % and on paper: nothing sticks out, nothing is covered, nothing is left out."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.e2e.conftest import MakePage
from tests.e2e.pages.articles import Articles
from tests.support.product import Product

PAGES = ("inbox", "training", "dial", "articles", "articles/printer-scan.fr/steps", "articles/~import",
         "gaps", "proposals", "incidents", "effect", "reports")  # fmt: skip
# A window of 1280 by 720 at 200 %.
ZOOMED = {"width": 640, "height": 360}
WIDER = """() => [document.documentElement, document.querySelector("#page")]
    .filter((part) => part.scrollWidth > part.clientWidth).length"""
IN_SIGHT = "() => document.querySelector('#page').clientHeight / innerHeight"
# Heights of what does not belong on paper, and what of the page would be missing there.
PRINTED = """() => [...[...document.querySelectorAll(".topbar, .nav")].map(({clientHeight}) => clientHeight),
    document.querySelector("#page").scrollHeight - document.querySelector("#page").clientHeight]"""


def test_pages_of_the_desk_at_twice_their_size_and_on_paper(make_page: MakePage, product: Product) -> None:
    desk = Articles(make_page("wide", "fr"), product.url).sign_in()
    page = desk.page
    page.set_viewport_size(ZOOMED)
    for name in PAGES:
        desk.page.goto(f"{desk.url}/desk#/{name}")
        expect(page.locator("#page h2").first).to_be_visible()
        page.wait_for_load_state("networkidle")
        assert page.evaluate(WIDER) == 0, name
        assert page.evaluate(IN_SIGHT) > 0.7, name
        page.emulate_media(media="print")
        assert page.evaluate(PRINTED) == [0, 0, 0], name
        page.emulate_media(media="screen")


def test_an_article_opens_at_its_top_and_the_list_where_one_was(make_page: MakePage, product: Product) -> None:
    page = Articles(make_page("wide"), product.url).sign_in().page
    rows = page.locator(".article-table tbody tr")
    expect(rows.nth(30)).to_be_visible()
    title = rows.nth(30).locator(".article-title")
    title.scroll_into_view_if_needed()
    before = page.evaluate("() => document.querySelector('#page').scrollTop")
    assert before > 0
    title.click()
    expect(page.locator(".article-name h2")).to_be_in_viewport()
    page.get_by_role("link", name="Alle artikels").click()
    expect(rows.nth(30)).to_be_in_viewport()
    page.get_by_role("link", name="Zekerheid").click()
    expect(page.get_by_role("heading", name="Hoe zeker moet de bot zijn?")).to_be_in_viewport()
