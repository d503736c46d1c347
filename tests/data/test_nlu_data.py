"""The language data: every intent in three languages, and sets that stay apart.

What is trained on must never be what is measured on, so the last tests compare all sets with each other
after folding case, accents and punctuation.
"""

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml
from sklearn.feature_extraction.text import CountVectorizer

from kb_index.articles import Article, read_folder

ROOT = Path(__file__).parents[2]
DATA = ROOT / "data"
LANGUAGES = ("nl", "fr", "en")
SETS = {"train": DATA / "nlu", "dev": DATA / "dev" / "nlu", "test": DATA / "test" / "nlu"}
QUESTIONS = {
    "calibration": DATA / "calibration" / "questions.jsonl",
    "test": DATA / "test" / "questions.jsonl",
}
ANGER = DATA / "test" / "anger.jsonl"  # swearing at things, which is no abuse
MIN_EXAMPLES = {"train": 25, "dev": 6, "test": 12}
MIN_OUT_OF_SCOPE = {"train": 100, "dev": 6, "test": 30}
MAX_OVERLAP = 0.7  # of character 4-grams; above it a sentence is the other with a word changed
ANSWERABLE, UNANSWERABLE = 100, 50  # questions per language in each question set


class Example(NamedTuple):
    """One labelled sentence."""

    text: str
    intent: str
    language: str


class Question(NamedTuple):
    """One line of a question file; `family` is None where no article answers it."""

    id: str
    text: str
    language: str
    family: str | None
    intent: str | None


def contract_names() -> tuple[list[str], list[str]]:
    """Return (families, dialogue intents) as docs/contracts.md lists them."""
    text = (ROOT / "docs" / "contracts.md").read_text(encoding="utf-8")
    families = re.search(r"Families of the seed knowledge base.*?\n\n", text, re.S)
    dialogue = re.search(r"Dialogue intents: (.*?)Payload-only", text, re.S)
    assert families
    assert dialogue
    return re.findall(r"`([a-z-]+)`", families[0]), re.findall(r"`([a-z_]+)`", dialogue[1])


FAMILIES, DIALOGUE_INTENTS = contract_names()
# Families that a dialogue intent covers have no topic intent of their own.
COVERED = {
    "access-rights": "request_access",
    "malware-suspected": "report_security_incident",
    "device-lost-stolen": "report_security_incident",
    "data-leak": "report_security_incident",
}
INTENT_OF = {family: COVERED.get(family, f"problem_{family.replace('-', '_')}") for family in FAMILIES}
INTENTS = [*DIALOGUE_INTENTS, *(intent for family, intent in INTENT_OF.items() if family not in COVERED)]


def examples_of(path: Path) -> Iterator[Example]:
    """Yield every example of a Rasa NLU file."""
    for block in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]:
        for line in block["examples"].splitlines():
            assert line.startswith("- "), f"{path.name}: {line!r}"
            yield Example(line[2:], block["intent"], block["metadata"]["language"])


def examples(name: str) -> list[Example]:
    """Return all examples of the set `train`, `dev` or `test`."""
    return [e for path in sorted(SETS[name].glob("*.yml")) for e in examples_of(path)]


def questions(name: str) -> list[Question]:
    """Return the questions of the set `calibration` or `test`."""
    lines = QUESTIONS[name].read_text(encoding="utf-8").splitlines()
    return [Question(**json.loads(line)) for line in lines]


def articles() -> list[Article]:
    """Return our articles."""
    return [result for _, result in read_folder(DATA / "articles") if isinstance(result, Article)]


