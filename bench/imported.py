"""What the bot does with questions about pages that it never saw, imported beside the articles it came with.

The logic that decides a turn runs on the trained model's predictions and on the real search; only the processes are left out.
For reporting only: nothing is fitted on these pages. A page's own question is withheld from it (`kb_index/external.py`).
"""

from __future__ import annotations

import json
import random
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from actions.logic.decide import decide
from actions.logic.decision import Decision
from actions.logic.dialogue import Dialogue
from actions.logic.knowledge import Alike, Article, Fetch, Likeness, Reply, Request, SearchAnswer
from actions.logic.texts import Texts
from actions.logic.turn import Turn
from bench import intents
from kb_index import articles as stored
from kb_index.bodies import answer_body, article_body
from kb_index.external import external_sets
from kb_index.library import Library
from kb_index.settings import Settings
from ops.layout import ROOT

Row = dict[str, Any]
_MOST = 100  # articles of a set in each language
_IN_A_ROW = 6  # questions of one person, without a word about the answers
_TEXTS = Texts.load(ROOT / "data" / "responses")


def measure(pages: Path, own: Sequence[Row]) -> list[Row]:
    """What becomes of each set's questions, of the same asked one after another, and of our own test questions beside them.

    Args:
        pages: Folder of other people's sets.
        own: Lines of `data/test/questions.jsonl`.
    """
    sets = external_sets(pages, _MOST)
    with tempfile.TemporaryDirectory(prefix="firstline-imported-") as folder:
        library = Library(Settings().model_copy(update={"index_dir": Path(folder)}))
        library.seed()
        ours = _understood([{**q, "set": "our own test questions"} for q in own])
        rows = [_row("ours, alone in the index", [_asked(library, [q])[0] for q in ours])]
        library.put_all(_imported(article) for articles, _ in sets.values() for article in articles)
        rows.append(_row("ours, the others' pages beside them", [_asked(library, [q])[0] for q in ours]))
        for name, (_, questions) in sets.items():
            some = _understood([asdict(question) for question in questions])
            rows.append(_row(name, [_asked(library, [q])[0] for q in some]))
            later = [end for turns in _in_a_row(some) for end in _asked(library, turns)[1:]]
            rows.append(_row(f"{name}, later in a conversation", later))
    return rows


def _imported(article: stored.Article) -> stored.Article:
    """As it comes out of a file."""
    names = {"id": article.article_id, "family": article.family, "language": article.language, "title": article.title}
    front = "\n".join(f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in names.items())
    return stored.parse(f"---\n{front}\n---\n{article.body}\n")


def _understood(questions: Sequence[Row]) -> list[Row]:
    return [{**q, "predicted": p} for q, p in zip(questions, intents.parse(questions), strict=True)]


def _in_a_row(questions: Sequence[Row]) -> Iterator[list[Row]]:
    for language in intents.LANGUAGES:
        some = [q for q in questions if q["language"] == language]
        random.Random(0).shuffle(some)
        yield from (some[start : start + _IN_A_ROW] for start in range(0, len(some), _IN_A_ROW))


def _asked(library: Library, questions: Sequence[Row]) -> list[tuple[Row, str]]:
    """Each question with what became of it, all in one conversation; a hand-off ends it."""
    state, ends = Dialogue(), []
    for number, question in enumerate(questions, 1):
        state = Dialogue.from_slot(state.to_slot())  # as the slot does between turns
        decision = _decided(library, question, state, number)
        ends.append((question, _end(question, decision)))
        if decision.handoff:
            break
    return ends


def _decided(library: Library, question: Row, state: Dialogue, number: int) -> Decision:
    said = question["predicted"]
    ranking = tuple((each["name"], each["confidence"]) for each in said["ranking"])
    metadata = {"language": question["language"], "language_source": "site"}
    turn = Turn(question["text"], said["intent"], said["confidence"], ranking, seq=number, metadata=metadata)
    flow = decide(turn, state, _TEXTS)
    try:
        request = next(flow)
        while True:
            request = flow.send(_reply(library, request, state.language or "nl"))
    except StopIteration as finished:
        decision: Decision = finished.value
        return decision


def _reply(library: Library, request: Request, language: Any) -> Reply:
    if isinstance(request, Alike):
        return Likeness(groups={}, threshold=1.0)
    if isinstance(request, Fetch):
        there: Mapping[Any, str] = library.translations(request.family)
        article = library.article(there.get(language) or next(iter(there.values()))) if there else None
        fallback = language not in there
        return Article.model_validate(article_body(library, article, fallback=fallback)) if article else None
    found = library.search(request.text, language, k=5, signals=request.signals)
    return SearchAnswer.model_validate(answer_body(found))


def _end(question: Row, decision: Decision) -> str:
    family = question["family"]
    if decision.action == "answer":
        return "answered right" if family == decision.family else "answered wrong"
    choices = [b.payload for m in decision.messages for b in m.buttons if b.payload.startswith("/choose_article")]
    if choices:
        return "asked with it" if any(json.dumps(family) in choice for choice in choices) else "asked without"
    return "to a person" if decision.handoff else "asked on or refused"


def _row(name: str, ends: Sequence[tuple[Row, str]]) -> Row:
    with_answer = [end for question, end in ends if question["family"]]
    without = [end for question, end in ends if not question["family"]]
    n, counted = len(with_answer), Counter(with_answer)
    kinds = ("answered right", "asked with it", "asked without", "answered wrong", "to a person", "asked on or refused")
    row: Row = {"questions": name, "n": n} | {kind: round(counted[kind] / max(1, n), 3) for kind in kinds}
    wrong = without.count("answered wrong")
    return row | {"without an answer": len(without), "of these answered": round(wrong / max(1, len(without)), 3)}
