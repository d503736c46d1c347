"""An article's text and steps as HTML."""

from __future__ import annotations

from typing import Any

import pytest

from webchat.api.help import reading, steps
from webchat.services.help import Catalogue

ROW = {"topic": "network", "visibility": "public", "sign": None, "incident": False}
CATALOGUE = Catalogue.of(
    [{**ROW, "article_id": "vpn.fr", "family": "vpn", "language": "fr", "title": "Le VPN"},
     {**ROW, "article_id": "secret.nl", "family": "secret", "language": "nl", "title": "Geheim", "visibility": "internal"}], 1
)  # fmt: skip


def _step(step_id: str, **more: Any) -> dict[str, Any]:
    return {"id": step_id, "text": "Doe iets.", "done": "next", "failed": "next", **more}


def test_steps_take_the_place_of_the_texts_list_and_headings_get_anchors() -> None:
    text = reading.read("Intro.\n\n## Wat je doet\n\n1. Een.\n2. Twee.\n\n## Én dan?\n\n## Én dan?\n\nEinde.", cut=True)

    assert [anchor for anchor, _ in text.headings] == ["wat-je-doet", "en-dan", "en-dan-2"]
    assert text.n_before == 1
    assert "<li>" not in text.before + text.after
    assert '<h2 id="wat-je-doet">' in text.before
    assert "Einde." in text.after


def test_text_that_is_not_cut_keeps_its_list_and_one_without_a_list_takes_steps_before_its_headings() -> None:
    assert "<li>" in reading.read("1. Een.\n2. Twee.", cut=False).before
    text = reading.read("Intro.\n\n# Titel\n\nRest.", cut=True)
    assert "Intro." in text.before
    assert '<h2 id="titel">Titel</h2>' in text.after


def test_markup_of_an_author_is_shown_and_never_run() -> None:
    html = reading.read('<script>alert(1)</script>\n\n[x](javascript:alert(1)) <b onclick="x">', cut=False).before

    assert "<script" not in html
    assert "<b" not in html
    assert "href" not in html
    assert "<img" not in reading.inline("<img src=x onerror=y>")


def test_own_pictures_keep_their_place_until_they_are_there() -> None:
    markdown = "![Een knop](/help/images/ab.png) ![](https://elsewhere.example/c.png)"

    assert reading.pictures(markdown) == {"ab.png"}
    html = reading.read(markdown, cut=False, sizes={"ab.png": (640, 480)}).before
    assert 'src="/help/images/ab.png"' in html
    assert 'width="640" height="480"' in html
    assert html.count("width=") == 1


@pytest.mark.parametrize(
    ("goto", "lead"),
    [
        ("next", steps.Lead("next", 2, "step-b")),
        ("c", steps.Lead("step", 3, "step-c")),
        ("solved", steps.Lead("solved")),
        ("human", steps.Lead("human")),
        ("article:vpn", steps.Lead("article", article=CATALOGUE.by_id["vpn.fr"])),
        ("article:secret", steps.Lead("human")),
    ],
)
def test_each_answer_leads_where_a_reader_may_go(goto: str, lead: steps.Lead) -> None:
    check = {"question": "Brandt het lampje?", "answers": [{"label": "Ja", "goto": goto}]}

    first, *_ = steps.drawn([_step("a", check=check), _step("b"), _step("c")], CATALOGUE, "nl")

    assert first.answers == [("Ja", lead)]
    assert (first.done, first.failed) == (None, None)


def test_what_leads_on_as_everybody_expects_is_not_said() -> None:
    plain, early, last = steps.drawn(
        [_step("a"), _step("b", done="solved"), _step("c", done="solved", failed="human")], CATALOGUE, "nl"
    )

    assert (plain.done, plain.failed) == (None, None)
    assert (early.done, early.failed) == (steps.Lead("solved"), steps.Lead("next", 3, "step-c"))
    assert (last.done, last.failed) == (steps.Lead("solved"), steps.Lead("human"))


def test_a_list_in_the_text_is_not_drawn_twice() -> None:
    assert not steps.are_drawn([_step("1"), _step("2")])
    assert steps.are_drawn([_step("1"), _step("2", expect="Het brandt.")])
    assert steps.are_drawn([_step("on"), _step("off")])
