"""Help pages and the REST reference, over a real kb_index behind the real application."""

from __future__ import annotations

import re

import httpx
import pytest

from tests.support.product import Product

pytestmark = pytest.mark.e2e


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
    assert len(set(re.findall(rf'href="/help/{language}/([\w-]+\.{language})"', page))) == 20


def test_search_works_without_a_script_and_shows_no_markup_of_the_visitor(site: httpx.Client) -> None:
    page = site.get("/help/nl", params={"q": "geen wifi <script>alert(1)</script>"}).text

    assert "wifi-no-connection.nl" in page
    assert "<script>" not in page


def test_reference_is_complete_and_asks_no_other_host(site: httpx.Client) -> None:
    answer = site.get("/docs")

    assert set(site.get("/openapi.json").json()["paths"]) <= set(re.findall(r"<code>(/[^<]*)</code>", answer.text))
    assert not re.search(r'(src|href)="(https?:)?//', answer.text)
    assert "unsafe-inline" not in answer.headers["content-security-policy"]


def test_unknown_article_and_language_are_not_found(site: httpx.Client) -> None:
    assert site.get("/help/nl/wifi-no-connection.nl").status_code == 200
    assert site.get("/help/nl/nothing.nl").status_code == 404
    assert site.get("/help/de").status_code in (404, 422)
