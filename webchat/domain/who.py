"""Who did something to a ticket: a person of the desk, the customer, the bot, or time itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Who:
    """An actor; `agent_id` is set for agents."""

    kind: Literal["agent", "user", "bot", "system"]
    agent_id: str | None = None


SYSTEM = Who("system")
