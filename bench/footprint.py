"""Memory of all processes, bytes of the front ends."""

from __future__ import annotations

import gzip
import re
from pathlib import Path
from typing import Any

import psutil

from bench.tables import Figure
from ops.layout import FRONTEND
from tests.support.product import Product

PARTS = ("webchat", "bot", "actions", "kb_index")


def memory(product: Product) -> tuple[list[dict[str, Any]], list[Figure]]:
    """Resident memory of each part with its children, in MiB, after the other benchmarks have run."""
    rows: list[dict[str, Any]] = []
    for part in PARTS:
        pid = product.pid(part)
        assert pid is not None, part
        process = psutil.Process(pid)
        rss = sum(p.memory_info().rss for p in (process, *process.children(recursive=True)))
        rows.append({"part": part, "rss_mib": rss / 2**20})
    total = sum(row["rss_mib"] for row in rows)
    rows.append({"part": "all", "rss_mib": total})
    return rows, [Figure("memory of all processes, GiB", total / 1024, 2.5)]


def bytes_sent() -> tuple[list[dict[str, Any]], list[Figure]]:
    """What a browser loads for the widget, gzipped, in KB (1,000 bytes)."""
    dist = FRONTEND / "dist"
    page = (dist / "panel" / "index.html").read_text()
    panel = [dist / name.lstrip("/") for name in re.findall(r'(?:src|href)="(/assets/[^"]+)"', page)]
    sizes = {"loader": _gzipped([dist / "widget.js"]), "panel": _gzipped(panel)}
    rows = [{"bundle": name, "gzip_kb": size} for name, size in sizes.items()]
    return rows, [
        Figure("widget loader, KB gzipped", sizes["loader"], 4),
        Figure("widget panel, KB gzipped", sizes["panel"], 53),
    ]


def _gzipped(files: list[Path]) -> float:
    return sum(len(gzip.compress(file.read_bytes(), 9)) for file in files) / 1000
