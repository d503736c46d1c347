"""Compares a report with the one before it, so that a loss is seen where it happens."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

# Smaller is better where one of these stands in the name; everything else is better when larger.
_SMALLER = (
    "alarms",
    "ece",
    "brier",
    "wrong",
    "refused",
    "closed unsolved",
    "person without",
    "no end",
    "turns",
    "left open",
    "masked in vain",
)
# Counts and settings: neither better nor worse.
_NEUTRAL = {
    "n",
    "votes",
    "ece by chance",
    "ece by chance, 95 %",
    "answerable",
    "unanswerable",
    "articles",
    "coverage",
    "threshold",
    "seconds",
}
# Points of a curve and lists of the worst: their rows are others in each run.
_CURVES = {"reliability", "risk and coverage", "confusions"}
_LOSS = 0.02


def losses(before: Mapping[str, Any], now: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Figures of both reports that became worse by more than 0.02.

    Args:
        before: Report of an earlier run: sections with rows of figures.
        now: Report of this run.

    Returns:
        `figure`, `before`, `now`, the largest loss first.
    """
    old, rows = dict(_figures(before)), []
    for name, value in _figures(now):
        if name in old:
            worse = (
                value - old[name] if any(word in name.rsplit("/", 1)[-1] for word in _SMALLER) else old[name] - value
            )
            if worse > _LOSS:
                rows.append((worse, {"figure": name, "before": old[name], "now": value}))
    return [row for _, row in sorted(rows, key=lambda pair: -pair[0])]


def _figures(report: Mapping[str, Any]) -> Iterator[tuple[str, float]]:
    """Every figure with a name that does not hang on its row's number."""
    for section, content in report.items():
        for row in content if isinstance(content, list) and section not in _CURVES else []:
            if not isinstance(row, dict):
                continue
            label = "/".join(str(value) for value in row.values() if isinstance(value, str) and not _is_written(value))
            for name, value in row.items():
                number = _number(value)
                if number is not None and name not in _NEUTRAL:
                    yield f"{section}/{label}/{name}", number


def _is_written(value: str) -> bool:
    return _number(value) is not None


def _number(value: object) -> float | None:
    """A number, also as `0.91 (0.88–0.93)`."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return float(value)
    try:
        return float(str(value).split(" ")[0]) if isinstance(value, str) else None
    except ValueError:
        return None
