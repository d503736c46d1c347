"""What tests and measurements of training share: a small bot to train, its desk, a topic nobody knows, people who chat."""

from __future__ import annotations

import asyncio
import json
import shutil
import sqlite3
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from ops.layout import ROOT
from tests.support.clients import UserClient
from tests.support.product import PASSWORD, Product

TOKEN = "training-tests-only"
INTENT = "problem_door_badge"
# A topic that no article and no intent of the shipped bot knows.
BADGE = {
    "nl": (
        "mijn badge opent de deur niet meer", "de badgelezer aan de ingang piept en blijft rood",
        "ik geraak met mijn badge niet in het gebouw", "mijn toegangsbadge wordt niet herkend aan de poort",
        "de slagboom gaat niet open met mijn badge", "mijn badge werkt niet aan de deur van het labo",
        "de badge van mijn collega gaat wel, de mijne niet", "lampje van de badgelezer blijft rood",
        "badge doet niks aan de liftdeur", "sinds maandag laat de ingang mijn badge niet door",
        "ik sta buiten want mijn badge wordt geweigerd", "mijn badge is kapot, de deur blijft dicht",
        "de deur op het derde reageert niet op mijn badge", "mijn badge piept drie keer en de deur blijft dicht",
    ),
    "fr": (
        "mon badge n'ouvre plus la porte", "le lecteur de badge à l'entrée reste rouge",
        "je ne peux plus entrer dans le bâtiment avec mon badge", "mon badge d'accès n'est pas reconnu au portique",
        "la barrière ne s'ouvre pas avec mon badge", "mon badge ne fonctionne pas à la porte du labo",
        "le badge de ma collègue passe, le mien non", "la lumière du lecteur de badge reste rouge",
        "le badge ne fait rien à l'ascenseur", "depuis lundi l'entrée refuse mon badge",
        "je suis dehors, mon badge est refusé", "mon badge est cassé, la porte reste fermée",
        "la porte du troisième ne réagit pas à mon badge",
    ),
    "en": (
        "my badge does not open the door any more", "the badge reader at the entrance stays red",
        "I cannot get into the building with my badge", "my access badge is not recognised at the gate",
        "the barrier does not go up for my badge", "my badge does not work at the lab door",
        "my colleague's badge works, mine does not", "the light on the badge reader stays red",
        "the badge does nothing at the lift", "since Monday the entrance turns my badge down",
        "I am standing outside, my badge is refused", "my badge is broken, the door stays shut",
        "the third floor door does not react to my badge",
    ),
}  # fmt: skip
PROBLEMS = {"nl": "mijn wifi werkt niet", "fr": "mon imprimante n'imprime plus", "en": "I forgot my password"}


def small_bot(folder: Path, n_examples: int = 12) -> Path:
    """Make a bot's folder with the first examples of each intent and language: trained in seconds."""
    for name in ("data/rules", "data/entities"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "domain.yml", folder / "domain.yml")
    for source, n in (("data/nlu", n_examples), ("data/test/nlu", 2)):
        (folder / source).mkdir(parents=True)
        for file in (ROOT / source).glob("*.yml"):
            (folder / source / file.name).write_text(_first(file.read_text("utf-8"), n), "utf-8")
    lines = (ROOT / "data" / "test" / "questions.jsonl").read_text("utf-8").splitlines()[::20]
    (folder / "data" / "test" / "questions.jsonl").write_text("\n".join(lines), "utf-8")
    return folder


def _first(text: str, n: int) -> str:
    kept, seen = [], 0
    for line in text.splitlines():
        seen = seen + 1 if line.startswith("    - ") else 0
        if seen <= n:
            kept.append(line)
    return "\n".join(kept) + "\n"


def settings(bot_dir: Path, folder: Path) -> dict[str, str]:
    """Environment of a product that trains the small bot and leaves the developer's vectors alone."""
    vectors = folder / "vectors.npz"
    if (kept := ROOT / "var" / "cache" / "bot-vectors.npz").is_file():
        shutil.copy(kept, vectors)
    patience = {"WEBCHAT_BOT_NOTICE_S": "60", "WEBCHAT_BOT_TIMEOUT_S": "60"}  # a busy machine is no failing bot
    return {"BOT_TOKEN": TOKEN, "WEBCHAT_BOT_DIR": str(bot_dir), "BOT_VECTOR_CACHE": str(vectors), **patience}


def labels() -> str:
    """The forty messages as Rasa YAML with their new intent."""
    blocks = [
        f"- intent: {INTENT}\n  metadata:\n    language: {language}\n  examples: |\n"
        + "".join(f"    - {text}\n" for text in texts)
        for language, texts in BADGE.items()
    ]
    return 'version: "3.1"\nnlu:\n' + "".join(blocks)


