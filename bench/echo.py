"""Throughput of durable, validated, sequenced, acknowledged messages against a stock echo that stores nothing."""

from __future__ import annotations

import asyncio
import socket
import subprocess
import sys
import time
import uuid
from pathlib import Path
from typing import Any

import psutil

from bench.raw import RawClient
from bench.tables import Figure, percentile
from ops.layout import ROOT, quiet_environment
from ops.parts import free_port
from tests.support.product import Product

TEXT = (
    "Goeiemorgen, sinds gisteren geraakt mijn laptop niet meer op het draadloze netwerk van het kantoor. Ik heb al eens "
    "opnieuw opgestart, maar ik krijg telkens dezelfde melding en daarna valt alles weg."
)


async def measure(url: str, pid: int, n_connections: int, seconds: float, hand_over: bool) -> dict[str, Any]:
    """Run a closed loop, one message in flight per connection.

    Args:
        url: The server.
        pid: Its process, for CPU time.
        n_connections: Clients at once.
        seconds: How long, after a warm-up of a fifth of it.
        hand_over: Ask for a person first, so that the bot does not answer every message.

    Returns:
        Messages a second, p50 and p99 in ms, server CPU in µs a message.
    """
    clients = [RawClient(url, "/chat", {"site": "demo", "language": "nl"}) for _ in range(n_connections)]
    for client in clients:
        await client.__aenter__()
    if hand_over:
        for client in clients:
            assert (await client.call("ask_human", {}))["ok"]
    latencies: list[float] = []
    counting = False
    until = time.perf_counter() + seconds * 1.2

    async def loop(client: RawClient) -> None:
        while (sent_at := time.perf_counter()) < until:
            ack = await client.call("message", {"client_id": str(uuid.uuid4()), "text": TEXT})
            assert ack["ok"], ack
            if counting:
                latencies.append((time.perf_counter() - sent_at) * 1000)

    loops = asyncio.gather(*(loop(c) for c in clients))
    await asyncio.sleep(seconds * 0.2)
    cpu_before, counting, started = _cpu_s(pid), True, time.perf_counter()
    await loops
    wall, cpu = time.perf_counter() - started, _cpu_s(pid) - cpu_before
    for client in clients:
        await client.__aexit__()
    return {
        "connections": n_connections,
        "msg_per_s": len(latencies) / wall,
        "p50_ms": percentile(latencies, 0.5),
        "p99_ms": percentile(latencies, 0.99),
        "cpu_us_per_msg": cpu / len(latencies) * 1e6,
    }


def _cpu_s(pid: int) -> float:
    times = psutil.Process(pid).cpu_times()
    return float(times.user + times.system)


def run(product: Product, seconds: float = 5, n_connections: int = 50) -> tuple[list[dict[str, Any]], list[Figure]]:
    """Measure stock, ours, stock, ours: each twice, so that a change of the machine's load shows."""
    port = free_port()
    stock = subprocess.Popen(
        [sys.executable, str(Path(__file__).with_name("stock_echo.py")), str(port)], env=quiet_environment(), cwd=ROOT
    )
    try:
        _wait_port(port)
        rows = []
        webchat = product.pid("webchat")
        assert webchat is not None
        for turn in range(2):
            for name, url, pid, hand_over in (
                ("stock echo, stores nothing", f"http://127.0.0.1:{port}", stock.pid, False),
                ("Firstline, on disk before ack", product.url, webchat, True),
            ):
                result = asyncio.run(measure(url, pid, n_connections, seconds, hand_over))
                rows.append({"server": name, "run": turn + 1, **result})
    finally:
        stock.terminate()
        stock.wait(10)
    ours = sum(r["msg_per_s"] for r in rows if r["server"].startswith("Firstline"))
    floor = sum(r["msg_per_s"] for r in rows if r["server"].startswith("stock"))
    return rows, [
        Figure(f"messages/s against stock echo, {n_connections} connections", ours / floor, 0.7, at_most=False)
    ]


def _wait_port(port: int) -> None:
    until = time.monotonic() + 15
    while time.monotonic() < until:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise TimeoutError("the stock echo server did not start")
