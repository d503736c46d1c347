"""The watch over jobs and models: whatever a crash left is made good here."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import Any

import structlog

from webchat.adapters import model_files
from webchat.adapters.model_files import Damaged, ModelFiles
from webchat.adapters.trainer import Trainer
from webchat.domain.errors import Later
from webchat.services.training import changes, material, models, runs
from webchat.services.training.promotion import Promoter
from webchat.services.work import Store, Work
from webchat.settings import Settings

log = structlog.get_logger()

_LOOK_S = 0.5
_SETTLE_EVERY, _TIDY_EVERY = 4, 240  # looks


class Watch:
    """Takes over what jobs say, and keeps the bot serving what it should.

    Attributes:
        starting: Runs whose job this process is about to start.
    """

    def __init__(
        self, store: Store, trainer: Trainer, files: ModelFiles, promoter: Promoter, settings: Settings
    ) -> None:
        self._store, self._trainer, self._files, self._promoter = store, trainer, files, promoter
        self._settings = settings
        self.starting: set[str] = set()

    async def run(self) -> None:
        """Watch until cancelled."""
        looks, is_begun = 0, False
        while True:
            try:
                if not is_begun:
                    await self._store.write(changes.interrupted)
                    await self._register_shipped()
                    is_begun = True
                await self._look()
                if looks % _SETTLE_EVERY == 0:
                    await self._promoter.settle()
                if looks % _TIDY_EVERY == 0:
                    await self.tidy()
            except Later as error:
                log.warning("training_watch_waits", error=error.code)
            except Exception as error:
                log.error("training_watch_failed", error=repr(error))
            looks += 1
            await asyncio.sleep(_LOOK_S)

    async def _look(self) -> None:
        run_id = await self._store.read(runs.current_id)
        if run_id is None or run_id in self.starting:
            return
        is_alive = await asyncio.to_thread(self._trainer.is_at_work)
        status = await asyncio.to_thread(self._trainer.status, run_id)  # after that, so that a last word is not missed
        match status.get("state"):
            case "done":
                await self._adopt(run_id, status)
            case "failed":
                await self._store.write(
                    partial(runs.end, run_id=run_id, state="failed", error=status.get("error"), status=status)
                )
                await asyncio.to_thread(material.forget, self._trainer.run_folder(run_id))
            case _ if is_alive:
                await self._store.write(partial(runs.progress, run_id=run_id, status=status))
            case _:
                await self.failed(run_id, "interrupted")

    async def _adopt(self, run_id: str, status: dict[str, Any]) -> None:
        run = await self._store.read(partial(runs.one, run_id=run_id, language="en"))
        name = "".join(c for c in run["started_at"][:19] if c.isdigit())
        try:
            path = await asyncio.to_thread(self._files.adopt, self._trainer.run_folder(run_id) / "model.tar.gz", name)
            archive = await asyncio.to_thread(model_files.look_into, path)
        except OSError as error:
            is_full = error.errno in model_files.NO_ROOM
            return await self.failed(run_id, "disk_full" if is_full else "model_damaged", detail=error.strerror)
        except Damaged as error:
            return await self.failed(run_id, "model_damaged", detail=str(error))

        def done(work: Work) -> None:
            if runs.end(work, run_id, "done", status=status):
                models.register(work, name, archive, run_id=run_id, n_examples=status.get("n_examples", 0))

        await self._store.write(done)
        await asyncio.to_thread(material.forget, self._trainer.run_folder(run_id))
        await self.tidy()

    async def failed(self, run_id: str, code: str, *, detail: str | None = None) -> None:
        """Write down that a run failed of something that its job could not tell."""
        error: dict[str, Any] = {"code": code, "params": {}, "detail": detail}
        await self._store.write(partial(runs.end, run_id=run_id, state="failed", error=error))
        await asyncio.to_thread(material.forget, self._trainer.run_folder(run_id))

    async def _register_shipped(self) -> None:
        try:
            archive = await asyncio.to_thread(model_files.look_into, self._settings.shipped_model)
        except (OSError, Damaged):
            return  # set-up makes it; without it there is nothing to register
        await self._store.write(partial(models.register_shipped, archive=archive))

    async def tidy(self) -> None:
        """Remove models and runs over the numbers that are kept."""
        for name in await self._store.write(models.clean_up):
            await asyncio.to_thread(self._files.remove, name)
        for run_id in await self._store.read(partial(runs.over, n_kept=self._settings.runs_kept)):
            await asyncio.to_thread(self._trainer.remove, run_id)
