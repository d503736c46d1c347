"""Help pages and the REST reference, over a real kb_index behind the real application."""

from __future__ import annotations

import re
import signal
import time
from collections.abc import Callable, Iterator

import httpx
import pytest

from ops.layout import ROOT
from tests.support.product import PASSWORD, Product

pytestmark = pytest.mark.e2e

ARTICLES = ROOT / "data" / "articles"


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    with Product(tmp_path_factory.mktemp("help")) as running:
        yield running


@pytest.fixture(scope="module")
def site(product: Product) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=product.url, timeout=20) as client:
        yield client


@pytest.mark.parametrize(
    ("language", "title"), [("nl", "Zelf oplossen"), ("fr", "Trouver la solution"), ("en", "Solve it yourself")]
)
def test_topics_together_list_every_public_article_of_a_language(site: httpx.Client, language: str, title: str) -> None:
    home = site.get(f"/help/{language}").text
    topics = set(re.findall(rf'href="(/help/{language}/topics/\w+)"', home))

    listed = [
        found
        for topic in topics
        for found in re.findall(rf'href="/help/{language}/([\w-]+\.\w\w)"', site.get(topic).text)
    ]

    assert f"<h1>{title}</h1>" in home
    assert sorted(listed) == sorted(path.stem for path in ARTICLES.glob(f"*.{language}.md"))


def test_search_marks_the_words_of_the_question_and_shows_no_markup_of_the_visitor(site: httpx.Client) -> None:
    page = site.get("/help/nl/search", params={"q": "geen wifi <script>alert(1)</script>"}).text

    assert 'href="/help/nl/wifi-no-connection.nl"' in page
    assert "<mark>wifi</mark>" in page
    assert "<script>" not in page
    assert "geen wifi &lt;script&gt;" in page


def test_search_for_what_no_article_is_about_finds_nothing(site: httpx.Client) -> None:
    page = site.get("/help/nl/search", params={"q": "bananentaart recept"}).text

    assert "Niets gevonden voor “bananentaart recept”" in page
    assert '<ol class="hits">' not in page


def test_titles_come_while_one_types(site: httpx.Client) -> None:
    found = site.post("/help/fr/suggest", data={"q": "impri"}).json()["results"]

    assert "printer-add.fr" in [each["article_id"] for each in found]
    assert {each["url"] for each in found} == {f"/help/fr/{each['article_id']}" for each in found}
    assert site.post("/help/fr/suggest").json()["results"], "before anything is typed"


def test_steps_are_drawn_with_what_to_expect_and_where_each_answer_leads(site: httpx.Client) -> None:
    page = site.get("/help/en/wifi-no-connection.en").text
    steps = page[page.index('<ol class="steps">') : page.index("</ol>", page.index('<ol class="steps">'))]

    assert len(re.findall(r'<li id="step-', steps)) == 6
    assert page.count("<ol>") == 1, "the breadcrumbs' list: the prose of the same steps makes place"
    assert re.search(r"<dt>Only other networks</dt><dd>\s*<a href=\"#step-other-device\">Go to step 4</a>", steps)
    assert "What you should see:" in steps
    assert "3 min" in steps


def test_a_page_that_the_reader_has_is_not_sent_again_and_a_new_one_is_packed(site: httpx.Client) -> None:
    first = site.get("/help/nl/wifi-no-connection.nl")
    again = site.get("/help/nl/wifi-no-connection.nl", headers={"If-None-Match": first.headers["etag"]})

    assert first.headers["content-encoding"] == "gzip"
    assert (again.status_code, again.content) == (304, b"")
    assert "set-cookie" not in first.headers


def test_engines_find_every_page_in_every_language_and_nothing_else(site: httpx.Client) -> None:
    sitemap = site.get("/sitemap.xml").text
    robots = site.get("/robots.txt").text
    page = site.get("/help/fr/wifi-no-connection.fr").text

    assert sitemap.count("<loc>") == len(list(ARTICLES.glob("*.md"))) + 3 + 3 * 9
    assert f"Sitemap: {site.base_url}/sitemap.xml" in robots.replace("//sitemap", "/sitemap")
    for language in ("nl", "fr", "en"):
        assert re.search(
            rf'hreflang="{language}" href="http[^"]*/help/{language}/wifi-no-connection.{language}">', page
        )
    assert re.search(r'rel="canonical" href="http[^"]*/help/fr/wifi-no-connection.fr"', page)
    assert 'name="robots"' not in page
    assert '<meta name="robots" content="noindex">' in site.get("/help/nl/search", params={"q": "wifi"}).text


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


