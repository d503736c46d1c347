"""`python -m bench.help_centre`: how long the help centre's pages take, with the shipped articles and with 6,000.

One reader after another over the real service. The further articles are made up: their words do not matter to a page,
their number and their steps do. Writes `reports/help-centre.json`.
"""

from __future__ import annotations

import json
import os
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import httpx

from bench.tables import percentile, table
from ops.layout import ROOT
from tests.support.product import Product
from webchat.services.help import TOPICS
from webchat.texts import LANGUAGES

N_FAMILIES = 1955  # with the 45 shipped ones 2,000, in three languages
N_VISITS = 150
_PORTION = 300
_STEPS = ("Open the settings of {thing}.", "Choose the second tab.", "Switch it off and on again.", "Try once more.")
_THINGS = ("scanner", "badge reader", "projector", "planner", "archive", "telephone", "tablet", "label printer")


def main() -> None:
    """Measure, print and write the report."""
    rows: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory(prefix="firstline-help-") as folder, Product(Path(folder)) as product:
        rows += _measure(product)
        _fill(product)
        rows += _measure(product)
    print(table(rows))
    report = {"date": date.today().isoformat(), "rows": rows}
    (ROOT / "reports" / "help-centre.json").write_text(json.dumps(report, indent=2) + "\n", "utf-8")


def _kb(product: Product) -> httpx.Client:
    health = json.loads((product.folder / "parts.json").read_text("utf-8"))["kb_index"]["health_url"]
    return httpx.Client(base_url=health.removesuffix("/healthz"), timeout=600)


def _fill(product: Product) -> None:
    made = list(_made_up())
    with _kb(product) as kb:
        for start in range(0, len(made), _PORTION):
            answer = kb.put("/articles", json={"articles": made[start : start + _PORTION], "removed": []})
            assert answer.json()["refused"] == []
            print(f"{start + _PORTION} articles", flush=True)
    while _n_adopted(product) < len(made):
        time.sleep(1)


def _n_adopted(product: Product) -> int:
    """How many articles webchat has taken over from the index: until it has all, it is busy."""
    with closing(sqlite3.connect(f"file:{product.database}?mode=ro", uri=True)) as db:
        return int(db.execute("SELECT count(*) FROM articles WHERE published_at IS NOT NULL").fetchone()[0])


def _made_up() -> Iterator[dict[str, str]]:
    for number in range(N_FAMILIES):
        thing, topic = _THINGS[number % len(_THINGS)], TOPICS[number % len(TOPICS)]
        steps = [
            {"id": f"s{n}", "text": text.format(thing=thing), "expect": "It works.", "minutes": n}
            for n, text in enumerate(_STEPS, start=1)
        ]
        for language in LANGUAGES:
            meta = {
                "id": f"made-{number}.{language}",
                "family": f"made-{number}",
                "language": language,
                "title": f"The {thing} of room {number} ({language}) does not start",
                "sign": f"Nothing happens on the {thing} of room {number}",
                "topic": topic,
                "steps": steps,
            }
            prose = "\n".join(f"{n}. {text.format(thing=thing)}" for n, text in enumerate(_STEPS, start=1))
            body = f"The {thing} in room {number} stays dark.\n\n## What to do\n\n{prose}\n"
            yield {"article_id": str(meta["id"]), "markdown": f"---\n{json.dumps(meta)}\n---\n{body}"}


def _addresses(product: Product) -> list[str]:
    sitemap = httpx.get(f"{product.url}/sitemap.xml", timeout=60).text
    return [part.split("</loc>")[0].removeprefix(product.url) for part in sitemap.split("<loc>")[1:]]


def _measure(product: Product) -> list[dict[str, Any]]:
    addresses = _addresses(product)
    articles = [path for path in addresses if path.count("/") == 3]
    some = articles[:: max(1, len(articles) // N_VISITS)][:N_VISITS]
    words = ["geen wifi", "printer", "mot de passe", "slow computer", "mailbox vol", "teams geluid"]
    with httpx.Client(base_url=product.url, timeout=60) as reader:

        def get(path: str) -> httpx.Response:
            return reader.get(path)

        kinds: dict[str, tuple[Callable[[str], httpx.Response], list[str]]] = {
            "first page": (get, ["/help/nl"] * N_VISITS),
            "topic": (get, [f"/help/{each}/topics/network" for each in LANGUAGES] * (N_VISITS // 3)),
            "article, never read since the last change": (get, some),
            "article, read before": (get, some),
            "results": (get, [f"/help/nl/search?q={word}" for word in words] * 9),
            "titles while typing": (
                lambda typed: reader.post("/help/nl/suggest", data={"q": typed}),
                [word[:n] for word in words for n in range(2, 9)],
            ),
            "sitemap": (get, ["/sitemap.xml"] * 20),
        }
        rows = []
        for name, (call, paths) in kinds.items():
            before_s = _processor_s(product)
            timed = _timed(call, paths)
            each_ms = round((_processor_s(product) - before_s) * 1000 / len(paths), 1)
            rows.append({"articles": len(articles), "page": name, **timed, "processor_ms": each_ms})
        return rows


def _processor_s(product: Product) -> float:
    """Processor time of webchat and kb_index so far: what a page costs, however busy the machine is."""
    ticks = 0
    for part in ("webchat", "kb_index"):
        fields = Path(f"/proc/{product.pid(part)}/stat").read_text("utf-8").rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def _timed(call: Callable[[str], httpx.Response], paths: list[str]) -> dict[str, Any]:
    took, sizes = [], []
    for path in paths:
        start = time.perf_counter()
        answer = call(path)
        took.append((time.perf_counter() - start) * 1000)
        assert answer.status_code == 200, (path, answer.status_code)
        sizes.append(int(answer.headers["content-length"]) / 1024)
    return {
        "p50_ms": round(percentile(took, 0.5), 1),
        "p95_ms": round(percentile(took, 0.95), 1),
        "KiB sent": round(percentile(sizes, 0.5), 1),
    }


if __name__ == "__main__":
    main()
