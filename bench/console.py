"""The console when the house is full: 200 conversations wait, 20 agents are all taken; and its list of 2,000 tickets."""

from __future__ import annotations

import asyncio
import tempfile
import time
from pathlib import Path
from typing import Any

import httpx
from playwright.sync_api import Page, sync_playwright

from bench.tables import Figure, percentile
from tests.e2e.conftest import CHROMIUM, FLAGS
from tests.e2e.pages.tickets import Tickets
from tests.support.tickets import SAID, started
from tests.webchat.realtime.server import PASSWORD, Client, FaultyBot, Server

N_WAITING, N_AGENTS, CAPACITY = 200, 20, 4
_LANGUAGES = ("nl", "fr", "en")
_N_OPENS, _N_KEYS = 5, 40
N_TICKETS = 2000
_SEARCHED = ("vergaderzaal", "comptabilite", "headset", "wifi", "microphone")

# The time of an interaction as the browser itself counts it, key down to next paint (Event Timing).
_WATCH = """() => { window.__events = [];
  new PerformanceObserver((list) => { for (const e of list.getEntries())
    if (e.name === 'keydown') window.__events.push(e.duration); }).observe({type: 'event', durationThreshold: 16}); }"""


def run() -> tuple[list[dict[str, Any]], list[Figure]]:
    """Measure the console in Chromium: a full house, then a long list of tickets."""
    full, tickets = _full_house(), _tickets()
    return full[0] + tickets[0], full[1] + tickets[1]


def _full_house() -> tuple[list[dict[str, Any]], list[Figure]]:
    bot = FaultyBot()
    bot.mode = "hand off"
    with tempfile.TemporaryDirectory(prefix="firstline-bench-") as folder:
        server = Server(Path(folder), bot.url, WEBCHAT_SIGN_IN_ATTEMPTS="100000", WEBCHAT_RATE_BURST="100000")
        server.start()
        loop = asyncio.new_event_loop()
        try:
            agents = loop.run_until_complete(_fill(server))
            measured = _measure(server)
            loop.run_until_complete(_leave(agents))
        finally:
            server.stop()
            bot.stop()
            loop.close()
    return measured


async def _fill(server: Server) -> list[Client]:
    await _users(server, N_AGENTS * CAPACITY)
    agents = [await _agent(server, n) for n in range(N_AGENTS)]
    await _users(server, N_WAITING)
    return agents


async def _users(server: Server, count: int) -> None:
    """Have users ask for a person and leave the page open no longer."""
    for n in range(count):
        user = await Client(server.url, "/chat").connect(language=_LANGUAGES[n % 3])
        await user.say(f"scherm {n} blijft zwart sinds de update")
        await user.hears("state_changed", lambda state: state["owner"] != "bot")
        await user.close()


async def _agent(server: Server, n: int) -> Client:
    """Make an agent who is online with as many chats as one may have."""
    async with httpx.AsyncClient(base_url=server.url, timeout=30) as http:
        token = await asyncio.to_thread(server.token, "admin@example.org")
        body = {"email": f"a{n}@example.org", "name": f"Agent {n}", "role": "agent", "languages": list(_LANGUAGES)}
        made = await http.post("/api/accounts", json=body, headers={"Authorization": f"Bearer {token}"})
        signed = await http.post(
            "/api/session", json={"email": body["email"], "password": made.raise_for_status().json()["password"]}
        )
    agent = await Client(server.url, "/agent").connect(token=signed.raise_for_status().json()["token"])
    seen = await agent.call("snapshot", {})
    waiting = [c["id"] for c in seen["conversations"] if c["owner"] == "queue"]
    for conversation_id in waiting[:CAPACITY]:
        await agent.call("take", {"conversation_id": conversation_id})
    return agent


async def _leave(agents: list[Client]) -> None:
    for agent in agents:
        await agent.close()


def _measure(server: Server) -> tuple[list[dict[str, Any]], list[Figure]]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        context = browser.new_context(viewport={"width": 1360, "height": 860}, locale="nl-BE")
        page = context.new_page()
        page.goto(f"{server.url}/console")
        page.locator("input[name=email]").fill("supervisor@example.org")
        page.locator("input[name=password]").fill(PASSWORD)
        page.locator("button[type=submit]").click()
        page.locator(".row-open").first.wait_for()
        page.locator("[role=tab]").nth(1).click()
        opens = [_open(page) for _ in range(_N_OPENS)]
        keys = _keys(page)
        browser.close()
    rows = [_row("first screen, s", opens), _row("key to next paint, ms", keys)]
    return rows, [
        Figure("console's first screen with 200 waiting, s", percentile(opens, 0.5), 1.5),
        Figure("console's reaction to a key, p95, ms", percentile(keys, 0.95), 100),
    ]


def _row(what: str, values: list[float]) -> dict[str, Any]:
    return {"what": what, "n": len(values), "p50": percentile(values, 0.5), "worst": max(values)}


def _open(page: Page) -> float:
    """Seconds from the start of a navigation until the first conversation is on the screen."""
    page.reload(wait_until="commit")
    page.locator(".row-open").first.wait_for()
    return float(page.evaluate("performance.now()")) / 1000


def _keys(page: Page) -> list[float]:
    """Walk through the conversations and write, as an agent does; the browser tells how long each key took."""
    page.locator("[role=tab]").nth(2).click()
    page.locator(".row-open").first.click()
    page.evaluate(_WATCH)
    for _ in range(_N_KEYS):
        page.keyboard.press("Alt+j")
        page.wait_for_timeout(60)
    page.keyboard.press("Control+k")
    page.keyboard.type("scherm 12", delay=40)
    page.wait_for_timeout(300)
    # What took less than one frame is not told: it counts as one.
    slow = list(page.evaluate("window.__events"))
    return slow + [16.0] * max(0, _N_KEYS + 9 - len(slow))


def _tickets() -> tuple[list[dict[str, Any]], list[Figure]]:
    """Open the list of tickets and search all of them, as an agent waits for it: until the first row is drawn."""
    opened, found = [], []
    with tempfile.TemporaryDirectory(prefix="firstline-bench-") as folder, sync_playwright() as playwright:
        server = started(Path(folder), n_copies=N_TICKETS // len(SAID) - 1)
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        try:
            page = browser.new_page(viewport={"width": 1360, "height": 860}, locale="nl-BE")
            desk = Tickets(page, server.url, "nl").sign_in()
            for word in _SEARCHED:
                start = time.perf_counter()
                page.reload(wait_until="commit")
                desk.rows.first.wait_for()
                opened.append(time.perf_counter() - start)
                page.locator(".view-bar select").select_option("all")
                page.locator(".found-count", has_text=f"{N_TICKETS} tickets").wait_for()
                start = time.perf_counter()
                desk.search(word)
                page.locator(".found mark").first.wait_for()
                found.append(time.perf_counter() - start)
        finally:
            browser.close()
            server.stop()
    rows = [
        _row(f"list of {N_TICKETS} tickets opened, s", opened),
        _row(f"search in {N_TICKETS} tickets, s", found),
    ]
    return rows, [
        Figure(f"console's list of {N_TICKETS} tickets, s", percentile(opened, 0.5), 1.5),
        Figure(f"console's search in {N_TICKETS} tickets, s", percentile(found, 0.5), 1.0),
    ]
