"""What an author is told of a text that is being written, and where its steps lead."""

from __future__ import annotations

import pytest

from kb_index.articles import parse
from kb_index.draft import check_draft
from kb_index.flow import flow
from tests.kb_index.conftest import markdown

_STEPS = """goal: g
minutes: 1
steps:
  - {id: a, text: x, done: b, failed: human}
  - id: b
    text: x
    check:
      question: Zie je het?
      answers: [{label: Ja, goto: c}, {label: Nee, goto: b}]
    failed: a
  - {id: c, text: x, done: d, failed: d}
  - {id: d, text: x, done: c, failed: c}
  - {id: e, text: x, done: 'article:gone', failed: solved}
"""


def draft(extra: str = "", body: str = "Tekst.") -> str:
    return markdown("wifi", "nl", "T", body, f"topic: network\nsign: s\n{extra}")


def test_dead_ends_unreached_steps_and_circles_are_found() -> None:
    led = flow(parse(draft(_STEPS)).steps)

    assert led.dead_ends == ("c", "d")
    assert led.unreached == ("e",)
    assert led.loops == (("a", "b"), ("c", "d"))
    assert [(e.start, e.to, e.kind, e.label) for e in led.edges][2:4] == [
        ("b", "c", "answer", "Ja"),
        ("b", "b", "answer", "Nee"),
    ]


def test_each_fault_has_its_code_and_line() -> None:
    body = "Tekst.\n\n[weg](/help/nl/weg.nl) en [hier](https://x.be)."
    checked = check_draft(draft(_STEPS, body), {"wifi"}, {"wifi.nl"}, [])

    lines = draft(_STEPS, body).splitlines()
    found = {
        (f.severity, f.code): lines[n - 1].strip() if n else None for n, f in checked.faults if f.code != "dead_end"
    }
    assert found == {
        ("error", "goes_nowhere"): "- {id: e, text: x, done: 'article:gone', failed: solved}",
        ("error", "unreached"): "- {id: e, text: x, done: 'article:gone', failed: solved}",
        ("error", "link_missing"): "[weg](/help/nl/weg.nl) en [hier](https://x.be).",
        ("error", "link_host"): "[weg](/help/nl/weg.nl) en [hier](https://x.be).",
        ("warning", "loop"): None,
    }


def test_a_text_that_cannot_be_parsed_is_told_with_what_it_is_about() -> None:
    checked = check_draft(draft("steps:\n - {id: a, text: x, done: nowhere}\n"), set(), set(), [])

    [(line, fault)] = checked.faults
    assert (checked.article, line, fault.code, fault.params) == (
        None, 8, "bad_goto", {"step": "a", "goto": "nowhere"},
    )  # fmt: skip


@pytest.mark.parametrize("language", ["nl", "fr"])
def test_what_differs_from_the_other_languages_is_no_reason_to_keep_a_text_back(language: str) -> None:
    other = parse(markdown("wifi", "fr", "T", "x", "topic: files\n"))
    checked = check_draft(draft().replace("nl", language), set(), set(), [other])

    found = [(fault.severity, fault.code) for _, fault in checked.faults]
    assert found == ([("warning", "value_differs")] if language == "nl" else [])