class TrainingDesk:
    """A knowledge manager at work."""

    def __init__(self, product: Product) -> None:
        self._product = product
        self.http = httpx.Client(base_url=product.url, timeout=200)
        body = {"email": "manager@example.org", "password": PASSWORD}
        assert self.http.post("/api/session", json=body).status_code == 200

    def label(self) -> None:
        """Label the forty."""
        answer = self.http.post("/api/training-data/import", params={"name": "nlu.yml"}, content=labels().encode())
        assert answer.json().get("added") == 40, answer.text

    def start(self) -> str:
        answer = self.http.post("/api/training-runs")
        assert answer.status_code == 201, answer.text
        return str(answer.json()["id"])

    def run(self, run_id: str) -> dict[str, Any]:
        return dict(self.http.get(f"/api/training-runs/{run_id}").json())

    def wait(self, run_id: str, *states: str, within_s: float = 300) -> dict[str, Any]:
        """Wait until a run is in one of the states; by default, until it has ended."""
        until = time.monotonic() + within_s
        while True:
            try:
                run = self.run(run_id)
            except httpx.HTTPError:
                run = {"state": "away"}
            if run["state"] in (states or ("done", "failed", "cancelled")):
                return run
            assert time.monotonic() < until, run
            time.sleep(0.1)

    def promote(self, run_id: str) -> httpx.Response:
        return self.http.post(f"/api/training-runs/{run_id}/promote")

    def roll_back(self) -> httpx.Response:
        return self.http.post("/api/models/rollback", json={})

    def models(self) -> dict[str, Any]:
        return dict(self.http.get("/api/models").json())

    def settled(self, within_s: float = 60) -> dict[str, Any]:
        """Wait until no change is under way and the bot answers with what is to serve."""
        until = time.monotonic() + within_s
        while True:
            try:
                models = self.models()
                if models["is_settled"] and served(self._product) is not None:
                    return models
            except (httpx.HTTPError, KeyError):
                models = {}
            assert time.monotonic() < until, models
            time.sleep(0.1)


def _bot_url(product: Product) -> str:
    parts = json.loads((product.folder / "parts.json").read_text())
    return str(parts["bot"]["health_url"]).removesuffix("/webhooks/support/")


def served(product: Product) -> str | None:
    """The id of the model that the bot serves."""
    try:
        with urllib.request.urlopen(f"{_bot_url(product)}/webhooks/support/", timeout=5) as answer:
            return str(json.load(answer)["model"])
    except (OSError, ValueError, KeyError):
        return None


def failed_turns(product: Product) -> int:
    """Turns that the bot did not answer, as the database knows them."""
    with sqlite3.connect(f"file:{product.database}?mode=ro", uri=True) as db:
        return int(db.execute("SELECT count(*) FROM outbox WHERE last_error IS NOT NULL").fetchone()[0])


def understood(product: Product, text: str) -> str:
    """The intent that the running bot sees in a text."""
    query = urllib.parse.urlencode({"token": TOKEN})
    request = urllib.request.Request(
        f"{_bot_url(product)}/model/parse?{query}", json.dumps({"text": text}).encode(), method="POST"
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        return str(json.load(answer)["intent"]["name"])


@dataclass
class Crowd:
    """People who write without pause: a problem, a reply, and the next one begins."""

    url: str
    n_users: int = 20
    waits: list[tuple[float, float]] = field(default_factory=list)  # (sent at, seconds until the answer)
    n_lost: int = 0
    n_errors: int = 0

    async def chat_until(self, done: asyncio.Event) -> None:
        """Chat until told to stop; what is under way then is still waited for."""
        await asyncio.gather(*(self._one(number, done) for number in range(self.n_users)))

    async def _one(self, number: int, done: asyncio.Event) -> None:
        language = ("nl", "fr", "en")[number % 3]
        while not done.is_set():
            async with UserClient(self.url, language) as user:
                for text in (PROBLEMS[language], "ok"):
                    await self._say(user, text)

    async def _say(self, user: UserClient, text: str) -> None:
        began = time.monotonic()
        sent = await user.send(text)
        if sent.ack is None:
            self.n_errors += 1
            return
        try:
            await user.answer_after(sent.ack["seq"], kinds=("bot",), within_s=90)
            self.waits.append((began, time.monotonic() - began))
        except AssertionError:
            self.n_lost += 1

    def between(self, start: float, end: float) -> list[float]:
        """How long those waited whose message came in that time, or who waited through its beginning."""
        return [wait for sent, wait in self.waits if sent < end and sent + wait > start]


@contextmanager
def people_chat(url: str, n_users: int = 20) -> Iterator[Crowd]:
    """People who chat beside what is done in the `with`; at its end what is under way is still waited for."""
    crowd, done, loop = Crowd(url, n_users), asyncio.Event(), asyncio.new_event_loop()
    with ThreadPoolExecutor(1) as thread:
        chatting = thread.submit(loop.run_until_complete, crowd.chat_until(done))
        try:
            yield crowd
        finally:
            loop.call_soon_threadsafe(done.set)
            chatting.result(180)
            loop.close()
