"""Every stored question whose answer changes with a new model: asked twice, understood as each model would.

Runs beside everything else once a run's report is written, and makes way for whoever waits for an answer. The
result is a file in the run's folder; what a restart interrupts is begun again.
"""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import structlog

from webchat.adapters.actions import ActionServer, ActionsUnavailable
from webchat.adapters.kb import KbUnavailable, KnowledgeBase
from webchat.domain.answers import BotAnswer, effect, is_good
from webchat.domain.errors import Fixable
from webchat.services import evaluation
from webchat.services.evaluation import Question
from webchat.services.work import Store

log = structlog.get_logger()

FILE = "answers.json"
_EVERY_S = 1.0
_RETRY_S = 15.0
_WAY_S = 0.05
# Where somebody always waits for an answer, it still goes on, a question a second.
_LONGEST_WAY_S = 1.0


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a comparison is."""

    run: str
    done: int
    total: int
    is_stuck: bool = False


class Comparison:
    """Compares the answers of one run after another, the newest first."""

    def __init__(
        self, runs: Path, actions: ActionServer, kb: KnowledgeBase, *, is_busy: Callable[[], bool] = lambda: False
    ) -> None:
        """Prepare.

        Args:
            runs: Holds a folder for each run.
            actions: Decides what the bot would do.
            kb: Knows the articles' titles.
            is_busy: Whether somebody waits for the bot.
        """
        self._is_busy = is_busy
        self._runs = runs
        self._actions = actions
        self._kb = kb
        self._progress: Progress | None = None

    async def close(self) -> None:
        """Close the connections."""
        await self._actions.close()

    async def run(self) -> None:
        """Compare what waits, until cancelled."""
        while True:
            await asyncio.sleep(_EVERY_S)
            folder = await asyncio.to_thread(waiting, self._runs)
            if folder is None:
                continue
            try:
                await self.compare(folder)
            except (ActionsUnavailable, KbUnavailable) as error:
                log.warning("comparison_waits", run=folder.name, error=str(error))
                progress = self._progress or Progress(folder.name, 0, 0)
                self._progress = replace(progress, is_stuck=True)
                await asyncio.sleep(_RETRY_S)
            except Exception as error:
                log.error("comparison_failed", run=folder.name, error=repr(error))
                await asyncio.to_thread(_write, folder, {"failed": True, "total": 0, "changed": []})

    async def compare(self, folder: Path) -> None:
        """Compare one run's answers and write the result.

        Raises:
            ActionsUnavailable: The action server is away.
            KbUnavailable: kb_index is.
        """
        old = await asyncio.to_thread(_predictions, folder, "old")
        new = await asyncio.to_thread(_predictions, folder, "new")
        known = await asyncio.to_thread(evaluation.read, folder)
        asked = [q for q in known if q.text and q.id in old and q.id in new and _may_change(q, old[q.id], new[q.id])]
        titles = _titles(await self._kb.articles())
        changed = []
        for number, question in enumerate(asked):
            self._progress = Progress(folder.name, number, len(asked))
            if old[question.id] == new[question.id]:
                continue
            await self._make_way()
            before, after = [
                await self._actions.answer(question.text, language=question.language, understood=said[question.id])
                for said in (old, new)
            ]
            if not before.is_like(after):
                changed.append(_row(question, before, after, titles))
        await asyncio.to_thread(_write, folder, {"total": len(asked), "changed": changed})
        await asyncio.to_thread(evaluation.forget_words, folder)
        self._progress = None

    async def _make_way(self) -> None:
        waited = 0.0
        while self._is_busy() and waited < _LONGEST_WAY_S:
            await asyncio.sleep(_WAY_S)
            waited += _WAY_S

    def state(self, run: str) -> dict[str, Any]:
        """Return how far a run's comparison is, while it has no result."""
        mine = self._progress if self._progress and self._progress.run == run else None
        if mine is None:
            return {"state": "waiting", "done": 0, "total": 0}
        return {"state": "unavailable" if mine.is_stuck else "comparing", "done": mine.done, "total": mine.total}


