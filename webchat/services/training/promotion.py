"""Puts models to work: tried out first, then swapped in the running bot, and made good after any crash."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

import structlog
from sqlalchemy import Connection, select

from webchat.adapters import model_files
from webchat.adapters.bot import Bot, BotUnavailable, ModelRefused
from webchat.adapters.db import tables as t
from webchat.adapters.model_files import Damaged, ModelFiles
from webchat.adapters.trainer import EnvironmentMissing, Trainer
from webchat.domain.errors import Fixable, Later
from webchat.services.accounts import Agent
from webchat.services.training import changes, models
from webchat.services.work import Store

log = structlog.get_logger()

Row = Mapping[Any, Any]


class Promoter:
    """Keeps the bot serving the model that the database says."""

    def __init__(self, store: Store, bot: Bot, trainer: Trainer, files: ModelFiles) -> None:
        self._store, self._bot, self._trainer, self._files = store, bot, trainer, files
        self._one_at_a_time = asyncio.Lock()
        self._since = store.env.clock.now()

    def path(self, row: Row) -> Path:
        """Return where a model lies."""
        return self._files.path(row["name"], is_shipped=row["is_shipped"])

    async def promote(self, agent: Agent, name: str) -> None:
        """Have a model serve.

        Raises:
            Fixable: `not_found`, `not_ready`, `swap_in_progress`, or `model_refused` with the `reason`.
            Later: `unavailable` while the bot does not answer.
        """
        await self._change(agent, name, "promote")

    async def roll_back(self, agent: Agent, name: str | None) -> None:
        """Have a former model serve again, by default the one before; what has served is not tried out again.

        Raises:
            Fixable, Later: As `promote`.
        """
        former = await self._store.read(changes.before) if name is None else name
        await self._change(agent, former, "rollback")

    async def _change(self, agent: Agent, name: str, kind: str) -> None:
        change_id = await self._store.write(partial(changes.begin, agent=agent, name=name, kind=kind))
        try:
            await self._try_out(await self._store.read(partial(models.row, name=name)))
            if await self._bot.model() is None:
                raise _Refused("bot_unavailable")
        except BaseException as problem:  # also when this request is given up: nothing has been decided
            reason = problem.reason if isinstance(problem, _Refused) else "interrupted"
            await asyncio.shield(self._store.write(partial(changes.fail, change_id=change_id, error=_error(reason))))
            if reason == "bot_unavailable":
                raise Later("unavailable", retry_after_s=5.0) from problem
            if isinstance(problem, _Refused):
                raise Fixable("model_refused", reason=reason) from problem
            raise
        await asyncio.shield(self._carry_out(change_id))

    async def _carry_out(self, change_id: int) -> None:
        await self._store.write(partial(changes.decide, change_id=change_id))
        refused = await self.settle()
        if refused:
            raise Fixable("model_refused", reason=refused)

    async def _try_out(self, row: Row) -> None:
        """Look into the file; a model that nobody tried out yet is also asked what any must know.

        One that has served needs no more, and one that was made since this process began was asked by its own job, in a
        process of its own, with the code that runs now.
        """
        reason = await asyncio.to_thread(_fault, self.path(row), row["digest"])
        if reason:
            raise _Refused(reason)
        if row["promoted_at"] is not None or row["made_at"] >= self._since:
            return
        try:
            said = await self._trainer.try_out(self.path(row))
        except EnvironmentMissing as error:
            raise _Refused("environment_missing") from error
        if not said.get("ok"):
            raise _Refused(str(said.get("error") or "smoke_failed"))

    async def settle(self) -> str | None:
        """Bring the bot to serve what it is to serve, or take the change back.

        Returns:
            Why the model that was to serve cannot, if so; None also while the bot does not answer: then it takes what
            it is to serve at its own start, and the next call looks again.
        """
        async with self._one_at_a_time:
            row, spare = await self._store.read(_to_serve)
            if row is None:
                return None
            await asyncio.to_thread(self._files.point_to, [self.path(each) for each in (row, *spare)])
            served = await self._bot.model()
            if served is None:
                return None
            reason = None if served == row["model_id"] else await self._load(row)
            if reason is None:
                if await self._store.read(changes.open_change):
                    await self._store.write(changes.settle)
                return None
            return await self._take_back(reason, served, spare)

    async def _load(self, row: Row) -> str | None:
        reason = await asyncio.to_thread(_fault, self.path(row), row["digest"])
        if reason:
            return reason
        try:
            await self._bot.load(self.path(row), row["model_id"])
        except ModelRefused as error:
            log.warning("model_refused", model=row["name"], reason=str(error))
            return "not_loadable"
        except BotUnavailable as error:
            log.warning("bot_unavailable", model=row["name"], error=str(error))
            raise Later("unavailable", retry_after_s=5.0) from error
        return None

    async def _take_back(self, reason: str, served: str, spare: list[Row]) -> str:
        # What the bot serves now is the best there is: it answers. Something that nobody knows here is not.
        known = [each for each in spare if each["model_id"] == served] + spare
        if not known:
            log.error("no_model_left", reason=reason)
            return reason
        await self._store.write(partial(changes.take_back, error=_error(reason), to=known[0]["name"]))
        await asyncio.to_thread(self._files.point_to, [self.path(each) for each in known])
        return reason


class _Refused(Exception):
    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def _error(code: str) -> dict[str, Any]:
    return {"code": code, "params": {}}


def _fault(path: Path, digest: str) -> str | None:
    """What is wrong with a model's file, None if nothing is."""
    try:
        return None if model_files.digest_of(path) == digest else "model_damaged"
    except FileNotFoundError:
        return "model_missing"
    except (OSError, Damaged):
        return "model_damaged"


def _to_serve(db: Connection) -> tuple[Row | None, list[Row]]:
    """The model that is to serve, and those that could in its place: what served last comes first."""
    m = t.models.c
    query = select(t.models).where(m.state == "ready", m.promoted_at.is_not(None) | m.is_shipped)
    spare = db.execute(query.order_by(m.promoted_at.desc().nulls_last())).mappings()
    return models.serving(db), list(spare)
