"""Help pages and the REST reference, over a real kb_index behind the real application."""

from __future__ import annotations

import re

import httpx
import pytest

from ops.layout import ROOT
from tests.support.product import Product

pytestmark = pytest.mark.e2e

ARTICLES = ROOT / "data" / "articles"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory):
    with Product(tmp_path_factory.mktemp("help")) as product, httpx.Client(base_url=product.url, timeout=20) as client:
        yield client


@pytest.mark.parametrize(
    ("language", "title"), [("nl", "Zelf oplossen"), ("fr", "Trouver la solution"), ("en", "Solve it yourself")]
)
def test_index_lists_the_public_articles_of_its_language(site: httpx.Client, language: str, title: str) -> None:
    page = site.get(f"/help/{language}").text

    assert f"<h1>{title}</h1>" in page
    assert len(set(re.findall(rf'href="/help/{language}/([\w-]+\.{language})"', page))) == len(
        list(ARTICLES.glob(f"*.{language}.md"))
    )


def test_search_works_without_a_script_and_shows_no_markup_of_the_visitor(site: httpx.Client) -> None:
    page = site.get("/help/nl", params={"q": "geen wifi <script>alert(1)</script>"}).text

    assert "wifi-no-connection.nl" in page
    assert "<script>" not in page
    assert "geen wifi &lt;script&gt;" in page


def test_reference_is_complete_and_asks_no_other_host(site: httpx.Client) -> None:
    answer = site.get("/docs")

    assert set(site.get("/openapi.json").json()["paths"]) <= set(re.findall(r"<code>(/[^<]*)</code>", answer.text))
    assert not re.search(r'(src|href)="(https?:)?//', answer.text)
    assert "unsafe-inline" not in answer.headers["content-security-policy"]


def test_unknown_article_and_language_are_not_found(site: httpx.Client) -> None:
    assert site.get("/help/nl/wifi-no-connection.nl").status_code == 200
    assert site.get("/help/nl/nothing.nl").status_code == 404
    assert site.get("/help/de").status_code in (404, 422)


@pytest.mark.parametrize("path", ["/nothing", "/help/de", "/help/fr/nothing.fr"])
def test_who_reads_gets_a_page_in_a_language_of_theirs(site: httpx.Client, path: str) -> None:
    answer = site.get(path, headers={"Accept": "text/html", "Accept-Language": "fr-BE,en;q=0.5"})

    assert answer.status_code == 404
    assert '<html lang="fr">' in answer.text
    assert 'href="/help/fr"' in answer.text


def test_a_program_gets_a_problem_body(site: httpx.Client) -> None:
    answer = site.get("/nothing", headers={"Accept": "application/json"})

    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert site.get("/api/nothing", headers={"Accept": "text/html"}).json()["code"] == "not_found"


def test_article_links_its_translations_and_its_topic(site: httpx.Client) -> None:
    page = site.get("/help/nl/wifi-no-connection.nl").text

    assert 'href="/help/fr/wifi-no-connection.fr"' in page
    assert 'href="/help/nl/vpn-no-connection.nl"' in page
