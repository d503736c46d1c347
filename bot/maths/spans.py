"""Stretches of a text that carry an entity."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class Span(NamedTuple):
    """Characters `start` to `end` (exclusive) are an entity called `name`."""

    name: str
    start: int
    end: int


def without_overlaps(spans: Iterable[Span]) -> list[Span]:
    """Keep the longest of overlapping spans of one name; order by position, then name."""
    kept: list[Span] = []
    for span in sorted(set(spans), key=lambda s: (s.start - s.end, s.start)):
        if not any(k.name == span.name and span.start < k.end and k.start < span.end for k in kept):
            kept.append(span)
    return sorted(kept, key=lambda s: (s.start, s.name))
