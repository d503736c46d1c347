"""Files as other tools and old sites write them become articles as somebody would have written them here."""

from __future__ import annotations

import pytest

from webchat.adapters.imports.frame import repeated_lines
from webchat.adapters.imports.pages import BadPage, Page, page, page_language
from webchat.adapters.imports.texts import completed
from webchat.domain.errors import Fixable

WORD = """<html xmlns:o="urn:x"><head><title>Microsoft Word - doc3</title></head><body><div class=WordSection1>
<p class=MsoTitle>Een zaal huren<o:p></o:p></p><p class=MsoNormal>Verenigingen huren een zaal met de app.<o:p></o:p></p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]>
<span style='mso-list:Ignore'>1.<span>&nbsp;&nbsp; </span></span><![endif]>Open de app.</p>
<p class=MsoListParagraphCxSpLast style='mso-list:l0 level1 lfo1'><![if !supportLists]>
<span style='mso-list:Ignore'>2.<span>&nbsp; </span></span><![endif]>Kies een dag.</p>
<p class=MsoNormal>Daarna</p>
<p style='mso-list:l1 level1 lfo2'><span style='mso-list:Ignore'>·<span> </span></span>niets meer</p></div></body></html>"""


def of(html: str, *, chosen: str | None = "en", repeated: frozenset[str] = frozenset()) -> Page:
    return page(html.encode(), "map/een-pagina.html", chosen, {}, {}, repeated)


def test_a_page_of_word_has_its_title_and_its_lists() -> None:
    found = of(WORD)

    assert (found.article_id, found.title) == ("een-pagina.nl", "Een zaal huren")
    assert found.text == (
        "Verenigingen huren een zaal met de app.\n\n1. Open de app.\n2. Kies een dag.\n\nDaarna\n\n- niets meer"
    )


@pytest.mark.parametrize(
    ("html", "text"),
    [
        pytest.param("<ol><li>One<li>Two<ul><li>a<li>b</ul><li>Three</ol>", "1. One\n2. Two\n   - a\n   - b\n3. Three", id="unclosed"),
        pytest.param(
            "<div class=accordion><div><button>How?</button><div><p>So.</p></div></div></div><button>Send</button>",
            "### How?\n\nSo.", id="accordion",
        ),
        pytest.param("<h3><button aria-expanded=false>How?</button></h3><p>So.</p>", "### How?\n\nSo.", id="button in a heading"),
        pytest.param("<details><summary>How?</summary>So.</details>", "### How?\n\nSo.", id="details"),
        pytest.param("<p>One<p>Two" + "<p>More" * 400, "One\n\nTwo" + "\n\nMore" * 400, id="paragraphs"),
        pytest.param("<dl><dt>What?<dd>This.<dt>When?<dd>Now.</dl>",
            "**What?**\n\nThis.\n\n**When?**\n\nNow.", id="terms"),
        pytest.param(
            "<table><tr><td><a href=/>Home</a></td><td><p>First.</p><ol><li>Do.</li></ol></td></tr></table>",
            "Home\n\nFirst.\n\n1. Do.", id="layout",
        ),
        pytest.param("<table><tr><td><p>a</p></td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>",
            "|  |  |\n| --- | --- |\n| a | b |\n| c | d |", id="a table without headings"),
        pytest.param(
            '<div id="cookie-bar">We bake.</div><div class="site_breadcrumbs">Home &gt; x</div><div class="mainMenu"><ul><li>x</ul></div>'
            '<p>What it is about, at some length, so that it is most of the page.</p><div class="page-footer">(c)</div>',
            "What it is about, at some length, so that it is most of the page.", id="frame by name",
        ),
        pytest.param(
            '<section id="cookies"><h2>Cookies</h2><ol><li>Clear them.</li></ol></section><div role="alert" class="alert">Only once!</div>'
            '<p id="share">Then share the link.</p><p>And whatever more there is to tell about all of this.</p>',
            "## Cookies\n\n1. Clear them.\n\nOnly once!\n\nThen share the link.\n\nAnd whatever more there is to tell about all of this.",
            id="a text about cookies",
        ),
        pytest.param('<div class="menu"><p>The whole text of the page stands in what is called a menu.</p></div>',
            "The whole text of the page stands in what is called a menu.", id="not all of it"),
    ],
)  # fmt: skip
def test_what_html_says_by_other_means(html: str, text: str) -> None:
    assert of(f"<h1>Title</h1>{html}").text == text


