"""The real index follows the database, and what others write into the index comes into the database."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import func, select

from tests.support.clients import eventually
from tests.webchat.realtime.server import free_port
from tests.webchat.services.articles.kit import text
from tests.webchat.services.articles.test_editing import add, listed, manager, publish, save
from tests.webchat.world import World
from webchat.adapters.article_index import ArticleIndex
from webchat.adapters.db import tables as t
from webchat.adapters.kb import KbRefused, KnowledgeBase
from webchat.services.accounts import Agent
from webchat.services.articles import history, publishing, rows
from webchat.services.articles.publishing import BULK_LANE, LANE
from webchat.services.articles.sync import IndexSync

__all__ = ["manager"]
ROOT = Path(__file__).resolve().parents[4]


class Kb:
    """kb_index as a process of its own, on a folder that outlives it."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder, self.url = folder, f"http://127.0.0.1:{port}"
        self.index, self.seed = folder / "index", folder / "seed"
        self.seed.mkdir(parents=True)
        self._environment = {
            **os.environ,
            "KB_PORT": str(port),
            "KB_INDEX_DIR": str(self.index),
            "KB_SEED_DIR": str(self.seed),
            "KB_CACHE_DIR": os.environ.get("KB_CACHE_DIR", str(ROOT / "var/cache")),
            "KB_EXAMPLES_DIR": "",
        }
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = [sys.executable, "-m", "kb_index", "serve"]
        with (self.folder / "kb.log").open("ab") as log:
            self._process = subprocess.Popen(command, cwd=ROOT, env=self._environment, stdout=log, stderr=log)
        until = time.monotonic() + 60
        while not self._is_well():
            assert time.monotonic() < until, (self.folder / "kb.log").read_text()
            time.sleep(0.05)

    def _is_well(self) -> bool:
        try:
            return httpx.get(f"{self.url}/healthz", trust_env=False).is_success
        except httpx.HTTPError:
            return False

    def stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def load(self, *texts: str) -> None:
        """`python -m kb_index import FOLDER`, as somebody outside does it."""
        folder = self.folder / f"import {time.monotonic_ns()}"
        folder.mkdir()
        for number, markdown in enumerate(texts):
            (folder / f"{number}.md").write_text(markdown)
        command = [sys.executable, "-m", "kb_index", "import", str(folder), "--index", str(self.index)]
        subprocess.run(command, cwd=ROOT, env=self._environment, check=True, capture_output=True)

    def finds(self, question: str) -> str | None:
        """Text of the first passage found; None for nothing."""
        body = {"text": question, "language": "nl"}
        found = httpx.post(f"{self.url}/search", json=body, trust_env=False).json()["results"]
        return str(found[0]["passage"]) if found else None

    def has(self) -> set[str]:
        listed = httpx.get(f"{self.url}/articles", trust_env=False).json()["articles"]
        return {row["article_id"] for row in listed}


@pytest.fixture
def kb(tmp_path: Path) -> Iterator[Kb]:
    made = Kb(tmp_path / "kb", free_port())
    yield made
    made.stop()


@pytest.fixture
async def sync(world: World, kb: Kb) -> AsyncIterator[IndexSync]:
    client = KnowledgeBase(kb.url, timeout_s=2.0)
    yield IndexSync(world.store, ArticleIndex(client))
    await client.close()


async def settled(sync: IndexSync) -> None:
    """Do what the loops do until there is nothing left to do."""
    for _ in range(10):
        looked = await sync.look()
        sent = [await sync.send_due(lane) for lane in (LANE, BULK_LANE)]
        if not looked and not any(sent):
            return
    raise AssertionError("index and database do not come together")


async def seen(world: World, article_id: str) -> dict[str, Any]:
    return await world.see(rows.working, article_id=article_id)


async def n_owed(world: World) -> int:
    query = select(func.count()).select_from(t.outbox).where(t.outbox.c.kind.in_((LANE, BULK_LANE)))
    return await world.see(lambda db: db.scalar(query) or 0)


async def test_a_first_start_takes_the_seed_over_and_publications_follow(
    world: World, manager: Agent, kb: Kb, sync: IndexSync
) -> None:
    (kb.seed / "a.md").write_text(text("printer.nl", "Printer", "Leg papier in de lade."))
    (kb.seed / "b.md").write_text(text("plan.nl", "Plan", "Nog niet.", visibility="draft"))
    kb.start()

    await settled(sync)

    printer, plan = await seen(world, "printer.nl"), await seen(world, "plan.nl")
    assert (printer["state"], printer["index"], plan["state"], plan["index"]) == (
        "published", "current", "draft", "absent",
    )  # fmt: skip
    assert kb.has() == {"printer.nl"}

    await add(world, manager)
    await publish(world, manager)
    await sync.send_due(LANE)
    assert kb.finds("geen wifi") == "Zet de wifi aan."
    assert (await seen(world, "wifi.nl"))["index"] == "current"
    assert not await sync.look(), "its own change is nothing to compare"

    await world.do(publishing.withdraw, agent=manager, article_id="printer.nl")
    await sync.send_due(LANE)
    assert kb.has() == {"wifi.nl"}


