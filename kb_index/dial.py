"""The dial: the highest acceptable share of wrong answers, and what each position of it comes to.

It stands in the index folder once somebody set it, before that in the settings. Every process that has the folder open
follows within a moment.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from kb_index.calibration import CONFIDENCE, ConfidenceModel, share_bounds
from kb_index.measures import reliability, risk_coverage
from kb_index.store import replace_file

logger = logging.getLogger(__name__)
FILE = "dial.json"
# What people choose from: 0.5 % to 20 % in steps of 0.5 %.
POSITIONS = tuple(round(step / 200, 3) for step in range(1, 41))
_LANGUAGES = ("nl", "fr", "en")


class DialError(ValueError):
    """A share that cannot be promised."""


class Dial:
    """The setting in force, re-read when its file changes.

    A file that cannot be used is told in the log, and what was in force stays in force.

    Args:
        path: The index's own file; need not exist.
        default: What counts without it.
    """

    def __init__(self, path: Path, default: float) -> None:
        self._path, self.default, self.share = path, default, default
        self._read: tuple[int, int] | None = None
        self.refresh()

    def refresh(self) -> bool:
        """Read the file anew if it changed. Returns whether the share did."""
        stamp = self._stamp()
        if stamp == self._read:
            return False
        self._read, before = stamp, self.share
        if stamp is None:
            self.share = self.default
            return self.share != before
        try:
            self.share = checked(json.loads(self._path.read_text(encoding="utf-8"))["max_wrong_share"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            logger.error("%s cannot be used: %s", self._path, error)
        return self.share != before

    def write(self, share: float) -> None:
        """Set the share; it counts from now on.

        Raises:
            DialError: If nobody can promise that; nothing is written.
        """
        share = checked(share)
        replace_file(self._path, (json.dumps({"max_wrong_share": share}) + "\n").encode())
        self.share, self._read = share, self._stamp()

    def _stamp(self) -> tuple[int, int] | None:
        try:
            stat = self._path.stat()
        except OSError:
            return None
        return stat.st_ino, stat.st_mtime_ns


def checked(share: object) -> float:
    """The share as a number.

    Raises:
        DialError: If it is none between 0 and 1, both excluded.
    """
    if isinstance(share, bool) or not isinstance(share, int | float) or not 0 < share < 1:
        raise DialError("the share of wrong answers lies between 0 and 1")
    return float(share)


def report(model: ConfidenceModel, dial: Dial) -> dict[str, Any]:
    """The contract's answer: the setting, what each position comes to, and how far the model can be believed."""
    shares = sorted({*POSITIONS, dial.share, dial.default})
    by_language = {"all": model.held_out} | {
        language: tuple(pair for pair, of in zip(model.held_out, model.languages, strict=True) if of == language)
        for language in (_LANGUAGES if model.languages else ())
    }
    return {
        "max_wrong_share": dial.share,
        "default": dial.default,
        "certainty": CONFIDENCE,
        "positions": [_position(model, share) for share in shares],
        "reliability": {name: [_bin(row) for row in reliability(pairs)] for name, pairs in by_language.items()},
        "risk_coverage": {name: risk_coverage(pairs) for name, pairs in by_language.items()},
    }


def _position(model: ConfidenceModel, share: float) -> dict[str, Any]:
    of = {name: part.thresholds(share) for name, part in model.named.items()}
    return {
        "max_wrong_share": share,
        "thresholds": {name: {"answer": t.answer, "ask": t.ask} for name, t in of.items()},
        "held_out": held_out(model.held_out, of["own"].answer),
    }


def held_out(pairs: Sequence[tuple[float, int]], threshold: float) -> dict[str, Any]:
    """What answering from `threshold` on does to questions that the fit did not see: shares of all of them."""
    answered = [helped for p, helped in pairs if p >= threshold]
    wrong = len(answered) - sum(answered)
    low, high = share_bounds(wrong, len(pairs))
    n = max(1, len(pairs))
    return {
        "n": len(pairs),
        "answered": round(len(answered) / n, 4),
        "wrong": round(wrong / n, 4),
        "low": round(low, 4),
        "high": round(high, 4),
    }


def _bin(row: dict[str, float]) -> dict[str, float]:
    low, high = share_bounds(round(row["helped"] * row["n"]), int(row["n"]))
    return {"n": row["n"], "p": row["p"], "right": row["helped"], "low": round(low, 4), "high": round(high, 4)}