def test_lines_of_many_pages_go_at_the_ends_only() -> None:
    top, end, step = "<div>Helpdesk of Elm Town</div>", "<p>Was this of use?</p>", "<li>Press Save.</li>"
    pages = [
        f"{top}<h2>Page {n}</h2><p>About {n}.</p><p>Now:</p><ol><li>Open {n}.</li>{step}</ol>{end}".encode() for n in range(6)
    ]  # fmt: skip
    repeated = repeated_lines(pages)

    assert repeated == {"Helpdesk of Elm Town", "Was this of use?", "Now:", "Press Save."}
    found = of(pages[2].decode(), repeated=repeated)
    assert found.text == "## Page 2\n\nAbout 2.\n\nNow:\n\n1. Open 2.\n2. Press Save."
    assert of(f"{top}{end}", repeated=repeated).text == "Helpdesk of Elm Town\n\nWas this of use?"
    assert repeated_lines(pages[:3]) == frozenset()


@pytest.mark.parametrize(
    ("html", "title"),
    [
        ("<title>Opening hours - Elm Town</title><h3>Opening hours</h3><p>x", "Opening hours"),
        ("<title>Open - the door</title><h3>Opening</h3><p>x", "Open - the door"),
        ("<h1>Elm Town</h1><h1>Opening hours</h1><p>x", "Opening hours"),
        ("<h1>The book</h1><main><h1 id=a>Loops<a class=headerlink href=#a>¶</a></h1><p>x</main>", "Loops"),
        ("<p>x", "een pagina"),
    ],
)
def test_the_title_of_a_page(html: str, title: str) -> None:
    assert of(html, repeated=frozenset({"Elm Town"})).title == title


DUTCH, FRENCH = (
    "<p>Vraag een nieuwe kaart aan met de app, dan komt ze met de post.",
    "<p>Demandez une nouvelle carte avec votre téléphone, puis venez.",
)


@pytest.mark.parametrize(
    ("html", "file", "language"),
    [
        (DUTCH, "a.html", "nl"),
        (f"<html lang=en>{DUTCH}", "a.html", "nl"),
        ("<html lang='fr-BE'><p>Wi-Fi", "a.html", "fr"),
        ("<html lang=de><p>Die Karte", "a.html", None),
        ("<p>Wi-Fi", "fr/a.html", "fr"),
        ("<p>Wi-Fi", "a.html", "en"),
    ],
)
def test_the_language_of_a_page(html: str, file: str, language: str | None) -> None:
    assert page_language(html.encode(), file, "en") == language


def test_a_page_nested_deeper_than_anybody_writes_is_refused() -> None:
    with pytest.raises(BadPage, match="unreadable"):
        of("<h1>x</h1>" + "<div>" * 3000 + "y")


def test_a_page_in_an_old_encoding_is_read() -> None:
    assert page_language(FRENCH.encode("cp1252"), "a.html", None) == "fr"


@pytest.mark.parametrize(
    ("markdown", "file", "whole"),
    [
        pytest.param(
            "# Een zaal huren\n\nKies een zaal en een dag met de app.\n", "zalen/zaal.md",
            "---\nid: zaal.nl\nfamily: zaal\nlanguage: nl\ntitle: Een zaal huren\n---\nKies een zaal en een dag met de app.\n", id="none",
        ),
        pytest.param(
            "Wi-Fi\n=====\nPress.\n", "wifi.fr.md", "---\nid: wifi.fr\nfamily: wifi\nlanguage: fr\ntitle: Wi-Fi\n---\nPress.\n", id="by its name",
        ),
        pytest.param(
            "---\ntitle: Dogs\nid: dogs-1\n---\n# Why\nx\n", "x.md",
            "---\nfamily: dogs-1\nlanguage: en\ntitle: Dogs\nid: dogs-1\n---\n# Why\nx\n", id="part of it",
        ),
        pytest.param("---\r\nid: a.nl\r\nfamily: a\r\nlanguage: nl\r\ntitle: A\r\n---\r\n# A\r\n", "b.md",
            "---\r\nid: a.nl\r\nfamily: a\r\nlanguage: nl\r\ntitle: A\r\n---\r\n# A\r\n", id="all of it"),
        pytest.param("x", "some-page.md", "---\nid: some-page.en\nfamily: some-page\nlanguage: en\ntitle: some-page\n---\nx", id="nothing"),
    ],
)  # fmt: skip
def test_markdown_gets_the_head_that_it_lacks(markdown: str, file: str, whole: str) -> None:
    assert completed(markdown, file, "en") == whole


def test_markdown_whose_language_nothing_tells_is_refused() -> None:
    with pytest.raises(Fixable, match="bad_article"):
        completed("Wi-Fi", "a.md", None)