async def test_publications_survive_an_index_that_is_away(
    world: World, manager: Agent, kb: Kb, sync: IndexSync
) -> None:
    kb.start()
    await settled(sync)
    kb.stop()
    article = await add(world, manager)
    await publish(world, manager)
    assert not await sync.send_due(LANE)
    assert not await sync.send_due(LANE), "put off"
    await save(world, manager, article, text(body="Zet de router uit en aan."))
    await publish(world, manager)
    await sync.look()

    kb.start()
    await sync.look()
    await settled(sync)

    assert kb.finds("geen wifi") == "Zet de router uit en aan."
    assert await n_owed(world) == 0


async def test_what_is_imported_from_outside_comes_into_the_database(
    world: World, manager: Agent, kb: Kb, sync: IndexSync
) -> None:
    kb.start()
    article = await add(world, manager)
    await publish(world, manager)
    await settled(sync)
    await save(world, manager, article, text(body="Half geschreven."))

    kb.load(text(body="Van buiten."), text("vpn.nl", "Geen VPN", "Start de client opnieuw."))
    await eventually(lambda: "vpn.nl" in kb.has())
    await settled(sync)

    wifi, vpn = await seen(world, "wifi.nl"), await seen(world, "vpn.nl")
    assert (wifi["published_markdown"], wifi["markdown"]) == (text(body="Van buiten."), text(body="Half geschreven."))
    assert (vpn["state"], vpn["published_markdown"]) == (
        "published",
        text("vpn.nl", "Geen VPN", "Start de client opnieuw."),
    )
    told = (await world.see(history.revisions, article_id="wifi.nl", after=None, limit=9))["revisions"]
    assert [(row["kind"], row["by"] and row["by"]["name"]) for row in told] == [
        ("import", None), ("save", "Karel"), ("publish", "Karel"), ("create", "Karel"),
    ]  # fmt: skip


async def test_changed_on_both_sides_the_newer_here_stays_and_the_other_is_kept(
    world: World, manager: Agent, kb: Kb, sync: IndexSync
) -> None:
    kb.start()
    article = await add(world, manager)
    await publish(world, manager)
    await settled(sync)
    kb.load(text(body="Van buiten."))
    await eventually(lambda: kb.finds("geen wifi") == "Van buiten.")
    await save(world, manager, article, text(body="Van hier."))
    await publish(world, manager)

    await settled(sync)

    assert kb.finds("geen wifi") == "Van hier."
    told = (await world.see(history.revisions, article_id="wifi.nl", after=None, limit=9))["revisions"]
    assert [row["kind"] for row in told] == ["import", "publish", "save", "publish", "create"]


async def test_an_index_that_was_deleted_comes_back_from_the_database(
    world: World, manager: Agent, kb: Kb, sync: IndexSync
) -> None:
    for name in ("wifi.nl", "oud.nl"):
        (kb.seed / f"{name}.md").write_text(text(name, "Geen wifi" if name == "wifi.nl" else "Oud"))
    kb.start()
    await settled(sync)
    article = await seen(world, "wifi.nl")
    await save(world, manager, article, text(body="Beter."))
    await publish(world, manager)
    await world.do(publishing.archive, agent=manager, article_id="oud.nl")
    await settled(sync)
    kb.stop()
    shutil.rmtree(kb.index)

    kb.start()  # and fills itself from the seed
    assert kb.has() == {"wifi.nl", "oud.nl"}
    await settled(sync)

    assert kb.has() == {"wifi.nl"}
    assert kb.finds("geen wifi") == "Beter."
    assert await listed(world, state="archived") == ["oud.nl"]


async def test_what_the_index_refuses_is_told_and_not_sent_for_ever(
    world: World, manager: Agent, kb: Kb, sync: IndexSync
) -> None:
    kb.start()
    article = await add(world, manager)
    await save(world, manager, article, text(steps="3"))
    await publish(world, manager)
    await settled(sync)

    told = await seen(world, "wifi.nl")
    assert (told["index"], told["index_error"].split(":")[0]) == ("refused", "bad_steps")
    assert await n_owed(world) == 0


async def test_drafts_are_looked_at_and_asked_before_anybody_else_sees_them(kb: Kb) -> None:
    (kb.seed / "a.md").write_text(text("printer.nl", "Printer", "Leg papier in de lade."))
    kb.start()
    client = KnowledgeBase(kb.url, timeout_s=5.0)
    index = ArticleIndex(client)
    try:
        checked = await index.check(text(body="[weg](/help/nl/weg.nl)"))
        asked = await index.ask(text(), "ik heb geen wifi", "nl")
        with pytest.raises(KbRefused) as refused:
            await index.ask("geen kop", "wifi", None)
        parsed = await index.parse([text(), "geen kop"])
    finally:
        await client.close()

    assert [(one["code"], one["line"], one["params"]) for one in checked["errors"]] == [
        ("link_missing", 7, {"target": "/help/nl/weg.nl"})
    ]
    assert checked["article"]["title"] == "Geen wifi"
    assert [(hit["article_id"], hit["is_draft"]) for hit in asked["results"]] == [
        ("wifi.nl", True), ("printer.nl", False),
    ]  # fmt: skip
    assert refused.value.error["code"] == "no_front_matter"
    assert [result.keys() for result in parsed] == [{"article"}, {"error"}]
    assert kb.has() == {"printer.nl"}
