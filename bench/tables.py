"""Percentiles and tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One measured figure beside its goal.

    Attributes:
        name: What was measured, with its unit.
        value: The measurement.
        goal: The bound.
        at_most: True if smaller is better.
        detail: What it was compared with.
    """

    name: str
    value: float
    goal: float
    at_most: bool = True
    detail: str = ""

    @property
    def met(self) -> bool:
        """True if the goal is reached."""
        return self.value <= self.goal if self.at_most else self.value >= self.goal


def percentile(values: Sequence[float], share: float) -> float:
    """Value below which `share` (0..1) of `values` lie, by nearest rank.

    Raises:
        ValueError: If there are no values.
    """
    if not values:
        raise ValueError("no values")
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def table(rows: Sequence[Mapping[str, object]]) -> str:
    """Plain text table of dictionaries with the same keys."""
    if not rows:
        return ""
    heads = list(rows[0])
    cells = [heads, *[[_cell(row[head]) for head in heads] for row in rows]]
    widths = [max(len(line[i]) for line in cells) for i in range(len(heads))]
    return "\n".join("  ".join(c.ljust(w) for c, w in zip(line, widths, strict=True)).rstrip() for line in cells)


def _cell(value: object) -> str:
    return f"{value:.3g}" if isinstance(value, float) else str(value)
