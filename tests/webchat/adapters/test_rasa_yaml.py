"""Rasa's YAML: what stands there stays, what is added reads back, a fault is named with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from webchat.adapters import rasa_yaml
from webchat.adapters.rasa_yaml import New, RasaYamlError

ROOT = Path(__file__).resolve().parents[3]
FILE = """version: "3.1"
nlu:
# Greetings first.
- intent: greet
  metadata:
    language: nl
  examples: |
    - hallo
    - goeiedag [Sofie](customer_name)

- intent: greet
  metadata:
    language: fr
  examples: |
    - bonjour
"""


def test_additions_join_their_language_and_leave_the_rest() -> None:
    text = rasa_yaml.with_examples(
        FILE, "greet", [New("dag allemaal", "nl", ()), New("salut à tous", "fr", ()), New("hi there", "en", ())]
    )

    assert text == FILE.replace("(customer_name)\n", "(customer_name)\n    - dag allemaal\n").replace(
        "- bonjour\n",
        "- bonjour\n    - salut à tous\n- intent: greet\n  metadata:\n    language: en\n  examples: |\n    - hi there\n",
    )


def test_every_file_of_the_bot_takes_additions_and_keeps_its_lines() -> None:
    for file in sorted((ROOT / "data" / "nlu").glob("*.yml")):
        text = file.read_text("utf-8")
        before = rasa_yaml.read(text)
        more = rasa_yaml.with_examples(text, file.stem, [New(f"nieuw {lang}", lang, ()) for lang in ("nl", "fr", "en")])

        lines = more.split("\n")
        assert [line for line in text.split("\n") if line not in lines] == []
        assert len(more.splitlines()) == len(text.splitlines()) + 3, file.name
        assert {(r.intent, r.language, r.text) for r in rasa_yaml.read(more)} == {
            *((r.intent, r.language, r.text) for r in before),
            *((file.stem, lang, f"nieuw {lang}") for lang in ("nl", "fr", "en")),
        }


def test_entities_read_back_as_they_were_written() -> None:
    said = "mijn laptop met Windows 11: 'quoted' # niet: een commentaar"
    spans = [
        {"start": 5, "end": 11, "entity": "device"},
        {"start": 16, "end": 26, "entity": "operating_system"},
    ]

    text = rasa_yaml.with_examples(None, "problem_new_thing", [New(said, "nl", spans)])
    (read,) = rasa_yaml.read(text)

    assert (read.text, read.intent, read.language, read.entities) == (said, "problem_new_thing", "nl", spans)


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("nlu: [", "not_yaml", 1),
        ("rules: []", "no_nlu", 1),
        ("just words", "no_nlu", 1),
        (
            FILE.replace("- intent: greet\n  metadata:\n    language: fr", "- metadata:\n    language: fr"),
            "no_intent",
            11,
        ),
        (FILE.replace("    language: fr\n", "    language: de\n"), "no_language", 11),
        (FILE.replace("    - bonjour", "    bonjour"), "bad_line", 15),
        (FILE.replace("  examples: |\n    - bonjour", "  examples:\n  - text: bonjour"), "bad_examples", 15),
    ],
)
def test_a_fault_is_named_with_its_line(text: str, code: str, line: int) -> None:
    with pytest.raises(RasaYamlError) as refused:
        rasa_yaml.read(text)

    assert (refused.value.code, refused.value.line) == (code, line)


def test_a_domain_names_a_new_intent_once() -> None:
    domain = (ROOT / "domain.yml").read_text("utf-8")

    more = rasa_yaml.with_intents(domain, ["greet", "problem_new_thing"])

    assert rasa_yaml.intents(more) == [*rasa_yaml.intents(domain), "problem_new_thing"]
    assert [line for line in domain.split("\n") if line not in more.split("\n")] == []