def fold(text: str) -> str:
    """Return the text without case, accents, punctuation and repeated spaces."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(re.findall(r"\w+", bare.casefold()))


def near_pairs(measured: Sequence[str], trained: Sequence[str]) -> list[tuple[str, str]]:
    """Return the pairs whose runs of four characters overlap too much (Jaccard similarity)."""
    vectorizer = CountVectorizer(
        analyzer=lambda text: {f" {text} "[i : i + 4] for i in range(len(text) - 1)}, binary=True
    )
    matrix = vectorizer.fit_transform([fold(text) for text in (*measured, *trained)])
    ours, theirs = matrix[: len(measured)], matrix[len(measured) :]
    shared = (ours @ theirs.T).tocoo()
    n_ours, n_theirs = ours.sum(axis=1).A1, theirs.sum(axis=1).A1
    union = n_ours[shared.row] + n_theirs[shared.col] - shared.data
    near = shared.data > MAX_OVERLAP * union
    return [(measured[a], trained[b]) for a, b in zip(shared.row[near], shared.col[near], strict=True)]


@pytest.mark.parametrize("name", SETS)
def test_every_intent_of_the_contract_has_exactly_its_own_file(name: str) -> None:
    assert len(FAMILIES) == 45

    files = {path.stem for path in SETS[name].glob("*.yml")}

    if name == "dev":  # made before the later topics; it only has to choose, not to report
        assert files < set(INTENTS)
    else:
        assert files == set(INTENTS)


@pytest.mark.parametrize(("name", "intent"), [(n, path.stem) for n in SETS for path in sorted(SETS[n].glob("*.yml"))])
def test_file_holds_one_block_per_language_and_enough_examples(name: str, intent: str) -> None:
    path = SETS[name] / f"{intent}.yml"
    minimum = (MIN_OUT_OF_SCOPE if intent == "out_of_scope" else MIN_EXAMPLES)[name]

    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    counts = Counter(example.language for example in examples_of(path))

    assert content["version"] == "3.1"
    assert {block["intent"] for block in content["nlu"]} == {intent}
    assert [block["metadata"]["language"] for block in content["nlu"]] == list(LANGUAGES)
    assert all(counts[language] >= minimum for language in LANGUAGES), counts


@pytest.mark.parametrize("name", SETS)
def test_examples_are_plain_typed_text(name: str) -> None:
    # A leading "/" is an intent payload to Rasa, brackets and braces an entity annotation.
    bad = [e.text for e in examples(name) if e.text.startswith("/") or re.search(r"[\[\]{}\\]", e.text)]
    blank = [e for e in examples(name) if not fold(e.text)]

    assert not bad
    assert not blank


@pytest.mark.parametrize("name", SETS)
def test_no_example_stands_twice_in_a_language_or_under_two_intents(name: str) -> None:
    rows = examples(name)

    twice = [key for key, n in Counter((e.language, fold(e.text)) for e in rows).items() if n > 1]
    intents_of: dict[str, set[str]] = {}
    for example in rows:
        intents_of.setdefault(fold(example.text), set()).add(example.intent)

    assert not twice
    assert not {text: intents for text, intents in intents_of.items() if len(intents) > 1}


@pytest.mark.parametrize("name", QUESTIONS)
def test_question_set_is_complete_and_labelled_consistently(name: str) -> None:
    rows = questions(name)

    counts = Counter((q.language, q.family is not None) for q in rows)
    families = Counter((q.language, q.family) for q in rows if q.family)

    assert len({q.id for q in rows}) == len(rows)
    for language in LANGUAGES:
        assert counts[language, True] >= ANSWERABLE
        assert counts[language, False] >= UNANSWERABLE
        assert all(families[language, family] >= 2 for family in FAMILIES), families
    for question in rows:
        if question.family:
            assert question.intent == INTENT_OF[question.family], question
        else:
            assert question.intent in (None, "out_of_scope", "report_vague_problem"), question


def test_training_calibration_and_test_sets_share_no_text() -> None:
    texts = {f"nlu {name}": {fold(e.text) for e in examples(name)} for name in SETS}
    texts |= {f"questions {name}": {fold(q.text) for q in questions(name)} for name in QUESTIONS}
    names = list(texts)

    shared = {
        (one, other): texts[one] & texts[other]
        for i, one in enumerate(names)
        for other in names[i + 1 :]
        if texts[one] & texts[other]
    }

    assert not shared


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_measured_on_is_nearly_a_training_example(language: str) -> None:
    trained = [e.text for e in examples("train") if e.language == language]
    trained += [text for article in articles() if article.language == language for text in article.questions]
    measured = [e.text for name in ("dev", "test") for e in examples(name) if e.language == language]
    measured += [q.text for name in QUESTIONS for q in questions(name) if q.language == language]
    angry = [json.loads(line) for line in ANGER.read_text(encoding="utf-8").splitlines()]
    measured += [row["text"] for row in angry if row["language"] == language]

    assert not near_pairs(measured, trained)


def test_articles_say_which_dialogue_intent_speaks_for_them() -> None:
    said = {article.family: article.intent for article in articles() if article.intent}

    assert said == COVERED


def test_question_sets_hold_no_text_twice() -> None:
    for name in QUESTIONS:
        counts = Counter(fold(q.text) for q in questions(name))

        assert not [text for text, n in counts.items() if n > 1]
