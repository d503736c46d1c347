"""Swaps the model of the running bot between two turns.

Rasa's own `PUT /model` loads inside the event loop, so everybody waits meanwhile, and makes a second tracker store. Here
a model is loaded and tried beside the one that serves, in a thread; the swap itself is one assignment. A turn under way
ends with the model it began with. Figures: docs/decisions/0013-training-and-swapping.md.
"""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from rasa.core.agent import Agent

from bot.smoke import fault_of

# One thread: two models at once would take the memory of three.
_loader = ThreadPoolExecutor(1, thread_name_prefix="loader")


class NotLoadable(Exception):
    """A model that cannot serve; the message says why in one word."""


async def swap(app: Any, file: Path, model_id: str) -> None:
    """Have `app` serve another model from the next turn on.

    Args:
        app: Rasa's application.
        file: The archive.
        model_id: What it must turn out to be.

    Raises:
        NotLoadable: The model that served serves on.
    """
    if app.ctx.agent.model_id == model_id:
        return
    fresh = await asyncio.get_running_loop().run_in_executor(_loader, _load_beside, app.ctx.agent, file)
    if fresh.model_id != model_id:
        raise NotLoadable("another_model")
    serving = app.ctx.agent
    fresh.tracker_store, fresh.processor.tracker_store = serving.tracker_store, serving.tracker_store
    fresh.tracker_store.domain = fresh.domain
    app.ctx.agent = fresh


def _load_beside(serving: Agent, file: Path) -> Agent:
    """Make a second agent that shares locks and action server; its own tracker store is a throw-away until the swap."""
    fresh = Agent(lock_store=serving.lock_store, action_endpoint=serving.action_endpoint)
    try:
        fresh.load_model(str(file))
    except Exception as error:  # whatever a damaged archive makes Rasa raise
        raise NotLoadable(type(error).__name__) from error
    fault = fault_of(fresh)
    if fault is not None:
        raise NotLoadable(fault)
    return fresh
