"""Fixtures of the chat service's tests."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.webchat.world import World, make_world


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """The service layer on a fresh database."""
    world = make_world(tmp_path)
    world.store.start()
    yield world
    await world.store.stop()
