"""Placeholder replaced below."""

from typing import Any


def add_commands(commands: Any) -> None: ...