def test_article_links_its_translations_its_topic_and_what_says_the_most_alike(site: httpx.Client) -> None:
    page = site.get("/help/nl/wifi-no-connection.nl").text

    assert 'href="/help/fr/wifi-no-connection.fr"' in page
    assert 'href="/help/nl/topics/network"' in page
    assert 'href="/help/nl/vpn-no-connection.nl"' in page[page.index('id="related"') :]


# --- what changes ----------------------------------------------------------------------------------------


def _within_s(seconds: float, is_so: Callable[[], bool]) -> bool:
    until = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True


def _publish(desk: httpx.Client, language: str, text: str, **more: str) -> str:
    made = desk.post("/api/articles", json={"language": language, "title": "Koffie", "markdown": text, **more}).json()
    assert desk.post(f"/api/articles/{made['article_id']}/publish", json={}).status_code == 200
    return str(made["article_id"])


def test_article_shows_when_it_is_public_says_when_its_original_changed_and_goes_when_it_is_withdrawn(
    product: Product, site: httpx.Client
) -> None:
    desk = httpx.Client(base_url=product.url, headers=_token(product), timeout=20)
    front = "---\ntitle: {}\ntopic: devices\nvisibility: {}\n---\n{}\n"
    hidden = _publish(desk, "nl", front.format("Geheim", "internal", "Alleen voor ons."))
    nl = _publish(desk, "nl", front.format("Koffie zetten", "public", "Doe er water in."))
    fr = _publish(desk, "fr", front.format("Du café", "public", "Mettez de l'eau."), translation_of=nl)

    assert _within_s(15, lambda: site.get(f"/help/fr/{fr}").status_code == 200)
    assert site.get(f"/help/nl/{hidden}").status_code == 404
    assert hidden not in site.get("/sitemap.xml").text
    page = site.get(f"/help/fr/{fr}").text
    assert re.search(r"Mis à jour le \d", page)
    assert "n’est peut-être plus à jour" not in page
    assert "Cet article n’existe" not in page
    assert "may be outdated" not in site.get(f"/help/en/{nl}").text, "a translation is no change of its original"

    working = desk.get(f"/api/articles/{nl}/working")
    changed = {"markdown": working.json()["markdown"].replace("water", "melk"), "minor": False}
    saved = desk.put(f"/api/articles/{nl}", json=changed, headers={"If-Match": working.headers["etag"]})
    assert saved.status_code == 200
    desk.post(f"/api/articles/{nl}/publish", json={})

    assert _within_s(15, lambda: "melk" in site.get(f"/help/nl/{nl}").text)
    page = site.get(f"/help/fr/{fr}").text
    assert "n’est peut-être plus à jour" in page
    assert f'href="/help/nl/{nl}" hreflang="nl">Lire le texte le plus récent en néerlandais' in page

    for article_id in (nl, fr, hidden):
        desk.post(f"/api/articles/{article_id}/withdraw", json={})
    assert _within_s(15, lambda: site.get(f"/help/fr/{fr}").status_code == 404)


def test_article_in_another_language_says_so_in_the_readers(product: Product, site: httpx.Client) -> None:
    desk = httpx.Client(base_url=product.url, headers=_token(product), timeout=20)
    only = _publish(desk, "fr", "---\ntitle: La machine à café\ntopic: devices\n---\nMettez de l'eau.\n")

    assert _within_s(15, lambda: site.get(f"/help/nl/{only}").status_code == 200)
    page = site.get(f"/help/nl/{only}").text

    assert "Dit artikel bestaat nog niet in het Nederlands. Hier lees je het in het Frans." in page
    assert '<article lang="fr">' in page
    assert re.search(rf'rel="canonical" href="[^"]*/help/fr/{only}"', page)
    topic = site.get("/help/nl/topics/devices").text
    assert re.search(
        rf'href="/help/nl/{only}" lang="fr">La machine à café</a> <span class="tag">in het Frans</span>', topic
    )
    desk.post(f"/api/articles/{only}/withdraw", json={})