async def of_run(store: Store, comparison: Comparison, runs: Path, run: str) -> dict[str, Any]:
    """Return the answers that change in a run, as far as they are known; of users' words, what has not been erased.

    Raises:
        Fixable: `not_found` for a run that is not there.
    """
    file = runs / run / FILE
    if not await asyncio.to_thread(file.parent.is_dir):
        raise Fixable("not_found")
    nothing = {"n_changed": 0, "lost": 0, "won": 0, "changed": []}
    if not await asyncio.to_thread(file.is_file):
        if not await asyncio.to_thread((runs / run / "predictions-old.jsonl").is_file):
            return {"state": "nothing", "done": 0, "total": 0, **nothing}
        return {**comparison.state(run), **nothing}
    found = json.loads(await asyncio.to_thread(file.read_text, encoding="utf-8"))
    if found.get("failed"):
        return {"state": "failed", "done": 0, "total": 0, **nothing}
    said = await store.read(partial(evaluation.words, ids=[row["id"] for row in found["changed"]]))
    rows = [{**row, "text": said.get(row["id"], row["text"])} for row in found["changed"]]
    rows = [row for row in rows if row["text"]]
    counted = {name: sum(row["effect"] == name for row in rows) for name in ("lost", "won")}
    return {
        "state": "done",
        "done": found["total"],
        "total": found["total"],
        "n_changed": len(rows),
        **counted,
        "changed": rows,
    }


def waiting(runs: Path) -> Path | None:
    """Return the newest run that has a report and two models to compare, and no result yet."""
    folders = [folder for folder in (runs.iterdir() if runs.is_dir() else ()) if waits(folder)]
    return max(folders, key=lambda folder: (folder / "report.json").stat().st_mtime, default=None)


def waits(folder: Path) -> bool:
    """Return whether a run's answers are still to be compared."""
    needed = ("report.json", "predictions-old.jsonl")
    return all((folder / name).is_file() for name in needed) and not (folder / FILE).exists()


def _may_change(question: Question, old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    """A mere sentence need not be asked where both models understand the same."""
    return question.source != "sentence" or old["intent"] != new["intent"]


def _row(question: Question, old: BotAnswer, new: BotAnswer, titles: Mapping[tuple[str, str], Any]) -> dict[str, Any]:
    is_known = question.source != "asked" and not (question.intent is None and question.source == "label")
    truth = question.family and _title(titles, question.family, question.language)
    return {
        "id": question.id,
        "text": "" if evaluation.is_somebodys(question) else question.text,
        "language": question.language,
        "source": question.source,
        "truth": truth or None,
        "old": _shown(old, question, titles),
        "new": _shown(new, question, titles),
        "effect": effect(old, new, family=question.family, is_known=is_known),
        "was_good": is_known and is_good(old, family=question.family),
    }


def _shown(answer: BotAnswer, question: Question, titles: Mapping[tuple[str, str], Any]) -> dict[str, Any]:
    article = answer.family and answer.article_id and _title(titles, answer.family, question.language)
    return {**asdict(answer), "article": article or None}


def _titles(articles: list[dict[str, Any]]) -> dict[tuple[str, str], dict[str, str]]:
    return {
        (each["family"], each["language"]): {key: each[key] for key in ("article_id", "family", "title")}
        for each in articles
    }


def _title(titles: Mapping[tuple[str, str], Any], family: str, language: str) -> Any:
    return next((titles[family, each] for each in (language, "en", "nl", "fr") if (family, each) in titles), None)


def _predictions(folder: Path, side: str) -> dict[str, Any]:
    lines = (folder / f"predictions-{side}.jsonl").read_text(encoding="utf-8").splitlines()
    return {row["id"]: row for row in map(json.loads, lines)}


def _write(folder: Path, found: dict[str, Any]) -> None:
    unfinished = folder / f"{FILE}.part"
    unfinished.write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")
    os.replace(unfinished, folder / FILE)
