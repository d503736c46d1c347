"""Training as the knowledge manager sees it: start, watch, cancel."""

from __future__ import annotations

import asyncio
import json
from functools import partial
from pathlib import Path
from typing import Any

from webchat.adapters.bot import Bot
from webchat.adapters.model_files import NO_ROOM, ModelFiles
from webchat.adapters.trainer import Busy, EnvironmentMissing, Trainer
from webchat.domain.errors import Fixable
from webchat.services import evaluation
from webchat.services.accounts import Agent
from webchat.services.training import material, models, runs
from webchat.services.training.promotion import Promoter
from webchat.services.training.watch import Watch
from webchat.services.work import Store
from webchat.settings import Settings

_LOOK_S = 0.25
_GONE_WITHIN = 60  # looks


class Training:
    """Everything about runs and models that needs more than the database."""

    def __init__(self, store: Store, bot: Bot, settings: Settings) -> None:
        self._store, self._settings = store, settings
        self._trainer = Trainer(settings.runs_dir, settings.bot_python, supervisor_pid=settings.supervisor_pid)
        self._files = ModelFiles(settings)
        self.promoter = Promoter(store, bot, self._trainer, self._files)
        self.watch = Watch(store, self._trainer, self._files, self.promoter, settings)

    def folder(self, run_id: str) -> Path:
        """Return where a run's files are."""
        return self._trainer.run_folder(run_id)

    async def start(self, agent: Agent) -> str:
        """Start a run; returns its id. What goes wrong from here on is told as the run's failure.

        Raises:
            Fixable: `run_in_progress`.
        """
        run_id = await self._store.write(partial(runs.begin, agent=agent))
        self.watch.starting.add(run_id)
        try:
            await self._prepare(run_id)
            await self._begin(run_id)
        except Busy:
            await self.watch.failed(run_id, "interrupted")
        except EnvironmentMissing as error:
            await self.watch.failed(run_id, "environment_missing", detail=str(error))
        except OSError as error:
            await asyncio.to_thread(self._trainer.remove, run_id)
            await self.watch.failed(
                run_id, "disk_full" if error.errno in NO_ROOM else "internal", detail=error.strerror
            )
        finally:
            self.watch.starting.discard(run_id)
        return run_id

    async def _begin(self, run_id: str) -> None:
        """Start the job; one whose run has just ended may take a moment to go."""
        for _ in range(_GONE_WITHIN):
            try:
                return await asyncio.to_thread(self._trainer.start, run_id)
            except Busy:
                await asyncio.sleep(_LOOK_S)
        await asyncio.to_thread(self._trainer.start, run_id)

    async def _prepare(self, run_id: str) -> None:
        root = self._settings.bot_dir
        found = await self._store.read(partial(material.gather, root=root, now=self._store.env.clock.now()))
        serving = self.promoter.path(found.serving) if found.serving else None
        await asyncio.to_thread(material.write, self.folder(run_id), root, found, serving=serving)

    async def cancel(self, agent: Agent, run_id: str) -> None:
        """Stop a run and clean up after it.

        Raises:
            Fixable: `not_found`, or `not_running` for one that has ended.
        """
        await self._store.read(partial(runs.one, run_id=run_id, language="en"))
        await self._store.write(partial(runs.cancelled, run_id=run_id, agent=agent))
        await self._trainer.end(run_id)
        await asyncio.to_thread(material.forget, self.folder(run_id))

    async def log(self, run_id: str) -> list[dict[str, Any]]:
        """Return the lines of a run's log: `at`, `code`, `params`.

        Raises:
            Fixable: `not_found`.
        """
        await self._store.read(partial(runs.one, run_id=run_id, language="en"))
        return await asyncio.to_thread(_lines, self.folder(run_id) / "log.jsonl")

    async def report(self, run_id: str) -> Any:
        """Return a run's report.

        Raises:
            Fixable: `not_found`, also while there is none.
        """
        await self._store.read(partial(runs.one, run_id=run_id, language="en"))
        try:
            report = json.loads(await asyncio.to_thread((self.folder(run_id) / "report.json").read_text, "utf-8"))
        except (OSError, ValueError) as error:
            raise Fixable("not_found") from error
        return await self._store.read(partial(evaluation.with_words, report=report))

    async def discard(self, agent: Agent, name: str) -> None:
        """Throw a model away.

        Raises:
            Fixable: `not_found`, `in_use`.
        """
        await self._store.write(partial(models.discard, name=name, actor=agent.id))
        await asyncio.to_thread(self._files.remove, name)


def _lines(path: Path) -> list[dict[str, Any]]:
    try:
        return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line]
    except (OSError, ValueError):
        return []