def test_declared_incident_stands_on_top_until_it_is_over(product: Product, site: httpx.Client) -> None:
    desk = httpx.Client(base_url=product.url, headers=_token(product), timeout=20)
    told = {"nl": "Mail is traag", "fr": "Le courrier est lent", "en": "Mail is slow"}
    body = {"title": told, "text": dict.fromkeys(told, "…"), "families": ["email-not-working"]}
    made = desk.post("/api/incidents", json=body)
    assert made.status_code == 201, made.text

    for path in ("/help/fr", "/help/fr/topics/email", "/help/fr/search?q=imprimante", "/help/fr/email-not-working.fr"):
        assert told["fr"] in site.get(path).text, path
    assert told["nl"] not in site.get("/help/nl/printer-add.nl").text
    desk.post(f"/api/incidents/{made.json()['id']}/end", json={})
    assert told["fr"] not in site.get("/help/fr").text


def test_pages_are_read_on_while_the_knowledge_base_hangs(product: Product, site: httpx.Client) -> None:
    kept, other = "/help/en/disk-full.en", "/help/en/backup-files.en"
    before = site.get(kept)
    product.signal("kb_index", signal.SIGSTOP)
    try:
        start = time.monotonic()
        during = [site.get(kept) for _ in range(5)]
        took_s = time.monotonic() - start
        new = site.get(other)
    finally:
        product.signal("kb_index", signal.SIGCONT)

    assert [each.text for each in during] == [before.text] * 5
    assert took_s < 3
    assert (new.status_code, new.headers["retry-after"], '<html lang="en">' in new.text) == (503, "60", True)
    assert _within_s(20, lambda: site.get(other).status_code == 200)


# --- votes ---------------------------------------------------------------------------------------------

VOTE = "/help/nl/wifi-no-connection.nl/vote"


def _token(product: Product, email: str = "manager@example.org") -> dict[str, str]:
    body = {"email": email, "password": PASSWORD}
    return {"Authorization": f"Bearer {httpx.post(f'{product.url}/api/session', json=body).json()['token']}"}


def test_vote_without_a_script_becomes_work_once_a_reader_and_is_handled(product: Product) -> None:
    desk = httpx.Client(base_url=product.url, headers=_token(product), timeout=20)
    with httpx.Client(base_url=product.url, timeout=20) as reader:
        assert '<p class="thanks">' not in reader.get(VOTE.removesuffix("/vote")).text
        reader.post(VOTE, data={"helped": "no"})
        answer = reader.post(VOTE, data={"helped": "no", "reason": "unclear", "text": "mijn wachtwoord is Zomer2026!"})

        assert answer.status_code == 303
        assert '<p class="thanks">Bedankt' in reader.get(answer.headers["location"]).text

    votes = desk.get("/api/article-votes").json()["votes"]
    assert [(vote["article_id"], vote["reason"]) for vote in votes] == [("wifi-no-connection.nl", "unclear")]
    assert votes[0]["title"] == "Geen verbinding met de wifi"
    assert "Zomer2026!" not in votes[0]["text"]

    handled = f"/api/article-votes/{votes[0]['id']}/handled"
    assert desk.post(handled).status_code == desk.post(handled).status_code == 204
    assert desk.get("/api/article-votes").json()["votes"] == []
    assert desk.get("/api/article-votes", params={"status": "handled"}).json()["votes"][0]["handled_by"]["name"]
    assert desk.delete(handled).status_code == 204
    assert len(desk.get("/api/article-votes").json()["votes"]) == 1
    assert desk.get("/api/article-votes/counts").json()["articles"] == [
        {"article_id": "wifi-no-connection.nl", "n_helped": 0, "n_not_helped": 1, "n_open": 1}
    ]
    assert desk.post("/api/article-votes/999/handled").status_code == 404


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
    ],
)
def test_vote_from_another_site_is_refused(site: httpx.Client, headers: dict[str, str]) -> None:
    own = {"Origin": str(site.base_url).rstrip("/"), "Sec-Fetch-Site": "same-origin", "Accept": "application/json"}

    assert site.post(VOTE, data={"helped": "yes"}, headers=headers).status_code == 403
    assert site.post(VOTE, data={"helped": "yes"}, headers=own).status_code == 204


@pytest.mark.parametrize("data", [{}, {"helped": "perhaps"}])
def test_vote_that_says_nothing_is_refused(site: httpx.Client, data: dict[str, str]) -> None:
    assert site.post(VOTE, data=data).status_code == 404
    assert site.post("/help/nl/nothing.nl/vote", data={"helped": "yes"}).status_code == 404
