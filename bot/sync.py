"""Brings a tracker in step with what was said while a person had the conversation."""

from __future__ import annotations

from typing import Any

from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.events import ActionExecuted, BotUttered, Event, SlotSet, UserUttered

from bot.turn_request import SyncRequest

DIALOGUE_SLOT = "dialogue"


async def synchronise(processor: Any, sync: SyncRequest) -> None:
    """Append what was said and reset the dialogue; the caller holds the conversation's lock.

    Going through `fetch_tracker_and_update_session` matters: events posted to a new conversation before
    its session has started carry earlier timestamps than the start and are lost at the next load.
    """
    tracker = await processor.fetch_tracker_and_update_session(sync.sender)
    tracker.update_with_events([*tracker_events(sync)], processor.domain)
    await processor.save_tracker(tracker)


def tracker_events(sync: SyncRequest) -> list[Event]:
    """Rasa events for a stretch of conversation; the last one makes the bot listen."""
    events: list[Event] = []
    for said in sync.events:
        if said.sender == "user":
            events.append(UserUttered(said.text, input_channel="support"))
        else:
            events.append(BotUttered(said.text, metadata={"from": "agent"}))
    return [*events, SlotSet(DIALOGUE_SLOT, None), ActionExecuted(ACTION_LISTEN_NAME)]
