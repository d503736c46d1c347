"""What is wrong with an article, for people and for programs."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to look at.

    Attributes:
        code: Short name, for programs; its sentence in other languages is theirs.
        text: In English, for who reads the command line.
        params: What the sentence is about.
    """

    severity: Severity
    code: str
    text: str
    params: dict[str, str | int] = field(default_factory=dict)
