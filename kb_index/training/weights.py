"""Writing the table: 8 bits a number with one scale a row, and the pieces beside it."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import numpy as np
from numpy.typing import NDArray


def save(folder: Path, table: NDArray[np.float32], scores: dict[str, float]) -> str:
    """Write `table.npz` and `pieces.json`.

    Args:
        folder: Made when absent; an earlier table is overwritten.
        table: (n_pieces, dim).
        scores: Score by piece, in the order of the rows.

    Returns:
        The version: a digest of what was written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    scales = (np.abs(table).max(axis=1) / 127).astype(np.float16)
    steps = np.maximum(scales.astype(np.float32), 1e-8)[:, None]
    rows = np.clip(np.rint(table / steps), -127, 127).astype(np.int8)
    pieces = (
        "[\n"
        + ",\n".join(
            json.dumps([piece, round(score, 4)], ensure_ascii=False, separators=(",", ":"))
            for piece, score in scores.items()
        )
        + "\n]\n"
    )
    version = hashlib.sha256(rows.tobytes() + scales.tobytes() + pieces.encode()).hexdigest()[:12]
    np.savez_compressed(folder / "table.npz", rows=rows, scales=scales, version=np.array(version))
    (folder / "pieces.json").write_text(pieces, encoding="utf-8")
    return version
